package ruchy.runtime.engine;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.SetValue;

/// Looks whether the compiler has been right about shared state (L 12.3): code that is compiled
/// with the detector tells it of each list, map, set and instance that it looks at or changes. Code
/// that is compiled without knows nothing of it. May be called from any thread.
///
/// A value belongs to the thread that touches it first, until that has ended. Once a second thread
/// touches it, it is shared. A fault is a shared value that was changed since, and touched by some
/// thread that did not hold the turn. What was changed before it was shared is no fault.
public final class Detector {
  /// A task that has told its end may still be on its way out.
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private static final ConcurrentHashMap<Key, Owner> OWNERS = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Object> DROPPED = new ReferenceQueue<>();

  private Detector() {}

  /// The identity of a value, which it does not keep alive.
  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object value, @Nullable ReferenceQueue<Object> queue) {
      super(value, queue);
      hash = System.identityHashCode(value);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || other instanceof Key key && get() != null && get() == key.get();
    }
  }

  /// What is known of a value. Its own lock guards it.
  private static final class Owner {
    private Thread thread = Thread.currentThread();
    private boolean isShared;
    private boolean isChanged;
    private boolean isTouchedFreely;
  }

  /// Called by compiled code before it looks at the value, or changes it.
  public static void touch(@Nullable Object value, boolean changes) {
    if (value == null || !isState(value)) {
      return;
    }
    for (Object key = DROPPED.poll(); key != null; key = DROPPED.poll()) {
      OWNERS.remove(key);
    }
    Owner owner = OWNERS.get(new Key(value, null));
    if (owner == null) {
      owner = OWNERS.computeIfAbsent(new Key(value, DROPPED), _ -> new Owner());
    }
    boolean isFault;
    synchronized (owner) {
      isFault = isFault(owner, changes);
    }
    if (isFault) {
      var text = "Two tasks touch one " + Kind.described(value) + " and one has not the turn";
      Output.ERROR.line("detector: " + text);
      throw Failure.runtimeError(text);
    }
  }

  private static boolean isState(Object value) {
    return value instanceof ListValue
        || value instanceof MapValue
        || value instanceof SetValue
        || value instanceof InstanceValue instance && !instance.isOpaque();
  }

  private static boolean isFault(Owner owner, boolean changes) {
    Thread current = Thread.currentThread();
    boolean hasTurn = Turn.PROGRAM.isHeld();
    if (!owner.isShared && owner.thread != current) {
      if (hasEnded(owner.thread, hasTurn)) {
        owner.thread = current;
      } else {
        owner.isShared = true;
      }
    }
    if (!owner.isShared) {
      return false;
    }
    owner.isChanged |= changes;
    owner.isTouchedFreely |= !hasTurn;
    return owner.isChanged && owner.isTouchedFreely;
  }

  private static boolean hasEnded(Thread thread, boolean hasTurn) {
    if (!thread.isAlive()) {
      return true;
    }
    if (hasTurn || !thread.isVirtual()) {
      return false;
    }
    try {
      return thread.join(PATIENCE);
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      return !thread.isAlive();
    }
  }
}

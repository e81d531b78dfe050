package ruchy.runtime.engine;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.CapturedBoolean;
import ruchy.runtime.value.CapturedFloat;
import ruchy.runtime.value.CapturedInteger;
import ruchy.runtime.value.CapturedValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;
import ruchy.runtime.value.Wrapper;

/// Looks whether the compiler has been right about shared state (L 12.3): code that is compiled
/// with the detector tells it of each list, map, set, instance, cell and variable that it looks at
/// or changes. Code that is compiled without knows nothing of it. May be called from any thread.
///
/// A value that goes from one thread to another is handed on, until one of those that had it comes
/// back to it: then it is shared. A fault is a shared value that was changed since a second thread
/// has first touched it, and touched since by some thread that did not hold the turn. What was
/// changed before that is no fault. None of this depends on time: whether the threads that had the
/// value have ended, or are about to, makes no difference.
public final class Detector {
  private static final ConcurrentHashMap<Key, Owner> OWNERS = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Object> DROPPED = new ReferenceQueue<>();

  private static final AtomicInteger FAULTS = new AtomicInteger();

  private static final ClassValue<ConcurrentHashMap<String, Owner>> GLOBALS =
      new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<String, Owner> computeValue(Class<?> program) {
          return new ConcurrentHashMap<>();
        }
      };

  private Detector() {}

  /// How many faults have been told in this process.
  public static int faults() {
    return FAULTS.get();
  }

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

    /// The threads that had it before, and may come back; null if there are none.
    private @Nullable Set<Thread> before;

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
    check(owner, changes, () -> described(value));
  }

  /// Called by compiled code before it calls a member that is not known when compiling, with
  /// whether the library has one of that name that changes its receiver. What a method of an
  /// instance does is told by its own code.
  public static void touchForCall(@Nullable Object value, boolean changes) {
    switch (value) {
      case InstanceValue _ -> {}
      case Wrapper cell -> {
        // A cell may hold itself.
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Object each = cell;
        while (each instanceof Wrapper inner && seen.add(inner)) {
          touch(inner, changes);
          each = inner.content();
        }
        if (!(each instanceof Wrapper)) {
          touchForCall(each, changes);
        }
      }
      case null, default -> touch(value, changes);
    }
  }

  /// Called by compiled code before it reads or assigns a global of the program with that main
  /// class.
  public static void touchGlobal(Class<?> program, String name, boolean changes) {
    Owner owner = GLOBALS.get(program).computeIfAbsent(name, _ -> new Owner());
    check(owner, changes, () -> "variable " + name);
  }

  /// Called by compiled code before it has the library look at everything within the value.
  public static void touchAll(@Nullable Object value) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    add(value, open);
    while (!open.isEmpty()) {
      Object next = open.removeLast();
      if (seen.add(next)) {
        touch(next, false);
        addParts(next, open);
      }
    }
  }

  /// Values can be nested as deep as memory allows, so what is left to look at is kept in a queue.
  private static void addParts(Object value, Deque<Object> open) {
    switch (value) {
      case ListValue list -> {
        for (int i = 0; i < list.size(); i++) add(list.get(i), open);
      }
      case MapValue map -> {
        // What can be a key never changes (L 8.2).
        for (int i = 0; i < map.positions(); i++) add(map.valueAt(i), open);
      }
      case TupleValue tuple -> {
        for (int i = 0; i < tuple.size(); i++) add(tuple.get(i), open);
      }
      case VariantValue variant -> {
        for (int i = 0; i < variant.size(); i++) add(variant.at(i), open);
      }
      case InstanceValue instance when !instance.isOpaque() -> {
        for (String field : instance.fieldNames()) add(instance.get(field), open);
      }
      case SetValue set -> add(set.toList(), open);
      case Wrapper cell -> add(cell.content(), open);
      default -> {} // nothing within it changes
    }
  }

  private static void add(@Nullable Object value, Deque<Object> open) {
    if (value != null) {
      open.add(value);
    }
  }

  private static void check(Owner owner, boolean changes, Supplier<String> what) {
    boolean isFault;
    synchronized (owner) {
      isFault = isFault(owner, changes);
    }
    if (isFault) {
      FAULTS.incrementAndGet();
      var text = "Two tasks touch one " + what.get() + " and one has not the turn";
      Output.ERROR.line("detector: " + text);
      throw Failure.runtimeError(text);
    }
  }

  private static String described(Object value) {
    return isVariable(value) ? "captured variable" : Kind.described(value);
  }

  private static boolean isVariable(Object value) {
    return value instanceof CapturedInteger
        || value instanceof CapturedFloat
        || value instanceof CapturedBoolean
        || value instanceof CapturedValue;
  }

  private static boolean isState(Object value) {
    return value instanceof ListValue
        || value instanceof MapValue
        || value instanceof SetValue
        || value instanceof Wrapper
        || isVariable(value)
        || value instanceof InstanceValue;
  }

  private static boolean isFault(Owner owner, boolean changes) {
    Thread current = Thread.currentThread();
    if (owner.thread != current) {
      pass(owner, current);
    }
    if (owner.before == null) {
      return false;
    }
    owner.isChanged |= changes;
    owner.isTouchedFreely |= !Turn.PROGRAM.isHeld();
    return owner.isShared && owner.isChanged && owner.isTouchedFreely;
  }

  private static void pass(Owner owner, Thread current) {
    Set<Thread> before = owner.before;
    if (before == null && owner.thread.isAlive()) {
      before = Collections.newSetFromMap(new IdentityHashMap<>());
      owner.before = before;
    }
    if (before != null) {
      owner.isShared |= before.contains(current);
      before.add(owner.thread);
    }
    owner.thread = current;
  }
}

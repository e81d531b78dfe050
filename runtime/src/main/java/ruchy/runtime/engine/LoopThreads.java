package ruchy.runtime.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Virtual threads that run on one event loop: they park without stopping the loop, and start as
/// cheaply as a call.
///
/// The JDK has no public way to choose what carries a virtual thread. `java.lang.ThreadBuilders`
/// has one inside; it is open when the jar's manifest says `Add-Opens: java.base/java.lang`. When
/// that door is shut the threads are ordinary virtual threads: everything works, with a hop between
/// threads for each start and end.
public final class LoopThreads {
  /// How the names of the threads of event loops begin.
  static final String LOOP_NAME = "vert.x-eventloop";

  static {
    // The JDK would note each virtual thread for dumps of all of them. That costs every task a few
    // dozen bytes and some of its start, and keeps those that wait for what nobody can reach.
    if (System.getProperty("jdk.trackAllThreads") == null) {
      System.setProperty("jdk.trackAllThreads", "false");
    }
  }

  private static final @Nullable MethodHandle NEW_THREAD = newThreadOrNull();
  private static final @Nullable MethodHandle CARRIER = carrierOrNull();

  private static final String UNBLOCKER_NAME = "VirtualThread-unblocker";

  /// Known once it has done something; there is one.
  private static @Nullable Thread unblocker;

  private final Executor loop;
  private final boolean usesLoop;

  /// The thread that is starting a virtual thread at this moment: the loop's own. Read by others
  /// too, but a thread sees itself here only if it wrote it.
  private @Nullable Thread starter;

  private final Executor carrier = this::carry;

  /// Whether the thread is that of an event loop, which must never be parked.
  static boolean isLoop(Thread thread) {
    return !thread.isVirtual() && thread.getName().startsWith(LOOP_NAME);
  }

  /// Threads for the loop on which `loop` runs what it is given, in order and never at once.
  public LoopThreads(Executor loop) {
    this(loop, isOpen());
  }

  LoopThreads(Executor loop, boolean useLoop) {
    this.loop = loop;
    this.usesLoop = useLoop && isOpen();
  }

  /// Whether this JVM lets event loops carry virtual threads.
  public static boolean isOpen() {
    return NEW_THREAD != null;
  }

  /// Runs the task on a new virtual thread. Called on the loop's thread, the task has run up to its
  /// first park, or its end, when this returns; with ordinary virtual threads it may run at any
  /// time.
  ///
  /// Never while the loop's thread holds a monitor: the JVM would take it for one of the virtual
  /// thread, or never give it back.
  public void start(Runnable task) {
    if (!usesLoop) {
      Thread.ofVirtual().start(task);
      return;
    }
    Thread thread = made(carrier, task);
    starter = Thread.currentThread();
    try {
      thread.start();
    } finally {
      starter = null;
    }
  }

  /// Runs a piece of a virtual thread: its start at once, what follows a park in the order of the
  /// loop's queue. A piece never runs inside whatever woke it up, which may hold locks or be in the
  /// middle of a change.
  ///
  /// What follows a wait for a monitor runs elsewhere. The thread has been chosen to have the
  /// monitor next, and the loop may be waiting for it too, behind it: each would wait for the
  /// other.
  private void carry(Runnable piece) {
    Thread current = Thread.currentThread();
    if (starter == current) {
      starter = null;
      piece.run();
    } else if (isUnblocker(current)) {
      CarrierThread.giveAway(piece);
    } else {
      loop.execute(piece);
    }
  }

  /// Whether the thread is the one by which the JVM lets virtual threads go on that have waited for
  /// a monitor.
  private static boolean isUnblocker(Thread thread) {
    return thread == unblocker || (unblocker == null && isNamedUnblocker(thread));
  }

  private static boolean isNamedUnblocker(Thread thread) {
    boolean isFound = !thread.isVirtual() && thread.getName().equals(UNBLOCKER_NAME);
    if (isFound) {
      unblocker = thread;
    }
    return isFound;
  }

  /// A new virtual thread, not started, that no event loop carries. A virtual thread made the usual
  /// way would be carried by what carries its maker, and a task that computes for long would stop
  /// that event loop.
  public static Thread free(Runnable task) {
    return NEW_THREAD == null ? Thread.ofVirtual().unstarted(task) : made(Carriers.ALL, task);
  }

  /// The platform thread that runs the current thread: what carries it, or itself. Null where the
  /// JVM does not tell.
  static @Nullable Thread carrier() {
    MethodHandle carrier = CARRIER;
    if (carrier == null) {
      return null;
    }
    try {
      return (Thread) carrier.invokeExact();
    } catch (Throwable failure) {
      throw new IllegalStateException("no carrier of the current thread", failure);
    }
  }

  private static @Nullable MethodHandle carrierOrNull() {
    try {
      var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      return lookup.findStatic(
          Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
    } catch (ReflectiveOperationException | RuntimeException shut) {
      return null;
    }
  }

  /// Made with the first free thread.
  private static final class Carriers {
    static final Executor ALL = CarrierThread::carry;
  }

  /// The handle is a constant here, so that the JIT sees what it does.
  private static Thread made(Executor carrier, Runnable task) {
    MethodHandle newThread = Objects.requireNonNull(NEW_THREAD);
    try {
      return (Thread) newThread.invokeExact(carrier, (String) null, 0, task);
    } catch (Throwable failure) {
      throw new IllegalStateException("no virtual thread on a chosen carrier", failure);
    }
  }

  private static @Nullable MethodHandle newThreadOrNull() {
    try {
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      var lookup = MethodHandles.privateLookupIn(builders, MethodHandles.lookup());
      var type =
          MethodType.methodType(
              Thread.class, Executor.class, String.class, int.class, Runnable.class);
      return lookup.findStatic(builders, "newVirtualThread", type);
    } catch (ReflectiveOperationException | RuntimeException shut) {
      return null;
    }
  }
}

package ruchy.runtime.engine;

import java.lang.reflect.Field;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/// Threads on whose stacks 10,000 nested calls have room (L 7.4). A virtual thread uses the stack
/// of the thread that carries it, and neither event loops nor the JDK's carriers can be told a size
/// in a public way; where the JVM opens `java.lang` (see `LoopThreads`) it is set by reflection,
/// else their stacks are as large as the JVM makes them.
final class DeepStack {
  /// Reserved, not used, for each of these threads.
  static final long BYTES = 64L << 20;

  private static final @Nullable Field HOLDER = field(Thread.class, "holder");
  private static final @Nullable Field SIZE =
      HOLDER == null ? null : field(HOLDER.getType(), "stackSize");

  private DeepStack() {}

  /// Gives a thread that has not been started a deep stack.
  static <T extends Thread> T of(T thread) {
    if (HOLDER != null && SIZE != null) {
      try {
        SIZE.setLong(HOLDER.get(thread), BYTES);
      } catch (IllegalAccessException refused) {
        return thread;
      }
    }
    return thread;
  }

  /// A scheduler for virtual threads, one thread for each processor, as the JDK's own is.
  static ForkJoinPool carriers() {
    return new ForkJoinPool(
        Runtime.getRuntime().availableProcessors(),
        pool -> {
          ForkJoinWorkerThread thread =
              ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
          return thread == null ? null : of(thread);
        },
        null,
        true);
  }

  private static @Nullable Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException shut) {
      return null;
    }
  }
}

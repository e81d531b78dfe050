package ruchy.runtime.engine;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxThreadFactory;
import io.vertx.core.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one Vert.x of the program and its event loops, one for each processor. Made at the first
/// use; a program without networking never makes it. Its threads do not keep the program alive,
/// `Lifetime` does.
public final class Engine {
  private static final Engine INSTANCE = new Engine();

  private final VertxInternal vertx;
  private final List<Loop> loops;

  private Engine() {
    MemoryWatch.begin();
    setUnlessSet("vertx.disableMetrics");
    setUnlessSet("vertx.disableContextTimings");
    int processors = Runtime.getRuntime().availableProcessors();
    var options =
        new VertxOptions()
            .setEventLoopPoolSize(processors)
            .setUseDaemonThread(true)
            // Handlers may compute for long; that is no fault that Vert.x should report.
            .setBlockedThreadCheckInterval(1)
            .setBlockedThreadCheckIntervalUnit(TimeUnit.DAYS)
            // Files are those of the file system, never copies of entries of the jar.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    vertx =
        (VertxInternal)
            VertxBootstrap.create()
                .options(options)
                .transport(transport())
                .threadFactory(new Threads())
                .init()
                .vertx();
    var made = new ArrayList<Loop>();
    for (int i = 0; i < processors; i++) {
      made.add(new Loop(vertx.createEventLoopContext()));
    }
    loops = List.copyOf(made);
  }

  /// The native one where there is one: the bootstrap does not look at the option that asks for it.
  /// Where its library cannot be loaded, the bootstrap takes that of the JDK.
  private static Transport transport() {
    var fast = io.vertx.core.transport.Transport.nativeTransport();
    return (fast == null ? io.vertx.core.transport.Transport.NIO : fast).implementation();
  }

  /// The Vert.x instance.
  public static Vertx vertx() {
    return INSTANCE.vertx;
  }

  /// All event loops.
  public static List<Loop> loops() {
    return INSTANCE.loops;
  }

  /// The loop that runs the current thread, so that what the thread asks of it needs no other
  /// thread; null on threads of no loop, and where the JVM does not tell.
  public static @Nullable Loop current() {
    Thread carrier = LoopThreads.carrier();
    if (carrier != null) {
      for (Loop loop : INSTANCE.loops) {
        if (loop.events().inEventLoop(carrier)) {
          return loop;
        }
      }
    }
    return null;
  }

  /// The operation of a Vert.x future, for `Bridge.await`. `start` is called on the caller's
  /// thread.
  public static <T extends @Nullable Object> Operation<T> operation(Supplier<Future<T>> start) {
    return outcome ->
        start
            .get()
            .onComplete(
                (value, failure) -> {
                  if (failure == null) {
                    outcome.complete(value);
                  } else {
                    outcome.fail(failure);
                  }
                });
  }

  private static final class Threads implements VertxThreadFactory {
    @Override
    public VertxThread newVertxThread(
        Runnable work, String name, boolean isWorker, long longest, TimeUnit unit) {
      var thread = new VertxThread(work, name, isWorker, longest, unit);
      return isWorker ? thread : DeepStack.of(thread);
    }
  }

  private static void setUnlessSet(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }
}

package ruchy.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import ruchy.compiler.emit.Classes;
import ruchy.runtime.engine.Trial;

/// Runs tests, several at a time if so wished: each worker then has a runtime of its own, because a
/// runtime has one turn, one standard output and one list of what keeps the program alive.
final class TestWorkers implements AutoCloseable {
  private final ExecutorService threads;
  private final BlockingQueue<Method> free = new LinkedBlockingQueue<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private final URL[] classPath = classPath();
  private final long limitMillis;

  private TestWorkers(int count, long limitMillis) {
    this.limitMillis = limitMillis;
    threads = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().factory());
  }

  /// One that runs tests one after the other, with the runtime of this command unless a test of
  /// before goes on there.
  ///
  /// @param limitMillis how long a test may take; 0 is no limit
  static TestWorkers one(long limitMillis) {
    var workers = new TestWorkers(1, limitMillis);
    workers.free.add(Trial.isFree() ? entry(TestWorker.class) : workers.another());
    return workers;
  }

  /// One for each processor.
  static TestWorkers many(long limitMillis) {
    int count = Runtime.getRuntime().availableProcessors();
    var workers = new TestWorkers(count, limitMillis);
    for (int i = 0; i < count; i++) workers.free.add(workers.another());
    return workers;
  }

  /// A worker with a runtime of its own.
  private Method another() {
    var loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    synchronized (loaders) {
      loaders.add(loader);
    }
    try {
      return entry(loader.loadClass(TestWorker.class.getName()));
    } catch (ClassNotFoundException failure) {
      throw new IllegalStateException("No tests can be run", failure);
    }
  }

  private static Method entry(Class<?> worker) {
    try {
      return worker.getMethod("run", Map.class, String.class, String.class, long.class);
    } catch (NoSuchMethodException failure) {
      throw new IllegalStateException("No tests can be run", failure);
    }
  }

  private static URL[] classPath() {
    var urls = new ArrayList<URL>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      try {
        if (!entry.isEmpty()) urls.add(Path.of(entry).toUri().toURL());
      } catch (MalformedURLException failure) {
        throw new IllegalStateException(failure);
      }
    }
    return urls.toArray(URL[]::new);
  }

  /// Runs the test as soon as a worker is free.
  Future<TestResult> start(TestFile file, Classes classes, Classes.Test test) {
    return threads.submit(() -> run(file, classes, test));
  }

  private TestResult run(TestFile file, Classes classes, Classes.Test test) throws Exception {
    var worker = free.take();
    try {
      var told =
          (Object[])
              worker.invoke(null, classes.files(), classes.mainClass(), test.method(), limitMillis);
      // What goes on keeps the turn of its runtime.
      if ((Integer) told[5] == TestWorker.STUCK) worker = another();
      return TestResult.of(file, test, told);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException("A test was not run", failure.getCause());
    } finally {
      free.add(worker);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      synchronized (loaders) {
        for (URLClassLoader loader : loaders) loader.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package ruchy.launcher;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Passes SIGTERM and SIGINT to another process, which decides how to end; this process then ends
/// with its status. Who signals both processes signals one program: it takes the second signal for
/// the first.
///
/// Signals arrive on threads of the JVM, the process comes from the thread of `main`. The JDK's
/// door to signals is no part of the platform that `--release 8` shows, so it is opened by
/// reflection; a JVM without it still ends the other process when it ends itself.
final class Signals {
  private @Nullable Process process;
  private boolean isTerminated;
  private boolean isInterrupted;

  private Signals() {}

  /// From now on signals are kept for a process that is not there yet.
  static Signals caught() {
    Signals signals = new Signals();
    Runtime.getRuntime().addShutdownHook(new Thread(signals::end, "ruchy-launcher-shutdown"));
    on("TERM", signals::terminate);
    on("INT", signals::interrupt);
    return signals;
  }

  /// The process gets the signals that have come and those that will.
  synchronized void passTo(Process started) {
    process = started;
    if (isTerminated) terminate();
    if (isInterrupted) interrupt();
  }

  private synchronized void terminate() {
    isTerminated = true;
    if (process != null) process.destroy();
  }

  private synchronized void interrupt() {
    isInterrupted = true;
    if (process == null) return;
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(pid(process))).start().waitFor();
    } catch (IOException | ReflectiveOperationException | RuntimeException unavailable) {
      process.destroy();
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs when this process ends, whyever: nothing is left if the other one has ended first.
  private void end() {
    Process other = process();
    if (other == null || !other.isAlive()) return;
    other.destroy();
    try {
      Runtime.getRuntime().halt(other.waitFor());
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Process process() {
    return process;
  }

  private static void on(String signal, Runnable action) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlers.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) action.run();
                return null;
              });
      signals
          .getMethod("handle", signals, handlers)
          .invoke(null, signals.getConstructor(String.class).newInstance(signal), handler);
    } catch (ReflectiveOperationException | RuntimeException unavailable) {
      // The shutdown hook remains.
    }
  }

  /// `Process.pid` is of Java 9; before it the number is a private field.
  private static long pid(Process process) throws ReflectiveOperationException {
    try {
      return (Long) Process.class.getMethod("pid").invoke(process);
    } catch (NoSuchMethodException old) {
      Field pid = process.getClass().getDeclaredField("pid");
      pid.setAccessible(true);
      return pid.getInt(process);
    }
  }
}

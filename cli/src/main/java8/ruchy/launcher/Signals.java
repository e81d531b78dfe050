package ruchy.launcher;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// Passes SIGTERM and SIGINT to another process, which decides how to end; this process then ends
/// with its status.
///
/// The JDK's door to signals is no part of the platform that `--release 8` shows, so it is opened
/// by reflection; a JVM without it still ends the other process when it ends itself.
final class Signals {
  private Signals() {}

  static void passTo(Process process) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> endWith(process), "ruchy-launcher-shutdown"));
    on("TERM", process::destroy);
    // A terminal has sent the signal to both processes already; twice would mean "at once" (L
    // 13.4).
    on(
        "INT",
        () -> {
          if (!isTerminal()) interrupt(process);
        });
  }

  /// Runs when this process ends, whyever: nothing is left if the other one has ended first.
  private static void endWith(Process process) {
    if (!process.isAlive()) return;
    process.destroy();
    try {
      Runtime.getRuntime().halt(process.waitFor());
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
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

  private static void interrupt(Process process) {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(pid(process))).start().waitFor();
    } catch (IOException | ReflectiveOperationException | RuntimeException unavailable) {
      process.destroy();
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
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

  /// Whether standard input and output are a terminal. Since Java 22 the console exists without
  /// one, too.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) return false;
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (Boolean) isTerminal.invoke(console);
    } catch (ReflectiveOperationException old) {
      return true;
    }
  }
}

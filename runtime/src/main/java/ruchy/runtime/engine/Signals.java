package ruchy.runtime.engine;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// The signals of the operating system. The JDK's class for them has no supported name, so it is
/// found by reflection; where there is none, signals end the process as the JVM does by itself.
final class Signals {
  private Signals() {}

  /// Calls the handler for each signal of that name (`TERM`, `INT`), each time on a new thread.
  static void onSignal(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, args) -> call(handler, self, method, args));
      signal
          .getMethod("handle", signal, handlerType)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
      // Without signals (or with this one taken by the JVM) the process ends without a grace
      // period.
    }
  }

  private static Object call(Runnable handler, Object self, Method method, Object[] args) {
    return switch (method.getName()) {
      case "handle" -> {
        handler.run();
        yield self;
      }
      case "equals" -> self == args[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "the signal handler of the program";
    };
  }
}

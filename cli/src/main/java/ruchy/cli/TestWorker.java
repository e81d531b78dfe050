package ruchy.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Trial;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Options;

/// Runs one test at a time, with the runtime that the class loader of this class has. It takes and
/// gives only what every class loader has in common, so that several of them, each with a runtime
/// of its own, can work at the same time.
public final class TestWorker {
  private TestWorker() {}

  /// Loads the classes anew, runs the top-level code and then the test.
  ///
  /// @return whether the test failed, its message if so, the stack lines of its error (L 11.3) as a
  ///   `String[]`, what was printed, and the time in nanoseconds
  public static Object[] run(Map<String, byte[]> files, String mainClass, String method)
      throws ReflectiveOperationException {
    Class<?> main = new ProgramLoader(files).loadClass(mainClass);
    CallStack.programOf(main);
    var topLevel = (Runnable) main.getConstructor().newInstance();
    var test = main.getMethod(method);
    var result =
        Trial.run(
            () -> {
              topLevel.run();
              return call(test);
            });
    var failure = result.failure();
    var stack = failure == null ? new String[0] : failure.stackLines();
    var problem = message(result, failure);
    boolean failed = problem != null;
    String message = problem == null ? "" : problem;
    return new Object[] {failed, message, stack, result.output(), result.nanos()};
  }

  private static @Nullable Object call(Method test) throws Exception {
    try {
      return test.invoke(null);
    } catch (InvocationTargetException raised) {
      switch (raised.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw raised;
      }
    }
  }

  /// What went wrong; null if nothing did.
  private static @Nullable String message(Trial.Result result, @Nullable Failure failure) {
    if (failure != null) return failure.message();
    if (result.exitStatus() >= 0) return "The test called exit(" + result.exitStatus() + ")";
    if (!Options.isErr(result.value())) return null;
    return "The test returned " + Display.debug(result.value());
  }
}

package ruchy.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Trial;
import ruchy.runtime.engine.Unwinding;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Options;

/// Runs one test at a time, with the runtime that the class loader of this class has. It takes and
/// gives only what every class loader has in common, so that several of them, each with a runtime
/// of its own, can work at the same time.
public final class TestWorker {
  /// How a test ended.
  static final int IN_TIME = 0;

  static final int TIMED_OUT = 1;
  static final int STUCK = 2;

  private TestWorker() {}

  /// Loads the classes anew, runs the top-level code and then the test.
  ///
  /// @param limitMillis how long that may take; 0 is no limit
  /// @return whether the test failed, its message if so, the stack lines of its error (L 11.3) or
  ///   of where it was when its time was over as a `String[]`, what was printed, the time in
  ///   nanoseconds, and how it ended: 0 in time, 1 its time was over, 2 and it goes on, so that
  ///   this worker can run no other
  public static Object[] run(
      Map<String, byte[]> files, String mainClass, String method, long limitMillis)
      throws ReflectiveOperationException {
    Class<?> main = new ProgramLoader(files).loadClass(mainClass);
    Unwinding.programOf(main);
    var topLevel = (Runnable) main.getConstructor().newInstance();
    var test = main.getMethod(method);
    var result =
        Trial.run(
            () -> {
              topLevel.run();
              return call(test);
            },
            limitMillis);
    var end = result.end();
    if (end != null) {
      int how = end.isStuck() ? STUCK : TIMED_OUT;
      return new Object[] {
        true,
        tooLong(limitMillis),
        end.stack().toArray(String[]::new),
        result.output(),
        result.nanos(),
        how
      };
    }
    var failure = result.failure();
    var stack = failure == null ? new String[0] : failure.stackLines();
    var problem = message(result, failure);
    boolean failed = problem != null;
    String message = problem == null ? "" : problem;
    return new Object[] {failed, message, stack, result.output(), result.nanos(), IN_TIME};
  }

  private static String tooLong(long limitMillis) {
    var seconds = BigDecimal.valueOf(limitMillis, 3).stripTrailingZeros().toPlainString();
    return "The test did not end within " + seconds + " s";
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

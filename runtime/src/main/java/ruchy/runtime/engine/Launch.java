package ruchy.runtime.engine;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Options;

/// The start and the normal end of a program: `run` is what the `main` method of the written
/// classes calls.
public final class Launch implements Runnable {
  /// The status of a process that ends by a fault of Ruchy itself (L 20.1).
  private static final int INTERNAL_ERROR = 70;

  /// Reserved, not used, for the thread of the top-level code: 10,000 nested calls must work (L
  /// 7.4).
  private static final long STACK_BYTES = 256L << 20;

  private static String[] programArgs = {};
  private static @Nullable Evaluation evaluation;
  private static @Nullable String resultText;

  private final Runnable program;

  /// Who is told how a program ended that was run for its value, instead of the person at the
  /// terminal (L 20.1). Called on the program's thread, once.
  public interface Evaluation {
    /// Told the D form of the value of the last expression, null for nil.
    void succeeded(@Nullable String text);

    /// Told the message of the error that ended the program.
    void failed(String message);
  }

  private Launch(Runnable program) {
    this.program = program;
  }

  /// Starts the program's top-level code and `main` on a thread of its own and returns. An error
  /// that leaves them ends the process with status 1; else the process ends with status 0 when
  /// nothing keeps the program alive.
  public static void run(Runnable program, String[] args) {
    programArgs = args.clone();
    Unwinding.programOf(program.getClass());
    new Thread(null, new Launch(program), "main", STACK_BYTES).start();
  }

  /// Has the value, or the error, of the program that is started next told to `told`.
  public static void evaluateFor(Evaluation told) {
    evaluation = told;
  }

  /// The arguments after the program's name (L 13.5).
  public static String[] args() {
    return programArgs.clone();
  }

  /// Prints the D form of the value of the program's last expression as a line (L 13.1).
  public static void printResult(String text) {
    if (evaluation == null) {
      Output.STANDARD.line(text);
    } else {
      resultText = text;
    }
  }

  /// What `main` returned: a task is awaited (L 13.1); `Err(e)` ends the process with `error: ` and
  /// the P form of e on standard error and status 1 (L 11.3).
  public static void endOfMain(@Nullable Object returned) {
    Object result = returned instanceof Awaitable later ? later.await() : returned;
    if (Options.isErr(result)) {
      Output.STANDARD.finish();
      var message = Display.print(Options.payload(result));
      if (evaluation == null) {
        Output.ERROR.line("error: " + message);
      } else {
        evaluation.failed(message);
      }
      Lifetime.exit(1);
    }
  }

  @Override
  public void run() {
    Turn.PROGRAM.enter();
    try {
      program.run();
      if (evaluation != null) {
        Output.STANDARD.flush();
        evaluation.succeeded(resultText);
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
    Turn.PROGRAM.leave();
    Lifetime.awaitEnd();
    Lifetime.end();
  }

  private static void fail(Throwable thrown) {
    int status = INTERNAL_ERROR;
    try {
      Failure failure = isRaised(thrown) ? Failure.from(thrown) : null;
      status = failure == null || failure.isOfCompiler() ? INTERNAL_ERROR : 1;
      Output.STANDARD.finish();
      if (failure == null) {
        tell("internal error: " + thrown, "");
      } else {
        tell(failure.message(), failure.report());
      }
    } catch (OutOfMemoryError noMore) {
      status = 1;
      MemoryWatch.tell();
    } finally {
      Lifetime.exit(status); // whether or not somebody could be told
    }
  }

  /// Whether it is an error of the program and none of Ruchy itself.
  private static boolean isRaised(Throwable thrown) {
    return !(thrown instanceof Error)
        || thrown instanceof StackOverflowError
        || thrown instanceof OutOfMemoryError;
  }

  /// On standard error; without a report the message alone.
  private static void tell(String message, String report) {
    if (evaluation != null) {
      evaluation.failed(message);
    } else if (report.isEmpty()) {
      Output.ERROR.line("error: " + message);
    } else {
      Output.ERROR.text(report);
    }
  }
}

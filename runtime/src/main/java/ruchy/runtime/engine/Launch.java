package ruchy.runtime.engine;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Options;

/// The start and the normal end of a program: `run` is what the `main` method of the written
/// classes calls.
public final class Launch implements Runnable {
  /// Reserved, not used, for the thread of the top-level code: 10,000 nested calls must work (L
  /// 7.4).
  private static final long STACK_BYTES = 256L << 20;

  private static String[] programArgs = {};

  private final Runnable program;

  private Launch(Runnable program) {
    this.program = program;
  }

  /// Starts the program's top-level code and `main` on a thread of its own and returns. An error
  /// that leaves them ends the process with status 1; else the process ends with status 0 when
  /// nothing keeps the program alive.
  public static void run(Runnable program, String[] args) {
    programArgs = args.clone();
    new Thread(null, new Launch(program), "main", STACK_BYTES).start();
  }

  /// The arguments after the program's name (L 13.5).
  public static String[] args() {
    return programArgs.clone();
  }

  /// Prints the D form of the value of the program's last expression as a line (L 13.1).
  public static void printResult(String text) {
    Output.STANDARD.line(text);
  }

  /// What `main` returned: `Err(e)` ends the process with `error: ` and the P form of e on standard
  /// error and status 1 (L 11.3).
  public static void endOfMain(@Nullable Object result) {
    if (Options.isErr(result)) {
      Output.STANDARD.flush();
      Output.ERROR.line("error: " + Display.print(Options.payload(result)));
      Lifetime.exit(1);
    }
  }

  @Override
  public void run() {
    Turn.PROGRAM.enter();
    try {
      program.run();
    } catch (Throwable thrown) {
      fail(thrown);
    }
    Turn.PROGRAM.leave();
    Lifetime.awaitEnd();
    Lifetime.end();
  }

  private static void fail(Throwable thrown) {
    Output.STANDARD.flush();
    Output.ERROR.text(Failure.from(thrown).report());
    Lifetime.exit(1);
  }
}

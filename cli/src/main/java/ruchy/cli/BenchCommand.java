package ruchy.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import ruchy.compiler.Compiler;
import ruchy.compiler.emit.Classes;
import ruchy.runtime.engine.Trial;

/// `ruchyc bench FILE`: runs the `#[bench]` functions of a file repeatedly (L 20.2).
///
/// @param filter those whose names contain it
/// @param nanos how long each is measured, after half of it to warm up
record BenchCommand(String file, List<String> preludes, String filter, long nanos)
    implements Command {
  static final long A_SECOND = 1_000_000_000L;

  /// The time that a number of calls took.
  private record Measured(long calls, long nanos) {
    /// `12.3 ns`, `4.56 ms`: three digits that say something.
    String timePerCall() {
      double time = (double) nanos / calls;
      var units = List.of("ns", "µs", "ms");
      for (String unit : units) {
        if (time < 999.5) return rounded(time) + " " + unit;
        time /= 1000;
      }
      return rounded(time) + " s";
    }

    private static String rounded(double time) {
      int decimals = time < 9.995 ? 2 : time < 99.95 ? 1 : 0;
      return String.format(Locale.ROOT, "%." + decimals + "f", time);
    }
  }

  @Override
  public int perform(Terminal terminal) {
    var program = ProgramFiles.of(preludes, SourceFiles.read(file, terminal));
    var compilation = program.compile(Compiler.Options.BENCHES);
    var classes = compilation.classes();
    if (classes == null) {
      ProblemReport.errors(compilation, terminal);
      return Status.FAILED;
    }
    ProblemReport.neverRun(compilation, terminal);
    var chosen = classes.tests().stream().filter(each -> each.name().contains(filter)).toList();
    if (chosen.isEmpty()) {
      terminal.complain("error: No bench functions found in " + file);
      return Status.FAILED;
    }
    boolean fails = false;
    for (Classes.Test bench : chosen) {
      if (!bench.isIgnored()) fails |= !run(classes, bench, terminal);
    }
    return fails ? Status.FAILED : Status.OK;
  }

  /// Runs one with the top level of the file run anew; false if it raised an error.
  private boolean run(Classes classes, Classes.Test bench, Terminal terminal) {
    var result = Trial.run(() -> measure(classes, bench));
    var failure = result.failure();
    if (result.value() instanceof Measured measured) {
      terminal.print(
          bench.name()
              + ": "
              + measured.timePerCall()
              + " per call ("
              + measured.calls
              + (measured.calls == 1 ? " call)" : " calls)"));
      return true;
    }
    terminal.complain(
        bench.name()
            + ": "
            + (failure == null ? "error: it ended the program" : failure.report().stripTrailing()));
    return false;
  }

  private Measured measure(Classes classes, Classes.Test bench) throws Exception {
    Class<?> main = new ProgramLoader(classes.files()).loadClass(classes.mainClass());
    ((Runnable) main.getConstructor().newInstance()).run();
    var method = main.getMethod(bench.method());
    long calls = 1;
    long took = call(method, calls);
    while (took < nanos / 2) {
      calls *= 2;
      took = call(method, calls);
    }
    if (took >= nanos) return new Measured(calls, took);
    long enough = Math.max(1, (long) ((double) nanos / took * calls));
    return new Measured(enough, call(method, enough));
  }

  private static long call(Method method, long calls) throws Exception {
    long start = System.nanoTime();
    try {
      for (long i = 0; i < calls; i++) method.invoke(null);
    } catch (InvocationTargetException raised) {
      switch (raised.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw raised;
      }
    }
    return System.nanoTime() - start;
  }
}

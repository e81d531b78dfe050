package ruchy.benchmarks.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.runtime.library.Library;

/// Computations in Ruchy next to typed Java, in turns, in this JVM: CPU time of the whole process,
/// so with collection of garbage and compilation.
public final class CodeBenchmark {
  private static final int WARM_UP_ROUNDS = 5;

  /// A program in both languages.
  private record Pair(String name, Supplier<String> java) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("fib", JavaPrograms::fib),
          new Pair("loop_sum", JavaPrograms::loopSum),
          new Pair("objects", JavaPrograms::objects));

  private CodeBenchmark() {}

  /// Measures and prints.
  public static void run(Path home, Options options)
      throws IOException, ReflectiveOperationException {
    int rounds = options.number("rounds", 15);
    Library library = Library.load();
    Table table =
        new Table("program", "Ruchy CPU ms", "Java CPU ms", "ratio", "ratio of the minima");
    double product = 1;
    for (Pair pair : PAIRS) {
      Path file = home.resolve("benchmarks/programs/code").resolve(pair.name() + ".ruchy");
      RuchyProgram program = RuchyProgram.compile(file, library);
      Samples ruchy = new Samples();
      Samples java = new Samples();
      for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
        boolean counts = round >= WARM_UP_ROUNDS;
        String expected = measured(pair.java(), java, counts);
        String found = measured(program::run, ruchy, counts);
        if (!found.equals(expected)) {
          throw new IllegalStateException(
              pair.name() + ": Ruchy says " + found + ", Java " + expected);
        }
      }
      Samples ratios = ruchy.dividedBy(java);
      product *= ratios.median();
      table.row(
          pair.name(),
          ruchy.text(0),
          java.text(0),
          ratios.text(2),
          String.format(Locale.ROOT, "%.2f", ruchy.least() / java.least()));
    }
    System.out.printf(
        Locale.ROOT,
        "## Code%n%n%s; %d rounds after %d of warm-up.%n%n%s%nGeometric mean of the ratios: %.2f%n",
        Machine.description(),
        rounds,
        WARM_UP_ROUNDS,
        table,
        Math.pow(product, 1.0 / PAIRS.size()));
  }

  private static String measured(Supplier<String> program, Samples samples, boolean counts) {
    long before = CpuTime.ofThisProcess();
    String result = program.get();
    double millis = (CpuTime.ofThisProcess() - before) / 1e3;
    if (counts) {
      samples.add(millis);
    }
    return result;
  }
}

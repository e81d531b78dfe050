package ruchy.benchmarks.code;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import ruchy.benchmarks.code.typed.TypedProgram;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.runtime.library.Library;

/// Runs one program again and again in this JVM, in Ruchy and in Java by turns, and prints for each
/// round the two CPU times in milliseconds. Both must give the same line.
final class SteadyState {
  private SteadyState() {}

  /// Arguments: the file of the Ruchy program, rounds of warm-up, rounds that count.
  public static void main(String[] args) throws Exception {
    var file = Path.of(args[0]);
    var name = String.valueOf(file.getFileName()).replace(".ruchy", "");
    var ruchy = RuchyProgram.compile(file, Library.load());
    var java = TypedProgram.named(name).run();
    int warmUp = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    var ruchyTime = new double[1];
    var javaTime = new double[1];
    for (int round = 0; round < warmUp + rounds; round++) {
      var expected = measured(java, javaTime);
      var found = measured(ruchy::run, ruchyTime);
      if (!found.equals(expected)) {
        throw new IllegalStateException(name + ": Ruchy says " + found + ", Java " + expected);
      }
      if (round >= warmUp) {
        System.out.printf(Locale.ROOT, "%.3f %.3f%n", ruchyTime[0], javaTime[0]);
      }
    }
    System.exit(0); // The engine of a program may have left threads.
  }

  private static String measured(Supplier<String> program, double[] millis) {
    long before = CpuTime.ofThisProcess();
    var result = program.get();
    millis[0] = (CpuTime.ofThisProcess() - before) / 1e3;
    return result;
  }
}

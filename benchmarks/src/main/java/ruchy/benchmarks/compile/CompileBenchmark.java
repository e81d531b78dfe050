package ruchy.benchmarks.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.EndedProcess;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.startup.Build;

/// `./ruchyc run` of programs of 1 to 50,000 lines that take next to no time to run: the CPU time of
/// the whole process. What a line costs is what the process takes beyond that of one line.
public final class CompileBenchmark {
  private static final int[] SIZES = {1, 500, 2_000, 5_000, 20_000, 50_000};

  private CompileBenchmark() {}

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    Build build = new Build(home);
    int rounds = options.number("rounds", 5);
    Map<Integer, Path> files = new LinkedHashMap<>();
    Map<Integer, Samples> cpu = new LinkedHashMap<>();
    Map<Integer, Integer> lines = new LinkedHashMap<>();
    for (int size : SIZES) {
      String program = size == 1 ? "println(\"done\")\n" : GeneratedProgram.ofLines(size);
      files.put(size, Files.writeString(build.folder().resolve("lines" + size + ".ruchy"), program));
      lines.put(size, (int) program.lines().count());
      cpu.put(size, new Samples());
    }
    for (int round = 0; round <= rounds; round++) {
      for (int size : SIZES) {
        double millis = measured(List.of(build.ruchyc(), "run", files.get(size).toString()));
        if (round > 0) {
          cpu.get(size).add(millis);
        }
      }
    }
    Table table = new Table("lines", "CPU ms", "beyond one line, ms for 1000 lines");
    double least = cpu.get(1).median();
    for (int size : SIZES) {
      Samples own = cpu.get(size);
      table.row(
          String.format(Locale.ROOT, "%,d", lines.get(size)),
          own.text(0),
          size == 1
              ? "-"
              : String.format(
                  Locale.ROOT, "%.0f", (own.median() - least) / lines.get(size) * 1000));
    }
    System.out.printf(
        "## Compile time%n%n%s; %d rounds.%n%n%s", Machine.description(), rounds, table);
  }

  private static double measured(List<String> command) throws IOException, InterruptedException {
    long before = CpuTime.ofEndedChildren();
    EndedProcess ended = EndedProcess.successful(command);
    if (!ended.output().equals(GeneratedProgram.OUTPUT)) {
      throw new IllegalStateException(command + " printed " + ended.output());
    }
    return (CpuTime.ofEndedChildren() - before) / 1e3;
  }
}

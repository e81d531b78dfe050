package ruchy.benchmarks.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// `./ruchyc run` of programs of 1 to 50,000 lines that take next to no time to run: the CPU time
/// of the whole process, and how long it takes; once more of a program that was run before and has
/// not changed. What a line costs is what the process takes beyond that of one line.
public final class CompileBenchmark {
  private static final int[] SIZES = {1, 500, 2_000, 5_000, 20_000, 50_000};

  /// What `check` prints of a program without problems.
  private static final String CHECKED = "✓ Syntax is valid\n";

  private record Program(
      Path file, int lines, Samples run, Samples elapsed, Samples again, Samples check) {}

  private record Taken(double cpuMillis, double millis) {}

  private CompileBenchmark() {}

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    Build build = new Build(home);
    int rounds = options.number("rounds", 3);
    String kept = build.folder().resolve("kept").toString();
    List<Program> programs = new ArrayList<>();
    for (int size : SIZES) {
      String text = size == 1 ? "println(\"done\")\n" : GeneratedProgram.ofLines(size);
      Path file = Files.writeString(build.folder().resolve("lines" + size + ".ruchy"), text);
      int lines = (int) text.lines().count();
      programs.add(
          new Program(file, lines, new Samples(), new Samples(), new Samples(), new Samples()));
    }
    for (int round = 0; round <= rounds; round++) {
      for (Program program : programs) {
        Taken run = measured(build, "run", program, "");
        Taken again = measured(build, "run", program, kept);
        Taken check = measured(build, "check", program, "");
        if (round > 0) {
          program.run.add(run.cpuMillis);
          program.elapsed.add(run.millis);
          program.again.add(again.cpuMillis);
          program.check.add(check.cpuMillis);
        }
      }
    }
    Table table =
        new Table(
            "lines",
            "`run`, CPU ms",
            "beyond one line, ms for 1000 lines",
            "`run`, elapsed ms",
            "`run` again, CPU ms",
            "`check`, CPU ms");
    double least = programs.getFirst().run.median();
    for (Program program : programs) {
      double each = (program.run.median() - least) / program.lines * 1000;
      table.row(
          String.format(Locale.ROOT, "%,d", program.lines),
          program.run.text(0),
          program.lines == 1 ? "-" : String.format(Locale.ROOT, "%.0f", each),
          program.elapsed.text(0),
          program.again.text(0),
          program.check.text(0));
    }
    System.out.printf(
        "## Compile time%n%n%s; %d rounds.%n%n%s", Machine.description(), rounds, table);
  }

  /// @param kept the folder in which `run` keeps programs; empty for none
  private static Taken measured(Build build, String command, Program program, String kept)
      throws IOException, InterruptedException {
    String expected = command.equals("check") ? CHECKED : GeneratedProgram.OUTPUT;
    long before = CpuTime.ofEndedChildren();
    long start = System.nanoTime();
    EndedProcess ended =
        EndedProcess.successful(
            List.of(build.ruchyc(), command, program.file.toString()), Map.of("RUCHY_CACHE", kept));
    double millis = (System.nanoTime() - start) / 1e6;
    if (!ended.output().equals(expected)) {
      throw new IllegalStateException(program.file + " printed " + ended.output());
    }
    return new Taken((CpuTime.ofEndedChildren() - before) / 1e3, millis);
  }
}

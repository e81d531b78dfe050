package ruchy.benchmarks.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.code.typed.TypedProgram;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.EndedProcess;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.startup.Build;

/// Computations in Ruchy next to typed Java and JavaScript: the CPU time of a process with all its
/// threads, so with garbage collection and compilation.
///
/// *Steady state*: each program gets JVMs of its own, in which Ruchy and Java take turns, and
/// processes of Node in turn with them. *Whole process*: from nothing to the end of one run.
public final class CodeBenchmark {
  private static final String PROGRAMS = "benchmarks/programs/code";
  private static final int WARM_UP_ROUNDS = 5;
  private static final int WHOLE_ROUNDS = 3;

  /// What is measured of one program; Node's samples are empty where there is none.
  private record Figures(
      Samples ruchy, Samples java, Samples node, Samples wholeRuchy, Samples wholeNode) {
    Figures() {
      this(new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
    }
  }

  private final Path home;
  private final Build build;
  private final String node;
  private final int launches;
  private final int rounds;

  private CodeBenchmark(Path home, Options options) throws InterruptedException {
    this.home = home;
    this.build = new Build(home);
    this.node = Machine.firstLineOf("node", "--version");
    this.launches = options.number("launches", 2);
    this.rounds = options.number("rounds", 10);
  }

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    var benchmark = new CodeBenchmark(home, options);
    var only = options.text("program", "");
    var table =
        new Table(
            "program",
            "Ruchy CPU ms",
            "ratio to Java",
            "of the minima",
            "ratio to Node",
            "whole process, CPU ms",
            "ratio to Node");
    var toJava = new ArrayList<Double>();
    var toNode = new ArrayList<Double>();
    for (var program : TypedProgram.all()) {
      if (!only.isEmpty() && !only.equals(program.name())) continue;
      var figures = benchmark.measure(program.name());
      toJava.add(figures.ruchy.dividedBy(figures.java).median());
      if (benchmark.hasNode()) toNode.add(figures.ruchy.median() / figures.node.median());
      var cells = benchmark.cells(program.name(), figures);
      System.err.println(String.join("  ", cells)); // It takes minutes: this tells how far it is.
      table.row(cells);
    }
    System.out.printf(
        Locale.ROOT,
        "## Code%n%n%s; node %s; %d launches, %d rounds each after %d of warm-up; %d whole"
            + " runs.%n%n%s%nGeometric means of the steady state: %.2f of Java, %s of Node.%n",
        Machine.description(),
        benchmark.node,
        benchmark.launches,
        benchmark.rounds,
        WARM_UP_ROUNDS,
        WHOLE_ROUNDS,
        table,
        geometricMean(toJava),
        toNode.isEmpty() ? "-" : "%.2f".formatted(geometricMean(toNode)));
  }

  private boolean hasNode() {
    return !node.equals("not there");
  }

  private Figures measure(String program) throws IOException, InterruptedException {
    var figures = new Figures();
    for (int launch = 0; launch < launches; launch++) {
      for (var line : lines(steadyJvm(program))) {
        var words = line.split(" ", -1);
        figures.ruchy.add(Double.parseDouble(words[0]));
        figures.java.add(Double.parseDouble(words[1]));
      }
      if (hasNode()) {
        for (var line : lines(steadyNode(program))) figures.node.add(Double.parseDouble(line));
      }
    }
    var jar = build.jar(PROGRAMS + "/" + program + ".ruchy");
    for (int round = 0; round < WHOLE_ROUNDS; round++) {
      figures.wholeRuchy.add(whole(List.of(build.java(), "-jar", jar.toString())));
      if (hasNode()) figures.wholeNode.add(whole(wholeNode(program)));
    }
    return figures;
  }

  private List<String> steadyJvm(String program) {
    return List.of(
        build.java(),
        "-Xmx2g",
        "--enable-native-access=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        SteadyState.class.getName(),
        home.resolve(PROGRAMS).resolve(program + ".ruchy").toString(),
        Integer.toString(WARM_UP_ROUNDS),
        Integer.toString(rounds));
  }

  private List<String> steadyNode(String program) {
    var command = new ArrayList<>(wholeNode(program));
    command.addAll(List.of(Integer.toString(WARM_UP_ROUNDS), Integer.toString(rounds)));
    return command;
  }

  private List<String> wholeNode(String program) {
    var folder = home.resolve(PROGRAMS);
    return List.of(
        "node", folder.resolve("run.js").toString(), folder.resolve(program + ".js").toString());
  }

  private static List<String> lines(List<String> command) throws IOException, InterruptedException {
    return EndedProcess.successful(command).output().lines().toList();
  }

  private static double whole(List<String> command) throws IOException, InterruptedException {
    long before = CpuTime.ofEndedChildren();
    EndedProcess.successful(command);
    return (CpuTime.ofEndedChildren() - before) / 1e3;
  }

  private String[] cells(String program, Figures figures) {
    var ratios = figures.ruchy.dividedBy(figures.java);
    return new String[] {
      program,
      figures.ruchy.text(0),
      ratios.text(2),
      "%.2f".formatted(figures.ruchy.least() / figures.java.least()),
      hasNode() ? "%.2f".formatted(figures.ruchy.median() / figures.node.median()) : "-",
      figures.wholeRuchy.text(0),
      hasNode() ? "%.2f".formatted(figures.wholeRuchy.median() / figures.wholeNode.median()) : "-"
    };
  }

  private static double geometricMean(List<Double> ratios) {
    double logarithms = 0;
    for (var ratio : ratios) logarithms += Math.log(ratio);
    return Math.exp(logarithms / ratios.size());
  }
}

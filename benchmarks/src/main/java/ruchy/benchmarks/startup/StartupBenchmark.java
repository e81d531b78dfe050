package ruchy.benchmarks.startup;

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

/// How much CPU time and wall time it takes to say hello, from nothing to the end of the process;
/// and how large the jars are.
public final class StartupBenchmark {
  private static final String HELLO = "examples/hello.ruchy";
  private static final String JAVA_HELLO = "benchmarks/programs/startup/Hello.java";
  private static final String NODE_HELLO = "benchmarks/programs/startup/hello.js";
  private static final String WEB_SERVER = "benchmarks/programs/http/users_logged.ruchy";
  private static final String REFERENCE = "java Hello";
  private static final String EXPECTED = "Hello, World!\n";
  private static final int WARM_UP_ROUNDS = 2;

  private final Build build;
  private final Map<String, List<String>> commands = new LinkedHashMap<>();
  private final Map<String, Samples> cpu = new LinkedHashMap<>();
  private final Map<String, Samples> wall = new LinkedHashMap<>();

  private StartupBenchmark(Build build) {
    this.build = build;
  }

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    StartupBenchmark benchmark = new StartupBenchmark(new Build(home));
    benchmark.prepare();
    int rounds = options.number("rounds", 15);
    for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      for (String name : benchmark.commands.keySet()) {
        benchmark.measure(name, round >= WARM_UP_ROUNDS);
      }
    }
    benchmark.print(rounds);
    benchmark.printSizes();
  }

  private void prepare() throws IOException, InterruptedException {
    Path hello = build.jar(HELLO);
    Path classes = build.folder();
    Path javac = Path.of(build.java()).resolveSibling("javac");
    EndedProcess.successful(
        List.of(javac.toString(), "-d", classes.toString(), build.file(JAVA_HELLO).toString()));
    add("./ruchyc run hello.ruchy", build.ruchyc(), "run", build.file(HELLO).toString());
    add("java -jar hello.jar", build.java(), "-jar", hello.toString());
    add(REFERENCE, build.java(), "-cp", classes.toString(), "Hello");
    if (!Machine.firstLineOf("node", "--version").equals("not there")) {
      add("node hello.js", "node", build.file(NODE_HELLO).toString());
    }
  }

  private void add(String name, String... command) {
    commands.put(name, List.of(command));
    cpu.put(name, new Samples());
    wall.put(name, new Samples());
  }

  private void measure(String name, boolean counts) throws IOException, InterruptedException {
    List<String> command = commands.getOrDefault(name, List.of());
    long cpuBefore = CpuTime.ofEndedChildren();
    long wallBefore = System.nanoTime();
    // `ruchyc run` is to compile each time.
    EndedProcess ended = EndedProcess.successful(command, Map.of("RUCHY_CACHE", ""));
    double wallMillis = (System.nanoTime() - wallBefore) / 1e6;
    double cpuMillis = (CpuTime.ofEndedChildren() - cpuBefore) / 1e3;
    if (!ended.output().equals(EXPECTED)) {
      throw new IllegalStateException(name + " printed " + ended.output());
    }
    if (counts) {
      samples(cpu, name).add(cpuMillis);
      samples(wall, name).add(wallMillis);
    }
  }

  private static Samples samples(Map<String, Samples> of, String name) {
    return of.getOrDefault(name, new Samples());
  }

  private void print(int rounds) throws IOException, InterruptedException {
    Table table =
        new Table("command", "CPU ms", "ratio to java Hello", "ratio of the minima", "wall ms");
    Samples reference = samples(cpu, REFERENCE);
    for (String name : commands.keySet()) {
      Samples own = samples(cpu, name);
      table.row(
          "`" + name + "`",
          own.text(0),
          own.dividedBy(reference).text(2),
          String.format(Locale.ROOT, "%.2f", own.least() / reference.least()),
          samples(wall, name).text(0));
    }
    System.out.printf(
        "## Start-up%n%n%s; node %s; %d rounds.%n%n%s",
        Machine.description(), Machine.firstLineOf("node", "--version"), rounds, table);
  }

  private void printSizes() throws IOException, InterruptedException {
    Table table = new Table("jar", "KiB", "two builds are the same bytes");
    for (String program : List.of(HELLO, WEB_SERVER)) {
      Path first = build.jar(program);
      Path second = build.build(program, build.folder().resolve("again.jar"));
      table.row(
          String.valueOf(first.getFileName()),
          Long.toString(Files.size(first) / 1024),
          Files.mismatch(first, second) < 0 ? "yes" : "NO");
    }
    System.out.printf("%n%s", table);
  }
}

package ruchy.benchmarks.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.EndedProcess;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.startup.Build;

/// What many waiting tasks add to the memory of a process: its resident memory with them less that
/// of the same program with ten of them, and how long it takes until all wait. How much room a
/// garbage collector takes differs from process to process, so there are several of each.
public final class TasksBenchmark {
  private static final int FEW = 10;
  private static final List<String> KINDS = List.of("sleep", "channel", "await");

  /// Who takes part, and its command without the arguments.
  private record Contestant(String title, List<String> command) {}

  /// @param kib resident memory
  private record Waiting(long kib, long millis) {}

  private record Row(String kind, Contestant contestant, Samples mebibytes, Samples millis) {}

  private TasksBenchmark() {}

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    int count = options.number("count", 100_000);
    int rounds = options.number("rounds", 5);
    var build = new Build(home);
    var contestants = new ArrayList<Contestant>();
    String jar = build.jar("benchmarks/programs/tasks/waiting.ruchy").toString();
    contestants.add(new Contestant("Ruchy", List.of(build.java(), "-jar", jar)));
    contestants.add(
        new Contestant(
            "Ruchy, `-XX:+UseSerialGC`", List.of(build.java(), "-XX:+UseSerialGC", "-jar", jar)));
    contestants.add(
        new Contestant(
            "virtual threads, by hand",
            List.of(
                build.java(),
                "-cp",
                System.getProperty("java.class.path"),
                WaitingThreads.class.getName())));
    String go = Machine.firstLineOf("go", "version");
    if (go.startsWith("go version")) {
      contestants.add(
          new Contestant(
              go.replaceFirst("go version go", "Go ").replaceFirst(" [a-z]+/.*", ""),
              List.of(goBinary(home, "benchmarks/programs/tasks/waiting.go"))));
    }
    List<Row> rows = new ArrayList<>();
    for (String kind : KINDS) {
      for (Contestant contestant : contestants) {
        rows.add(new Row(kind, contestant, new Samples(), new Samples()));
      }
    }
    for (int round = 0; round < rounds; round++) {
      for (Row row : rows) {
        Waiting few = measure(row.contestant, row.kind, FEW);
        Waiting all = measure(row.contestant, row.kind, count);
        row.mebibytes.add((all.kib - few.kib) / 1024.0);
        row.millis.add((double) (all.millis - few.millis));
      }
    }
    Table table = new Table("Waiting for", "", "MB more", "bytes a task", "ms");
    for (Row row : rows) {
      table.row(
          row.kind,
          row.contestant.title,
          row.mebibytes.text(0),
          String.format(Locale.ROOT, "%.0f", row.mebibytes.median() * (1 << 20) / count),
          row.millis.text(0));
    }
    System.out.printf(
        "## Tasks%n%n%s; %d rounds.%n%nWhat %d waiting tasks add to the resident memory, and the"
            + " time until all wait.%n%n%s",
        Machine.description(), rounds, count, table);
  }

  private static String goBinary(Path home, String source)
      throws IOException, InterruptedException {
    Path binary = home.resolve("benchmarks/target/built/waiting-go").toAbsolutePath();
    EndedProcess.successful(
        List.of("go", "build", "-o", binary.toString(), home.resolve(source).toString()));
    return binary.toString();
  }

  private static Waiting measure(Contestant contestant, String kind, int count)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(contestant.command);
    command.addAll(List.of(kind, Integer.toString(count)));
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = output.readLine();
      if (!"ready".equals(line)) {
        throw new IOException(contestant.title + " said " + line);
      }
      long millis = (System.nanoTime() - begin) / 1_000_000;
      return new Waiting(resident(process.pid()), millis);
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static long resident(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS of " + pid);
  }
}

package ruchy.benchmarks.http;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.rivals.Rivals;
import ruchy.benchmarks.startup.Build;

/// CPU time for one request: Ruchy next to hand-written Vert.x, and next to servers in other
/// languages and libraries.
///
/// All servers of a scenario run at the same time and get load in turns, in an order that rotates,
/// so what disturbs the machine disturbs all of them; the ratios are those of the same round. The
/// processes are started anew several times, because what the JIT makes of the same program differs
/// from process to process.
public final class HttpBenchmark {
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Build build;
  private final Rivals rivals;
  private final Cores cores;
  private final Turns turns;
  private final List<String> servers;
  private final String javaOptions;

  private HttpBenchmark(Build build, Cores cores, Options options) {
    this.build = build;
    this.rivals = new Rivals(build, options);
    this.cores = cores;
    this.turns = Turns.of(build, options, 4, 4, 1_000_000);
    this.servers = options.chosen("servers", Contestant.texts());
    this.javaOptions = options.text("java-options", "");
  }

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    Cores cores = Cores.ofThisMachine();
    HttpBenchmark benchmark = new HttpBenchmark(new Build(home), cores, options);
    List<String> scenarios = options.chosen("scenario", Scenario.textsOfServers());
    int launches = options.number("launches", 3);
    Wrk.check();
    System.out.println("## HTTP\n\n" + Machine.description() + "; " + cores.description() + ".");
    for (Scenario scenario : Scenario.values()) {
      if (scenarios.contains(scenario.text())) {
        benchmark.compare(scenario, launches);
      }
    }
  }

  private void compare(Scenario scenario, int launches) throws IOException, InterruptedException {
    Map<Contestant, Entrant> entrants = new EnumMap<>(Contestant.class);
    for (Contestant contestant : Contestant.values()) {
      if (!servers.contains(contestant.text()) || !contestant.takesPartIn(scenario)) {
        continue;
      }
      int port = contestant.port(scenario);
      List<String> command = contestant.command(build, rivals, scenario, port, javaOptions);
      if (command != null) {
        entrants.put(contestant, new Entrant(contestant.title(rivals), command, port));
      }
    }
    Path file = Files.createDirectories(build.folder().resolve("files")).resolve("ten.txt");
    Files.writeString(file, "0123456789abcdef".repeat(640));
    try (ServerProcess _ = scenario.hasBackend() ? turns.backend(scenario, cores) : null) {
      checkSameWork(scenario, entrants);
      for (int launch = 0; launch < launches; launch++) {
        turns
            .take(scenario, cores, List.copyOf(entrants.values()))
            .forEach((failed, why) -> leaveOut(scenario, entrants, failed, why));
      }
    }
    print(scenario, entrants, launches);
  }

  /// A long measurement does not end because of one rival.
  private static void leaveOut(
      Scenario scenario, Map<Contestant, Entrant> entrants, Entrant failed, String why) {
    String line = scenario.text() + ": " + failed.title() + ": " + why;
    if (entrants.entrySet().stream()
        .anyMatch(each -> each.getValue() == failed && !each.getKey().isRival())) {
      throw new IllegalStateException(line);
    }
    System.err.println(line + ": left out");
    entrants.values().remove(failed);
  }

  /// All servers answer the same, and print the same line for it. A rival that does not is left
  /// out.
  private void checkSameWork(Scenario scenario, Map<Contestant, Entrant> entrants)
      throws IOException, InterruptedException {
    Answer expected = null;
    for (Map.Entry<Contestant, Entrant> each : List.copyOf(entrants.entrySet())) {
      Contestant contestant = each.getKey();
      Entrant entrant = each.getValue();
      try {
        Answer answer = checkedAnswer(scenario, entrant);
        expected = expected == null ? answer : expected;
        boolean isSame =
            scenario.hasSameFields() && !contestant.isRival()
                ? answer.equals(expected)
                : answer.essential().equals(expected.essential());
        if (!isSame) {
          throw new IOException("answers " + answer + " instead of " + expected);
        }
      } catch (IOException failure) {
        leaveOut(scenario, entrants, entrant, String.valueOf(failure.getMessage()));
      }
    }
  }

  /// Raises IOException when the server does not answer, or does not print what it should.
  private Answer checkedAnswer(Scenario scenario, Entrant entrant)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("server", ".log");
    try (ServerProcess server = turns.start(scenario, cores, entrant, Redirect.to(log.toFile()))) {
      Answer answer = Answer.of(server.port(), scenario);
      checkLog(scenario, log);
      return answer;
    } finally {
      Files.delete(log);
    }
  }

  /// Two lines where requests are logged, else none: the request of the check is the second one,
  /// the first has shown that the server is there. A line may follow the answer.
  private static void checkLog(Scenario scenario, Path log) throws IOException {
    int wanted = scenario.isLogged() ? 2 : 0;
    Pattern line = Pattern.compile("GET " + scenario.path() + " - 200 \\(\\d+ms\\)");
    long deadline = System.nanoTime() + LOG_NANOS;
    List<String> lines = Files.readAllLines(log);
    while (lines.size() < wanted && System.nanoTime() < deadline) {
      lines = Files.readAllLines(log);
    }
    if (lines.size() != wanted || !lines.stream().allMatch(line.asMatchPredicate())) {
      throw new IOException("prints " + lines);
    }
  }

  private void print(Scenario scenario, Map<Contestant, Entrant> entrants, int launches) {
    Table table =
        new Table(
            "server",
            "CPU us/request",
            "ratio to Vert.x core",
            "ratio of the minima",
            "of it outside the kernel, us",
            "ratio",
            "requests/s",
            "server CPU",
            "other load");
    // Without Vert.x core in the run the columns that refer to it stay empty.
    Entrant byHand = entrants.get(Contestant.VERTX_CORE);
    for (Entrant entrant : entrants.values()) {
      Figures own = entrant.figures();
      Figures reference = byHand == null ? null : byHand.figures();
      table.row(
          entrant.title(),
          own.cpu().text(2),
          reference == null ? "-" : own.cpu().dividedBy(reference.cpu()).text(2),
          reference == null
              ? "-"
              : String.format(Locale.ROOT, "%.2f", own.cpu().least() / reference.cpu().least()),
          own.user().text(2),
          reference == null ? "-" : own.user().dividedBy(reference.user()).text(2),
          own.rate().text(0),
          own.share().text(2),
          own.otherLoad().text(2));
    }
    System.out.printf("%n### %s: %d launches, %s%n%n%s", scenario.text(), launches, turns, table);
    Entrant ruchy = entrants.get(Contestant.RUCHY);
    List<Entrant> rivals = new ArrayList<>();
    entrants.forEach(
        (contestant, entrant) -> {
          if (contestant.isRival()) {
            rivals.add(entrant);
          }
        });
    Standing standing = ruchy == null ? null : Standing.of(ruchy, rivals);
    if (standing != null) {
      System.out.println("\n" + standing);
    }
  }
}

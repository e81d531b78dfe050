package ruchy.benchmarks.http;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.startup.Build;

/// CPU time for one request: Ruchy next to hand-written Vert.x.
///
/// All servers of a scenario run at the same time and get load in turns, in an order that rotates,
/// so what disturbs the machine disturbs all of them; the ratios are those of the same round. The
/// processes are started anew several times, because what the JIT makes of the same program differs
/// from process to process.
public final class HttpBenchmark {
  private final Build build;
  private final Cores cores;
  private final Turns turns;
  private final String javaOptions;

  private HttpBenchmark(Build build, Cores cores, Options options) {
    this.build = build;
    this.cores = cores;
    this.turns = Turns.of(build, options, 4, 4, 1_000_000);
    this.javaOptions = options.text("java-options", "");
  }

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    Wrk.check();
    Cores cores = Cores.ofThisMachine();
    HttpBenchmark benchmark = new HttpBenchmark(new Build(home), cores, options);
    int launches = options.number("launches", 3);
    String only = options.text("scenario", "");
    System.out.println("## HTTP\n\n" + Machine.description() + "; " + cores.description() + ".");
    for (Scenario scenario : Scenario.values()) {
      boolean isWanted = only.isEmpty() || List.of(only.split(",", -1)).contains(scenario.text());
      if (scenario.isOfServers() && isWanted) {
        benchmark.compare(scenario, launches);
      }
    }
  }

  private void compare(Scenario scenario, int launches) throws IOException, InterruptedException {
    Map<Contestant, Entrant> entrants = new EnumMap<>(Contestant.class);
    for (Contestant contestant : Contestant.of(scenario)) {
      int port = contestant.port(scenario);
      List<String> command = contestant.command(build, scenario, port, javaOptions);
      entrants.put(contestant, new Entrant(contestant.title(), command, port));
    }
    Path file = Files.createDirectories(build.folder().resolve("files")).resolve("ten.txt");
    Files.writeString(file, "0123456789abcdef".repeat(640));
    try (ServerProcess _ = scenario.hasBackend() ? turns.backend(scenario, cores) : null) {
      checkSameWork(scenario, entrants);
      for (int launch = 0; launch < launches; launch++) {
        turns.take(scenario, cores, List.copyOf(entrants.values()));
      }
    }
    print(scenario, entrants, launches);
  }

  /// All servers answer the same, and print the same line for it.
  private void checkSameWork(Scenario scenario, Map<Contestant, Entrant> entrants)
      throws IOException, InterruptedException {
    Answer expected = null;
    for (Map.Entry<Contestant, Entrant> each : entrants.entrySet()) {
      Contestant contestant = each.getKey();
      Path log = Files.createTempFile("server", ".log");
      Answer answer;
      try (ServerProcess server =
          turns.start(scenario, cores, each.getValue(), Redirect.to(log.toFile()))) {
        answer = Answer.of(server.port(), scenario);
      }
      List<String> lines = Files.readAllLines(log);
      Files.delete(log);
      String line = "GET " + scenario.path() + " - 200 \\(\\d+ms\\)";
      // The request of the check is the second one: the first has shown that the server is there.
      boolean isRight =
          scenario.isLogged()
              ? lines.size() == 2 && lines.stream().allMatch(found -> found.matches(line))
              : lines.isEmpty();
      if (!isRight) {
        throw new IllegalStateException(contestant.title() + " prints " + lines);
      }
      expected = expected == null ? answer : expected;
      boolean isSame =
          scenario.hasSameFields() && contestant.hasSameFields()
              ? answer.equals(expected)
              : answer.withoutFields().equals(expected.withoutFields());
      if (!isSame) {
        throw new IllegalStateException(
            contestant.title() + " answers " + answer + " instead of " + expected);
      }
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
    Figures reference = figures(entrants, Contestant.VERTX_CORE);
    entrants.forEach(
        (contestant, entrant) -> {
          Figures own = entrant.figures();
          Samples ratios = own.cpu().dividedBy(reference.cpu());
          table.row(
              contestant.title(),
              own.cpu().text(2),
              ratios.text(2),
              String.format(Locale.ROOT, "%.2f", own.cpu().least() / reference.cpu().least()),
              own.user().text(2),
              own.user().dividedBy(reference.user()).text(2),
              own.rate().text(0),
              own.share().text(2),
              own.otherLoad().text(2));
        });
    System.out.printf("%n### %s: %d launches, %s%n%n%s", scenario.text(), launches, turns, table);
  }

  private static Figures figures(Map<Contestant, Entrant> entrants, Contestant contestant) {
    Entrant entrant = entrants.get(contestant);
    return entrant == null ? new Figures() : entrant.figures();
  }
}

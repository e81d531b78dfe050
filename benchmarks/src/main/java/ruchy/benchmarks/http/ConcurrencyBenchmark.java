package ruchy.benchmarks.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.startup.Build;

/// What it costs that handlers may share state and may wait (L 12.3): handlers that do not share
/// next to Vert.x on as many event loops, handlers that share next to the same work that does not,
/// and a handler that waits for another server next to futures that are composed.
///
/// What sharing costs has two parts. That handlers ask for the turn is seen where all event loops
/// run on one processor: nothing there is moved between processors, and event loops and client take
/// nothing from each other. That the counter, the turn and what waits for it move from processor to
/// processor is seen where each event loop has one; the server that does not share has everything
/// else that more event loops cost.
///
/// As in `HttpBenchmark`, the servers of a question run at the same time and get load in turns.
public final class ConcurrencyBenchmark {
  private final Build build;
  private final Turns turns;

  private ConcurrencyBenchmark(Build build, Options options) {
    this.build = build;
    this.turns = Turns.of(build, options, 8, 3, 600_000);
  }

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    Wrk.check();
    var benchmark = new ConcurrencyBenchmark(new Build(home), options);
    System.out.println("## Concurrency\n\n" + Machine.description() + ".");
    benchmark.handlersThatDoNotShare();
    benchmark.handlersThatShare();
    benchmark.handlersThatWait();
  }

  private void handlersThatDoNotShare() throws IOException, InterruptedException {
    Entrant byHand = side(Contestant.VERTX_CORE, Scenario.USERS);
    compare(
        "Handlers that share nothing, on all event loops",
        Scenario.USERS,
        Cores.all(),
        List.of(byHand, side(Contestant.RUCHY, Scenario.USERS)));
  }

  private void handlersThatShare() throws IOException, InterruptedException {
    int count = Math.max(2, Runtime.getRuntime().availableProcessors());
    compare(
        "Handlers that share a counter, the event loops of a server on one processor",
        Scenario.HITS,
        Cores.oneForServers(),
        List.of(
            counter(Scenario.OWN_HITS, "one event loop, nothing shared", 1),
            counter(Scenario.HITS, "one event loop, a shared counter", 1),
            counter(Scenario.OWN_HITS, count + " event loops, nothing shared", count),
            counter(Scenario.HITS, count + " event loops, a shared counter", count)));
    compare(
        "The same on all processors",
        Scenario.HITS,
        Cores.all(),
        List.of(
            counter(Scenario.OWN_HITS, count + " event loops, nothing shared", count),
            counter(Scenario.HITS, count + " event loops, a shared counter", count)));
  }

  private void handlersThatWait() throws IOException, InterruptedException {
    Cores cores = Cores.ofThisMachine();
    Entrant byHand = side(Contestant.VERTX_CORE, Scenario.ASK);
    try (ServerProcess backend = turns.backend(Scenario.ASK, cores)) {
      compare(
          "Handlers that wait for another server on port " + backend.port(),
          Scenario.ASK,
          cores,
          List.of(byHand, side(Contestant.RUCHY, Scenario.ASK)));
    }
  }

  private Entrant side(Contestant contestant, Scenario scenario)
      throws IOException, InterruptedException {
    int port = contestant.port(scenario);
    String title = contestant == Contestant.RUCHY ? "Ruchy" : "Vert.x core, by hand";
    return new Entrant(title, contestant.onVertx(build, scenario, port, ""), port);
  }

  private Entrant counter(Scenario program, String title, int loops)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            Contestant.RUCHY.onVertx(build, program, port, "-XX:ActiveProcessorCount=" + loops));
    command.add(Integer.toString(port));
    return new Entrant(title, command, port);
  }

  /// The first side is the one that the others are compared with.
  private void compare(String question, Scenario scenario, Cores cores, List<Entrant> sides)
      throws IOException, InterruptedException {
    Map<Entrant, String> failures = turns.take(scenario, cores, sides);
    if (!failures.isEmpty()) {
      throw new IllegalStateException(question + ": " + failures);
    }
    print(question, cores, sides);
  }

  private void print(String question, Cores cores, List<Entrant> sides) {
    Table table =
        new Table(
            "server",
            "CPU us/request",
            "ratio",
            "ratio of the minima",
            "requests/s",
            "ratio",
            "server CPU");
    Figures reference = sides.getFirst().figures();
    for (Entrant side : sides) {
      Samples cpu = side.figures().cpu();
      Samples rate = side.figures().rate();
      table.row(
          side.title(),
          cpu.text(2),
          cpu.dividedBy(reference.cpu()).text(2),
          String.format(Locale.ROOT, "%.2f", cpu.least() / reference.cpu().least()),
          rate.text(0),
          rate.dividedBy(reference.rate()).text(2),
          side.figures().share().text(2));
    }
    System.out.printf("%n### %s: %s, %s%n%n%s", question, cores.description(), turns, table);
  }
}

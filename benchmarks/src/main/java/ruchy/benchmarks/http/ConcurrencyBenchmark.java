package ruchy.benchmarks.http;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.http.servers.FixedBackend;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.benchmarks.startup.Build;

/// What it costs that handlers may share state and may wait (L 12.3): handlers that do not share
/// next to Vert.x on as many event loops, handlers that share on several event loops next to the
/// same on one, and a handler that waits for another server next to futures that are composed.
///
/// As in `HttpBenchmark`, the servers of a question run at the same time and get load in turns.
public final class ConcurrencyBenchmark {
  private static final int WARM_UP_STRETCH_SECONDS = 2;
  private static final int MOST_WARM_UP_STRETCHES = 40;

  private final Build build;
  private final int rounds;
  private final int seconds;
  private final int warmUp;

  /// One of the servers of a question.
  private record Side(String title, List<String> command, int port, Figures figures) {
    Side(String title, List<String> command, int port) {
      this(title, command, port, new Figures());
    }
  }

  private ConcurrencyBenchmark(Build build, Options options) {
    this.build = build;
    this.rounds = options.number("rounds", 8);
    this.seconds = options.number("seconds", 3);
    this.warmUp = options.number("warm-up", 600_000);
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
    Side byHand = side(Contestant.VERTX_CORE, Scenario.USERS);
    compare(
        "Handlers that share nothing, on all event loops",
        Scenario.USERS,
        Cores.all(),
        List.of(byHand, side(Contestant.RUCHY, Scenario.USERS)));
  }

  private void handlersThatShare() throws IOException, InterruptedException {
    compare(
        "Handlers that share a counter",
        Scenario.HITS,
        Cores.all(),
        List.of(
            counter("Ruchy, one event loop", "-XX:ActiveProcessorCount=1"),
            counter("Ruchy, all event loops", "")));
  }

  private void handlersThatWait() throws IOException, InterruptedException {
    Cores cores = Cores.ofThisMachine();
    Side byHand = side(Contestant.VERTX_CORE, Scenario.ASK);
    int port = Scenario.BACKEND_PORT;
    List<String> command =
        List.of(
            build.java(),
            "-cp",
            System.getProperty("java.class.path"),
            FixedBackend.class.getName(),
            Integer.toString(port));
    try (ServerProcess backend =
        ServerProcess.start(
            cores.forClient(), command, build.folder(), port, Scenario.ASK, Redirect.DISCARD)) {
      compare(
          "Handlers that wait for another server on port " + backend.port(),
          Scenario.ASK,
          cores,
          List.of(byHand, side(Contestant.RUCHY, Scenario.ASK)));
    }
  }

  private Side side(Contestant contestant, Scenario scenario)
      throws IOException, InterruptedException {
    int port = contestant.port(scenario);
    return new Side(contestant.title(), contestant.command(build, scenario, port, ""), port);
  }

  private Side counter(String title, String options) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(Contestant.RUCHY.command(build, Scenario.HITS, port, options));
    command.add(Integer.toString(port));
    return new Side(title, command, port);
  }

  /// The first side is the one that the others are compared with.
  private void compare(String question, Scenario scenario, Cores cores, List<Side> sides)
      throws IOException, InterruptedException {
    List<ServerProcess> servers = new ArrayList<>();
    try {
      for (Side side : sides) {
        servers.add(
            ServerProcess.start(
                cores.forServers(),
                side.command,
                build.folder(),
                side.port,
                scenario,
                Redirect.DISCARD));
      }
      for (ServerProcess server : servers) {
        warmUp(scenario, cores, server);
      }
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < sides.size(); turn++) {
          int next = (round + turn) % sides.size();
          stretch(scenario, cores, servers.get(next), sides.get(next).figures);
        }
      }
    } finally {
      servers.forEach(ServerProcess::close);
    }
    print(question, cores, sides);
  }

  private void warmUp(Scenario scenario, Cores cores, ServerProcess server)
      throws IOException, InterruptedException {
    long requests = 0;
    for (int i = 0; i < MOST_WARM_UP_STRETCHES && requests < warmUp; i++) {
      requests += Wrk.run(cores, server.port(), scenario, WARM_UP_STRETCH_SECONDS).requests();
    }
    if (requests < warmUp) {
      System.err.println("warm-up ended after " + requests + " of " + warmUp + " requests");
    }
  }

  private void stretch(Scenario scenario, Cores cores, ServerProcess server, Figures figures)
      throws IOException, InterruptedException {
    CpuTime before = server.cpuTime();
    Wrk.Load load = Wrk.run(cores, server.port(), scenario, seconds);
    double cpu = server.cpuTime().since(before).total();
    figures.cpu().add(cpu / load.requests());
    figures.rate().add(load.requests() / load.seconds());
    figures.share().add(cpu / 1e6 / load.seconds());
  }

  private void print(String question, Cores cores, List<Side> sides) {
    Table table =
        new Table(
            "server",
            "CPU us/request",
            "ratio",
            "ratio of the minima",
            "requests/s",
            "ratio",
            "server CPU");
    Figures reference = sides.getFirst().figures;
    for (Side side : sides) {
      Samples cpu = side.figures.cpu();
      Samples rate = side.figures.rate();
      table.row(
          side.title,
          cpu.text(2),
          cpu.dividedBy(reference.cpu()).text(2),
          String.format(Locale.ROOT, "%.2f", cpu.least() / reference.cpu().least()),
          rate.text(0),
          rate.dividedBy(reference.rate()).text(2),
          side.figures.share().text(2));
    }
    System.out.printf(
        "%n### %s: %s, %d rounds of %d s each, after %d requests%n%n%s",
        question, cores.description(), rounds, seconds, warmUp, table);
  }
}

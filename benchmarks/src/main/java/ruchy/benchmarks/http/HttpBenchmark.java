package ruchy.benchmarks.http;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.http.servers.FixedBackend;
import ruchy.benchmarks.measure.CpuTime;
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
  private static final int WARM_UP_STRETCH_SECONDS = 2;
  private static final int MOST_WARM_UP_STRETCHES = 20;

  private final Build build;
  private final Cores cores;
  private final int rounds;
  private final int seconds;
  private final int warmUp;
  private final String javaOptions;

  private HttpBenchmark(Build build, Cores cores, Options options) {
    this.build = build;
    this.cores = cores;
    this.rounds = options.number("rounds", 4);
    this.seconds = options.number("seconds", 4);
    this.warmUp = options.number("warm-up", 1_000_000);
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
    List<Contestant> contestants = Contestant.of(scenario);
    Map<Contestant, Figures> figures = new EnumMap<>(Contestant.class);
    for (Contestant contestant : contestants) {
      figures.put(contestant, new Figures());
    }
    Path file = Files.createDirectories(build.folder().resolve("files")).resolve("ten.txt");
    Files.writeString(file, "0123456789abcdef".repeat(640));
    try (ServerProcess _ = backend(scenario)) {
      checkSameWork(scenario, contestants);
      for (int launch = 0; launch < launches; launch++) {
        measure(scenario, contestants, figures);
      }
    }
    print(scenario, figures, launches);
  }

  /// All servers answer the same, and print the same line for it.
  private void checkSameWork(Scenario scenario, List<Contestant> contestants)
      throws IOException, InterruptedException {
    Answer expected = null;
    for (Contestant contestant : contestants) {
      Path log = Files.createTempFile("server", ".log");
      Answer answer;
      try (ServerProcess server = start(contestant, scenario, Redirect.to(log.toFile()))) {
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

  private ServerProcess start(Contestant contestant, Scenario scenario, Redirect log)
      throws IOException, InterruptedException {
    int port = contestant.port(scenario);
    List<String> command = contestant.command(build, scenario, port, javaOptions);
    return ServerProcess.start(cores.forServers(), command, build.folder(), port, scenario, log);
  }

  /// The server that requests of the scenario are passed on to, if they are. It runs beside the
  /// client.
  private @Nullable ServerProcess backend(Scenario scenario)
      throws IOException, InterruptedException {
    if (!scenario.hasBackend()) {
      return null;
    }
    int port = Scenario.BACKEND_PORT;
    List<String> command =
        List.of(
            build.java(),
            "-cp",
            System.getProperty("java.class.path"),
            FixedBackend.class.getName(),
            Integer.toString(port));
    return ServerProcess.start(
        cores.forClient(), command, build.folder(), port, scenario, Redirect.DISCARD);
  }

  private void measure(Scenario scenario, List<Contestant> order, Map<Contestant, Figures> figures)
      throws IOException, InterruptedException {
    Map<Contestant, ServerProcess> servers = new EnumMap<>(Contestant.class);
    try {
      for (Contestant contestant : order) {
        servers.put(contestant, start(contestant, scenario, Redirect.DISCARD));
      }
      for (ServerProcess server : servers.values()) {
        warmUp(scenario, server);
      }
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < order.size(); turn++) {
          Contestant contestant = order.get((round + turn) % order.size());
          ServerProcess server = servers.get(contestant);
          Figures own = figures.get(contestant);
          if (server != null && own != null) {
            stretch(scenario, server, own);
          }
        }
      }
    } finally {
      for (ServerProcess server : servers.values()) {
        server.close();
      }
    }
  }

  /// By number of requests, because that is what the JIT counts.
  private void warmUp(Scenario scenario, ServerProcess server)
      throws IOException, InterruptedException {
    long requests = 0;
    for (int i = 0; i < MOST_WARM_UP_STRETCHES && requests < warmUp; i++) {
      requests += Wrk.run(cores, server.port(), scenario, WARM_UP_STRETCH_SECONDS).requests();
    }
    if (requests < warmUp) {
      System.err.println("warm-up ended after " + requests + " of " + warmUp + " requests");
    }
  }

  private void stretch(Scenario scenario, ServerProcess server, Figures figures)
      throws IOException, InterruptedException {
    long machine = CpuTime.ofMachine();
    CpuTime before = server.cpuTime();
    Wrk.Load load = Wrk.run(cores, server.port(), scenario, seconds);
    CpuTime used = server.cpuTime().since(before);
    double cpu = used.total();
    double other = CpuTime.ofMachine() - machine - cpu - load.cpuMicros();
    figures.cpu().add(cpu / load.requests());
    figures.user().add((double) used.user() / load.requests());
    figures.rate().add(load.requests() / load.seconds());
    figures.share().add(cpu / 1e6 / load.seconds());
    figures.otherLoad().add(other / 1e6 / load.seconds());
  }

  private void print(Scenario scenario, Map<Contestant, Figures> figures, int launches) {
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
    Figures reference = figures.getOrDefault(Contestant.VERTX_CORE, new Figures());
    figures.forEach(
        (contestant, own) -> {
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
    System.out.printf(
        "%n### %s: %d launches, %d rounds of %d s each, after %d requests%n%n%s",
        scenario.text(), launches, rounds, seconds, warmUp, table);
  }
}

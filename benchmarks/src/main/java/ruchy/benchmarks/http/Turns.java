package ruchy.benchmarks.http;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.http.servers.FixedBackend;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.startup.Build;

/// Servers that run at the same time and get load in turns, in an order that rotates, so what
/// disturbs the machine disturbs all of them.
///
/// @param rounds how often each server gets its turn
/// @param seconds how long a turn takes
/// @param warmUp requests that each server gets before, which do not count
record Turns(Build build, int rounds, int seconds, int warmUp) {
  private static final int WARM_UP_STRETCH_SECONDS = 2;
  private static final int MOST_WARM_UP_STRETCHES = 20;

  /// As the options say: `--rounds`, `--seconds` and `--warm-up`.
  static Turns of(Build build, Options options, int rounds, int seconds, int warmUp) {
    return new Turns(
        build,
        options.number("rounds", rounds),
        options.number("seconds", seconds),
        options.number("warm-up", warmUp));
  }

  /// `5 rounds of 2 s each, after 150000 requests`.
  @Override
  public String toString() {
    return rounds + " rounds of " + seconds + " s each, after " + warmUp + " requests";
  }

  /// Starts the servers, warms them up, measures all rounds, and ends them. Who does not answer all
  /// requests gets no more of them; what was measured of it is not complete.
  ///
  /// @return what was wrong with each of those that did not answer
  Map<Entrant, String> take(Scenario scenario, Cores cores, List<Entrant> entrants)
      throws IOException, InterruptedException {
    Map<Entrant, String> failures = new LinkedHashMap<>();
    List<ServerProcess> servers = new ArrayList<>();
    try {
      for (Entrant entrant : entrants) {
        servers.add(start(scenario, cores, entrant, Redirect.DISCARD));
      }
      for (int i = 0; i < servers.size(); i++) {
        try {
          warmUp(scenario, cores, servers.get(i), entrants.get(i).title());
        } catch (Wrk.Unanswered failure) {
          failures.put(entrants.get(i), failure.getMessage());
        }
      }
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < servers.size(); turn++) {
          int next = (round + turn) % servers.size();
          Entrant entrant = entrants.get(next);
          if (failures.containsKey(entrant)) {
            continue;
          }
          try {
            stretch(scenario, cores, servers.get(next), entrant.figures());
          } catch (Wrk.Unanswered failure) {
            failures.put(entrant, failure.getMessage());
          }
        }
      }
    } finally {
      servers.forEach(ServerProcess::close);
    }
    return failures;
  }

  /// Starts one server.
  ServerProcess start(Scenario scenario, Cores cores, Entrant entrant, Redirect log)
      throws IOException, InterruptedException {
    return ServerProcess.start(
        cores.forServers(), entrant.command(), build.folder(), entrant.port(), scenario, log);
  }

  /// Starts the server that requests of the scenario are passed on to. It runs beside the client.
  ServerProcess backend(Scenario scenario, Cores cores) throws IOException, InterruptedException {
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

  /// By number of requests, because that is what the JIT counts.
  private void warmUp(Scenario scenario, Cores cores, ServerProcess server, String title)
      throws IOException, InterruptedException, Wrk.Unanswered {
    long requests = 0;
    for (int i = 0; i < MOST_WARM_UP_STRETCHES && requests < warmUp; i++) {
      requests += Wrk.run(cores, server.port(), scenario, WARM_UP_STRETCH_SECONDS).requests();
    }
    if (requests < warmUp) {
      System.err.println(
          title + ": warm-up ended after " + requests + " of " + warmUp + " requests");
    }
  }

  private void stretch(Scenario scenario, Cores cores, ServerProcess server, Figures figures)
      throws IOException, InterruptedException, Wrk.Unanswered {
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
}

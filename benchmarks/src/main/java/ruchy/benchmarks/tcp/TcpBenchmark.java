package ruchy.benchmarks.tcp;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.startup.Build;

/// CPU time for a line that goes to a server and back, over 64 connections. All servers run at the
/// same time and get load in turns, so what disturbs the machine disturbs all of them.
public final class TcpBenchmark {
  private static final int CONNECTIONS = 64;
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private enum Contestant {
    RUCHY("Ruchy"),
    VERTX("Vert.x NetServer, by hand"),
    BLOCKING("blocking sockets on virtual threads");

    private final String title;

    Contestant(String title) {
      this.title = title;
    }
  }

  /// A server, the load on it, and what was measured.
  private record Running(Process process, EchoLoad load, Samples micros, Samples perSecond)
      implements AutoCloseable {
    void stretch(int seconds) throws IOException {
      CpuTime before = CpuTime.of(process.pid());
      long lines = load.run(seconds);
      micros.add(CpuTime.of(process.pid()).since(before).total() / (double) Math.max(1, lines));
      perSecond.add(lines / (double) seconds);
    }

    @Override
    public void close() throws IOException {
      load.close();
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException interrupted) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private TcpBenchmark() {}

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    int rounds = options.number("rounds", 6);
    int seconds = options.number("seconds", 4);
    var build = new Build(home);
    Map<Contestant, Running> servers = new EnumMap<>(Contestant.class);
    try {
      for (Contestant contestant : Contestant.values()) {
        servers.put(contestant, start(contestant, build));
      }
      for (Running server : servers.values()) {
        server.load().run(2 * seconds);
      }
      Contestant[] order = Contestant.values();
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < order.length; turn++) {
          Running server = servers.get(order[(round + turn) % order.length]);
          if (server != null) {
            server.stretch(seconds);
          }
        }
      }
      print(servers, rounds, seconds);
    } finally {
      for (Running server : servers.values()) {
        server.close();
      }
    }
  }

  private static Running start(Contestant contestant, Build build)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>(List.of(build.java()));
    command.addAll(JAVA_OPTIONS);
    switch (contestant) {
      case RUCHY ->
          command.addAll(
              List.of("-jar", build.jar("benchmarks/programs/tcp/echo.ruchy").toString()));
      case VERTX -> byHand(command, VertxEcho.class);
      case BLOCKING -> byHand(command, BlockingEcho.class);
    }
    command.add(Integer.toString(port));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    EchoLoad load = EchoLoad.open(process, port, CONNECTIONS);
    return new Running(process, load, new Samples(), new Samples());
  }

  private static void byHand(List<String> command, Class<?> main) {
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
  }

  private static void print(Map<Contestant, Running> servers, int rounds, int seconds)
      throws IOException {
    System.out.println("## TCP\n\n" + Machine.description() + ".\n");
    System.out.println(
        "A line of 64 bytes to a server and back, "
            + CONNECTIONS
            + " connections, "
            + rounds
            + " rounds of "
            + seconds
            + " s: median (least-most). The load runs on the same processors.\n");
    System.out.println("| Server | CPU, µs a line | lines a second | Ruchy's CPU next to it |");
    System.out.println("|---|---|---|---|");
    Running own = servers.get(Contestant.RUCHY);
    servers.forEach(
        (contestant, server) ->
            System.out.println(
                "| "
                    + contestant.title
                    + " | "
                    + server.micros().text(2)
                    + " | "
                    + server.perSecond().text(0)
                    + " | "
                    + (own == null || own == server
                        ? ""
                        : own.micros().dividedBy(server.micros()).text(2))
                    + " |"));
  }
}

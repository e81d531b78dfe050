package ruchy.benchmarks.tcp;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.rivals.Rivals;
import ruchy.benchmarks.startup.Build;

/// CPU time for a line that goes to a server and back, over 64 connections. All servers run at the
/// same time and get load in turns, so what disturbs the machine disturbs all of them.
public final class TcpBenchmark {
  private static final int CONNECTIONS = 64;
  private static final String PROGRAMS = "benchmarks/programs/tcp/";
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private enum Contestant {
    RUCHY("ruchy"),
    VERTX("vertx"),
    BLOCKING("blocking"),
    BUN("bun"),
    GO("go"),
    NODE("node");

    private final String text;

    Contestant(String text) {
      this.text = text;
    }

    String title(Rivals rivals) throws IOException, InterruptedException {
      return switch (this) {
        case RUCHY -> "Ruchy";
        case VERTX -> "Vert.x NetServer, by hand";
        case BLOCKING -> "blocking sockets on virtual threads";
        case BUN -> rivals.title("Bun", "bun");
        case GO -> rivals.title("Go", "go");
        case NODE -> rivals.title("Node", "node");
      };
    }
  }

  /// A server, the load on it, and what was measured.
  private record Running(
      String title, Process process, EchoLoad load, Samples micros, Samples perSecond)
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
    var rivals = new Rivals(build, options);
    List<String> all = Arrays.stream(Contestant.values()).map(each -> each.text).toList();
    List<String> chosen = options.chosen("servers", all);
    Map<Contestant, Running> servers = new EnumMap<>(Contestant.class);
    try {
      for (Contestant contestant : Contestant.values()) {
        List<String> command =
            chosen.contains(contestant.text) ? command(contestant, build, rivals) : null;
        if (command != null) {
          servers.put(contestant, start(contestant.title(rivals), command));
        }
      }
      for (Running server : servers.values()) {
        server.load().run(2 * seconds);
      }
      List<Running> order = List.copyOf(servers.values());
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < order.size(); turn++) {
          order.get((round + turn) % order.size()).stretch(seconds);
        }
      }
      print(servers, rounds, seconds);
    } finally {
      for (Running server : servers.values()) {
        server.close();
      }
    }
  }

  private static Running start(String title, List<String> withoutPort)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>(withoutPort);
    command.add(Integer.toString(port));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    EchoLoad load = EchoLoad.open(process, port, CONNECTIONS);
    return new Running(title, process, load, new Samples(), new Samples());
  }

  /// The command that starts a server, without the port; null when what it needs is not there.
  private static @Nullable List<String> command(Contestant contestant, Build build, Rivals rivals)
      throws IOException, InterruptedException {
    return switch (contestant) {
      case RUCHY -> java(build, "-jar", build.jar(PROGRAMS + "echo.ruchy").toString());
      case VERTX -> byHand(build, VertxEcho.class);
      case BLOCKING -> byHand(build, BlockingEcho.class);
      case BUN -> script(rivals.command("bun"), build, "echo-bun.js");
      case GO -> {
        Path program = rivals.goProgram("echo", PROGRAMS + "echo.go");
        yield program == null ? null : List.of(program.toString());
      }
      case NODE -> script(rivals.command("node"), build, "echo.js");
    };
  }

  private static List<String> byHand(Build build, Class<?> main) {
    return java(build, "-cp", System.getProperty("java.class.path"), main.getName());
  }

  private static List<String> java(Build build, String... words) {
    List<String> command = new ArrayList<>(List.of(build.java()));
    command.addAll(JAVA_OPTIONS);
    command.addAll(List.of(words));
    return command;
  }

  private static @Nullable List<String> script(
      @Nullable String language, Build build, String name) {
    return language == null ? null : List.of(language, build.file(PROGRAMS + name).toString());
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
    for (Running server : servers.values()) {
      System.out.println(
          "| "
              + server.title()
              + " | "
              + server.micros().text(2)
              + " | "
              + server.perSecond().text(0)
              + " | "
              + (own == null || own == server
                  ? ""
                  : own.micros().dividedBy(server.micros()).text(2))
              + " |");
    }
  }
}

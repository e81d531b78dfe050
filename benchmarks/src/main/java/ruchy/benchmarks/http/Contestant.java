package ruchy.benchmarks.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import ruchy.benchmarks.http.servers.VertxCoreServer;
import ruchy.benchmarks.http.servers.VertxWebServer;
import ruchy.benchmarks.measure.EndedProcess;
import ruchy.benchmarks.startup.Build;

/// One of the servers that are compared.
enum Contestant {
  RUCHY("Ruchy"),
  VERTX_CORE("Vert.x core, by hand"),
  VERTX_WEB("Vert.x Web, by hand"),
  NODE("Node, by hand");

  /// The same for all: those that design and measurement of the runtime assume, and no metrics.
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+UseParallelGC",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "-Dvertx.disableMetrics=true",
          "-Dvertx.disableContextTimings=true");

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// Those that take part in a scenario: what Vert.x Web adds is seen in the first ones, and Node
  /// may not be there.
  static List<Contestant> of(Scenario scenario) throws InterruptedException {
    List<Contestant> found = new ArrayList<>(List.of(RUCHY, VERTX_CORE));
    switch (scenario) {
      case PLAINTEXT, USERS, USERS_LOGGED -> found.add(VERTX_WEB);
      case ROUTES, MIDDLEWARES, ECHO, FILE, PROXY, FORWARD, ASK, HITS -> {}
    }
    try {
      EndedProcess.of(List.of("node", "--version"));
      found.add(NODE);
    } catch (IOException missing) {
      System.err.println("node is not here: " + missing.getMessage());
    }
    return found;
  }

  /// Whether it sends the same header fields as the others.
  boolean hasSameFields() {
    return this != NODE;
  }

  /// The port on which the server is going to listen.
  int port(Scenario scenario) throws IOException {
    if (this == RUCHY) {
      return scenario.ruchyPort();
    }
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /// The command that starts the server.
  List<String> command(Build build, Scenario scenario, int port, String moreJavaOptions)
      throws IOException, InterruptedException {
    if (this == NODE) {
      return List.of(
          "node",
          build.file("benchmarks/programs/http/server.js").toString(),
          scenario.text(),
          Integer.toString(port));
    }
    List<String> command = new ArrayList<>();
    command.add(build.java());
    command.addAll(JAVA_OPTIONS);
    if (!moreJavaOptions.isBlank()) {
      command.addAll(List.of(moreJavaOptions.strip().split(" +", -1)));
    }
    switch (this) {
      case RUCHY ->
          command.addAll(
              List.of(
                  "-jar",
                  build.jar("benchmarks/programs/http/" + scenario.text() + ".ruchy").toString()));
      case VERTX_CORE -> byHand(command, VertxCoreServer.class, scenario, port);
      case VERTX_WEB -> byHand(command, VertxWebServer.class, scenario, port);
      case NODE -> {}
    }
    return command;
  }

  private static void byHand(List<String> command, Class<?> main, Scenario scenario, int port) {
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            scenario.text(),
            Integer.toString(port)));
  }
}

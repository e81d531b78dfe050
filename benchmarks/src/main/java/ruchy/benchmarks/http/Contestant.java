package ruchy.benchmarks.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.benchmarks.http.servers.VertxCoreServer;
import ruchy.benchmarks.http.servers.VertxWebServer;
import ruchy.benchmarks.rivals.Rivals;
import ruchy.benchmarks.startup.Build;

/// One of the servers that are compared.
enum Contestant {
  RUCHY("ruchy"),
  VERTX_CORE("vertx"),
  VERTX_WEB("vertx-web"),
  BUN("bun"),
  DENO("deno"),
  GO("go"),
  HELIDON("helidon"),
  NODE("node"),
  FASTIFY("fastify"),
  EXPRESS("express");

  private static final String PROGRAMS = "benchmarks/programs/http/";

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

  private final String text;

  Contestant(String text) {
    this.text = text;
  }

  /// The names on the command line.
  static List<String> texts() {
    return Arrays.stream(values()).map(contestant -> contestant.text).toList();
  }

  /// The name on the command line.
  String text() {
    return text;
  }

  /// What it is called in a table.
  String title(Rivals rivals) throws IOException, InterruptedException {
    return switch (this) {
      case RUCHY -> "Ruchy";
      case VERTX_CORE -> "Vert.x core, by hand";
      case VERTX_WEB -> "Vert.x Web, by hand";
      case BUN -> rivals.title("Bun", "bun");
      case DENO -> rivals.title("Deno", "deno");
      case GO -> rivals.title("Go", "go");
      case HELIDON -> rivals.titleOfHelidon();
      case NODE -> rivals.title("Node", "node") + ", by hand";
      case FASTIFY -> rivals.titleOfPackage("Fastify", "fastify");
      case EXPRESS -> rivals.titleOfPackage("Express", "express");
    };
  }

  /// Whether it takes part: what Vert.x Web adds is seen in the first scenarios.
  boolean takesPartIn(Scenario scenario) {
    return switch (scenario) {
      case PLAINTEXT, USERS, USERS_LOGGED -> true;
      case ROUTES, MIDDLEWARES, ECHO, FILE, PROXY, FORWARD, ASK, HITS, OWN_HITS ->
          this != VERTX_WEB;
    };
  }

  /// Whether it is another language or library, rather than what Ruchy's own server is built on.
  boolean isRival() {
    return switch (this) {
      case RUCHY, VERTX_CORE, VERTX_WEB -> false;
      case BUN, DENO, GO, HELIDON, NODE, FASTIFY, EXPRESS -> true;
    };
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

  /// The command that starts the server; null when what it needs is not there.
  @Nullable List<String> command(
      Build build, Rivals rivals, Scenario scenario, int port, String javaOptions)
      throws IOException, InterruptedException {
    List<String> command =
        switch (this) {
          case RUCHY, VERTX_CORE, VERTX_WEB -> onVertx(build, scenario, port, javaOptions);
          case BUN -> script(build, rivals.command("bun"), "bun.js");
          case DENO ->
              script(
                  build,
                  rivals.command("deno"),
                  "run",
                  "--no-prompt",
                  "--allow-net=127.0.0.1",
                  "--allow-read=files",
                  "deno.js");
          case GO -> alone(rivals.goProgram("http", PROGRAMS + "server.go"));
          case HELIDON -> onHelidon(build, rivals.helidon(), javaOptions);
          case NODE -> script(build, rivals.command("node"), "server.js");
          case FASTIFY ->
              rivals.nodeWith(packageFor(scenario), build.file(PROGRAMS + "fastify.js"));
          case EXPRESS ->
              rivals.nodeWith(packageFor(scenario), build.file(PROGRAMS + "express.js"));
        };
    if (command == null || !isRival()) {
      return command;
    }
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(scenario.text(), Integer.toString(port)));
    return whole;
  }

  /// The command of a server that is not a rival.
  List<String> onVertx(Build build, Scenario scenario, int port, String javaOptions)
      throws IOException, InterruptedException {
    List<String> command = java(build, javaOptions);
    if (this == RUCHY) {
      command.addAll(List.of("-jar", build.jar(PROGRAMS + scenario.text() + ".ruchy").toString()));
      return command;
    }
    Class<?> main = this == VERTX_WEB ? VertxWebServer.class : VertxCoreServer.class;
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            scenario.text(),
            Integer.toString(port)));
    return command;
  }

  /// What a server on Node needs of npm.
  private String packageFor(Scenario scenario) {
    boolean isFastify = this == FASTIFY;
    if (scenario == Scenario.PROXY) {
      return isFastify ? "@fastify/http-proxy" : "http-proxy-middleware";
    }
    return isFastify && scenario == Scenario.FILE ? "@fastify/static" : text;
  }

  private static @Nullable List<String> onHelidon(
      Build build, @Nullable String classPath, String javaOptions) {
    if (classPath == null) {
      return null;
    }
    List<String> command = java(build, javaOptions);
    command.addAll(List.of("-cp", classPath, "HelidonServer"));
    return command;
  }

  private static List<String> java(Build build, String javaOptions) {
    List<String> command = new ArrayList<>();
    command.add(build.java());
    command.addAll(JAVA_OPTIONS);
    if (!javaOptions.isBlank()) {
      command.addAll(List.of(javaOptions.strip().split(" +", -1)));
    }
    return command;
  }

  /// The last word is the name of the file.
  private static @Nullable List<String> script(
      Build build, @Nullable String language, String... words) {
    if (language == null) {
      return null;
    }
    List<String> command = new ArrayList<>(List.of(language));
    command.addAll(List.of(words));
    command.set(command.size() - 1, build.file(PROGRAMS + command.getLast()).toString());
    return command;
  }

  private static @Nullable List<String> alone(@Nullable Path program) {
    return program == null ? null : List.of(program.toString());
  }
}

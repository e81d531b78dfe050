package ruchy.benchmarks.http;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all servers of one comparison do.
enum Scenario {
  /// One route with a constant text.
  PLAINTEXT("plaintext", "/plaintext", 18101),

  /// Two objects with three fields, made and written as JSON for each request.
  USERS("users", "/api/users", 18102),

  /// The same behind a middleware that prints one line for each request.
  USERS_LOGGED("users_logged", "/api/users", 18103),

  /// The last one of twenty routes, with a parameter.
  ROUTES("routes", "/users/42", 18104),

  /// Three middlewares before a route.
  MIDDLEWARES("middlewares", "/hello", 18105),

  /// A body of JSON, read and written again.
  ECHO("echo", "/echo", 18106),

  /// A file of 10 KB.
  FILE("file", "/public/ten.txt", 18107),

  /// A request that is passed on to another server, by what the library has for it.
  PROXY("proxy", "/fixed", 18108),

  /// The same by a function of the program that waits for the other server.
  FORWARD("forward", "/fixed", 18109),

  /// A text that another server gave, for which the handler waits.
  ASK("ask", "/ask", 18110),

  /// A counter that all requests share.
  HITS("hits", "/hits", 18111),

  /// The same work, but each request has a counter of its own.
  OWN_HITS("own_hits", "/hits", 18112);

  /// The port of the server that requests are passed on to.
  static final int BACKEND_PORT = 18100;

  private static final String DOCUMENT =
      """
      {"id":4711,"name":"Alice Example","email":"alice@example.com","tags":["a","b","c"],"active":true,\
      "address":{"street":"Main Street 1","city":"Vienna","zip":"1010"},"score":12.5,"note":"two hundred bytes"}\
      """;

  private final String name;
  private final String path;
  private final int ruchyPort;

  Scenario(String name, String path, int ruchyPort) {
    this.name = name;
    this.path = path;
    this.ruchyPort = ruchyPort;
  }

  /// The name of the program and of the scenario on the command line.
  String text() {
    return name;
  }

  String path() {
    return path;
  }

  /// What is sent with POST; null for GET without body.
  @Nullable String body() {
    return this == ECHO ? DOCUMENT : null;
  }

  /// The port that stands in the Ruchy program.
  int ruchyPort() {
    return ruchyPort;
  }

  /// Whether a line is printed for each request.
  boolean isLogged() {
    return this == USERS_LOGGED;
  }

  /// Whether requests are passed on.
  boolean hasBackend() {
    return this == PROXY || this == FORWARD || this == ASK;
  }

  /// Whether it is part of the comparison of servers, and not of that of what shared state costs.
  boolean isOfServers() {
    return this != ASK && this != HITS && this != OWN_HITS;
  }

  /// The names on the command line of those that compare servers.
  static List<String> textsOfServers() {
    return Arrays.stream(values()).filter(Scenario::isOfServers).map(Scenario::text).toList();
  }

  /// Whether all servers on Vert.x send the same header fields. Ours sends more of them with a file
  /// and with what it has passed on.
  boolean hasSameFields() {
    return this != FILE && !hasBackend();
  }
}

package ruchy.benchmarks.http;

/// What all servers of one comparison do.
enum Scenario {
  /// One route with a constant text.
  PLAINTEXT("plaintext", "/plaintext", 18101, false),

  /// Two objects with three fields, made and written as JSON for each request.
  USERS("users", "/api/users", 18102, false),

  /// The same behind a middleware that prints one line for each request.
  USERS_LOGGED("users_logged", "/api/users", 18103, true);

  private final String name;
  private final String path;
  private final int ruchyPort;
  private final boolean isLogged;

  Scenario(String name, String path, int ruchyPort, boolean isLogged) {
    this.name = name;
    this.path = path;
    this.ruchyPort = ruchyPort;
    this.isLogged = isLogged;
  }

  /// The name of the program and of the scenario on the command line.
  String text() {
    return name;
  }

  String path() {
    return path;
  }

  /// The port that stands in the Ruchy program.
  int ruchyPort() {
    return ruchyPort;
  }

  boolean isLogged() {
    return isLogged;
  }
}

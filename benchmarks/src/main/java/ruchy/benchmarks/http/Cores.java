package ruchy.benchmarks.http;

import java.util.List;

/// Which processors the server and the client run on: one half each where there are several, so
/// that the client takes nothing from the server, and the number of event loops is the same for all
/// servers.
///
/// @param forServers what a command of a server begins with
/// @param forClient what a command of the client begins with
record Cores(List<String> forServers, List<String> forClient, String description) {
  static Cores ofThisMachine() {
    int count = Runtime.getRuntime().availableProcessors();
    if (count < 2) {
      return new Cores(List.of(), List.of(), "server and client share the one processor");
    }
    String client = range(0, count / 2);
    String server = range(count / 2, count);
    return new Cores(
        List.of("taskset", "-c", server),
        List.of("taskset", "-c", client),
        "server on processor " + server + ", client on processor " + client);
  }

  /// One processor for all event loops of a server, and another one for the client where there is
  /// one.
  static Cores oneForServers() {
    int count = Runtime.getRuntime().availableProcessors();
    if (count < 2) {
      return ofThisMachine();
    }
    String server = Integer.toString(count - 1);
    String client = range(0, count - 1);
    return new Cores(
        List.of("taskset", "-c", server),
        List.of("taskset", "-c", client),
        "server on processor " + server + ", client on processor " + client);
  }

  /// All processors for the server and the client.
  static Cores all() {
    int count = Runtime.getRuntime().availableProcessors();
    return new Cores(List.of(), List.of(), "server and client on " + count + " processors");
  }

  private static String range(int from, int to) {
    return to - from == 1 ? Integer.toString(from) : from + "-" + (to - 1);
  }
}

package ruchy.benchmarks.http;

import java.util.List;

/// One of the servers that take turns, and what was measured of it so far.
///
/// @param command starts it, without the processors that it runs on
/// @param port where it listens then
record Entrant(String title, List<String> command, int port, Figures figures) {
  Entrant(String title, List<String> command, int port) {
    this(title, command, port, new Figures());
  }
}

package ruchy.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folder with the programs, and what several tests need to run them.
final class Examples {
  static final Path FOLDER = Path.of(System.getProperty("ruchy.root"), "examples");

  private Examples() {}

  /// The programs beside which their whole output stands, in a file with the ending `.out`.
  static List<Path> withOutput() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".ruchy"))
          .filter(file -> Files.exists(output(file)))
          .sorted()
          .toList();
    }
  }

  /// A port of loopback that nobody listens on.
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static Path output(Path program) {
    return program.resolveSibling(program.getFileName().toString().replace(".ruchy", ".out"));
  }
}

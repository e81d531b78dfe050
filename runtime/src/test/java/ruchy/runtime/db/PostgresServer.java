package ruchy.runtime.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A PostgreSQL server of its own in a temporary folder, on a free port of loopback. It refuses to
/// be root's, so root starts it as another user.
final class PostgresServer implements AutoCloseable {
  private static final String OTHER_USER = "postgres";
  private static final long LIMIT_SECONDS = 60;

  private final Path programs;
  private final Path folder;
  private final int port;

  private PostgresServer(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /// Skips the test where there is no server to start.
  static PostgresServer start() throws IOException {
    Path programs = programs();
    Assumptions.assumeTrue(
        programs != null, "no PostgreSQL server in /usr/lib/postgresql: install postgresql");
    Path folder = Files.createTempDirectory("ruchy-postgres");
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var server = new PostgresServer(programs, folder, port);
    if (isRoot()) {
      run(List.of("chown", OTHER_USER, folder.toString()));
    }
    Path password = folder.resolve("password");
    Files.writeString(password, "sec:ret/1");
    server.perform(
        "initdb",
        "-D",
        server.data(),
        "-U",
        "ada",
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--pwfile",
        password.toString(),
        "--no-sync");
    server.perform(
        "pg_ctl",
        "-D",
        server.data(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-c listen_addresses=127.0.0.1 -c fsync=off -p " + port + " -k " + folder,
        "start");
    return server;
  }

  private static @Nullable Path programs() throws IOException {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return null;
    }
    try (var versions = Files.list(all)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /// What `db::connect` is given.
  String address() {
    return "postgres://ada:sec%3Aret%2F1@127.0.0.1:" + port + "/postgres";
  }

  int port() {
    return port;
  }

  /// Starts it again, with a certificate of its own for the host.
  ///
  /// @return the certificate
  Path restartWithCertificate(String host) throws IOException {
    Path certificate = certificate(host, "server");
    Files.writeString(
        Path.of(data(), "postgresql.conf"),
        "\nssl = on\nssl_cert_file = '%s'\nssl_key_file = '%s'\n"
            .formatted(certificate, folder.resolve("server.key")),
        StandardOpenOption.APPEND);
    restart();
    return certificate;
  }

  /// A certificate that signs itself, with its key beside it.
  Path certificate(String host, String name) throws IOException {
    Path certificate = folder.resolve(name + ".crt");
    perform(
        "/usr/bin/openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + host,
        "-addext",
        "subjectAltName=DNS:" + host,
        "-keyout",
        folder.resolve(name + ".key").toString(),
        "-out",
        certificate.toString());
    return certificate;
  }

  /// Ends it, with all its connections, and starts it again.
  void restart() throws IOException {
    perform(
        "pg_ctl",
        "-D",
        data(),
        "-m",
        "fast",
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "restart");
  }

  private void perform(String program, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", OTHER_USER, "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Path said = Files.createTempFile("ruchy-postgres", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean isOver = isOver(process);
    String text = Files.readString(said, UTF_8);
    Files.delete(said);
    if (!isOver || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + "\n" + text);
    }
  }

  private static boolean isOver(Process process) {
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    perform("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package ruchy.runtime.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.net.TcpListener;
import ruchy.runtime.net.TcpStream;
import ruchy.runtime.net.UdpSocket;
import ruchy.runtime.value.HashMapValue;

/// Sockets with other programs at the other side.
@Timeout(180)
final class SocketPeersTest {
  private static final byte[] NOTHING = {};

  /// Echoes all lines of all connections, each in a task of its own, until it is closed.
  private static final class Echo implements AutoCloseable {
    final TcpListener listener;
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

    Echo(TcpListener listener) {
      this.listener = listener;
      tasks.execute(
          () -> {
            for (var clients = listener.cursor(); clients.advance(); ) {
              var client = (TcpStream) clients.value();
              tasks.execute(() -> serve(client));
            }
          });
    }

    private static void serve(TcpStream client) {
      try {
        for (var lines = client.cursor(); lines.advance(); ) {
          client.writeLine("Echo: " + lines.value());
        }
      } catch (Failure reset) {
        assertTrue(reset.matchesType("IoError"));
      }
      client.close();
    }

    String port() {
      return Long.toString(listener.port());
    }

    @Override
    public void close() {
      listener.close();
      tasks.shutdown();
    }
  }

  private static Echo echo() {
    return new Echo(TcpListener.bind("127.0.0.1:0"));
  }

  private static String lines(String before, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> before + "line " + i + " grün\n")
        .collect(Collectors.joining());
  }

  @Test
  void socat_gets_its_lines_back() throws Exception {
    OtherProgram.need("socat");
    try (var echo = echo()) {
      var input = lines("", 20_000).getBytes(UTF_8);
      var end = OtherProgram.run(input, "socat", "-t30", "-", "TCP:127.0.0.1:" + echo.port());
      assertEquals(new OtherProgram.End(0, lines("Echo: ", 20_000), ""), end);
    }
  }

  @Test
  void nc_says_that_it_has_sent_everything_and_is_answered() throws Exception {
    OtherProgram.need("nc");
    var listener = TcpListener.bind("127.0.0.1:0");
    try (var nc =
        OtherProgram.start(
            "x".repeat(100_000).getBytes(UTF_8),
            "nc",
            "-N",
            "127.0.0.1",
            Long.toString(listener.port()))) {
      var stream = listener.accept();
      stream.writeLine(stream.readAll().length() + " bytes");
      stream.close();
      assertEquals("100000 bytes\n", nc.end().output());
    }
    listener.close();
  }

  @Test
  void socat_is_spoken_to_over_a_file(@TempDir Path folder) throws Exception {
    OtherProgram.need("socat");
    String path = folder.resolve("socket").toString();
    try (var socat = OtherProgram.start(NOTHING, "socat", "UNIX-LISTEN:" + path, "EXEC:cat")) {
      var stream = connected(path);
      stream.write("grün\n");
      assertEquals("grün", stream.readLine());
      stream.shutdown();
      assertEquals("", stream.readLine());
      stream.close();
      assertEquals(0, socat.end().status());
    }
  }

  /// The other program needs some time to begin.
  private static TcpStream connected(String path) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try {
        return TcpStream.connectUnix(path);
      } catch (Failure notYet) {
        assertTrue(System.nanoTime() < deadline, notYet::message);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void socat_sends_a_datagram_and_is_answered() throws Exception {
    OtherProgram.need("socat");
    var socket = UdpSocket.bind("127.0.0.1:0").setTimeout(60_000);
    try (var socat =
        OtherProgram.start(
            "ping".getBytes(UTF_8), "socat", "-t1", "-", "UDP:127.0.0.1:" + socket.port())) {
      var packet = socket.recvFrom();
      assertEquals("ping", packet.at(0));
      socket.sendTo("pong", packet.at(1).toString());
      assertEquals("pong", socat.end().output());
    }
    socket.close();
  }

  @Test
  void python_and_a_group_hear_each_other() throws Exception {
    var socket = UdpSocket.bind("0.0.0.0:0", HashMapValue.of("reuse", true));
    socket.join("239.7.7.9", "lo").setMulticastInterface("lo").setTimeout(60_000);
    try (var python =
        OtherProgram.python(
            """
            import socket, struct, sys
            port = int(sys.argv[1])
            group, loopback = socket.inet_aton("239.7.7.9"), socket.inet_aton("127.0.0.1")
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(60)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("", port))
            s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + loopback)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, loopback)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
            s.sendto(b"python is here", ("239.7.7.9", port))
            text = s.recv(100)
            while text == b"python is here": text = s.recv(100)
            print(text.decode())
            """,
            socket.port())) {
      assertEquals("python is here", socket.recv());
      socket.sendTo("grün to all", "239.7.7.9:" + socket.port());
      assertEquals("grün to all\n", python.end().output(), python.end().errors());
    }
    socket.close();
  }

  @Test
  void python_and_openssl_are_served_over_tls(@TempDir Path folder) throws Exception {
    OtherProgram.need("openssl");
    String cert = folder.resolve("cert.pem").toString();
    String key = folder.resolve("key.pem").toString();
    var made =
        OtherProgram.run(
            NOTHING,
            ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                    + " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout "
                    + key
                    + " -out "
                    + cert)
                .split(" ", -1));
    assertEquals(0, made.status(), made.errors());
    var options = ruchy.runtime.value.HashMapValue.of("cert", cert, "key", key);
    try (var echo = new Echo(TcpListener.bindTls("127.0.0.1:0", options));
        var client =
            OtherProgram.python(
                """
                import socket, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[2])
                plain = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                stream = context.wrap_socket(plain, server_hostname="localhost")
                stream.sendall("gr\\u00fcn\\n".encode() * 1000)
                got = b""
                while got.count(b"\\n") < 1000: got += stream.recv(65536)
                print(stream.version(), got == "Echo: gr\\u00fcn\\n".encode() * 1000)
                """,
                echo.port(),
                cert)) {
      var end = client.end();
      assertEquals("TLSv1.3 True\n", end.output(), end.errors());
      var s =
          OtherProgram.run(
              "from openssl\n".getBytes(UTF_8),
              "openssl",
              "s_client",
              "-quiet",
              "-verify_return_error",
              "-no_ign_eof",
              "-CAfile",
              cert,
              "-connect",
              "127.0.0.1:" + echo.port());
      assertEquals(0, s.status(), s.errors());
    }
  }

  /// Bytes one by one, half a connection, a reset in the middle of a line, a reader that takes its
  /// time, one that never reads: each does what it wants to the server, and the others are served.
  @Test
  void python_behaves_badly_and_nobody_else_suffers() throws Exception {
    try (var echo = echo();
        var client =
            OtherProgram.python(
                """
                import socket, struct, sys, time
                address = ("127.0.0.1", int(sys.argv[1]))
                def connect(buffer=None):
                    s = socket.socket()
                    if buffer: s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
                    s.connect(address)
                    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    return s
                def everything(s, piece=65536, pause=0):
                    got = b""
                    while True:
                        part = s.recv(piece)
                        if not part: return got
                        got += part
                        if pause: time.sleep(pause)
                never = connect(4096)               # never reads: what it sends fills both directions
                never.setblocking(False)
                sent = 0
                try:
                    while sent < 1 << 28: sent += never.send(b"y" * 1000 + b"\\n")
                except BlockingIOError: pass
                single = connect()
                for byte in "gr\\u00fcn\\r\\n".encode(): single.send(bytes([byte]))
                single.shutdown(socket.SHUT_WR)     # half a connection
                print(everything(single).decode(), end="")
                reset = connect()
                reset.send(b"half a li")
                reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                reset.close()
                slow = connect(4096)
                slow.sendall(b"z" * 200000 + b"\\n")
                slow.shutdown(socket.SHUT_WR)
                print(len(everything(slow, 1000, 0.001)))
                print(sent < 1 << 26)
                """,
                echo.port())) {
      var end = client.end();
      assertEquals("Echo: grün\n200007\nTrue\n", end.output(), end.errors());
    }
  }

  @Test
  void a_peer_that_never_reads_can_be_given_up() throws Exception {
    var listener = TcpListener.bind("127.0.0.1:0");
    try (var client =
        OtherProgram.python(
            """
            import socket, sys
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            sys.stdin.read()
            while True: pass
            """,
            listener.port())) {
      var stream = listener.accept().setTimeout(300);
      var failure =
          assertThrows(Failure.class, () -> stream.write("x".repeat(64 << 20)), client::toString);
      assertTrue(failure.matchesType("TimeoutError"), failure::message);
      stream.close();
    }
    listener.close();
  }

  /// 2,000 connections, or as many as the system property `open.connections` says: 10,000 is the
  /// long form. Each is open from before the first line to after the last.
  @Test
  void thousands_of_connections_are_open_at_once() throws Exception {
    int count = Integer.getInteger("open.connections", 2000);
    try (var echo = echo();
        var client =
            OtherProgram.python(
                """
                import resource, socket, sys
                count = int(sys.argv[2])
                hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
                if hard != resource.RLIM_INFINITY and hard < count + 200:
                    print("descriptors", hard); sys.exit(3)
                resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
                all = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(count)]
                for turn in range(2):
                    for i, s in enumerate(all): s.sendall(b"%d\\n" % i)
                    for i, s in enumerate(all):
                        line = b""
                        while not line.endswith(b"\\n"): line += s.recv(100)
                        assert line == b"Echo: %d\\n" % i, line
                print("served", count)
                """,
                echo.port(), count)) {
      var end = client.end();
      org.junit.jupiter.api.Assumptions.assumeTrue(end.status() != 3, end::output);
      assertEquals("served " + count + "\n", end.output(), end.errors());
    }
  }

  /// 64 MiB, or what the system property `echo.bytes` says: 1 GiB is the long form.
  @Test
  void much_goes_through_an_echo_and_socat() throws Exception {
    OtherProgram.need("socat", "head", "cksum");
    long count = Long.getLong("echo.bytes", 64L << 20);
    var listener = TcpListener.bind("127.0.0.1:0");
    try (var client =
            OtherProgram.start(
                NOTHING,
                "sh",
                "-c",
                "head -c "
                    + count
                    + " /dev/zero | socat -t60 - TCP:127.0.0.1:"
                    + listener.port()
                    + " | wc -c");
        ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> copied =
          tasks.submit(
              () -> {
                var stream = listener.accept();
                long bytes = stream.copyTo(stream);
                stream.close();
                return bytes;
              });
      assertEquals(Long.toString(count), client.end().output().strip());
      assertEquals(count, copied.get());
    }
    listener.close();
  }
}

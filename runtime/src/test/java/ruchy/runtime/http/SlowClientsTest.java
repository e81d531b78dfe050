package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;
import static ruchy.runtime.http.Handlers.handler;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.wire.Wire;

/// Many clients that hold their connections for as long as they can, in the ways of the known
/// attacks: others are served all the while, and those are let go when their time is over.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {
  private static final int COUNT = Integer.getInteger("slow.clients", 200);
  private static final long MILLIS = 1_000;

  /// More than all limits of a connection together.
  private static final long MOST_NANOS = 15_000_000_000L;

  private static final long VAST_BYTES = 128L << 20;

  private final Server server = Server.create("127.0.0.1:0");
  private final List<Wire> slow = new ArrayList<>();
  private final CountDownLatch letGo = new CountDownLatch(COUNT);

  @TempDir private Path folder;

  @BeforeEach
  void listen() throws IOException {
    Files.writeString(folder.resolve("large.txt"), "0123456789".repeat(400_000));
    server.setHeadTimeout(MILLIS);
    server.setBodyTimeout(MILLIS);
    server.setSendTimeout(MILLIS);
    server.get("/", handler((req, res) -> res.text("hello")));
    server.post("/", handler((req, res) -> res.text(req.text())));
    server.get(
        "/endless",
        handler(
            true,
            false,
            (req, res) -> {
              try {
                while (true) {
                  res.write("0123456789".repeat(10_000));
                }
              } finally {
                letGo.countDown();
              }
            }));
    server.files("/files", folder.toString());
    server.listen();
  }

  @AfterEach
  void close() throws IOException {
    closeSlow();
    server.close();
  }

  private void closeSlow() throws IOException {
    for (Wire each : slow) {
      each.close();
    }
  }

  private void begin(String text) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      Wire each = Wire.to(server.port());
      each.send(text);
      slow.add(each);
    }
  }

  /// Others are answered, each over a connection of its own and over one that stays.
  private void assertOthersAreServed() throws IOException {
    try (Wire kept = Wire.to(server.port())) {
      for (int i = 0; i < 50; i++) {
        assertEquals("hello", kept.ask("GET / HTTP/1.1\nHost: a\n\n").body());
        try (Wire other = Wire.to(server.port())) {
          assertEquals("hello", other.ask("GET / HTTP/1.1\nHost: a\n\n").body());
        }
      }
    }
  }

  @Test
  @Execution(CONCURRENT)
  void slow_heads_end_with_408() throws IOException {
    begin("GET / HTTP/1.1\nHost: a\nX-0: 0\n");
    assertOthersAreServed();
    for (Wire each : slow) {
      // One more byte now and then does not help: the head as a whole is late.
      try {
        each.send("X");
      } catch (IOException closed) {
        continue;
      }
      assertEquals(408, each.read().status());
    }
    assertOthersAreServed();
  }

  @Test
  @Execution(CONCURRENT)
  void slow_bodies_are_let_go() throws IOException {
    begin("POST / HTTP/1.1\nHost: a\nContent-Length: 1000000\n\nabc");
    assertOthersAreServed();
    for (Wire each : slow) {
      assertTrue(each.isClosed());
    }
    assertOthersAreServed();
  }

  @Test
  @Execution(CONCURRENT)
  void clients_that_do_not_read_are_let_go() throws Exception {
    begin("GET /endless HTTP/1.1\nHost: a\n\n");
    assertOthersAreServed();
    // Who reads before that gets more and more.
    letGo.await();
    for (Wire each : slow) {
      assertEquals(200, each.head().status());
      boolean isCut = false;
      try {
        // Its pieces end without the last one.
        each.chunks();
      } catch (IOException | NumberFormatException cut) {
        isCut = true;
      }
      assertTrue(isCut);
    }
    assertOthersAreServed();
  }

  @Test
  @Execution(CONCURRENT)
  void who_takes_nothing_of_a_whole_answer_is_let_go() throws IOException {
    Server other = Server.create("127.0.0.1:0");
    other.setIdleTimeout(MILLIS);
    other.setSendTimeout(MILLIS);
    other.get("/", handler((req, res) -> res.text("0123456789".repeat(3_000_000))));
    other.listen();
    try (Wire client = Wire.to(other.port())) {
      client.send("GET / HTTP/1.1\nHost: a\n\n");
      assertThrows(
          SocketException.class,
          () -> {
            while (true) {
              // Empty lines, which no server minds between two requests.
              client.send("\n");
            }
          });
    } finally {
      other.close();
    }
  }

  /// Whether the server still keeps its side of the connection.
  private static boolean isKept(Server server, Wire client) throws IOException {
    String ends =
        "(?s).* [0-9A-F]+:%04X [0-9A-F]+:%04X 0[18] .*"
            .formatted(server.port(), client.socket().getLocalPort());
    for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (Files.isReadable(Path.of(file)) && Files.readString(Path.of(file)).matches(ends)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> whatMayFollow() {
    return List.of(
        "",
        "bad\n\n",
        "GET / HTTP/1.1\nHost: ",
        "POST / HTTP/1.1\nHost: a\nContent-Length: 10\n\nabc",
        "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nzz\n");
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @MethodSource("whatMayFollow")
  void who_takes_nothing_is_let_go_whatever_follows(String rest) throws Exception {
    assertIsLetGo("GET / HTTP/1.1\nHost: a\n\n" + rest, "");
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @MethodSource("whatMayFollow")
  void who_takes_nothing_of_a_file_is_let_go_whatever_follows(String rest) throws Exception {
    writeVast();
    assertIsLetGo("GET /files/vast HTTP/1.1\nHost: a\n\n", rest);
  }

  /// A file that is larger than all buffers of a connection.
  private void writeVast() throws IOException {
    try (var file = new RandomAccessFile(folder.resolve("vast").toFile(), "rw")) {
      file.setLength(VAST_BYTES);
    }
  }

  /// @param rest sent when the answer has begun
  private void assertIsLetGo(String request, String rest) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")));
    Server other = Server.create("127.0.0.1:0");
    other.setIdleTimeout(MILLIS);
    other.setHeadTimeout(MILLIS);
    other.setBodyTimeout(MILLIS);
    other.setSendTimeout(MILLIS);
    other.get("/", handler((req, res) -> res.text("0123456789".repeat(3_000_000))));
    other.post("/", handler((req, res) -> res.text(req.text())));
    other.files("/files", folder.toString());
    other.listen();
    try (Wire client = Wire.to(other.port())) {
      client.send(request);
      assertEquals(200, client.head().status());
      client.send(rest);
      assertTrue(isKept(other, client));
      awaitEnd(other, client);
    } finally {
      other.close();
    }
  }

  @Test
  @Execution(CONCURRENT)
  void a_slow_client_gets_all_of_a_file() throws Exception {
    writeVast();
    try (Wire client = Wire.to(server.port())) {
      client.send("GET /files/vast HTTP/1.1\nHost: a\n\n");
      assertEquals(200, client.head().status());
      int parts = 16;
      for (int i = 0; i < parts; i++) {
        // Each part takes some of the time, and all of them more than it.
        LockSupport.parkNanos(MILLIS * 1_000_000L / 5);
        client.in().skipNBytes(VAST_BYTES / parts);
      }
      assertEquals("hello", client.ask("GET / HTTP/1.1\nHost: a\n\n").body());
    }
  }

  private static void awaitEnd(Server server, Wire client) throws Exception {
    long begun = System.nanoTime();
    while (isKept(server, client)) {
      assertTrue(System.nanoTime() - begun < MOST_NANOS, "the connection is kept");
      LockSupport.parkNanos(20_000_000);
    }
  }

  /// @param isBroken whether the client breaks a rule of the connection then
  @ParameterizedTest
  @Execution(CONCURRENT)
  @ValueSource(booleans = {false, true})
  void so_is_one_by_http_2(boolean isBroken) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")));
    Server other = Server.create("127.0.0.1:0");
    other.setIdleTimeout(MILLIS);
    other.setSendTimeout(MILLIS);
    other.get("/", handler((req, res) -> res.text("0123456789".repeat(3_000_000))));
    other.listen();
    try (Wire client = Wire.to(other.port())) {
      client.send("PRI * HTTP/2.0\n\nSM\n\n");
      // The client has room for everything, as it says.
      client.sendBytes(RawHttp2Client.frame(4, 0, 0, new byte[] {0, 4, 127, -1, -1, -1}));
      client.sendBytes(RawHttp2Client.frame(8, 0, 0, new byte[] {127, -1, 0, 0}));
      byte[] head =
          RawHttp2Client.block(
              ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
      client.sendBytes(RawHttp2Client.frame(1, 5, 1, head));
      client.in().skipNBytes(100_000);
      assertTrue(isKept(other, client));
      if (isBroken) {
        client.sendBytes(RawHttp2Client.frame(8, 0, 0, new byte[4]));
      }
      awaitEnd(other, client);
    } finally {
      other.close();
    }
  }

  /// @param closes whether the server is told to close meanwhile
  @ParameterizedTest
  @Execution(CONCURRENT)
  @ValueSource(booleans = {false, true})
  void a_slow_client_of_http_2_gets_all_of_its_answer(boolean closes) throws Exception {
    int window = 65_535;
    int windows = 12;
    Server other = Server.create("127.0.0.1:0");
    other.setIdleTimeout(MILLIS);
    other.setSendTimeout(MILLIS);
    other.get("/", handler((req, res) -> res.text("x".repeat(window * windows))));
    other.listen();
    try (Wire client = Wire.to(other.port())) {
      client.send("PRI * HTTP/2.0\n\nSM\n\n");
      client.sendBytes(RawHttp2Client.frame(4, 0, 0, new byte[0]));
      byte[] head =
          RawHttp2Client.block(
              ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
      client.sendBytes(RawHttp2Client.frame(1, 5, 1, head));
      var in = new DataInputStream(client.in());
      int left = window * windows;
      for (int inWindow = 0; left > 0; ) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.skipNBytes(5L + length);
        if (type == 0) {
          left -= length;
          inWindow += length;
        }
        assertTrue(closes || type != 7, "the connection ends");
        if (inWindow == window && left > 0) {
          // Each window takes a part of the time, and all of them more than it.
          LockSupport.parkNanos(MILLIS * 1_000_000L / 5);
          inWindow = 0;
          if (closes) {
            other.close();
          }
          byte[] more = {0, 0, -1, -1};
          client.sendBytes(RawHttp2Client.frame(8, 0, 0, more));
          client.sendBytes(RawHttp2Client.frame(8, 0, 1, more));
        }
      }
    } finally {
      other.close();
    }
  }

  @Test
  @Execution(CONCURRENT)
  void who_keeps_a_connection_whose_body_is_malformed_is_let_go() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")));
    try (Wire client = Wire.to(server.port())) {
      client.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nzz\n");
      assertEquals(400, client.read().status());
      client.awaitEnd();
      // The server has closed its sending side; the client does not close its own.
      assertThrows(
          SocketException.class,
          () -> {
            while (true) {
              client.send("more");
            }
          });
    }
  }

  @Test
  @Execution(CONCURRENT)
  void requests_for_thousands_of_ranges_are_requests_for_the_file() throws IOException {
    StringBuilder ranges = new StringBuilder("bytes=0-");
    for (int i = 1; i < 1000; i++) {
      ranges.append(",").append(i).append("-");
    }
    String request = "GET /files/large.txt HTTP/1.1\nHost: a\nRange: " + ranges + "\n\n";
    begin(request);
    assertOthersAreServed();
    for (Wire each : slow.subList(0, 3)) {
      Wire.Message answer = each.head();
      assertEquals(200, answer.status());
      assertEquals("4000000", answer.field("content-length"));
    }
    // What thousands do not read may fill the memory that the system has for connections.
    closeSlow();
    for (int i = 0; i < 3; i++) {
      try (Wire proper = Wire.to(server.port())) {
        Wire.Message answer = proper.ask(request);
        assertEquals(200, answer.status());
        assertEquals(4_000_000, answer.body().length());
      }
    }
    assertOthersAreServed();
  }
}

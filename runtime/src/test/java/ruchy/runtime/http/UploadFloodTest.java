package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.engine.OwnJvm;
import ruchy.runtime.wire.Wire;

/// Many large uploads at once that no function reads: the server, in a process of its own with a
/// small memory, goes on. `-Dupload.flood=1000` is the long form.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UploadFloodTest {
  private static final int UPLOADS = Integer.getInteger("upload.flood", 200);
  private static final int BYTES = 100_000_000;
  private static final int PIECE = 1 << 16;
  private static final int BODY_LIMIT = 32 << 10;

  /// What the server may keep of each upload: as much as its limit, where it is not told the length
  /// before, and the rest of what one read of the socket has brought.
  private static final int KEPT_BYTES = BODY_LIMIT + (64 << 10);

  private static final int OTHER_BYTES = 28 << 20;
  private static final long QUIET_NANOS = 300_000_000L;

  /// The server.
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      var begun = new CountDownLatch(Integer.parseInt(args[0]));
      var mayEnd = new CountDownLatch(1);
      Server server = Server.create("127.0.0.1:0");
      server.setMaxBody(BODY_LIMIT);
      server.post(
          "/held",
          handler(
              true,
              false,
              (req, res) -> {
                begun.countDown();
                mayEnd.await();
                return res.text("held");
              }));
      server.post("/answered", handler((req, res) -> res.text("answered")));
      server.get(
          "/begun",
          handler(
              true,
              false,
              (req, res) -> {
                begun.await();
                return res.text("all have begun");
              }));
      server.listen();
      System.out.println(server.port());
      int _ = System.in.read();
      mayEnd.countDown();
      server.close();
      server.awaitClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/held, Content-Length: 100000000",
    "/held, Transfer-Encoding: chunked",
    "/answered, Content-Length: 100000000",
    "/answered, Transfer-Encoding: chunked"
  })
  void a_small_memory_suffices(String path, String length) throws Exception {
    List<String> memory =
        List.of(
            "-Xmx" + (OTHER_BYTES + (long) UPLOADS * KEPT_BYTES),
            "-XX:MaxDirectMemorySize=32m",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    Process program =
        new ProcessBuilder(OwnJvm.command(Program.class, memory, Integer.toString(UPLOADS)))
            .redirectErrorStream(true)
            .start();
    List<SocketChannel> uploads = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(output.readLine());
      String head = "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + length + "\r\n\r\n";
      if (length.endsWith("chunked")) {
        head += Integer.toHexString(BYTES) + "\r\n";
      }
      for (int i = 0; i < UPLOADS; i++) {
        uploads.add(upload(port, head));
      }
      long taken = flood(uploads, path.equals("/answered"));
      assertTrue(taken > UPLOADS * (long) BODY_LIMIT, "only " + taken + " bytes were taken");
      try (Wire client = Wire.to(port)) {
        if (path.equals("/held")) {
          Wire.Message answer = client.ask("GET /begun HTTP/1.1\nHost: a\n\n");
          assertEquals("all have begun", answer.body());
        }
        Wire.Message answer = client.ask("POST /answered HTTP/1.1\nHost: a\n\n");
        assertEquals("answered", answer.body());
      }
      for (SocketChannel each : uploads) {
        each.close();
      }
      program.getOutputStream().close();
      assertEquals("", String.join("\n", output.lines().toList()));
      assertTrue(program.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, program.exitValue());
    } finally {
      program.destroyForcibly();
      for (SocketChannel each : uploads) {
        each.close();
      }
    }
  }

  private static SocketChannel upload(int port, String head) throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.setOption(StandardSocketOptions.SO_SNDBUF, PIECE);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
    socket.configureBlocking(false);
    return socket;
  }

  /// Sends until nobody takes anything more, or each has sent a tenth.
  ///
  /// @param mayEnd whether the server may close a connection, as it does with one that sends for
  ///   seconds what nobody wants any more
  /// @return how much was taken
  private static long flood(List<SocketChannel> uploads, boolean mayEnd) throws IOException {
    long all = 0;
    Set<SocketChannel> closed = new HashSet<>();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    long quietSince = System.nanoTime();
    while (System.nanoTime() - quietSince < QUIET_NANOS && all < UPLOADS * (long) BYTES / 10) {
      for (SocketChannel each : uploads) {
        if (closed.contains(each)) {
          continue;
        }
        piece.clear();
        int taken = 0;
        try {
          taken = each.write(piece);
        } catch (IOException end) {
          if (!mayEnd) {
            throw end;
          }
          closed.add(each);
        }
        if (taken > 0) {
          all += taken;
          quietSince = System.nanoTime();
        }
      }
      Thread.onSpinWait();
    }
    return all;
  }
}

package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Lines;
import ruchy.runtime.wire.Wire;

/// Bodies that functions read piece by piece. `-Dupload.bytes=1073741824` is the long form.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UploadTest {
  private static final long BYTES = Long.getLong("upload.bytes", 32L << 20);

  private final Server server = Server.create("127.0.0.1:0");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  private Wire serve(Handlers.Two body) throws IOException {
    server.post("/", handler(true, false, body));
    server.listen();
    return Wire.to(server.port());
  }

  private static byte[] block() {
    byte[] block = new byte[1 << 16];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (i * 31 + (i >> 8));
    }
    return block;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_body_of_any_size_passes_in_pieces(boolean isChunked) throws Exception {
    byte[] block = block();
    CRC32 sent = new CRC32();
    try (Wire client =
        serve(
            (req, res) -> {
              CRC32 received = new CRC32();
              BodyStream pieces = req.stream();
              for (Body piece = pieces.read(); piece != null; piece = pieces.read()) {
                received.update(piece.bytes().getBytes());
              }
              return res.send(received.getValue());
            })) {
      String length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BYTES;
      client.send("POST / HTTP/1.1\nHost: a\n" + length + "\n\n");
      for (long i = 0; i < BYTES; i += block.length) {
        sent.update(block);
        if (isChunked) {
          client.send(Integer.toHexString(block.length) + "\n");
        }
        client.sendBytes(block);
        if (isChunked) {
          client.send("\n");
        }
      }
      if (isChunked) {
        client.send("0\n\n");
      }
      assertEquals(Long.toString(sent.getValue()), client.read().body());
      // The connection serves the next request.
      assertEquals(404, client.ask("GET /no HTTP/1.1\nHost: a\n\n").status());
    }
  }

  @Test
  void who_does_not_read_makes_the_client_wait() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    server.post(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              mayRead.await();
              return res.send(req.save(folder.resolve("big").toString()));
            }));
    server.listen();
    long size = 64L << 20;
    try (SocketChannel socket =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) server.port()))) {
      String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n";
      socket.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      socket.configureBlocking(false);
      byte[] block = block();
      long written = 0;
      long quietSince = System.nanoTime();
      while (System.nanoTime() - quietSince < 300_000_000L && written < size) {
        int count = socket.write(ByteBuffer.wrap(block));
        if (count > 0) {
          written += count;
          quietSince = System.nanoTime();
        }
      }
      assertTrue(written < size / 2, "taken without being read: " + written);
      mayRead.countDown();
      socket.configureBlocking(true);
      while (written < size) {
        int most = (int) Math.min(block.length, size - written);
        written += socket.write(ByteBuffer.wrap(block, 0, most));
      }
      ByteBuffer answer = ByteBuffer.allocate(1000);
      socket.read(answer);
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      assertTrue(text.endsWith("\r\n" + size), text);
    }
    assertEquals(size, Files.size(folder.resolve("big")));
  }

  @Test
  void lines_are_read_as_they_arrive() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    server.maxBody("/", 0);
    try (Wire client =
        serve(
            (req, res) -> {
              Lines lines = req.lines();
              for (String line = lines.read(); line != null; line = lines.read()) {
                seen.add(line);
              }
              return res.text("done");
            })) {
      client.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
      client.send("6\none\nt\n");
      assertEquals("one", seen.take());
      client.send("7\nwo\nthr\n");
      assertEquals("two", seen.take());
      client.send("2\nee\n0\n\n");
      assertEquals("three", seen.take());
      assertEquals("done", client.read().body());
    }
  }

  @Test
  void a_line_without_end_is_refused() throws Exception {
    try (Wire client = serve((req, res) -> res.text(message(() -> req.lines().read())))) {
      client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 4000000\n\n");
      client.sendBytes(new byte[4_000_000]);
      assertEquals("A line of the body is longer than 1048576 bytes", client.read().body());
    }
  }

  @Test
  void a_file_has_all_of_a_body_or_is_not_there() throws Exception {
    Path file = folder.resolve("upload");
    try (Wire client = serve((req, res) -> res.send(req.save(file.toString(), 1_500_000)))) {
      client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 2000000\n\n");
      client.sendBytes(new byte[2_000_000]);
      Wire.Message refused = client.read();
      assertEquals(413, refused.status());
      assertEquals("Content Too Large: The body is larger than 1500000 bytes", refused.body());
      assertEquals(List.of(), files());
      client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1200000\n\n");
      client.sendBytes(new byte[1_200_000]);
      assertEquals("1200000", client.read().body());
      assertEquals(List.of("upload"), files());
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void a_client_that_goes_leaves_an_error_to_catch() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Wire client =
        serve(
            (req, res) -> {
              seen.add(message(() -> req.save(folder.resolve("half").toString())));
              return res.send();
            })) {
      client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 2000000\n\n");
      client.sendBytes(new byte[1_000_000]);
    }
    assertEquals("The client has closed the connection in the middle of the body", seen.take());
    assertEquals(List.of(), files());
  }

  @Test
  void a_large_body_is_read_once() throws Exception {
    try (Wire client =
        serve(
            (req, res) -> {
              while (req.stream().read() == null) {
                throw new AssertionError("an empty body");
              }
              return res.text(message(req::stream));
            })) {
      client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 2000000\n\n");
      client.sendBytes(new byte[2_000_000]);
      assertEquals("The body was read already", client.read().body());
    }
  }

  @Test
  void a_client_that_asks_first_is_told_to_go_on_when_its_body_is_read() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    try (Wire client =
        serve(
            (req, res) -> {
              mayRead.await();
              return res.send(req.save(folder.resolve("asked").toString()));
            })) {
      client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 2000000\nExpect: 100-continue\n\n");
      mayRead.countDown();
      assertEquals(100, client.head().status());
      client.sendBytes(new byte[2_000_000]);
      assertEquals("2000000", client.read().body());
    }
  }

  @Test
  void a_client_that_stops_in_the_middle_is_closed() throws Exception {
    server.setBodyTimeout(100);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Wire client =
        serve(
            (req, res) -> {
              seen.add(message(() -> req.save(folder.resolve("half").toString())));
              return res.send();
            })) {
      client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 2000000\n\n");
      client.sendBytes(new byte[1_500_000]);
      assertTrue(client.isClosed());
      assertEquals("The client has closed the connection in the middle of the body", seen.take());
    }
  }

  private static String message(Runnable action) {
    try {
      action.run();
      return "no error";
    } catch (Failure failure) {
      return failure.message();
    }
  }
}

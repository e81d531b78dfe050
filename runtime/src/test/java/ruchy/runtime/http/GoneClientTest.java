package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that close a connection in the middle of an answer. They come and go, and nobody is to
/// read of it in a log.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GoneClientTest {
  private static final Logger ROOT = Logger.getLogger("");

  private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();
  private final Handler log =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getLevel() + " " + line.getLoggerName() + ": " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final Server server = Server.create("127.0.0.1:0");

  @BeforeEach
  void listen() {
    ROOT.addHandler(log);
  }

  @AfterEach
  void close() {
    ROOT.removeHandler(log);
    server.close();
  }

  @Test
  void a_client_that_closes_during_a_file_is_no_matter_for_the_log(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x".repeat(16 << 20));
    var ended = new CountDownLatch(1);
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              try {
                return res.sendFile(file.toString());
              } finally {
                ended.countDown();
              }
            }));
    server.listen();
    readAndClose();
    ended.await();
    assertEquals(List.of(), List.copyOf(logged));
  }

  /// Reads the beginning of an answer, and resets the connection.
  private void readAndClose() throws IOException {
    try (var client = new Socket(InetAddress.getLoopbackAddress(), (int) server.port())) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getInputStream().readNBytes(100);
      client.setSoLinger(true, 0);
    }
  }
}

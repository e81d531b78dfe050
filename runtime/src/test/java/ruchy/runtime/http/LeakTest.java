package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.OwnJvm;
import ruchy.runtime.wire.Wire;

/// Clients that go at any moment leave no memory of Netty behind. The server is in a process of its
/// own, where Netty follows every buffer.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakTest {
  /// The server and its clients.
  static final class Program {
    private static final String BODY = "b".repeat(30_000);
    private static final String[] POST = {
      ":method", "POST", ":scheme", "http", ":path", "/count", ":authority", "a"
    };
    private static final int ROUNDS = 20;
    private static final int CLIENTS = 4;

    private static final AtomicInteger LEAKS = new AtomicInteger();

    private Program() {}

    private static final class Detector<T> extends ResourceLeakDetector<T> {
      Detector(Class<?> type, int interval) {
        super(type, interval);
      }

      @Override
      protected boolean needReport() {
        return true;
      }

      @Override
      protected void reportTracedLeak(String type, String records) {
        LEAKS.incrementAndGet();
      }

      @Override
      protected void reportUntracedLeak(String type) {
        LEAKS.incrementAndGet();
      }
    }

    private static final class Detectors extends ResourceLeakDetectorFactory {
      @Override
      @Deprecated
      public <T> ResourceLeakDetector<T> newResourceLeakDetector(
          Class<T> type, int interval, long most) {
        return new Detector<>(type, interval);
      }

      @Override
      public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval) {
        return new Detector<>(type, interval);
      }
    }

    public static void main(String[] args) throws Exception {
      ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Detectors());
      Server server = server();
      try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
        List<Future<?>> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          for (Client client : clients()) {
            all.add(
                clients.submit(
                    () -> {
                      client.run((int) server.port());
                      return null;
                    }));
          }
        }
        int gone = 0;
        for (Future<?> each : all) {
          try {
            each.get();
            gone++;
          } catch (ExecutionException cut) {
            // Who goes early may hear nothing any more.
            gone += cut.getCause() instanceof IOException ? 1 : 0;
          }
        }
        server.close();
        server.awaitClosed();
        System.out.println(gone == all.size() ? "all have gone" : "a client has failed");
      }
      int before = leaks();
      leak();
      System.out.println(before + " leaks, " + leaks() + " with one more");
      System.exit(0);
    }

    /// The leaks so far: what was collected is reported when more is allocated.
    private static int leaks() {
      int quiet = 0;
      int known = LEAKS.get();
      while (quiet < 5) {
        System.gc();
        Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(100));
        for (int i = 0; i < 100; i++) {
          PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
          ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        quiet = known == LEAKS.get() ? quiet + 1 : 0;
        known = LEAKS.get();
      }
      return known;
    }

    private static void leak() {
      ByteBuf forgotten = PooledByteBufAllocator.DEFAULT.directBuffer(16);
      forgotten.writeByte(1);
    }

    private static Server server() {
      Server server = Server.create("127.0.0.1:0");
      server.all("/plain", handler((req, res) -> "p" + req.text().length()));
      server.all(
          "/slow",
          handler(
              true,
              false,
              (req, res) -> {
                Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(30));
                return "s" + req.text().length();
              }));
      server.get("/large", handler((req, res) -> "x".repeat(3_000_000)));
      server.get(
          "/pieces",
          handler(
              true,
              false,
              (req, res) -> {
                for (int i = 0; i < 20; i++) {
                  res.write("y".repeat(20_000));
                }
                return res.end();
              }));
      server.post("/echo", handler((req, res) -> res.send(req.body())));
      server.post(
          "/count",
          handler(
              true,
              false,
              (req, res) -> {
                var parts = req.stream().cursor();
                long count = 0;
                while (parts.advance()) {
                  count++;
                }
                return "n" + count;
              }));
      server.maxBody("/echo", 0).maxBody("/count", 0);
      return server.listen();
    }

    private interface Client {
      void run(int port) throws IOException;
    }

    private static String post(String path, boolean isChunked, String body) {
      return "POST "
          + path
          + " HTTP/1.1\nHost: a\n"
          + (isChunked
              ? "Transfer-Encoding: chunked\n\n"
                  + Integer.toHexString(body.length())
                  + "\n"
                  + body
                  + "\n0\n\n"
              : "Content-Length: " + body.length() + "\n\n" + body);
    }

    private static String get(String path) {
      return "GET " + path + " HTTP/1.1\nHost: a\n\n";
    }

    private static Client sends(String text) {
      return port -> {
        try (var client = Wire.to(port)) {
          client.send(text);
        }
      };
    }

    private static Client sendsAndReads(String text) {
      return port -> {
        try (var client = Wire.to(port)) {
          client.send(text);
          client.head();
        }
      };
    }

    private static List<Client> clients() {
      String half = post("/echo", true, BODY);
      return List.of(
          sends(post("/slow", false, BODY).repeat(10)),
          sends(get("/slow") + post("/slow", true, BODY).repeat(10)),
          sendsAndReads(get("/slow") + post("/plain", false, BODY).repeat(10)),
          sendsAndReads(get("/large").repeat(2)),
          sendsAndReads(get("/pieces")),
          sendsAndReads(half.substring(0, half.length() - 1000)),
          sends(half.substring(0, half.length() - 1000)),
          sendsAndReads(post("/plain", true, BODY).replace("\n0\n\n", "\nzz\n" + BODY)),
          sendsAndReads("GET /slow HTTP/1.1\nHost: a\nConnection: close\n\n" + half),
          port -> {
            try (var client = Wire.to(port)) {
              client.send(post("/slow", false, BODY) + get("/pieces"));
              client.endOutput();
              client.rest();
            }
          },
          port -> {
            try (var client = new RawHttp2Client(port)) {
              for (int i = 0; i < 20; i++) {
                int stream = client.begin(false, POST);
                client.send(0, 0, stream, new byte[3000]);
                if (i % 3 == 0) {
                  client.send(3, 0, stream, new byte[] {0, 0, 0, 8});
                }
              }
            }
          },
          port -> {
            try (var client = new RawHttp2Client(port)) {
              for (int i = 0; i < 1000; i++) {
                int stream = client.begin(false, POST);
                if (i < 15) {
                  client.send(0, 0, stream, new byte[3000]);
                }
                client.send(8, 0, stream, new byte[4]);
              }
              client.endReason();
            }
          });
    }
  }

  @Test
  void no_buffer_is_left_by_clients_that_go() throws Exception {
    List<String> options = new ArrayList<>(LifetimeTest.OPTIONS);
    options.add("-Dio.netty.leakDetection.level=paranoid");
    options.add("-Dio.netty.leakDetection.targetRecords=1");
    Process process =
        new ProcessBuilder(OwnJvm.command(Program.class, options))
            .redirectErrorStream(true)
            .start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .replaceAll("WARNING: .*\n", "");
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assertEquals("all have gone\n0 leaks, 1 with one more\n", output);
    } finally {
      process.destroyForcibly();
    }
  }
}

package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.client.ClientModule;
import ruchy.runtime.client.ClientResponse;
import ruchy.runtime.http.Request;
import ruchy.runtime.http.Response;
import ruchy.runtime.http.Server;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.wire.Wire;

/// Bodies that are larger than the memory of the process go through server, client and proxy: up,
/// down, and both at the same time, and as files. 96 MiB each, where heap and buffers have 80 at
/// most, or what the system property `forward.bytes` says: 1 GiB is the long form.
class ConstantMemoryTest {
  private static final String HEAP = "-Xmx48m";

  @Test
  @Timeout(550)
  void bodies_larger_than_the_memory_pass_in_both_directions() throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    HEAP,
                    "-XX:MaxDirectMemorySize=32m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dforward.bytes=" + Long.getLong("forward.bytes", 96L << 20),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName()))
            .redirectErrorStream(true)
            .start();
    String text;
    try (InputStream out = child.getInputStream()) {
      text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(true, child.waitFor(20, TimeUnit.SECONDS), text);
    assertEquals("all bytes passed\n", text);
  }

  /// What runs with little memory.
  static final class Child {
    private static final byte[] PIECE = new byte[64 << 10];

    private Child() {}

    public static void main(String[] args) throws Exception {
      long bytes = Long.getLong("forward.bytes", 0) / PIECE.length * PIECE.length;
      Server backend = Server.create("127.0.0.1:0");
      backend.post("/count", function((req, res) -> res.text(count(req.stream()))));
      backend.post("/echo", function((req, res) -> res.send(req.body())));
      backend.listen();
      String url = "http://127.0.0.1:" + backend.port();
      Server proxy = Server.create("127.0.0.1:0");
      proxy.all("*", ProxyModule.proxy(url));
      proxy.listen();
      Server balancer = Server.create("127.0.0.1:0");
      balancer.all("*", function((req, res) -> forward(url, req, res)));
      balancer.listen();
      for (Server each : List.of(backend, proxy, balancer)) {
        for (String path : List.of("/count", "/echo")) {
          for (boolean isChunked : new boolean[] {false, true}) {
            long expected = path.equals("/echo") ? bytes : Long.toString(bytes).length();
            long seen = pass(each, path, bytes, isChunked);
            if (seen != expected) {
              System.out.println(each.port() + path + ": " + seen + " of " + expected);
            }
          }
        }
      }
      passFiles(backend, List.of(backend, proxy, balancer), bytes);
      System.out.println("all bytes passed");
      System.exit(0);
    }

    /// A file goes up and comes down again, by the client.
    private static void passFiles(Server backend, List<Server> all, long bytes) throws IOException {
      Path folder = Files.createTempDirectory("ruchy-large");
      Path file = folder.resolve("file.bin");
      Path copy = folder.resolve("copy.bin");
      try (var content = new RandomAccessFile(file.toFile(), "rw")) {
        content.setLength(bytes);
        backend.get("/file", function((req, res) -> res.sendFile(file.toString())));
        for (Server each : all) {
          String url = "http://127.0.0.1:" + each.port();
          String seen = ClientModule.post(url + "/count").bodyFile(file.toString()).text();
          long copied = ClientModule.download(url + "/file", copy.toString()).await();
          if (!seen.equals(Long.toString(bytes)) || copied != bytes || Files.size(copy) != bytes) {
            System.out.println(each.port() + " up " + seen + " down " + copied);
          }
        }
      } finally {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    }

    /// As the balancer that is written by hand does it.
    private static Response forward(String url, Request req, Response res) {
      ClientResponse answer =
          ClientModule.request(url + req.path())
              .method(req.method())
              .headers(req.headers())
              .body(req.body())
              .send();
      return res.status(answer.status()).headers(answer.headers()).send(answer.body());
    }

    private static String count(BodyStream stream) {
      long count = 0;
      for (var piece = stream.next(); piece != null; piece = stream.next()) {
        count += piece.length();
      }
      return Long.toString(count);
    }

    /// How many bytes the answer has.
    private static long pass(Server server, String path, long bytes, boolean isChunked)
        throws Exception {
      try (var wire = Wire.to(server.port())) {
        String frame = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes;
        wire.send("POST " + path + " HTTP/1.1\nHost: x\n" + frame + "\n\n");
        Thread sender = Thread.ofVirtual().start(() -> sendAll(wire, bytes, isChunked));
        Wire.Message head = wire.head();
        long seen =
            head.field("content-length").isEmpty()
                ? chunks(wire)
                : wire.in().skip(Long.parseLong(head.field("content-length")));
        sender.join();
        return head.status() == 200 ? seen : -head.status();
      }
    }

    private static void sendAll(Wire wire, long bytes, boolean isChunked) {
      try {
        OutputStream out = wire.socket().getOutputStream();
        var framed = new ByteArrayOutputStream();
        if (isChunked) {
          framed.writeBytes("10000\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        framed.writeBytes(PIECE);
        if (isChunked) {
          framed.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] piece = framed.toByteArray();
        for (long sent = 0; sent < bytes; sent += PIECE.length) {
          out.write(piece);
        }
        if (isChunked) {
          wire.send("0\n\n");
        }
      } catch (IOException closed) {
        System.out.println("the upload ended too early: " + closed.getMessage());
      }
    }

    private static long chunks(Wire wire) throws IOException {
      long seen = 0;
      for (int size = size(wire); size > 0; size = size(wire)) {
        wire.in().skipNBytes(size);
        seen += size;
        wire.line();
      }
      return seen;
    }

    private static int size(Wire wire) throws IOException {
      return Integer.parseInt(wire.line(), 16);
    }

    private interface Handler {
      @Nullable Object call(Request req, Response res);
    }

    private static FunctionValue function(Handler handler) {
      return new FunctionValue() {
        @Override
        public int minimumArity() {
          return 2;
        }

        @Override
        public boolean shares() {
          return false;
        }

        @Override
        public @Nullable Object call(@Nullable Object req, @Nullable Object res) {
          return handler.call(
              (Request) Objects.requireNonNull(req), (Response) Objects.requireNonNull(res));
        }
      };
    }
  }
}

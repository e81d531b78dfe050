package ruchy.runtime.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// Downloads: what is in the folder afterwards, whatever the server did.
@Timeout(60)
class DownloadTest {
  private static final byte[] FILE = new byte[3_000_000];

  static {
    new Random(1).nextBytes(FILE);
  }

  @Test
  void a_file_arrives_byte_for_byte_in_a_folder_that_is_made(@TempDir Path folder)
      throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", FILE))) {
      var progress = new Progress();
      Path file = folder.resolve("new/deep/file.bin");
      Download download =
          ClientModule.download(server.url("/"), file.toString()).onProgress(progress);
      assertEquals(0, server.connections());
      assertEquals(FILE.length, download.await());
      assertEquals(FILE.length, download.await());
      assertEquals(1, server.requests().size());
      assertArrayEquals(FILE, Files.readAllBytes(file));
      assertEquals(List.of("file.bin"), names(file.getParent()));
      progress.isComplete(FILE.length);
      assertTrue(progress.calls.stream().allMatch(call -> call[1] == FILE.length));
    }
  }

  @Test
  void an_unknown_length_is_0_until_the_end(@TempDir Path folder) throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\n\n");
              connection.sendBytes(FILE);
              connection.close();
            })) {
      var progress = new Progress();
      Path file = folder.resolve("file.bin");
      ClientModule.download(server.url("/"), file.toString()).onProgress(progress).await();
      assertArrayEquals(FILE, Files.readAllBytes(file));
      progress.isComplete(FILE.length);
      assertEquals(0.0, progress.calls.getFirst()[1]);
    }
  }

  @Test
  void a_connection_that_breaks_is_continued(@TempDir Path folder) throws IOException {
    int piece = 1_000_000;
    try (var server =
        new RawServer(
            connection -> {
              String range = connection.field("range");
              int from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
              String head =
                  from == 0
                      ? "200 OK\n"
                      : "206 Partial Content\nContent-Range: bytes "
                          + from
                          + "-"
                          + (FILE.length - 1)
                          + "/"
                          + FILE.length
                          + "\n";
              connection.send(
                  "HTTP/1.1 "
                      + head
                      + "ETag: \"v1\"\nContent-Length: "
                      + (FILE.length - from)
                      + "\n\n");
              int to = Math.min(FILE.length, from + piece);
              connection.sendBytes(Arrays.copyOfRange(FILE, from, to));
              connection.close();
            })) {
      var progress = new Progress();
      Path file = folder.resolve("file.bin");
      ClientModule.download(server.url("/"), file.toString()).onProgress(progress).await();
      assertArrayEquals(FILE, Files.readAllBytes(file));
      progress.isComplete(FILE.length);
      assertEquals(3, server.requests().size());
      assertTrue(server.requests().get(1).contains("If-Range: \"v1\"\n"));
    }
  }

  @Test
  void a_file_that_has_changed_meanwhile_is_fetched_from_its_beginning(@TempDir Path folder)
      throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              if (connection.field("range").isEmpty()) {
                connection.send("HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 10\n\nold");
                connection.close();
              } else {
                connection.answer("200 OK\nETag: \"v2\"", "the new file");
              }
            })) {
      Path file = folder.resolve("file.txt");
      ClientModule.download(server.url("/"), file.toString()).await();
      assertEquals("the new file", Files.readString(file));
    }
  }

  @Test
  void an_error_leaves_the_folder_as_it_was(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file.txt"), "before");
    try (var server =
        new RawServer(
            connection -> {
              if (connection.request().startsWith("GET /none")) {
                connection.answer("404 Not Found", "no such file");
              } else {
                connection.send("HTTP/1.1 200 OK\nContent-Length: 100\n\nshort");
                connection.close();
              }
            })) {
      raises(
          "Cannot download: 404 Not Found (GET " + server.url("/none") + ")",
          ClientModule.download(server.url("/none"), file.toString()));
      raises(
          "The connection was closed in the middle of the body (GET " + server.url("/cut") + ")",
          ClientModule.download(server.url("/cut"), file.toString()));
      raises(
          "Cannot write " + folder + ": it is a directory",
          ClientModule.download(server.url("/"), folder.toString()));
      raises(
          "Cannot write " + file + "/x: its folder is a file",
          ClientModule.download(server.url("/"), file + "/x"));
    }
    assertEquals(List.of("file.txt"), names(folder));
    assertEquals("before", Files.readString(file));
  }

  /// The first answer breaks off after 4 of 10 bytes of the first version.
  private static void breakOff(RawServer.Connection connection) throws IOException {
    connection.send("HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 10\n\n0123");
    connection.close();
  }

  @Test
  void a_server_may_send_less_than_the_rest(@TempDir Path folder) throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              switch (connection.field("range")) {
                case "" -> breakOff(connection);
                case "bytes=4-" ->
                    connection.answer(
                        "206 Partial Content\nETag: \"v1\"\nContent-Range: bytes 4-6/10", "456");
                default ->
                    connection.answer(
                        "206 Partial Content\nETag: \"v1\"\nContent-Range: bytes 7-9/10", "789");
              }
            })) {
      Path file = folder.resolve("file.txt");
      assertEquals(10, ClientModule.download(server.url("/"), file.toString()).await());
      assertEquals("0123456789", Files.readString(file));
    }
  }

  @Test
  void a_part_of_another_version_or_of_another_place_is_not_added(@TempDir Path folder)
      throws IOException {
    for (String part :
        List.of(
            "206 Partial Content\nETag: \"v2\"\nContent-Range: bytes 4-9/10",
            "206 Partial Content\nContent-Range: bytes 3-8/10",
            "206 Partial Content\nETag: \"v1\"\nContent-Range: bytes 4-9/12",
            "416 Range Not Satisfiable\nContent-Range: bytes */3")) {
      var answers = new AtomicInteger();
      try (var server =
          new RawServer(
              connection -> {
                if (answers.getAndIncrement() == 0) {
                  breakOff(connection);
                } else if (connection.field("range").isEmpty()) {
                  connection.answer("200 OK\nETag: \"v2\"", "the new file");
                } else {
                  connection.answer(part, "xxxxxx");
                }
              })) {
        Path file = folder.resolve("file.txt");
        ClientModule.download(server.url("/"), file.toString()).await();
        assertEquals("the new file", Files.readString(file));
        assertEquals(3, answers.get());
      }
    }
  }

  @Test
  void a_part_of_another_date_is_not_added(@TempDir Path folder) throws IOException {
    var answers = new AtomicInteger();
    try (var server =
        new RawServer(
            connection -> {
              if (!connection.field("range").isEmpty()) {
                assertEquals("Mon, 23 Nov 2026 10:00:00 GMT", connection.field("if-range"));
                connection.answer(
                    "206 Partial Content\nLast-Modified: Tue, 24 Nov 2026 10:00:00 GMT\n"
                        + "Content-Range: bytes 4-9/10",
                    "xxxxxx");
              } else if (answers.getAndIncrement() == 0) {
                connection.send(
                    "HTTP/1.1 200 OK\nLast-Modified: Mon, 23 Nov 2026 10:00:00 GMT\n"
                        + "Content-Length: 10\n\n0123");
                connection.close();
              } else {
                connection.answer("200 OK", "the new file");
              }
            })) {
      Path file = folder.resolve("file.txt");
      ClientModule.download(server.url("/"), file.toString()).await();
      assertEquals("the new file", Files.readString(file));
    }
  }

  @Test
  void a_server_that_only_ever_sends_the_beginning_is_given_up(@TempDir Path folder)
      throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              if (connection.field("range").isEmpty()) {
                breakOff(connection);
              } else {
                connection.answer(
                    "206 Partial Content\nETag: \"v2\"\nContent-Range: bytes 4-9/10", "xxxxxx");
              }
            })) {
      Path file = folder.resolve("file.txt");
      raises(
          "The connection was closed in the middle of the body (GET " + server.url("/") + ")",
          ClientModule.download(server.url("/"), file.toString()));
      assertEquals(List.of(), names(folder));
    }
  }

  @Test
  void what_is_no_file_of_a_disk_is_written_to_and_stays_what_it_is(@TempDir Path folder)
      throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Process reader = new ProcessBuilder("head", "-c", "8", pipe.toString()).start();
    try (var server = new RawServer(connection -> connection.answer("200 OK", "12345678"))) {
      assertEquals(8, ClientModule.download(server.url("/"), pipe.toString()).await());
      assertTrue(Files.readAttributes(pipe, BasicFileAttributes.class).isOther());
      assertEquals("12345678", new String(reader.getInputStream().readAllBytes(), UTF_8));
    } finally {
      reader.destroyForcibly();
    }
    assertEquals(List.of("pipe"), names(folder));
  }

  @Test
  void a_link_stays_and_what_it_leads_to_is_replaced(@TempDir Path folder) throws IOException {
    Path there = folder.resolve("there/file.txt");
    Files.createDirectories(there.getParent());
    Files.writeString(there, "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("there/file.txt"));
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("there/new.txt"));
    Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    try (var server = new RawServer(connection -> connection.answer("200 OK", "after"))) {
      ClientModule.download(server.url("/"), link.toString()).await();
      ClientModule.download(server.url("/"), dangling.toString()).await();
      raises(
          "Cannot write " + circle + ": its symbolic links go round in a circle",
          ClientModule.download(server.url("/"), circle.toString()));
    }
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.isSymbolicLink(dangling));
    assertEquals("after", Files.readString(there));
    assertEquals(List.of("file.txt", "new.txt"), names(there.getParent()));
  }

  @Test
  void who_may_not_read_the_file_that_is_replaced_may_not_read_the_new_one(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file.txt"), "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    try (var server = new RawServer(connection -> connection.answer("200 OK", "after"))) {
      ClientModule.download(server.url("/"), file.toString()).await();
    }
    assertEquals("after", Files.readString(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void why_a_folder_cannot_be_made_is_told() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "text"))) {
      raises(
          "Cannot write /proc/none/file: no such file or directory",
          ClientModule.download(server.url("/"), "/proc/none/file"));
    }
  }

  @Test
  void silence_runs_into_the_time_limit(@TempDir Path folder) throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nETag: \"v\"\nContent-Length: 100\n\nfirst");
              connection.awaitEnd();
            })) {
      raises(
          "No byte of the body within 150 ms (GET " + server.url("/") + ")",
          ClientModule.download(server.url("/"), folder.resolve("file").toString()).timeout(150));
    }
    assertEquals(List.of(), names(folder));
  }

  @Test
  void an_error_of_the_function_for_progress_ends_the_download(@TempDir Path folder)
      throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", FILE))) {
      var stop =
          new Progress() {
            @Override
            public @Nullable Object call(@Nullable Object downloaded, @Nullable Object total) {
              throw Failure.of("enough");
            }
          };
      raises(
          "enough",
          ClientModule.download(server.url("/"), folder.resolve("file").toString())
              .onProgress(stop));
    }
    assertEquals(List.of(), names(folder));
  }

  @Test
  void a_cancelled_task_leaves_nothing(@TempDir Path folder) throws Exception {
    var begun = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nContent-Length: 100\n\nfirst");
              begun.countDown();
              connection.awaitEnd();
              ended.countDown();
            })) {
      Download download = ClientModule.download(server.url("/"), folder.resolve("f").toString());
      var raised = new ConcurrentLinkedQueue<Failure>();
      Thread task =
          Thread.ofVirtual().start(() -> raised.add(assertThrows(Failure.class, download::await)));
      begun.await();
      task.interrupt();
      task.join();
      assertTrue(raised.element().matchesType("CancelledError"));
      ended.await();
    }
    assertEquals(List.of(), names(folder));
  }

  @Test
  void a_file_with_another_checksum_does_not_take_its_place(@TempDir Path folder)
      throws IOException {
    byte[] first = {1, 2, 3, 4, 5};
    byte[] second = {6, 7, 8, 9, 10};
    // After a connection that breaks it is that of the whole file all the same.
    try (var server =
        new RawServer(
            connection -> {
              if (connection.field("range").isEmpty()) {
                connection.send("HTTP/1.1 200 OK\nETag: \"a\"\nContent-Length: 10\n\n");
                connection.sendBytes(first);
                connection.close();
              } else {
                connection.answer("206 Partial\nContent-Range: bytes 5-9/10", second);
              }
            })) {
      String url = server.url("/");
      Path file = folder.resolve("file.bin");
      // What sha1sum says of these ten bytes.
      String right = "c5391e308af25b42d5934d6a201a34e898d255c6";
      raises(
          "Cannot download: the checksum is sha1:"
              + right
              + ", expected "
              + "0".repeat(40)
              + " (GET "
              + url
              + ")",
          ClientModule.download(url, file.toString()).checksum("0".repeat(40)));
      assertEquals(List.of(), names(folder));
      assertEquals(
          10, ClientModule.download(url, file.toString()).checksum("SHA1:" + right).await());
      assertEquals(List.of("file.bin"), names(folder));
      for (String wrong : List.of("", "sha256:" + right, "sha3:" + right, "xyz")) {
        Failure failure =
            assertThrows(
                Failure.class, () -> ClientModule.download(url, "x").checksum(wrong).await());
        assertEquals("Not a checksum: '" + wrong + "'", failure.message());
      }
    }
  }

  @Test
  void a_person_sees_how_far_and_how_fast_it_is() {
    assertEquals(
        "1.5 MB of 3.0 MB, 500.0 kB/s, 3 s left",
        DownloadRate.text(1_500_000, 3_000_000, 3_000_000_000L));
    assertEquals(
        "1.0 MB of 1.0 GB, 1.0 MB/s, 16 min 39 s left",
        DownloadRate.text(1_000_000, 1_000_000_000, 1_000_000_000L));
    assertEquals("0.5 kB, 0.5 kB/s", DownloadRate.text(500, 0, 1_000_000_000L));
  }

  @Test
  void memory_does_not_grow_with_the_file(@TempDir Path folder) throws IOException {
    byte[] chunk = new byte[1 << 20];
    int chunks = 300;
    try (var server =
        new RawServer(
            connection -> {
              connection.send(
                  "HTTP/1.1 200 OK\nContent-Length: " + (long) chunks * chunk.length + "\n\n");
              for (int i = 0; i < chunks; i++) {
                connection.sendBytes(chunk);
              }
            })) {
      // More than a body that is collected may have.
      Path file = folder.resolve("file.bin");
      ClientModule.download(server.url("/"), file.toString()).await();
      assertEquals((long) chunks * chunk.length, Files.size(file));
    }
  }

  private static void raises(String message, Download download) {
    Failure failure = assertThrows(Failure.class, download::await);
    assertEquals(message, failure.message());
    assertFalse(message.isEmpty());
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// Notes what it is told.
  private static class Progress extends FunctionValue {
    final List<double[]> calls = new ArrayList<>();

    void isComplete(int size) {
      double before = 0;
      for (double[] call : calls) {
        assertTrue(call[0] >= before);
        before = call[0];
      }
      assertArrayEquals(new double[] {size, size}, calls.getLast());
    }

    @Override
    public int minimumArity() {
      return 2;
    }

    @Override
    public @Nullable Object call(@Nullable Object downloaded, @Nullable Object total) {
      calls.add(
          new double[] {
            ((Number) java.util.Objects.requireNonNull(downloaded)).doubleValue(),
            ((Number) java.util.Objects.requireNonNull(total)).doubleValue()
          });
      return null;
    }
  }
}

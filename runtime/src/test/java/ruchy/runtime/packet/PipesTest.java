package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.FunctionValue;

/// Captures that come through a pipe, whose other side is the test.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PipesTest {
  @TempDir private Path folder;

  private String path = "";

  @BeforeEach
  void makePipe() throws Exception {
    path = folder.resolve("pipe").toString();
    int status;
    try {
      status = new ProcessBuilder("mkfifo", path).inheritIO().start().waitFor();
    } catch (IOException noSuchCommand) {
      status = -1;
    }
    assumeTrue(status == 0, "a machine with named pipes is needed");
  }

  private static Frame frame(String text) {
    return Packet.udp("10.0.0.1:5000", "10.0.0.2:9", text).frame();
  }

  /// What somebody writes into the pipe; what it has not yet written it gives by `write`.
  private static final class Writer implements AutoCloseable {
    private final FrameWriter frames;
    private final OutputStream pipe;

    /// Waits until the pipe is opened for reading.
    Writer(String path, String format) throws IOException {
      frames = FrameWriter.of(format);
      pipe = new FileOutputStream(path);
    }

    byte[] bytes(String text) throws IOException {
      return frames.bytes(frame(text));
    }

    void write(String text) throws IOException {
      pipe.write(bytes(text));
    }

    @Override
    public void close() throws IOException {
      pipe.close();
    }
  }

  private CompletableFuture<PacketCapture> opening() {
    var opened = new CompletableFuture<PacketCapture>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                opened.complete(PacketCapture.open(path));
              } catch (RuntimeException | Error failure) {
                opened.completeExceptionally(failure);
              }
            });
    return opened;
  }

  private static @Nullable String next(Cursor walk) {
    return walk.advance() && walk.value() instanceof Packet packet ? packet.text() : null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.pcap", "x.pcapng"})
  void packets_reach_a_loop_when_they_were_written(String format) throws Exception {
    var opened = opening();
    Cursor walk;
    try (var writer = new Writer(path, format)) {
      writer.write("one");
      walk = opened.get().cursor();
      assertEquals("one", next(walk));
      byte[] three = writer.bytes("three");
      var both = new ByteArrayOutputStream();
      both.write(writer.bytes("two"));
      both.write(three, 0, 20); // of the third, which must not keep the second back
      writer.pipe.write(both.toByteArray());
      assertEquals("two", next(walk));
      writer.pipe.write(three, 20, three.length - 20);
      assertEquals("three", next(walk));
    }
    assertFalse(walk.advance());
    assertFalse(walk.advance());
  }

  @Test
  void packets_reach_a_handler_when_they_were_written() throws Exception {
    var opened = opening();
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    try (var writer = new Writer(path, "x.pcap")) {
      writer.write("one");
      PacketCapture capture = opened.get();
      capture.onPacket(
          new FunctionValue() {
            @Override
            public int minimumArity() {
              return 1;
            }

            @Override
            public @Nullable Object call(@Nullable Object packet) {
              return packet instanceof Packet known && texts.add(String.valueOf(known.text()));
            }
          });
      capture.start();
      Afterwards.reached();
      assertEquals("one", texts.take());
      writer.write("two");
      assertEquals("two", texts.take());
      capture.stop();
      capture.awaitEnd();
    }
  }

  @Test
  void a_loop_over_a_silent_pipe_ends_when_the_capture_is_stopped() throws Exception {
    var opened = opening();
    try (var writer = new Writer(path, "x.pcap")) {
      writer.write("one");
      PacketCapture capture = opened.get();
      Cursor walk = capture.cursor();
      assertEquals("one", next(walk));
      var end = new CompletableFuture<Boolean>();
      Thread.ofVirtual().start(() -> end.complete(walk.advance()));
      capture.stop();
      assertFalse(end.get());
      // Nobody reads any more: the other side is told.
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              writer.write("more");
            }
          });
    }
  }

  @Test
  void what_comes_through_a_pipe_comes_once() throws Exception {
    var opened = opening();
    try (var writer = new Writer(path, "x.pcap")) {
      writer.write("one");
      PacketCapture capture = opened.get();
      assertEquals("one", next(capture.cursor()));
      var failure = assertThrows(Failure.class, capture::cursor);
      assertEquals(
          "Cannot read " + path + " again: what comes through a pipe comes once",
          failure.message());
    }
  }

  @Test
  void the_writer_waits_for_a_program_that_does_not_take_its_packets() throws Exception {
    var opened = opening();
    int packets = 20_000;
    var written = new CompletableFuture<Integer>();
    var writing =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try (var writer = new Writer(path, "x.pcap")) {
                    for (int i = 0; i < packets; i++) {
                      writer.write("p" + i);
                    }
                    written.complete(packets);
                  } catch (IOException failure) {
                    written.completeExceptionally(failure);
                  }
                });
    Cursor walk = opened.get().cursor();
    while (!isInWrite(writing)) {
      Thread.onSpinWait();
    }
    assertFalse(written.isDone());
    for (int i = 0; i < packets; i++) {
      assertEquals("p" + i, next(walk));
    }
    assertFalse(walk.advance());
    assertEquals(packets, written.get());
  }

  /// Whether the thread has been seen in a write a thousand times, and nothing else.
  private static boolean isInWrite(Thread thread) {
    for (int i = 0; i < 1_000; i++) {
      StackTraceElement[] stack = thread.getStackTrace();
      if (stack.length == 0 || !stack[0].getMethodName().equals("writeBytes")) {
        return false;
      }
    }
    return true;
  }

  @Test
  void what_is_no_capture_is_told_when_it_is_opened() throws Exception {
    var opened = opening();
    try (var writer = new Writer(path, "x.pcap")) {
      writer.pipe.write("this is text, and no capture at all".getBytes(UTF_8));
      var failure = assertThrows(Exception.class, opened::get).getCause();
      assertEquals(
          "Broken capture file " + path + " at byte 0: this is neither pcap nor pcapng",
          failure.getMessage());
    }
  }

  @Test
  void what_was_whole_comes_before_the_error_of_a_writer_that_has_gone() throws Exception {
    var opened = opening();
    Cursor walk;
    try (var writer = new Writer(path, "x.pcap")) {
      writer.write("one");
      walk = opened.get().cursor();
      writer.write("two");
      writer.pipe.write(new byte[4]);
    }
    assertEquals("one", next(walk));
    assertEquals("two", next(walk));
    var failure = assertThrows(Failure.class, walk::advance);
    assertTrue(
        failure.message().endsWith("the file ends in the head of a packet, after 4 of 16 bytes"),
        failure::message);
  }

  @Test
  void what_is_compressed_is_read_too() throws Exception {
    var opened = opening();
    try (var writer = new Writer(path, "x.pcap");
        var zipped = new GZIPOutputStream(writer.pipe)) {
      zipped.write(writer.bytes("one"));
      zipped.finish();
      assertEquals("one", next(opened.get().cursor()));
    }
  }

  @Test
  void a_task_that_waits_for_the_other_side_can_be_cancelled() throws Exception {
    var told = new CompletableFuture<Boolean>();
    Thread task =
        Thread.ofVirtual()
            .start(
                () -> {
                  Failure failure = assertThrows(Failure.class, () -> PacketCapture.open(path));
                  told.complete(failure.matchesType("CancelledError"));
                });
    while (task.getState() != Thread.State.WAITING || !isOpened()) {
      Thread.onSpinWait();
    }
    task.interrupt();
    assertTrue(told.get());
    // The thread that has opened the pipe for it ends as soon as it is open.
    try (var writer = new Writer(path, "x.pcap")) {
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              writer.write("more");
            }
          });
    }
  }

  /// Whether a thread waits for the other side of a pipe that it opens.
  private static boolean isOpened() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().equals("java.io.FileInputStream")
                    && frame.getMethodName().equals("open0"));
  }
}

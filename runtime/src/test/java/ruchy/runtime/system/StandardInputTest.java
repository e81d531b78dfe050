package ruchy.runtime.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;

/// L 16, `input` and its relatives.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandardInputTest {
  private static StandardInput of(String text) {
    return new StandardInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void lines_lose_their_line_ends_of_either_sort() {
    StandardInput input = of("a\nß€\r\n\nlast");
    assertEquals("a", input.line());
    assertEquals("ß€", input.line());
    assertEquals("", input.line());
    assertEquals("last", input.line());
    assertNull(input.line());
    assertNull(input.line());
  }

  @Test
  void a_line_end_at_the_end_begins_no_line() {
    StandardInput input = of("a\n");
    assertEquals("a", input.line());
    assertNull(input.line());
  }

  @Test
  void a_line_may_be_longer_than_what_is_read_at_once() {
    String line = "0123456789".repeat(5000);
    StandardInput input = of(line + "\n" + line);
    assertEquals(line, input.line());
    assertEquals(line, input.line());
  }

  @Test
  void a_line_that_arrives_in_pieces_is_waited_for() throws Exception {
    try (PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream reader = new PipedInputStream(writer)) {
      StandardInput input = new StandardInput(reader);
      @Nullable String[] line = {null};
      Thread waiting = Thread.ofVirtual().start(() -> line[0] = input.line());
      writer.write("ab".getBytes(StandardCharsets.UTF_8));
      writer.flush();
      writer.write("c\n".getBytes(StandardCharsets.UTF_8));
      writer.flush();
      waiting.join();
      assertEquals("abc", line[0]);
    }
  }

  @Test
  void each_line_goes_to_one_of_many_readers() throws InterruptedException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append(i).append('\n');
    }
    StandardInput input = of(text.toString());
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Thread[] readers = new Thread[4];
    for (int i = 0; i < readers.length; i++) {
      readers[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    String line;
                    while ((line = input.line()) != null) {
                      assertTrue(seen.add(line), line);
                    }
                  });
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(2000, seen.size());
  }

  /// A chunk of two lines comes as soon as one of two readers has asked for it, while the other is
  /// on its way to ask.
  @Test
  void a_line_that_came_just_before_it_was_asked_for_is_not_waited_for() throws Exception {
    var chunks = new SynchronousQueue<String>();
    StandardInput input =
        new StandardInput(
            new InputStream() {
              @Override
              public int read() {
                throw new UnsupportedOperationException();
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                  byte[] chunk = chunks.take().getBytes(StandardCharsets.UTF_8);
                  System.arraycopy(chunk, 0, bytes, offset, chunk.length);
                  return chunk.length;
                } catch (InterruptedException ended) {
                  throw new IOException(ended);
                }
              }
            });
    var lines = new LinkedBlockingQueue<String>();
    for (int round = 0; round < 5_000; round++) {
      for (int i = 0; i < 2; i++) {
        Thread.ofVirtual().start(() -> lines.add(String.valueOf(input.line())));
      }
      chunks.put("a\nb\n");
      for (int i = 0; i < 2; i++) {
        assertNotNull(lines.poll(10, TimeUnit.SECONDS), "a line is left in round " + round);
      }
    }
  }

  @Test
  void nothing_is_read_when_nobody_waits_any_more_and_half_a_line_is_kept() throws Exception {
    var chunks = new SynchronousQueue<String>();
    var left = new CountDownLatch(1);
    StandardInput input =
        new StandardInput(
            new InputStream() {
              @Override
              public int read() {
                throw new UnsupportedOperationException();
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                  byte[] chunk = chunks.take().getBytes(StandardCharsets.UTF_8);
                  System.arraycopy(chunk, 0, bytes, offset, chunk.length);
                  return chunk.length;
                } catch (InterruptedException nobodyWaits) {
                  left.countDown();
                  throw new InterruptedIOException();
                }
              }
            });
    Thread waiting = Thread.ofVirtual().start(() -> assertThrows(Failure.class, input::line));
    chunks.put("ab");
    waiting.interrupt();
    assertTrue(left.await(20, TimeUnit.SECONDS));
    waiting.join();

    var line = new LinkedBlockingQueue<String>();
    Thread.ofVirtual().start(() -> line.add(String.valueOf(input.line())));
    chunks.put("c\n");
    assertEquals("abc", line.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void input_that_cannot_be_read_raises() {
    StandardInput input =
        new StandardInput(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("Is a directory");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("Is a directory");
              }
            });
    Failure failure = assertThrows(Failure.class, input::line);
    assertEquals("Cannot read standard input: Is a directory", failure.message());
  }
}

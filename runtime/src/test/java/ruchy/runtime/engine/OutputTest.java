package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import ruchy.runtime.failure.Failure;

/// L 12.4 and 15.2.
@Isolated
class OutputTest {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  @BeforeEach
  void redirect() {
    Output.STANDARD.redirect(received);
  }

  @AfterEach
  void restore() {
    Output.STANDARD.redirect(null);
  }

  private String text() {
    return received.toString(StandardCharsets.UTF_8);
  }

  @Test
  void lines_and_texts_arrive_in_utf_8_and_in_order() {
    Output.STANDARD.text("a: ");
    Output.STANDARD.line("ä€😀");
    Output.STANDARD.line("");
    assertEquals("a: ä€😀\n\n", text());
  }

  @Test
  void texts_of_any_length_arrive_whole() {
    StringBuilder expected = new StringBuilder();
    for (int length : new int[] {0, 1, 511, 512, 513, 8190, 8191, 8192, 8193, 100_000}) {
      for (String unit : new String[] {"x", "ü", "€"}) {
        String text = unit.repeat(length);
        Output.STANDARD.line(text);
        Output.STANDARD.text(text);
        expected.append(text).append('\n').append(text);
      }
    }
    assertEquals(expected.toString(), text());
  }

  @Test
  void the_lines_of_many_threads_stay_in_one_piece() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String line = Character.toString('a' + i).repeat(50 + 100 * i);
      Runnable prints =
          () -> {
            for (int n = 0; n < 500; n++) {
              Output.STANDARD.line(line);
            }
          };
      threads.add(i % 2 == 0 ? new Thread(prints) : Thread.ofVirtual().unstarted(prints));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> lines = text().lines().toList();
    assertEquals(4000, lines.size());
    for (String line : lines) {
      int letter = line.charAt(0);
      assertEquals(Character.toString(letter).repeat(50 + 100 * (letter - 'a')), line);
    }
  }

  @Test
  void what_cannot_be_written_raises() {
    Output.STANDARD.redirect(
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
          }
        });
    Failure failure = assertThrows(Failure.class, () -> Output.STANDARD.line("x"));
    assertTrue(failure.matchesType("IoError"));
    assertEquals("Cannot write to standard output: No space left on device", failure.message());
  }
}

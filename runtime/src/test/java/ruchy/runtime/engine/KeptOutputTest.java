package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptOutputTest {
  private static final int MOST = 2 << 16;

  private final KeptOutput output = new KeptOutput();

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.write(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 999, 65_536, 100_000})
  void up_to_its_bound_everything_is_kept(int size) {
    String text = "ä".repeat(MOST / 2);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      output.write(bytes, at, Math.min(size, bytes.length - at));
    }
    assertEquals(text, output.text());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 300_000})
  void of_more_the_beginning_and_the_end_are_kept_in_whole_lines(int lines) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      all.append("line €").append(i).append('\n');
    }
    String[] parts = all.toString().split("(?<=\n)");
    for (int i = 0; i < parts.length; i += lines) {
      int end = Math.min(parts.length, i + lines);
      write(String.join("", Arrays.asList(parts).subList(i, end)));
    }
    String text = output.text();
    int cut = text.indexOf("... ");
    String before = text.substring(0, cut);
    String after = text.substring(text.indexOf('\n', cut) + 1);
    assertTrue(all.toString().startsWith(before) && before.endsWith("\n"));
    assertTrue(all.toString().endsWith(after) && after.startsWith("line €"));
    assertTrue(text.length() > MOST / 2 && text.length() < MOST + 100);
    long left = bytes(all.toString()) - bytes(before) - bytes(after);
    assertTrue(text.contains("\n... " + left + " bytes are left out ...\n"));
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void a_text_without_lines_is_cut_too() {
    write("x".repeat(10 * MOST));
    assertEquals(MOST, output.text().chars().filter(c -> c == 'x').count());
    assertTrue(output.text().contains("\n... " + 9 * MOST + " bytes are left out ...\n"));
  }
}

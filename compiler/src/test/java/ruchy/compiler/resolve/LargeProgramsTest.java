package ruchy.compiler.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Programs of unusual shape and size: the resolver works on a thread with a large stack.
final class LargeProgramsTest {
  private static String problems(String text) throws InterruptedException {
    var lines = new AtomicReference<String>();
    var thread =
        new Thread(null, () -> lines.set(Meaning.of(text).problemLines()), "resolver", 512L << 20);
    thread.start();
    thread.join();
    return lines.get();
  }

  @Test
  void long_chains_are_resolved() throws InterruptedException {
    assertEquals("", problems("let x = 1\nlet y = x" + " + x".repeat(19_000)));
    assertEquals("", problems("let x = 1\nlet y = x" + ".a()".repeat(19_000)));
    assertEquals("", problems("let x = 1\nlet y = x" + "?.a".repeat(5_000)));
    assertEquals("", problems("let x = 1\n" + "if x == 1 { 2 } else ".repeat(5_000) + "{ 3 }"));
  }

  @Test
  void many_names_in_one_scope_are_resolved() throws InterruptedException {
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("fun f").append(i).append("(x) { let y = x + 1; g").append(i).append(" + y }\n");
      text.append("let g").append(i).append(" = f").append(i).append("(1)\n");
    }
    assertEquals("", problems(text.toString()));
  }

  @Test
  void a_file_full_of_unknown_names_is_reported_name_by_name() throws InterruptedException {
    var text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append("let known").append(i).append(" = unknown").append(i).append('\n');
    }
    assertEquals(3_000, problems(text.toString()).lines().count());
  }
}

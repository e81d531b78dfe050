package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ReplSessionTest {
  /// Copying at each append would take ten gigabytes.
  private static final long MOST_BYTES = 1L << 30;

  @Test
  void text_grows_in_variables_of_a_session() {
    var session = new ReplSession();
    run("let s = \"\"", session);
    run("let piece = \"0123456789\".repeat(5)", session);
    long before = allocated();
    run("for i in 0..20000 { s += piece }", session);
    run("fun more(t) { for i in 0..10 { s += t } }; more(piece)", session);
    long bytes = allocated() - before;
    assertTrue(bytes < MOST_BYTES, () -> bytes + " bytes");
    assertEquals(1_000_500L, run("s.len()", session));
    assertEquals("0123", run("s = s.slice(0, 4)", session));
    assertEquals("0123x", run("s += \"x\"; s", session));
  }

  private static long allocated() {
    var threads = assertInstanceOf(ThreadMXBean.class, ManagementFactory.getThreadMXBean());
    return threads.getCurrentThreadAllocatedBytes();
  }

  private static @org.jspecify.annotations.Nullable Object run(String text, ReplSession session) {
    var outcome = session.run(session.entry(text));
    return assertInstanceOf(ReplSession.Outcome.Value.class, outcome).value();
  }
}

package ruchy.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;

/// L 16, 18.3.
class LogModuleTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void redirect() {
    Output.ERROR.redirect(errors);
  }

  @AfterEach
  void restore() {
    LogModule.initLogger("trace");
    Output.ERROR.redirect(null);
  }

  @Test
  void lines_bear_their_level() {
    LogModule.info("started");
    LogGlobals.logWarn("{} left", 3L);
    LogModule.trace("a", 1L);
    assertEquals(
        "[INFO] started\n[WARN] 3 left\n[TRACE] a 1\n", errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void less_important_lines_can_be_left_out() {
    LogModule.initLogger("WARNING");
    LogModule.info("hidden");
    LogModule.error("shown");
    assertEquals("[ERROR] shown\n", errors.toString(StandardCharsets.UTF_8));
    assertEquals("warn", LogModule.getLevel());
    assertEquals(false, LogModule.isLevelEnabled("info"));
    assertThrows(Failure.class, () -> LogModule.initLogger("loud"));
  }
}

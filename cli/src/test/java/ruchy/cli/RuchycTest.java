package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RuchycTest {
  @Test
  void an_internal_error_is_short_and_says_how_to_see_more() {
    var terminal = FakeTerminal.thatBreaks();
    assertEquals(70, terminal.run("run", "-"));
    assertEquals("", terminal.output());
    assertTrue(terminal.errors().startsWith("internal error: "), terminal.errors());
    assertTrue(terminal.errors().contains("out of the blue"), terminal.errors());
    assertTrue(terminal.errors().contains("RUCHY_DEBUG=1"), terminal.errors());
    assertFalse(terminal.errors().contains("\tat "), terminal.errors());
  }

  @Test
  void it_is_the_same_for_every_command() {
    assertEquals(70, FakeTerminal.thatBreaks().run());
  }
}

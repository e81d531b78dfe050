package ruchy.runtime.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;

/// L 16, the assertions and panics.
class AssertionGlobalsTest {
  private static void assertRaises(String type, String message, Executable code) {
    Failure failure = assertThrows(Failure.class, code);
    assertTrue(failure.matchesType(type), failure.message());
    assertEquals(message, failure.message());
  }

  @Test
  void what_counts_as_true_passes() {
    AssertionGlobals.check(0L);
    AssertionGlobals.check(true, "never shown");
    AssertionGlobals.assertEq(1L, 1.0);
    AssertionGlobals.assertEq(ListValue.of(1L), ListValue.of(1L));
    AssertionGlobals.assertNe(1L, "1");
  }

  @Test
  void what_counts_as_false_raises() {
    assertRaises("AssertionError", "Assertion failed", () -> AssertionGlobals.check(Options.NONE));
    assertRaises(
        "AssertionError", "Assertion failed: x > 5", () -> AssertionGlobals.check(false, "x > 5"));
  }

  @Test
  void different_values_are_shown_in_d_form() {
    assertRaises(
        "AssertionError",
        "Assertion failed: expected \"b\", got \"a\"",
        () -> AssertionGlobals.assertEq("a", "b"));
    assertRaises(
        "AssertionError",
        "Assertion failed: sum (expected 4, got 5)",
        () -> AssertionGlobals.assertEq(5L, 4L, "sum"));
    assertRaises(
        "AssertionError",
        "Assertion failed: expected not 1",
        () -> AssertionGlobals.assertNe(1.0, 1L));
    assertRaises(
        "AssertionError",
        "Assertion failed: ids (expected not 1)",
        () -> AssertionGlobals.assertNe(1L, 1L, "ids"));
  }

  @Test
  void panics_say_what_happened() {
    assertRaises("Panic", "panic: boom", () -> AssertionGlobals.panic("boom"));
    assertRaises("Panic", "panic: not yet implemented", AssertionGlobals::todo);
    assertRaises(
        "Panic", "panic: not implemented: later", () -> AssertionGlobals.unimplemented("later"));
    assertRaises("Panic", "panic: entered unreachable code", AssertionGlobals::unreachable);
  }
}

package ruchy.runtime.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Options;

/// L 17.9.
class OptionMembersTest {
  private static String panicOf(org.junit.jupiter.api.function.Executable action) {
    Failure failure = assertThrows(Failure.class, action);
    assertTrue(failure.matchesType("Panic"));
    return failure.message();
  }

  @Test
  void unwrap_and_expect_panic_without_value() {
    assertEquals(1L, OptionMembers.unwrap(Options.some(1L)));
    assertEquals("panic: called unwrap on None", panicOf(() -> OptionMembers.unwrap(Options.NONE)));
    assertEquals("panic: no", panicOf(() -> OptionMembers.expect(Options.NONE, "no")));
    assertEquals(
        "panic: called unwrap on Err: full",
        panicOf(() -> OptionMembers.unwrap(Options.err("full"))));
    assertEquals(
        "panic: disk: full", panicOf(() -> OptionMembers.expect(Options.err("full"), "disk")));
    assertEquals("full", ResultMembers.unwrapErr(Options.err("full")));
  }

  @Test
  void defaults_are_used_only_without_value() {
    assertEquals(5L, OptionMembers.unwrapOr(Options.NONE, 5L));
    assertEquals(1L, OptionMembers.unwrapOr(Options.some(1L), 5L));
    assertEquals(
        4L,
        OptionMembers.unwrapOrElse(
            Options.err("full"), Functions.one(e -> (long) ((String) e).length())));
    assertNull(OptionMembers.unwrapOrDefault(Options.NONE));
  }

  @Test
  void mapping_touches_the_value_or_the_error() {
    var twice = Functions.one(x -> (Long) x * 2);
    assertEquals(Options.some(4L), OptionMembers.map(Options.some(2L), twice));
    assertEquals(Options.NONE, OptionMembers.map(Options.NONE, twice));
    assertEquals(Options.ok(4L), OptionMembers.map(Options.ok(2L), twice));
    assertEquals(Options.err(4L), ResultMembers.mapErr(Options.err(2L), twice));
    assertEquals(Options.ok(2L), ResultMembers.mapErr(Options.ok(2L), twice));
    assertEquals(Options.NONE, OptionMembers.filter(Options.some(2L), Functions.one(x -> false)));
  }

  @Test
  void options_and_results_become_each_other() {
    assertEquals(Options.ok(1L), OptionMembers.okOr(Options.some(1L), "no"));
    assertEquals(Options.err("no"), OptionMembers.okOr(Options.NONE, "no"));
    assertEquals(Options.some(1L), ResultMembers.ok(Options.ok(1L)));
    assertEquals(Options.some("no"), ResultMembers.err(Options.err("no")));
    assertEquals(Options.NONE, ResultMembers.err(Options.ok(1L)));
  }
}

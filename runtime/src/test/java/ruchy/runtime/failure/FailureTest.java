package ruchy.runtime.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.Options;

/// L 7.4, 11.1, 11.2, 11.3.
class FailureTest {
  @Test
  void a_thrown_value_is_caught_by_the_name_of_its_type() {
    assertTrue(Failure.of("no").matchesType("String"));
    assertTrue(Failure.of(1L).matchesType("Integer"));
    assertTrue(Failure.of(Options.some(1L)).matchesType("Option"));
    assertTrue(Failure.of(HashMapValue.of("type", "Timeout")).matchesType("Timeout"));
    assertTrue(Failure.of(new HashMapValue()).matchesType("Object"));
    assertTrue(Failure.divisionByZero().matchesType("DivisionByZero"));
    assertTrue(Failure.divisionByZero().matchesType("Error"));
    assertFalse(Failure.of("no").matchesType("Error"));
  }

  @Test
  void the_message_is_that_of_the_value_else_its_text() {
    assertEquals("no", Failure.of("no").message());
    assertEquals("full", Failure.of(HashMapValue.of("message", "full")).message());
    assertEquals("{code: 1}", Failure.of(HashMapValue.of("code", 1L)).message());
    assertEquals("panic: oops", Failure.panic("oops").message());
    assertEquals("Some(1)", Failure.of(Options.some(1L)).message());
  }

  @Test
  void wrong_counts_name_what_is_expected() {
    assertEquals("Function expects 2 arguments, got 1", Failure.wrongCount(2, 2, 1).message());
    assertEquals("Function expects 1 arguments, got 0", Failure.wrongCount(1, 1, 0).message());
    assertEquals("Function expects 2-3 arguments, got 4", Failure.wrongCount(2, 3, 4).message());
    assertEquals(
        "join expects 1 or more arguments, got 0", Failure.wrongCount("join", 1, -1, 0).message());
  }

  @Test
  void a_value_of_another_kind_than_the_compiler_knew_is_told_in_words_of_the_language() {
    Object value = "text";
    ClassCastException cast = assertThrows(ClassCastException.class, () -> integer(value));
    assertEquals(
        "Internal error of ruchyc, not of the program: expected integer, got string",
        Failure.from(cast).message());
    assertEquals(
        "Internal error of ruchyc, not of the program: a value is missing",
        Failure.from(new NullPointerException("because the return value is null")).message());
  }

  private static Long integer(Object value) {
    return (Long) value;
  }
}

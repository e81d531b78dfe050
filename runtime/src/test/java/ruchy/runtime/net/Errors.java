package ruchy.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;
import ruchy.runtime.failure.Failure;

/// What calls raise.
final class Errors {
  private Errors() {}

  static void raises(String type, String message, Executable call) {
    var failure = assertThrows(Failure.class, call);
    assertEquals(message, failure.message());
    assertTrue(failure.matchesType(type), failure::report);
  }
}

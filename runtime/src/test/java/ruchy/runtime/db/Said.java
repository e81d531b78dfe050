package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;
import ruchy.runtime.failure.Failure;

/// What an error says.
final class Said {
  private Said() {}

  /// The message of the error of that type that the action raises.
  static String by(String type, Executable action) {
    Failure failure = assertThrows(Failure.class, action);
    assertTrue(failure.matchesType(type), () -> type + " expected: " + failure.message());
    return failure.message();
  }
}

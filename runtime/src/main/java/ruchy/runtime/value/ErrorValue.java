package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.CallStack;

/// An error object (L 11.2): what the run-time raises, and what `catch` binds. Displays as its
/// message.
public final class ErrorValue {
  private final String type;
  private final String message;
  private final CallStack stack;

  public ErrorValue(String type, String message, CallStack stack) {
    this.type = type;
    this.message = message;
    this.stack = stack;
  }

  /// `TypeError`, `IndexError` ... (L 11.2).
  public String type() {
    return type;
  }

  public String message() {
    return message;
  }

  /// Where it was raised.
  public CallStack stack() {
    return stack;
  }

  /// The field `message`, `type` or `stack` (list of texts), or null for another name.
  public @Nullable Object field(String name) {
    return switch (name) {
      case "message" -> message;
      case "type" -> type;
      case "stack" -> ListValue.ofStrings(stack.lines());
      default -> null;
    };
  }

  @Override
  public String toString() {
    return message;
  }
}

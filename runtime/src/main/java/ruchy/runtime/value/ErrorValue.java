package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.CallStack;

/// An error object (L 11.2): what the run-time raises, and what `catch` binds. Displays as its
/// message.
public final class ErrorValue {
  private final String type;
  private final String message;
  private final CallStack stack;
  private final int status;

  public ErrorValue(String type, String message, CallStack stack) {
    this(type, message, stack, 0);
  }

  /// An error that names the status of the answer to a request whose handler lets it pass.
  ///
  /// @param status of HTTP, 400 to 599; 0 for none
  public ErrorValue(String type, String message, CallStack stack, int status) {
    this.type = type;
    this.message = message;
    this.stack = stack;
    this.status = status;
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

  /// The status of HTTP that a server answers with when no function takes the error; 0 for that of
  /// all errors. Programs do not see it.
  public int status() {
    return status;
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

package ruchy.cli;

/// A command cannot do what it was asked to, for a reason outside of the program's text.
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /// @param status the exit status (L 20.1)
  /// @param message one sentence that says what is wrong
  CommandFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  /// The sentence.
  String text() {
    return String.valueOf(getMessage());
  }
}

package ruchy.cli;

/// Exit statuses (L 20.1).
final class Status {
  static final int OK = 0;

  /// Compile-time errors, a failed check, a file that cannot be read or written.
  static final int FAILED = 1;

  static final int WRONG_USAGE = 2;

  static final int INTERNAL_ERROR = 70;

  /// Ended by SIGINT.
  static final int INTERRUPTED = 130;

  private Status() {}
}

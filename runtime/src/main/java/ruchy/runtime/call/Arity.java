package ruchy.runtime.call;

/// How many arguments a member takes, in one integer: the fewest times 256, and the most; 255 where
/// a parameter takes the rest.
final class Arity {
  private static final int REST = 0xff;

  private Arity() {}

  static int least(int arity) {
    return arity >> 8;
  }

  /// -1 where a parameter takes the rest.
  static int most(int arity) {
    int most = arity & 0xff;
    return most == REST ? -1 : most;
  }

  /// Whether the member may be called with that many arguments, or with more.
  static boolean takes(int arity, int count) {
    return arity >= 0 && count <= (arity & 0xff);
  }
}

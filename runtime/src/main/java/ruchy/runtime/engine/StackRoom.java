package ruchy.runtime.engine;

/// Room on the stack of the calling thread for what must not stop half-way: whoever needs it asks
/// before the first step, and raises StackOverflowError where nothing has been done yet.
final class StackRoom {
  /// 4 KB, and more where the JVM interprets: the smallest frame of a compiled call takes 16 bytes.
  /// Giving the turn to others and taking it back are some twenty calls; under contention 512 bytes
  /// were enough for them and 256 were not.
  private static final int CALLS = (4 << 10) / 16;

  private StackRoom() {}

  /// Raises StackOverflowError when there is less.
  static void ensure() {
    reach(CALLS);
  }

  /// Goes down that many calls and back: the one way to see the rest of a stack.
  private static int reach(int more) {
    return more == 0 ? 0 : reach(more - 1) + 1;
  }
}

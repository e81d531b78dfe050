package ruchy.compiler.parse;

/// How deep constructs are nested: bounds the recursion of the parser, and the height of the tree
/// over which the later stages recurse.
final class Nesting {
  /// Levels of recursion in the parser. Measured: this many fit a stack of 1 MB, also when
  /// interpreted.
  static final int MAX_LEVELS = 300;

  /// Height of the tree. Chains (`a + b + c`, `a.b().c()`, `else if`) grow it without recursion in
  /// the parser.
  static final int MAX_HEIGHT = 20_000;

  private int level;
  private int height;
  private boolean isTooDeep;

  /// Begins a construct; false if it is one too many. Gives the height so far, for `leave`.
  int enter() {
    int outer = height;
    height = 0;
    if (++level > MAX_LEVELS) {
      isTooDeep = true;
    }
    return outer;
  }

  /// Ends a construct; `outer` is what `enter` gave.
  void leave(int outer) {
    level--;
    height = Math.max(outer, height + 1);
  }

  /// Counts one more link of a chain.
  void link() {
    if (++height > MAX_HEIGHT) {
      isTooDeep = true;
    }
  }

  /// Counts the links of a chain that was built from its end.
  void links(int count) {
    height += count;
    if (height > MAX_HEIGHT) {
      isTooDeep = true;
    }
  }

  boolean isTooDeep() {
    return isTooDeep;
  }
}

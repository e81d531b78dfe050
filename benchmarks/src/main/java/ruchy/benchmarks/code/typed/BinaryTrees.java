package ruchy.benchmarks.code.typed;

import org.jspecify.annotations.Nullable;

/// Trees are made, counted and dropped: memory.
final class BinaryTrees {
  private BinaryTrees() {}

  private record Node(@Nullable Node left, @Nullable Node right) {
    long count() {
      return left == null || right == null ? 1 : 1 + left.count() + right.count();
    }
  }

  static String run() {
    Node longest = tree(18);
    long total = 0;
    for (int depth = 4; depth <= 18; depth += 4) {
      for (int i = 0; i < 1 << (18 - depth); i++) {
        total += tree(depth).count();
      }
    }
    return Long.toString(total + longest.count());
  }

  private static Node tree(int depth) {
    return depth == 0 ? new Node(null, null) : new Node(tree(depth - 1), tree(depth - 1));
  }
}

package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All patterns of a server as a radix tree: one walk over a path finds every pattern that matches
/// it. Patterns are numbered in the order of registration. Filled once, then only read, by all
/// event loops.
final class PatternTree {
  /// Up to this many patterns a set of them is one `long`.
  static final int SMALL = Long.SIZE;

  private final Node root = new Node("");

  /// Adds the pattern with that number.
  void add(PathPattern pattern, int number) {
    Node node = root;
    for (String part : pattern.parts()) {
      node = PathPattern.isParameter(part) ? node.parameter(part) : node.literal(part);
    }
    switch (pattern.end()) {
      case EXACT -> node.exact.add(number);
      case PREFIX -> node.prefixes.add(number);
      case REST -> node.rests.add(number);
    }
  }

  /// The numbers of all patterns that match the decoded path.
  BitSet matching(String path) {
    BitSet found = new BitSet();
    collect(root, path, 0, found);
    return found;
  }

  /// The same as one bit for each number, for at most `SMALL` patterns.
  long smallMatching(String path) {
    return collectSmall(root, path, 0);
  }

  /// `at` is the index after what the node and those above it stand for.
  private static void collect(Node node, String path, int at, BitSet found) {
    int left = path.length() - at;
    boolean isEnd = isEnd(path, at);
    if (isEnd) {
      found.or(node.exact.all);
    }
    if (isEnd || path.charAt(at) == '/') {
      found.or(node.prefixes.all);
    }
    found.or(node.rests.all);
    if (left == 0) {
      return;
    }
    Node child = node.childFor(path, at);
    if (child != null) {
      collect(child, path, at + child.label.length(), found);
    }
    for (Node below = node.parameter; below != null; below = below.otherKind) {
      int end = PathPattern.segmentEnd(path, at);
      if (end > at && PathPattern.fits(below.kind, path, at, end)) {
        collect(below, path, end, found);
      }
    }
  }

  private static long collectSmall(Node node, String path, int at) {
    boolean isEnd = isEnd(path, at);
    long found = node.rests.small;
    if (isEnd) {
      found |= node.exact.small;
    }
    if (isEnd || path.charAt(at) == '/') {
      found |= node.prefixes.small;
    }
    if (at == path.length()) {
      return found;
    }
    Node child = node.childFor(path, at);
    if (child != null) {
      found |= collectSmall(child, path, at + child.label.length());
    }
    for (Node below = node.parameter; below != null; below = below.otherKind) {
      int end = PathPattern.segmentEnd(path, at);
      if (end > at && PathPattern.fits(below.kind, path, at, end)) {
        found |= collectSmall(below, path, end);
      }
    }
    return found;
  }

  /// Whether nothing is left, or only a `/`, which says nothing at the end of a path.
  private static boolean isEnd(String path, int at) {
    int left = path.length() - at;
    return left == 0 || (left == 1 && path.charAt(at) == '/');
  }

  /// A set of patterns.
  private static final class Numbers {
    final BitSet all = new BitSet();
    long small;

    void add(int number) {
      all.set(number);
      if (number < SMALL) {
        small |= 1L << number;
      }
    }
  }

  private static final class Node {
    String label;
    List<Node> children = new ArrayList<>();

    /// Where a parameter goes on; those of other kinds follow in a chain.
    @Nullable Node parameter;

    @Nullable Node otherKind;
    String kind = "";
    Numbers exact = new Numbers();
    Numbers prefixes = new Numbers();
    Numbers rests = new Numbers();

    Node(String label) {
      this.label = label;
    }

    /// The node below this one for a parameter of that kind.
    Node parameter(String wanted) {
      for (Node below = parameter; below != null; below = below.otherKind) {
        if (below.kind.equals(wanted)) {
          return below;
        }
      }
      Node added = new Node("");
      added.kind = wanted;
      added.otherKind = parameter;
      parameter = added;
      return added;
    }

    /// The node below this one whose label stands at that index of the path.
    @Nullable Node childFor(String path, int at) {
      Node child = childFor(path.charAt(at));
      return child != null && path.startsWith(child.label, at) ? child : null;
    }

    private @Nullable Node childFor(char first) {
      for (int i = 0; i < children.size(); i++) {
        Node child = children.get(i);
        if (child.label.charAt(0) == first) {
          return child;
        }
      }
      return null;
    }

    /// The node below this one for that text, which splits a node that has only its beginning in
    /// common.
    Node literal(String text) {
      Node child = childFor(text.charAt(0));
      if (child == null) {
        child = new Node(text);
        children.add(child);
        return child;
      }
      int common = commonLength(child.label, text);
      if (common < child.label.length()) {
        child.split(common);
      }
      return common == text.length() ? child : child.literal(text.substring(common));
    }

    private void split(int length) {
      Node rest = new Node(label.substring(length));
      rest.children = children;
      rest.parameter = parameter;
      rest.exact = exact;
      rest.prefixes = prefixes;
      rest.rests = rests;
      label = label.substring(0, length);
      children = new ArrayList<>(List.of(rest));
      parameter = null;
      exact = new Numbers();
      prefixes = new Numbers();
      rests = new Numbers();
    }

    private static int commonLength(String one, String other) {
      int most = Math.min(one.length(), other.length());
      int length = 0;
      while (length < most && one.charAt(length) == other.charAt(length)) {
        length++;
      }
      return length;
    }
  }
}

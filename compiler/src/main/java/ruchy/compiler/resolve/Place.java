package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import ruchy.compiler.program.Node;

/// Where a value goes: what must be evaluated before, the node that reads the old value, and the
/// node that writes a new one. Either node may be used once. `guards` are the `?.` before the
/// place.
record Place(
    List<Node> before, Node old, UnaryOperator<Node> write, List<MemberResolver.Guard> guards) {
  /// The nodes after what must be evaluated before them.
  Node around(Node... nodes) {
    List<Node> sequence = new ArrayList<>(before);
    sequence.addAll(List.of(nodes));
    Node node =
        sequence.size() == 1
            ? sequence.getFirst()
            : new Node.Sequence(sequence, sequence.getLast().span());
    return MemberResolver.guarded(node, guards);
  }
}

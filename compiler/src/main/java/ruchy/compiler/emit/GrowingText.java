package ruchy.compiler.emit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;

/// Variables to which loops append: `s += x`. As text each round would copy what is there already;
/// so such a variable has a builder beside it, which is turned into text when the variable is read.
final class GrowingText {
  private GrowingText() {}

  /// The variables to which some loop in the code appends.
  static Set<Variable> in(Node body) {
    Set<Variable> found = new HashSet<>();
    find(body, false, found);
    return found;
  }

  private static void find(Node node, boolean inLoop, Set<Variable> found) {
    if (inLoop
        && node instanceof Node.Write write
        && appended(write.variable(), write.value()) != null) {
      found.add(write.variable());
    }
    boolean loops =
        inLoop
            || node instanceof Node.ForEach
            || node instanceof Node.While
            || node instanceof Node.Loop;
    Nodes.children(node, child -> find(child, loops, found));
  }

  /// What `v + a + b` appends to the variable, in order; null for another value.
  static @Nullable List<Node> appended(Variable variable, Node value) {
    Node rest = value instanceof Node.Check check ? check.value() : value;
    List<Node> operands = new ArrayList<>();
    while (rest instanceof Node.Binary(Operator operator, Node left, Node right, _)
        && operator == Operator.ADD) {
      operands.add(right);
      rest = left;
    }
    if (operands.isEmpty()
        || !(rest instanceof Node.Read read)
        || read.checked()
        || read.variable() != variable) {
      return null;
    }
    Collections.reverse(operands);
    return operands;
  }
}

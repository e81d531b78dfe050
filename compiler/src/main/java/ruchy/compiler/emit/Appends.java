package ruchy.compiler.emit;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import ruchy.compiler.infer.Types;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;

/// What the program appends to in place by `+`, text or not, and which of these assignments need
/// not yield the longer text, because nobody looks at it.
final class Appends implements Consumer<Node> {
  private final Set<Variable> variables = new HashSet<>();
  private final Set<String> fields = new HashSet<>();
  private final Set<Node> unused = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean elements;

  private Appends() {}

  /// `seesResults`: what functions return is looked at beside the program.
  static Appends in(Program program, Types types, boolean seesResults) {
    var appends = new Appends();
    for (Function function : program.functions()) {
      appends.accept(function.body());
    }
    if (program.isSession()) {
      // Other entries read and write the same fields and know nothing of this one.
      appends.fields.clear();
    }
    if (!seesResults
        && !program.isSession()
        && (appends.elements || !(appends.variables.isEmpty() && appends.fields.isEmpty()))) {
      appends.unused.addAll(UnusedValues.of(program, types));
    }
    return appends;
  }

  @Override
  public void accept(Node node) {
    if (node instanceof Node.Write write
        && GrowingText.appended(write.variable(), write.value()) != null) {
      variables.add(write.variable());
    } else if (node instanceof Node.WriteMember write && GrowingText.appended(write) != null) {
      fields.add(write.name());
    } else if (node instanceof Node.WriteIndex write && GrowingText.lookup(write) != null) {
      elements = true;
    } else if (node instanceof Node.WriteIndex write && GrowingText.appended(write) != null) {
      elements = true;
      if (write.index() instanceof Node.Constant(Object key, _)
          && (key instanceof String || key instanceof Long)) {
        fields.add(key.toString());
      }
    } else if (node instanceof Node.WriteThrough write && GrowingText.appended(write) != null) {
      elements = true;
    }
    Nodes.children(node, this);
  }

  /// Whether something appends to the variable.
  boolean isVariable(Variable variable) {
    return variables.contains(variable);
  }

  /// Whether something appends to a member of that name.
  boolean isField(String name) {
    return fields.contains(name);
  }

  /// Whether nobody uses the value of an assignment.
  boolean isUnused(Node assignment) {
    return unused.contains(assignment);
  }
}

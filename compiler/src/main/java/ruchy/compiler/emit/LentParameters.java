package ruchy.compiler.emit;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;

/// Finds the parameters whose value a function may change or keep, so that a struct from the
/// library, which passes its elements as they are, must be copied first. The others only have
/// members read, or are compared and shown: most functions given to `map` and its relatives, which
/// so cost no copy.
final class LentParameters {
  private final Set<String> methods = new HashSet<>();
  private final Set<Variable> parameters = new HashSet<>();
  private final Set<Variable> found = new HashSet<>();

  private LentParameters(Program program) {
    for (UserType type : program.userTypes()) methods.addAll(type.methods().keySet());
    for (Function function : program.functions()) {
      for (int i = function.takesSelf() ? 1 : 0; i < function.parameters().size(); i++) {
        var parameter = function.parameters().get(i);
        if (!parameter.byReference()) parameters.add(parameter.variable());
      }
    }
  }

  private final Consumer<Node> kept = this::lookAtKept;

  static Set<Variable> of(Program program) {
    boolean hasStructs =
        program.userTypes().stream().anyMatch(type -> type.form() == UserType.Form.STRUCT);
    if (!hasStructs) return Set.of();
    var search = new LentParameters(program);
    for (Variable parameter : search.parameters) {
      if (parameter.isCaptured()) search.found.add(parameter);
    }
    for (Function function : program.functions()) search.look(function.body(), false);
    return search.found;
  }

  /// What is around the node may keep or change what it yields.
  private void lookAtKept(Node node) {
    look(node, false);
  }

  /// `onlyLooked`: what the node yields is looked at and neither changed nor kept.
  private void look(Node node, boolean onlyLooked) {
    switch (node) {
      case Node.Read read -> {
        if (!onlyLooked && parameters.contains(read.variable())) found.add(read.variable());
      }
      case Node.ReadMember read -> look(read.target(), true);
      case Node.CopyOf copy -> look(copy.value(), true);
      case Node.Binary binary -> {
        look(binary.left(), true);
        look(binary.right(), true);
      }
      case Node.WriteMember write -> {
        changed(write.target());
        Nodes.children(node, kept);
      }
      case Node.WriteIndex write -> {
        changed(write.target());
        Nodes.children(node, kept);
      }
      case Node.CallMethod call -> {
        if (methods.contains(call.name())) changed(call.target());
        look(call.target(), !methods.contains(call.name()));
        call.arguments().forEach(argument -> look(argument.value(), false));
      }
      default -> Nodes.children(node, kept); // may keep what it gets
    }
  }

  /// Something within the value of the node is changed.
  private void changed(Node node) {
    switch (node) {
      case Node.Read read -> look(read, false);
      case Node.ReadMember read -> changed(read.target());
      case Node.ReadIndex read -> changed(read.target());
      default -> {} // a value of its own
    }
  }
}

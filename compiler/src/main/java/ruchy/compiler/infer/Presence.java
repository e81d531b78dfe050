package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;
import ruchy.runtime.library.LibraryFunction;

/// Which variables are certainly not nil at the place that is evaluated, because a condition said
/// so or a value was just assigned. Only variables that no other function may assign.
final class Presence {
  private final Version version;

  /// Replaced, never changed.
  private Set<Variable> present = Set.of();

  Presence(Version version) {
    this.version = version;
  }

  boolean isPresent(Variable variable) {
    return present.contains(variable);
  }

  /// What is known here, to come back to it.
  Set<Variable> known() {
    return present;
  }

  void goBackTo(Set<Variable> known) {
    present = known;
  }

  /// Goes on behind branches of which one was taken: their ends, without those that have left.
  void join(List<Set<Variable>> ends) {
    if (ends.isEmpty()) {
      return;
    }
    Set<Variable> common = ends.getFirst();
    for (Set<Variable> end : ends) {
      if (!end.equals(common)) {
        Set<Variable> both = new HashSet<>(common);
        both.retainAll(end);
        common = both;
      }
    }
    present = common;
  }

  /// The variable has another value now.
  void assigned(Variable variable, boolean isPresent) {
    if (present.contains(variable) == isPresent || !isFollowed(variable)) {
      return;
    }
    Set<Variable> changed = new HashSet<>(present);
    if (isPresent) {
      changed.add(variable);
    } else {
      changed.remove(variable);
    }
    present = changed;
  }

  private static boolean isFollowed(Variable variable) {
    return variable.sessionKey() == null
        && !(variable.isGlobal() && variable.isUsedInFunctions() && variable.isReassigned())
        && !(variable.isCaptured() && variable.isReassigned());
  }

  /// Code may have run, any number of times, that assigns variables.
  void mayHaveRun(@Nullable Node... code) {
    if (present.isEmpty()) {
      return;
    }
    Set<Variable> left = new HashSet<>(present);
    for (Node node : code) {
      if (node != null) {
        removeAssigned(node, left);
      }
    }
    present = left;
  }

  private static void removeAssigned(Node node, Set<Variable> from) {
    if (node instanceof Node.Write write) {
      from.remove(write.variable());
    } else if (node instanceof Node.Declare declare) {
      from.remove(declare.variable());
    }
    Nodes.children(node, child -> removeAssigned(child, from));
  }

  /// Takes it that the condition, which was just evaluated, is true or false.
  void assume(Node condition, boolean holds) {
    switch (condition) {
      case Node.Not not -> assume(not.operand(), !holds);
      case Node.Logical logical -> {
        if (logical.and() == holds) {
          assume(logical.left(), holds);
          mayHaveRun(logical.right());
          assume(logical.right(), holds);
        }
      }
      case Node.Read read -> {
        if (holds) {
          assigned(read.variable(), true);
        }
      }
      case Node.Binary(Operator operator, Node left, Node right, _)
          when operator == Operator.EQUAL || operator == Operator.NOT_EQUAL -> {
        Node.Read read = isNil(right) ? read(left) : isNil(left) ? read(right) : null;
        if (read != null && holds == (operator == Operator.NOT_EQUAL)) {
          assigned(read.variable(), true);
        }
      }
      case Node.CallMethod call -> {
        if (call.target() instanceof Node.Read read
            && call.arguments().isEmpty()
            && version.typeOf(read) != NEVER
            && version.targetOf(call) instanceof Target.OfLibrary(LibraryFunction _)) {
          boolean tellsPresence =
              switch (call.name()) {
                case "is_some" -> holds;
                case "is_nil", "is_null", "is_none" -> !holds;
                default -> false;
              };
          if (tellsPresence) {
            assigned(read.variable(), true);
          }
        }
      }
      default -> {}
    }
  }

  private static boolean isNil(Node node) {
    return node instanceof Node.Constant(Object value, _) && value == null;
  }

  private static Node.@Nullable Read read(Node node) {
    return node instanceof Node.Read read ? read : null;
  }
}

package ruchy.compiler.infer;

import java.util.HashSet;
import java.util.Set;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;

/// The names of members that a program assigns anywhere, `object.name = value`. Requests, responses
/// and sockets may then have something of the program under such a name (L 19.1 (2)), so reading or
/// calling it there is decided at run time.
final class AssignedMembers {
  private AssignedMembers() {}

  static Set<String> of(Program program) {
    Set<String> names = new HashSet<>();
    program.functions().forEach(function -> look(function.body(), names));
    return names;
  }

  private static void look(Node node, Set<String> names) {
    if (node instanceof Node.WriteMember write) {
      names.add(write.name());
    }
    Nodes.children(node, child -> look(child, names));
  }
}

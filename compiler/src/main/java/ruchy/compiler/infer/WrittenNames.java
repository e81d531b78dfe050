package ruchy.compiler.infer;

import java.util.HashSet;
import java.util.Set;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;

/// The names that a program may give to something of its own, as far as it shows.
///
/// @param members those that it assigns anywhere, `object.name = value`. Requests, responses and
///   sockets may then have something of the program under such a name (L 19.1 (2)), so reading or
///   calling it there is decided at run time
record WrittenNames(Set<String> members) {
  static WrittenNames of(Program program) {
    var names = new WrittenNames(new HashSet<>());
    for (Function function : program.functions()) {
      names.add(function.body());
    }
    return names;
  }

  private void add(Node node) {
    if (node instanceof Node.WriteMember write) {
      members.add(write.name());
    }
    Nodes.children(node, this::add);
  }
}

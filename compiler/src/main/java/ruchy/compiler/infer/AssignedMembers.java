package ruchy.compiler.infer;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;

/// The names of members that a program assigns anywhere, `object.name = value`. Requests, responses
/// and sockets may then have something of the program under such a name (L 19.1 (2)), so reading or
/// calling it there is decided at run time.
final class AssignedMembers {
  private AssignedMembers() {}

  static Set<String> of(Program program) {
    var search = new Search(new HashSet<>());
    for (Function function : program.functions()) {
      search.accept(function.body());
    }
    return search.names();
  }

  private record Search(Set<String> names) implements Consumer<Node> {
    @Override
    public void accept(Node node) {
      if (node instanceof Node.WriteMember write) {
        names.add(write.name());
      }
      Nodes.children(node, this);
    }
  }
}

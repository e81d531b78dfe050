package ruchy.compiler.infer;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;

/// The names that entries of maps may have as far as the program shows: keys of literals, members
/// it assigns, and all text that it writes. A callable under the name of a method is called in the
/// place of that (L 8.4).
final class EntryNames {
  private EntryNames() {}

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
      switch (node) {
        case Node.Constant(Object value, _) when value instanceof String text -> names.add(text);
        case Node.ObjectOf object -> names.addAll(object.keys());
        case Node.WriteMember write -> names.add(write.name());
        default -> {}
      }
      Nodes.children(node, this);
    }
  }
}

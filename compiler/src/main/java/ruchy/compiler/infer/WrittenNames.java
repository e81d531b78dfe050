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
/// @param entries those that entries of maps may have: keys of literals, members that it assigns,
///   and all text that it writes. A callable under the name of a method is called in the place of
///   that (L 8.4)
record WrittenNames(Set<String> members, Set<String> entries) {
  static WrittenNames of(Program program) {
    var names = new WrittenNames(new HashSet<>(), new HashSet<>());
    for (Function function : program.functions()) {
      names.add(function.body());
    }
    return names;
  }

  private void add(Node node) {
    switch (node) {
      case Node.Constant(Object value, _) when value instanceof String text -> entries.add(text);
      case Node.ObjectOf object -> entries.addAll(object.keys());
      case Node.WriteMember write -> {
        members.add(write.name());
        entries.add(write.name());
      }
      default -> {} // gives no name to anything
    }
    Nodes.children(node, this::add);
  }
}

package ruchy.compiler.resolve;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;

/// `map.entry(k).or_insert(v)` as one call, `entry#or_insert`, so that the types of keys and values
/// stay known and no object stands for the entry (L 17.5).
final class EntryCall {
  private static final Set<String> OF_ENTRIES = Set.of("or_insert", "or_insert_with");

  private EntryCall() {}

  /// The one call; null where it could mean something else: where the program may have something of
  /// its own under one of the names, or where it counts whether the entry is looked for before its
  /// argument is evaluated, because the receiver has none.
  static @Nullable Node of(
      Node receiver, String name, List<Node.Element> arguments, MemberResolver members) {
    boolean isOne =
        OF_ENTRIES.contains(name)
            && isPlain(arguments)
            && receiver instanceof Node.CallMethod entry
            && entry.name().equals("entry")
            && !entry.named()
            && isPlain(entry.arguments())
            && isQuiet(name, arguments.getFirst().value())
            && !members.mayBeOfProgram("entry")
            && !members.mayBeOfProgram(name);
    if (!isOne) {
      return null;
    }
    var entry = (Node.CallMethod) receiver;
    var both = List.of(entry.arguments().getFirst(), arguments.getFirst());
    return new Node.CallMethod(
        entry.target(), "entry#" + name, List.of(), both, false, entry.span());
  }

  private static boolean isPlain(List<Node.Element> arguments) {
    return arguments.size() == 1 && !Nodes.spread(arguments);
  }

  /// Whether to evaluate the argument does nothing that a program could notice. That of
  /// `or_insert_with` is a function for certain: else the error would name another call.
  private static boolean isQuiet(String name, Node argument) {
    return switch (argument) {
      case Node.MakeClosure _, Node.FunctionValue _, Node.LibraryValue _ -> true;
      default -> name.equals("or_insert") && isQuiet(argument);
    };
  }

  private static boolean isQuiet(Node node) {
    return switch (node) {
      case Node.Constant _, Node.MakeClosure _, Node.FunctionValue _, Node.LibraryValue _ -> true;
      case Node.Read read -> !read.checked();
      case Node.CopyOf copy -> isQuiet(copy.value());
      case Node.ListOf list -> list.elements().isEmpty();
      case Node.ObjectOf object -> object.values().isEmpty();
      case Node.MapOf map -> map.entries().isEmpty();
      case Node.CallLibrary call -> call.name().equals("new") && call.arguments().isEmpty();
      default -> false;
    };
  }
}

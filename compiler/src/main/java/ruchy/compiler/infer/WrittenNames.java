package ruchy.compiler.infer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;

/// The names that a program may give to something of its own, as far as it shows.
final class WrittenNames {
  /// Methods that put a value under a key; `map_keys` makes the keys of what a map holds anew.
  private static final Set<String> PUTTING =
      Set.of("set", "put", "insert", "get_or_insert", "or_insert", "or_insert_with", "map_keys");

  private final Set<String> members = new HashSet<>();

  /// Keys of literals, members that are assigned, and all text that is written.
  private final Set<String> entries = new HashSet<>();

  /// Whether what may be a callable is put under a key that is computed, `m["na" + "me"] = f`.
  private boolean isAnyEntry;

  private WrittenNames() {}

  static WrittenNames of(Program program) {
    var names = new WrittenNames();
    for (Function function : program.functions()) {
      names.add(function.body());
    }
    return names;
  }

  /// The members that it assigns anywhere, `object.name = value`. Requests, responses and sockets
  /// may then have something of the program under such a name (L 19.1 (2)), so reading or calling
  /// it there is decided at run time.
  Set<String> members() {
    return members;
  }

  /// Whether a map may have an entry of that name with a callable, which is called in the place of
  /// a method of that name (L 8.4).
  boolean mayBeEntry(String name) {
    return isAnyEntry || entries.contains(name);
  }

  private void add(Node node) {
    switch (node) {
      case Node.Constant(Object value, _) when value instanceof String text -> entries.add(text);
      case Node.ObjectOf object -> entries.addAll(object.keys());
      case Node.WriteMember write -> {
        members.add(write.name());
        entries.add(write.name());
      }
      case Node.WriteIndex write ->
          isAnyEntry |= isComputed(write.index()) && mayCall(write.value());
      case Node.CallMethod call when PUTTING.contains(call.name()) -> isAnyEntry |= puts(call);
      default -> {} // gives no name to anything
    }
    Nodes.children(node, this::add);
  }

  private static boolean puts(Node.CallMethod call) {
    List<Node> arguments = Nodes.values(call.arguments());
    return call.name().equals("map_keys")
        || arguments.stream().anyMatch(WrittenNames::mayCall)
            && (arguments.size() < 2 || isComputed(arguments.getFirst()));
  }

  /// Whether the key may be a text that nobody has written down.
  private static boolean isComputed(Node key) {
    return !(key instanceof Node.Constant);
  }

  /// Whether the value may be a callable, as far as it shows.
  private static boolean mayCall(Node value) {
    return switch (value) {
      case Node.Constant _, Node.Format _, Node.Not _, Node.Unary _, Node.Binary _ -> false;
      case Node.ListOf _, Node.TupleOf _, Node.SetOf _, Node.ObjectOf _, Node.RangeOf _ -> false;
      default -> true;
    };
  }
}

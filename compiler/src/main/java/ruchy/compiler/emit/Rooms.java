package ruchy.compiler.emit;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Which rooms of the runtime a program reaches: by the library functions that it calls, and by
/// member names that are looked up at run time.
final class Rooms {
  private static final String DATABASES = "db";
  private static final String SQLITE = "sqlite";
  private static final String POSTGRES = "postgres";

  private final Library library;
  private final Set<String> rooms = new TreeSet<>();

  private final Set<String> seen = new HashSet<>();

  private Rooms(Library library) {
    this.library = library;
  }

  static Set<String> reached(Types types, Names names) {
    var reached = new Rooms(names.library());
    for (Version version : types.versions()) {
      for (Node node : version.nodes()) {
        reached.look(node, version.targetOf(node));
      }
    }
    return reached.rooms;
  }

  private void look(Node node, @Nullable Target target) {
    if (target instanceof Target.OfLibrary(LibraryFunction function)) {
      add(function, node);
      return;
    }
    switch (node) {
      case Node.CallLibrary call ->
          library.functions(call.owner(), call.name()).forEach(f -> add(f, node));
      case Node.LibraryValue value ->
          library.functions(value.owner(), value.name()).forEach(f -> add(f, node));
      case Node.CallMethod call -> {
        if (target == null) {
          universal(call.name());
        }
      }
      case Node.ReadMember read -> {
        if (target == null) {
          universal(read.name());
        }
      }
      case Node.MakeInstance make when make.type().form() == UserType.Form.ACTOR ->
          rooms.add("actor");
      case Node.Spawn ignored -> rooms.add("task");
      case Node.Await ignored -> rooms.add("task");
      default -> {}
    }
  }

  private void add(LibraryFunction function, Node node) {
    rooms.add(function.room());
    if (function.room().equals(DATABASES) && function.name().equals("connect")) {
      addDrivers(node);
    }
  }

  /// A connection finds its driver by name when the program runs: where the text that names the
  /// database is not known before, any may be it.
  private void addDrivers(Node node) {
    String address =
        node instanceof Node.CallLibrary call
                && call.arguments().size() == 1
                && call.arguments().getFirst().value() instanceof Node.Constant constant
                && constant.value() instanceof String text
            ? text
            : "";
    if (!address.startsWith(POSTGRES)) {
      rooms.add(SQLITE);
    }
    if (!address.startsWith(SQLITE + ":")) {
      rooms.add(POSTGRES);
    }
  }

  /// A member of library objects needs no room of its own: the room that makes the object is there.
  /// Members that every value has may live in rooms that nothing else reaches.
  private void universal(String name) {
    if (!seen.add(name)) {
      return;
    }
    for (LibraryFunction function : library.membersNamed(name)) {
      if (!library.isType(function.owner())) {
        rooms.add(function.room());
      }
    }
  }
}

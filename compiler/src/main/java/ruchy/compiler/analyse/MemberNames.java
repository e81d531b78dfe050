package ruchy.compiler.analyse;

import java.util.HashSet;
import java.util.Set;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// The names under which a program itself stores something that can be called: methods of its
/// types, and keys of objects whose values may be functions.
final class MemberNames {
  private final Set<String> callable = new HashSet<>();
  private boolean anyName;

  private MemberNames() {}

  static MemberNames of(Types types) {
    var names = new MemberNames();
    for (Version version : types.versions()) {
      UserType owner = version.function().owner();
      if (owner != null) {
        names.callable.addAll(owner.methods().keySet());
        if (owner.form() == UserType.Form.ACTOR) {
          names.callable.addAll(UserType.SENDING);
        }
      }
      for (Node node : version.nodes()) {
        names.look(node, version);
      }
    }
    return names;
  }

  /// Whether a call of a member of that name may reach a function of the program.
  boolean mayBeCallable(String name) {
    return anyName || callable.contains(name);
  }

  /// Whether a type of the program has a method of that name.
  boolean hasMethod(String name) {
    return callable.contains(name);
  }

  private void look(Node node, Version version) {
    switch (node) {
      case Node.ObjectOf object -> {
        for (int i = 0; i < object.values().size(); i++) {
          if (holdsFunction(version, object.values().get(i))) {
            callable.add(object.keys().get(i));
          }
        }
      }
      case Node.WriteMember write -> {
        if (holdsFunction(version, write.value())) {
          callable.add(write.name());
        }
      }
      case Node.MapOf map ->
          anyName |= map.entries().stream().anyMatch(e -> holdsFunction(version, e.value()));
      case Node.WriteIndex write -> anyName |= holdsFunction(version, write.value());
      default -> {}
    }
  }

  /// Whether a function is visibly among the values. What is `ANY` has been stored under a name
  /// elsewhere, or stems from the library, whose objects keep functions for themselves.
  private static boolean holdsFunction(Version version, Node value) {
    return version
        .typeOf(value)
        .mayBe(t -> t == Type.Basic.FUNCTION || t instanceof Type.CallableType);
  }
}

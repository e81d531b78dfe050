package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.UserType;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// What a call or a read by name alone may reach: methods of the program's types, and members of
/// the library.
final class NamedTargets {
  private final Library library;
  private final Map<String, List<Method>> methods = new HashMap<>();
  private final Map<String, List<LibraryFunction>> members = new HashMap<>();

  /// A version of a method that calls reach whose target is not known.
  record Method(UserType type, Version version) {}

  NamedTargets(Types types, Library library) {
    this.library = library;
    for (UserType type : types.escapedTypes()) {
      type.methods()
          .forEach(
              (name, method) -> {
                for (Version open : types.openVersions(Code.ofMethod(method, type)).values()) {
                  methods.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Method(type, open));
                }
              });
    }
  }

  /// The methods of that name.
  List<Method> methods(String name) {
    return methods.getOrDefault(name, List.of());
  }

  /// The handlers of all messages that actors may be sent (L 12.8).
  List<Method> handlers() {
    List<Method> handlers = new ArrayList<>();
    methods.forEach(
        (name, named) -> {
          if (name.startsWith("receive ")) {
            handlers.addAll(named);
          }
        });
    return handlers;
  }

  /// The members of that name in the library.
  List<LibraryFunction> members(String name) {
    return members.computeIfAbsent(name, library::membersNamed);
  }

  /// Whether the member belongs to a kind of value, such as `string`, rather than to a library
  /// type.
  static boolean isOfValues(LibraryFunction member) {
    return !member.owner().contains("::") && Character.isLowerCase(member.owner().charAt(0));
  }
}

package ruchy.compiler.resolve;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// What the resolver asks of the library's index: which names there are, and how many arguments
/// they take.
final class LibraryNames {
  private static final Set<String> GROUPS = Set.of("collections", "sync", "net");

  /// Modules behind `std` of Rust that declare traits, bounds and error types. These mean nothing
  /// here and are accepted wherever they stand (L 3.2, L 3.4), so importing them is no mistake.
  private static final Set<String> MEANINGLESS =
      Set.of(
          "any", "borrow", "convert", "default", "error", "fmt", "hash", "io", "iter", "marker",
          "num", "ops", "prelude", "str");

  private final Library library;

  /// Empty until a type is looked for by its last name.
  private final Map<String, String> typesByLastName = new HashMap<>();

  private final Map<String, Boolean> types = new HashMap<>();

  LibraryNames(Library library) {
    this.library = library;
  }

  /// `http`
  boolean isModule(String name) {
    return library.isModule(name);
  }

  /// `std::collections`: a name that only groups types and modules (L 14.3).
  static boolean isGroup(String name) {
    return GROUPS.contains(name);
  }

  /// Whether `std::name` is there only for what is accepted and ignored.
  static boolean isMeaningless(String name) {
    return MEANINGLESS.contains(name);
  }

  /// `http::Server`, `String`, `f64`: a type of values, or a name behind which functions or
  /// constants stand.
  boolean isType(String name) {
    return types.computeIfAbsent(name, this::hasMembers);
  }

  private boolean hasMembers(String name) {
    if (name.isEmpty() || library.isModule(name)) {
      return false;
    }
    return library.isType(name)
        || library.names(name).stream().anyMatch(member -> isMember(name, member));
  }

  /// A function or constant; owner `""` for global ones, else a module or type.
  boolean isMember(String owner, String name) {
    return library.functions(owner, name).stream().anyMatch(LibraryNames::isOfOwner);
  }

  private static boolean isOfOwner(LibraryFunction function) {
    return switch (function.kind()) {
      case GLOBAL, MODULE, ASSOCIATED, CONSTANT -> true;
      case METHOD, READ, WRITE, TYPE -> false;
    };
  }

  /// The methods of that name that values of a kind have.
  List<LibraryFunction> methods(String kind, String name) {
    return library.functions(kind, name).stream()
        .filter(function -> function.kind() == LibraryFunction.Kind.METHOD)
        .toList();
  }

  boolean isConstant(String owner, String name) {
    return library.functions(owner, name).stream()
        .anyMatch(function -> function.kind() == LibraryFunction.Kind.CONSTANT);
  }

  /// Whether a call with that number of arguments is possible. Constants are never called.
  boolean accepts(String owner, String name, int count) {
    return callable(owner, name).stream()
        .anyMatch(
            function ->
                function.takesRest()
                    ? count >= function.parameterCount() - 1
                    : count == function.parameterCount());
  }

  private List<LibraryFunction> callable(String owner, String name) {
    return library.functions(owner, name).stream()
        .filter(function -> isOfOwner(function) && function.kind() != LibraryFunction.Kind.CONSTANT)
        .toList();
  }

  /// The possible numbers of arguments, as messages tell them: `2`, `1-2`, `1 or more`.
  String expected(String owner, String name) {
    Set<Integer> counts = new TreeSet<>();
    boolean more = false;
    for (LibraryFunction function : callable(owner, name)) {
      more |= function.takesRest();
      counts.add(function.parameterCount() - (function.takesRest() ? 1 : 0));
    }
    if (counts.isEmpty()) {
      return "0";
    }
    int first = counts.iterator().next();
    int last = counts.stream().reduce(first, (_, count) -> count);
    if (more) {
      return first + " or more";
    }
    return first == last ? Integer.toString(first) : first + "-" + last;
  }

  /// The names of the functions and constants of an owner, for suggestions.
  Collection<String> names(String owner) {
    return library.names(owner).stream().filter(name -> isMember(owner, name)).toList();
  }

  /// The names of modules and types that can begin a path, for suggestions.
  Collection<String> spaces() {
    return library.owners().stream()
        .filter(owner -> !owner.contains("::") && (isModule(owner) || isType(owner)))
        .toList();
  }

  /// The last names of the modules and types of a module: `Server` for `http`.
  Collection<String> spacesBehind(String module) {
    String prefix = module + "::";
    return library.owners().stream()
        .filter(owner -> owner.startsWith(prefix))
        .map(owner -> owner.substring(prefix.length()))
        .filter(name -> !name.contains("::"))
        .toList();
  }

  /// The full name of the type with that last name: `http::Server` for `Server`; the name itself if
  /// there is none.
  String typeNamed(String lastName) {
    if (typesByLastName.isEmpty()) {
      for (String type : library.types()) {
        typesByLastName.putIfAbsent(type.substring(type.lastIndexOf(':') + 1), type);
      }
    }
    return typesByLastName.getOrDefault(lastName, lastName);
  }
}

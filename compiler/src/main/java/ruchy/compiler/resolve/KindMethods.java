package ruchy.compiler.resolve;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.LibraryFunction;

/// The methods of built-in kinds as functions of their type (L 8.4): `str::len(s)`,
/// `words.map(str::to_upper)`, `numbers.reduce(f64::max)`.
final class KindMethods {
  private static final List<String> INTEGER = List.of("integer", "number", "any");
  private static final List<String> FLOAT = List.of("float", "number", "any");
  private static final List<String> STRING = List.of("string", "any");
  private static final List<String> LIST = List.of("list", "any");
  private static final List<String> MAP = List.of("map", "any");
  private static final List<String> SET = List.of("set", "any");
  private static final List<String> ANY = List.of("any");

  /// The kinds of receivers that stand behind the name of a type, in the order of their methods.
  private static final Map<String, List<String>> KINDS =
      Map.ofEntries(
          Map.entry("String", STRING),
          Map.entry("str", STRING),
          Map.entry("char", STRING),
          Map.entry("f32", FLOAT),
          Map.entry("f64", FLOAT),
          Map.entry("bool", List.of("boolean", "any")),
          Map.entry("Vec", LIST),
          Map.entry("VecDeque", LIST),
          Map.entry("HashMap", MAP),
          Map.entry("BTreeMap", MAP),
          Map.entry("HashSet", SET),
          Map.entry("BTreeSet", SET),
          Map.entry("Option", List.of("option", "any")),
          Map.entry("Result", List.of("result", "option", "any")),
          Map.entry("ToString", ANY),
          Map.entry("Clone", ANY));

  private static final Set<String> INTEGERS =
      Set.of(
          "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize");

  private final LibraryNames library;

  KindMethods(LibraryNames library) {
    this.library = library;
  }

  /// Whether methods of kinds stand behind the name, which may be no type of the library.
  static boolean isType(String name) {
    return KINDS.containsKey(name);
  }

  private static List<String> kinds(String type) {
    return INTEGERS.contains(type) ? INTEGER : KINDS.getOrDefault(type, List.of());
  }

  /// The method as a function of its receiver and as many arguments as it needs.
  Binding.@Nullable TraitMethod of(String type, String name) {
    boolean isInteger = INTEGERS.contains(type);
    return switch (name) {
      case "from" ->
          switch (type) {
            case "f32", "f64" -> method(FLOAT, "to_f");
            case "char" -> method(INTEGER, "to_char");
            default -> isInteger ? method(INTEGER, "to_i") : null;
          };
      case "from_u32" -> type.equals("char") ? method(INTEGER, "to_char") : null;
      case "from_str_radix" -> isInteger ? method(STRING, name) : null;
      default -> method(kinds(type), name);
    };
  }

  private Binding.@Nullable TraitMethod method(List<String> kinds, String name) {
    for (String kind : kinds) {
      OptionalInt parameters =
          library.methods(kind, name).stream()
              .filter(function -> !function.takesRest())
              .mapToInt(LibraryFunction::parameterCount)
              .min();
      if (parameters.isPresent()) {
        return new Binding.TraitMethod(name, parameters.getAsInt());
      }
    }
    return null;
  }
}

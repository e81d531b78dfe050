package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.UnknownType;
import ruchy.compiler.problem.SyntaxProblem.JvmInterop;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Annotation.Kind;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.TypeName;

/// The meaning of type names (L 4.2).
final class AnnotationResolver {
  private static final Map<String, Kind> KINDS = kinds();

  /// Types that are known even where the library that is compiled against lacks their rooms.
  private static final Set<String> LIBRARY_TYPES =
      Set.of("Regex", "File", "Task", "Sender", "Receiver");

  private final Resolution all;

  /// Aliases that are being followed, so that `type A = A` ends.
  private int depth;

  AnnotationResolver(Resolution all) {
    this.all = all;
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    String integers = "i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize int integer Int Integer";
    put(kinds, Kind.INTEGER, integers);
    put(kinds, Kind.FLOAT, "f32 f64 float Float");
    put(kinds, Kind.NUMBER, "number Number");
    put(kinds, Kind.BOOLEAN, "bool boolean Bool Boolean");
    put(kinds, Kind.BYTE, "byte");
    put(kinds, Kind.ATOM, "atom symbol");
    put(kinds, Kind.STRING, "String str string");
    put(kinds, Kind.CHARACTER, "char");
    put(kinds, Kind.OBJECT, "object Object");
    put(kinds, Kind.TUPLE, "tuple");
    put(kinds, Kind.RANGE, "range Range");
    put(kinds, Kind.NIL, "nil Nil unit void");
    put(kinds, Kind.DATETIME, "DateTime");
    put(kinds, Kind.DURATION, "Duration");
    put(kinds, Kind.ERROR, "Error");
    return kinds;
  }

  private static void put(Map<String, Kind> kinds, Kind kind, String names) {
    for (String name : names.split(" ", -1)) {
      kinds.put(name, kind);
    }
  }

  /// The last name of a type as written: `Error` of `net::Error`.
  static String lastName(TypeName type) {
    return type instanceof TypeName.Named named
        ? named.path().getLast().text()
        : type.span().text();
  }

  @Nullable Annotation optional(@Nullable TypeName type, Scope scope) {
    return type == null ? null : of(type, scope);
  }

  Annotation of(TypeName type, Scope scope) {
    return switch (type) {
      case TypeName.Named named -> named(named, scope);
      case TypeName.Reference reference -> of(reference.target(), scope);
      case TypeName.Function function -> {
        function.parameters().forEach(parameter -> of(parameter, scope));
        if (function.result() != null) {
          of(function.result(), scope);
        }
        yield new Annotation.Callable();
      }
      case TypeName.Array array -> new Annotation.ListOf(of(array.element(), scope));
      case TypeName.Tuple tuple ->
          tuple.elements().isEmpty()
              ? new Annotation.OfKind(Kind.NIL)
              : new Annotation.TupleOf(of(tuple.elements(), scope));
      case TypeName.Optional optional -> new Annotation.OptionOf(of(optional.target(), scope));
      case TypeName.Anything _ -> new Annotation.Anything();
    };
  }

  private List<Annotation> of(List<TypeName> types, Scope scope) {
    List<Annotation> annotations = new ArrayList<>();
    types.forEach(type -> annotations.add(of(type, scope)));
    return annotations;
  }

  private Annotation named(TypeName.Named type, Scope scope) {
    List<Annotation> arguments = of(type.arguments(), scope);
    String first = type.path().getFirst().text();
    String last = type.path().getLast().text();
    if (first.equals("java") && type.path().size() > 1) {
      all.report(new JvmInterop(type.span()));
      return new Annotation.Anything();
    }
    if (first.equals("Self") && type.path().size() > 1) {
      return new Annotation.Anything();
    }
    Binding binding =
        type.path().size() == 1 ? scope.findSpace(first) : all.paths.find(type.path(), scope);
    Annotation bound = binding == null ? null : ofBinding(binding);
    if (bound != null) {
      return bound;
    }
    boolean isAssociated =
        type.path().size() == 1
            ? scope.isAssociatedType(first)
            : scope.findSpace(first) instanceof Binding.Generic;
    if (isAssociated) {
      return new Annotation.Anything();
    }
    Annotation builtIn = builtIn(last, arguments);
    if (builtIn != null) {
      return builtIn;
    }
    String library = all.library.typeNamed(last);
    if (all.library.isType(library) || LIBRARY_TYPES.contains(last)) {
      return ofLibrary(library);
    }
    unknown(type.path(), type.path().getFirst().span().to(type.path().getLast().span()), scope);
    return new Annotation.Anything();
  }

  /// A class of the library. The values of `Ordering` are variants and atoms, which are not told
  /// apart from others; `Clone` and `ToString` are no classes.
  private Annotation ofLibrary(String name) {
    return name.equals("Ordering") || !all.library.isType(name) && !LIBRARY_TYPES.contains(name)
        ? new Annotation.Anything()
        : new Annotation.OfLibraryType(name);
  }

  private @Nullable Annotation ofBinding(Binding binding) {
    return switch (binding) {
      case Binding.OfType of -> new Annotation.OfUserType(of.type().type());
      case Binding.OfTrait of ->
          new Annotation.OfTrait(of.trait().name(), of.trait().implementors());
      case Binding.Generic _ -> new Annotation.Anything();
      case Binding.Alias alias -> alias(alias);
      case Binding.LibraryType of -> {
        String last = of.name().substring(of.name().lastIndexOf(':') + 1);
        yield builtIn(last, List.of()) == null ? ofLibrary(of.name()) : null;
      }
      case Binding.Imported imported -> {
        Binding target = imported.target();
        yield target == null ? null : ofBinding(target);
      }
      default -> null;
    };
  }

  /// The type that an alias stands for.
  Annotation alias(Binding.Alias alias) {
    if (depth > 50) {
      return new Annotation.Anything();
    }
    depth++;
    Scope inner = alias.scope().block();
    for (Identifier name : alias.tree().generics()) {
      inner.bind(name.text(), new Binding.Generic(name.text()));
    }
    Annotation target = of(alias.tree().target(), inner);
    depth--;
    return target;
  }

  private static @Nullable Annotation builtIn(String name, List<Annotation> arguments) {
    Kind kind = KINDS.get(name);
    if (kind != null) {
      return new Annotation.OfKind(kind);
    }
    return switch (name) {
      case "Vec", "list", "List", "array", "Array", "VecDeque" ->
          new Annotation.ListOf(at(arguments, 0));
      case "HashSet", "BTreeSet", "set", "Set" ->
          new Annotation.SetOf(at(arguments, 0), name.equals("BTreeSet"));
      case "HashMap", "BTreeMap", "map", "Map", "dict", "Dict" ->
          new Annotation.MapOf(at(arguments, 0), at(arguments, 1), name.equals("BTreeMap"));
      case "Fn", "FnMut", "FnOnce", "function", "Function", "fn", "fun" ->
          new Annotation.Callable();
      case "Option" -> new Annotation.OptionOf(at(arguments, 0));
      case "Result" -> new Annotation.ResultOf(at(arguments, 0), at(arguments, 1));
      case "Box", "Rc", "Arc" -> at(arguments, 0);
      case "Mutex", "RwLock", "RefCell", "Cell" -> new Annotation.Cell(at(arguments, 0));
      case "AtomicInt", "AtomicI32", "AtomicI64", "AtomicU32", "AtomicU64", "AtomicUsize" ->
          new Annotation.Cell(new Annotation.OfKind(Kind.INTEGER));
      case "AtomicBool" -> new Annotation.Cell(new Annotation.OfKind(Kind.BOOLEAN));
      case "any", "Any", "_" -> new Annotation.Anything();
      default -> null;
    };
  }

  private static Annotation at(List<Annotation> arguments, int index) {
    return index < arguments.size() ? arguments.get(index) : new Annotation.Anything();
  }

  private void unknown(List<Identifier> path, Span span, Scope scope) {
    String name = PathResolver.text(path);
    List<String> names = new ArrayList<>(KINDS.keySet());
    scope.forEach(
        (other, binding) -> {
          if (binding.isSpace()) {
            names.add(other);
          }
        });
    all.report(new UnknownType(name, span, all.suggestions.among(name, names)));
  }
}

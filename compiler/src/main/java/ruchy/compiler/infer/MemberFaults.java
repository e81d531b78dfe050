package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Habits;
import ruchy.compiler.problem.Nearest;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.TypeProblem.ImpossibleCall;
import ruchy.compiler.problem.TypeProblem.NoSuchMember;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Members that values of the one type of a receiver certainly do not have, and calls of members
/// that certainly do not take the arguments: warnings, because they raise only when they run (L
/// 8.4, L 11.4).
final class MemberFaults {
  private final Version version;
  private final Library library;
  private final Set<String> assignedMembers;
  private final Problems problems;

  MemberFaults(Version version, Library library, Set<String> assignedMembers, Problems problems) {
    this.version = version;
    this.library = library;
    this.assignedMembers = assignedMembers;
    this.problems = problems;
  }

  /// `target.name(args)`. Every value has the methods of Option and Result, too (L 9.5).
  void call(Node.CallMethod call) {
    Type receiver = receiver(call.target());
    String name = call.name();
    if (receiver == NEVER || isAnythingPossible(receiver, name) || call.isTypedParse()) {
      return;
    }
    if (receiver instanceof Type.InstanceType(UserType type) && type.methods().containsKey(name)) {
      if (call.named()) {
        names(type.methods().get(name), call);
      } else {
        arguments(type.methods().get(name), call);
      }
      return;
    }
    if (hasOwn(receiver, name)) {
      return;
    }
    List<LibraryFunction> functions = libraryMembers(receiver, name);
    if (functions.isEmpty()) {
      boolean isEntry = receiver != version.typeOf(call.target());
      String described = isEntry ? receiver.toString() : described(call.target());
      if (version.targetOf(call) == null && described != null) {
        unknownMethod(receiver, described, name, call.span());
      }
    } else {
      arguments(name, functions, call);
    }
  }

  /// The type of a receiver. What `map.entry(k)` gives counts as the place of the key, although a
  /// map whose values may be called could have something of its own under that name.
  private Type receiver(Node target) {
    Type type = version.typeOf(target);
    boolean isEntry =
        type == ANY
            && target instanceof Node.CallMethod call
            && call.name().equals("entry")
            && call.arguments().size() == 1
            && (version.typeOf(call.target()) instanceof Type.MapType
                || version.typeOf(call.target()) instanceof Type.ObjectType(Layout layout)
                    && layout.field("entry") == null);
    return isEntry ? new Type.LibraryType("MapEntry") : type;
  }

  private void unknownMethod(Type receiver, String described, String name, Span span) {
    boolean object = receiver instanceof Type.ObjectType;
    String shown = LibraryFunction.shown(name);
    String message =
        object
            ? "Object has no method named '" + shown + "'"
            : "Unknown method '" + shown + "' on type " + described;
    problems.report(new NoSuchMember(message, span, similar(receiver, shown)));
  }

  /// As the run time calls the receiver in this message; null if that is not known.
  private @Nullable String described(Node target) {
    Type receiver = version.typeOf(target);
    if (receiver == Type.Basic.OPTION) {
      return EnumNames.of(target, version);
    }
    return receiver instanceof Type.LibraryType(String name) ? name : Annotations.name(receiver);
  }

  /// Whether the value may have a member that no type tells of.
  private boolean isAnythingPossible(Type receiver, String name) {
    return switch (receiver) {
      case Type.Basic basic -> basic == ANY || basic == NIL;
      case Type.Union ignored -> true;
      case Type.LibraryType type -> isWrapper(type.name()) || assignedMembers.contains(name);
      case Type.MapType ignored -> true;
      case Type.ObjectType object -> object.layout().isEscaped() || object.layout().isExtended();
      default -> false;
    };
  }

  /// Cells have the members of what is in them, too (L 12.9).
  private static boolean isWrapper(String type) {
    return type.startsWith("sync::");
  }

  /// Whether the program itself says what is called.
  private static boolean hasOwn(Type receiver, String name) {
    return switch (receiver) {
      case Type.ObjectType object -> object.layout().field(name) != null;
      case Type.InstanceType(UserType type) ->
          type.field(name) != null
              || type.form() == UserType.Form.ENUM
              || type.form() == UserType.Form.ACTOR;
      default -> false;
    };
  }

  /// The members of that name of the first kind that has some: that kind is the one that is asked.
  private List<LibraryFunction> libraryMembers(Type receiver, String name) {
    for (String owner : owners(receiver)) {
      List<LibraryFunction> members = library.functions(owner, name);
      if (!members.isEmpty()) {
        return members;
      }
    }
    return List.of();
  }

  /// Where members of values of that type may be declared, in the order in which they are looked
  /// for.
  private static List<String> owners(Type receiver) {
    List<String> owners = new ArrayList<>(Overloads.owners(receiver));
    owners.add("option");
    owners.add("result");
    return owners;
  }

  /// A call of a method of the library that takes another number of arguments, or something else.
  private void arguments(String name, List<LibraryFunction> functions, Node.CallMethod call) {
    for (Node.Element argument : call.arguments()) {
      if (argument.spread()) {
        return;
      }
    }
    int count = call.arguments().size();
    List<LibraryFunction> methods = new ArrayList<>();
    List<LibraryFunction> fitting = new ArrayList<>();
    for (LibraryFunction function : functions) {
      if (function.kind() == LibraryFunction.Kind.READ) {
        return;
      }
      if (function.kind() == LibraryFunction.Kind.METHOD) {
        methods.add(function);
        if (takes(function, count)) {
          fitting.add(function);
        }
      }
    }
    if (methods.isEmpty()) {
      return;
    }
    if (fitting.isEmpty()) {
      String message = name + " expects " + counts(methods) + " arguments, got " + count;
      String hint = called(version.typeOf(call.target()), methods.getFirst());
      problems.report(new ImpossibleCall(message, call.span(), hint));
      return;
    }
    if (fitting.size() == 1) {
      kinds(fitting.getFirst(), call.arguments());
    }
  }

  /// A call of a method of the program with another number of arguments.
  private void arguments(Function method, Node.CallMethod call) {
    int count = call.arguments().size();
    int least = method.minimumArity() - 1;
    int most = method.maximumArity() - 1;
    boolean fits = count >= least && (method.hasRest() || count <= most);
    if (!fits && !Nodes.spread(call.arguments())) {
      String expected = counts(least, most, method.hasRest());
      String message = "Function expects " + expected + " arguments, got " + count;
      String hint = "it is called as `" + text(method.name(), parameters(method)) + "`";
      problems.report(new ImpossibleCall(message, call.span(), hint));
    }
  }

  /// A call of a method of the program with a name that none of its parameters has.
  private void names(Function method, Node.CallMethod call) {
    if (!(call.arguments().getLast().value() instanceof Node.ObjectOf given)) {
      return;
    }
    List<String> parameters = parameters(method);
    for (String name : given.keys()) {
      if (!parameters.contains(name)) {
        String message = "Unknown argument '" + name + "' for function " + method.name();
        String hint = "it is called as `" + text(method.name(), parameters) + "`";
        problems.report(new ImpossibleCall(message, given.span(), hint));
        return;
      }
    }
  }

  private static List<String> parameters(Function method) {
    return method.parameters().stream().skip(1).map(p -> p.variable().name()).toList();
  }

  /// How a method of the library is called, and on what if that is one of its types.
  private static String called(Type receiver, LibraryFunction method) {
    List<String> names = new ArrayList<>(method.parameterNames());
    if (method.takesRest()) {
      names.add("..." + names.removeLast());
    }
    String call = "`" + text(LibraryFunction.shown(method.name()), names) + "`";
    return receiver instanceof Type.LibraryType(String type)
        ? "`" + type + "` has " + call
        : "it is called as " + call;
  }

  private static String text(String name, List<String> parameters) {
    return name + "(" + String.join(", ", parameters) + ")";
  }

  /// `name(args)`, `owner::name(args)`: the number of arguments is known to fit.
  void call(Node.CallLibrary call) {
    List<LibraryFunction> fitting =
        library.functions(call.owner(), call.name()).stream()
            .filter(f -> takes(f, call.arguments().size()))
            .toList();
    if (fitting.size() == 1 && !Nodes.spread(call.arguments())) {
      kinds(fitting.getFirst(), call.arguments());
    }
  }

  private static boolean takes(LibraryFunction function, int count) {
    return function.takesRest()
        ? count >= function.parameterCount() - 1
        : count == function.parameterCount();
  }

  /// `2`, `1-2`, `1 or more`
  private static String counts(List<LibraryFunction> functions) {
    Set<Integer> counts = new TreeSet<>();
    boolean more = false;
    for (LibraryFunction function : functions) {
      more |= function.takesRest();
      counts.add(function.parameterCount() - (function.takesRest() ? 1 : 0));
    }
    int least = counts.iterator().next();
    return counts(least, counts.stream().reduce(least, Math::max), more);
  }

  private static String counts(int least, int most, boolean more) {
    if (more) {
      return least + " or more";
    }
    return least == most ? Integer.toString(least) : least + "-" + most;
  }

  /// The first argument that is of a simple kind in the place of another one, if those before it
  /// certainly fit.
  private void kinds(LibraryFunction function, List<Node.Element> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      int place = Math.min(i, function.parameterCount() - 1);
      Type argument = version.typeOf(arguments.get(i).value());
      String parameter = function.parameterTypes().get(place);
      String expected = wanted(parameter);
      if (Overloads.takes(parameter, argument)) {
        continue;
      }
      if (expected != null && isPlain(argument) && !fits(expected, argument)) {
        String message =
            function.shownName()
                + " expects "
                + expected
                + " as argument "
                + (i + 1)
                + ", got "
                + Annotations.name(argument);
        problems.report(new ImpossibleCall(message, arguments.get(i).value().span(), null));
      }
      return;
    }
  }

  /// The kind that a parameter takes and nothing else, as messages name it; null if it may take
  /// others.
  private static @Nullable String wanted(String parameter) {
    return switch (parameter) {
      case "string" -> "a string";
      case "integer" -> "an integer";
      case "float", "number" -> "a number";
      case "boolean" -> "a boolean";
      case "function" -> "a function";
      default -> parameter.contains("->") && !parameter.endsWith("?") ? "a function" : null;
    };
  }

  private static boolean isPlain(Type type) {
    return type == STRING
        || type == INTEGER
        || type == FLOAT
        || type == BOOLEAN
        || type instanceof Type.ListType;
  }

  private static boolean fits(String expected, Type argument) {
    return switch (expected) {
      case "a string" -> argument == STRING;
      case "an integer" -> argument == INTEGER;
      case "a number" -> argument == INTEGER || argument == FLOAT;
      case "a boolean" -> argument == BOOLEAN;
      default -> false;
    };
  }

  /// `target.name`: a key that objects of the one layout never have, a field that the one type does
  /// not have, or a member that objects of the library do not have.
  void read(Node.ReadMember read) {
    Type target = version.typeOf(read.target());
    boolean isAbsent =
        switch (target) {
          case Type.InstanceType(UserType type) -> !hasMember(type, read.name());
          case Type.ObjectType(Layout layout) -> neverHas(layout, read.name());
          case Type.LibraryType(String type) -> neverHas(type, read.name());
          default -> false;
        };
    if (isAbsent) {
      noField(target, read.name(), read.span());
    }
  }

  private boolean hasMember(UserType type, String name) {
    return type.form() == UserType.Form.ENUM
        || type.field(name) != null
        || type.methods().containsKey(name)
        || type.methods().containsKey("get " + name)
        || !library.functions("any", name).isEmpty();
  }

  private static boolean neverHas(Layout layout, String name) {
    return layout.field(name) == null
        && !layout.isEscaped()
        && !layout.isExtended()
        && !layout.isDynamic();
  }

  private boolean neverHas(String type, String name) {
    return isClosed(type)
        && libraryMembers(new Type.LibraryType(type), name).isEmpty()
        && !assignedMembers.contains(name);
  }

  /// Whether absent members cannot be read nor written; those of other objects are nil and may be
  /// added (L 19.1 (2)).
  private static boolean isClosed(String type) {
    return type.equals("http::Server");
  }

  /// `target.name = value`
  void write(Node.WriteMember write) {
    Type target = version.typeOf(write.target());
    String name = write.name();
    boolean isAbsent =
        switch (target) {
          case Type.InstanceType(UserType type) ->
              type.field(name) == null && !type.methods().containsKey("set " + name);
          case Type.LibraryType(String type) ->
              isClosed(type)
                  && library.functions(type, name).stream()
                      .noneMatch(f -> f.kind() == LibraryFunction.Kind.WRITE);
          default -> false;
        };
    if (isAbsent) {
      noField(target, name, write.span());
    }
  }

  private void noField(Type target, String name, Span span) {
    String message = "Object has no field named '" + name + "'";
    problems.report(new NoSuchMember(message, span, similar(target, name)));
  }

  /// What was probably meant: what other languages call so, else the nearest member.
  private @Nullable String similar(Type receiver, String name) {
    List<String> names = new ArrayList<>();
    switch (receiver) {
      case Type.InstanceType(UserType type) -> {
        type.fields().forEach(field -> names.add(field.name()));
        for (String method : type.methods().keySet()) {
          names.add(method.startsWith("get ") ? method.substring(4) : method);
        }
      }
      case Type.ObjectType(Layout layout) -> names.addAll(layout.keys());
      default -> {}
    }
    for (String owner : Overloads.owners(receiver)) {
      names.addAll(library.names(owner));
    }
    String habit = Habits.ofMember(name, names);
    return habit != null ? habit : Nearest.hint(Nearest.among(name, names));
  }
}

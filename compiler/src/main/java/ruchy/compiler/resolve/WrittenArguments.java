package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.TypeName;

/// Literals as arguments: the type arguments of the parameter count for them, so whole numbers in
/// `f([1, 2])` are floats if `f` takes a `Vec<f64>` (L 4.3). What a call gives besides is checked
/// and widened by the function itself.
final class WrittenArguments {
  private final Resolution all;

  WrittenArguments(Resolution all) {
    this.all = all;
  }

  /// The arguments of a call of that function, the first of which belongs to its first parameter
  /// besides `self`; those with names that are evaluated before are what they are there.
  ArgumentResolver.Bound entering(ArgumentResolver.Bound given, FunctionDeclaration callee) {
    return entering(given, written -> entering(written, callee));
  }

  /// The same for a closure with these parameters, which stands in that scope.
  ArgumentResolver.Ordered entering(
      ArgumentResolver.Ordered given, List<Parameter> parameters, Scope scope) {
    if (Nodes.spread(given.elements())) {
      return given;
    }
    List<@Nullable Node> values = new ArrayList<>(Nodes.values(given.elements()));
    var bound =
        entering(
            new ArgumentResolver.Bound(values, given.before()),
            written -> entering(written, index -> annotation(parameters, index, scope)));
    List<Node.Element> elements = new ArrayList<>();
    for (Node value : bound.values()) {
      elements.add(new Node.Element(Objects.requireNonNull(value), false));
    }
    return new ArgumentResolver.Ordered(elements, bound.before());
  }

  /// The arguments of a call of such a closure that binds their names when it runs: the last one is
  /// a map of those that have one.
  List<Node.Element> byName(List<Node.Element> arguments, List<Parameter> parameters, Scope scope) {
    if (!(arguments.getLast().value() instanceof Node.ObjectOf names)) {
      return arguments;
    }
    Signature signature = Signature.of(parameters);
    List<Node.Element> entering = new ArrayList<>();
    for (int i = 0; i < arguments.size() - 1; i++) {
      Node.Element argument = arguments.get(i);
      if (argument.spread()) {
        return arguments;
      }
      Node value = entering(argument.value(), annotation(parameters, i, scope));
      entering.add(new Node.Element(value, false));
    }
    List<Node> values = new ArrayList<>();
    for (int i = 0; i < names.keys().size(); i++) {
      int place = signature.indexOf(names.keys().get(i));
      values.add(entering(names.values().get(i), annotation(parameters, place, scope)));
    }
    Node map = new Node.ObjectOf(names.keys(), values, names.span());
    entering.add(new Node.Element(map, false));
    return entering;
  }

  private static Node entering(Node value, @Nullable Annotation annotation) {
    return annotation != null && isOfParts(value) ? widened(value, annotation) : value;
  }

  /// `widen` gets the values that are given as they were written.
  private static ArgumentResolver.Bound entering(
      ArgumentResolver.Bound given, UnaryOperator<List<@Nullable Node>> widen) {
    List<@Nullable Node> written = new ArrayList<>(given.values());
    List<Node> before = new ArrayList<>(given.before());
    int[] declared = new int[written.size()];
    for (int i = 0; i < declared.length; i++) {
      declared[i] = declaration(written.get(i), before);
      if (declared[i] >= 0) {
        written.set(i, ((Node.Declare) before.get(declared[i])).value());
      }
    }
    List<@Nullable Node> values = new ArrayList<>(widen.apply(written));
    for (int i = 0; i < declared.length; i++) {
      Node value = values.get(i);
      if (declared[i] >= 0 && value != null) {
        var known = (Node.Declare) before.get(declared[i]);
        before.set(declared[i], new Node.Declare(known.variable(), value, known.span()));
        values.set(i, given.values().get(i));
      }
    }
    return new ArgumentResolver.Bound(values, before);
  }

  /// Where the variable is declared that the argument reads; -1 if that is not among these nodes.
  private static int declaration(@Nullable Node argument, List<Node> nodes) {
    if (argument instanceof Node.Read read) {
      for (int i = 0; i < nodes.size(); i++) {
        if (nodes.get(i) instanceof Node.Declare declare && declare.variable() == read.variable()) {
          return i;
        }
      }
    }
    return -1;
  }

  private List<@Nullable Node> entering(List<@Nullable Node> given, FunctionDeclaration callee) {
    return entering(all.openDefaults.settle(given, callee), index -> annotation(callee, index));
  }

  /// What the annotation of each parameter makes of the literals.
  private interface Places {
    @Nullable Annotation of(int index);
  }

  private static List<@Nullable Node> entering(List<@Nullable Node> given, Places places) {
    List<@Nullable Node> entering = new ArrayList<>(given);
    for (int i = 0; i < entering.size(); i++) {
      Node value = entering.get(i);
      Annotation annotation = isOfParts(value) ? places.of(i) : null;
      if (value != null && annotation != null) {
        entering.set(i, widened(value, annotation));
      }
    }
    return entering;
  }

  /// The annotation of the parameter at that index besides `self`; null if there is none, or none
  /// that says something of parts.
  @Nullable Annotation annotation(FunctionDeclaration callee, int index) {
    Scope scope = callee.scope().block();
    FunctionResolver.bindGenerics(callee.tree().generics(), scope);
    List<Parameter> parameters =
        callee.tree().parameters().stream().filter(p -> !Signature.isSelf(p)).toList();
    return annotation(parameters, index, scope);
  }

  private @Nullable Annotation annotation(List<Parameter> parameters, int index, Scope scope) {
    if (index < 0 || index >= parameters.size() || parameters.get(index).rest()) {
      return null;
    }
    TypeName type = parameters.get(index).type();
    return hasParts(type, scope) ? all.annotations.optional(type, scope) : null;
  }

  /// The default of a parameter, which the annotation counts for as for an argument.
  Node fallback(Node value, Parameter parameter, Scope scope) {
    Annotation annotation = isOfParts(value) ? annotation(List.of(parameter), 0, scope) : null;
    return annotation == null ? value : widened(value, annotation);
  }

  /// Whether it is a literal with parts for which type arguments count.
  static boolean isOfParts(@Nullable Node value) {
    return switch (value) {
      case Node.ListOf _,
          Node.RepeatOf _,
          Node.SetOf _,
          Node.TupleOf _,
          Node.ObjectOf _,
          Node.MapOf _ ->
          true;
      case Node.MakeOption option -> option.payload() != null;
      case null, default -> false;
    };
  }

  private static boolean hasParts(@Nullable TypeName type, Scope scope) {
    return switch (type) {
      case TypeName.Named named ->
          !named.arguments().isEmpty()
              || named.path().size() == 1
                  && scope.findSpace(named.path().getFirst().text()) instanceof Binding.Alias;
      case TypeName.Reference reference -> hasParts(reference.target(), scope);
      case TypeName.Array _, TypeName.Tuple _, TypeName.Optional _ -> true;
      case TypeName.Function _, TypeName.Anything _ -> false;
      case null -> false;
    };
  }

  /// Whether `widened` gives another value.
  static boolean isChanged(Node value, Annotation type) {
    return !widened(value, type).equals(value);
  }

  /// The value with the whole numbers that are written in it as floats where floats are wanted.
  static Node widened(Node value, Annotation type) {
    return switch (value) {
      case Node.Constant(Object number, var span)
          when number instanceof Long whole && isFloat(type) ->
          new Node.Constant((double) whole, span);
      case Node.ListOf(var elements, var span)
          when type instanceof Annotation.ListOf(var element) ->
          new Node.ListOf(
              elements.stream()
                  .map(e -> e.spread() ? e : new Node.Element(widened(e.value(), element), false))
                  .toList(),
              span);
      case Node.RepeatOf repeat when type instanceof Annotation.ListOf(var element) ->
          new Node.RepeatOf(widened(repeat.value(), element), repeat.count(), repeat.span());
      case Node.SetOf(var elements, var span)
          when type instanceof Annotation.SetOf(var element, _) ->
          new Node.SetOf(elements.stream().map(e -> widened(e, element)).toList(), span);
      case Node.TupleOf(var elements, var span)
          when type instanceof Annotation.TupleOf(var types) && types.size() == elements.size() -> {
        List<Node> parts = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
          parts.add(widened(elements.get(i), types.get(i)));
        }
        yield new Node.TupleOf(parts, span);
      }
      case Node.ObjectOf object when type instanceof Annotation.MapOf of ->
          new Node.ObjectOf(
              object.keys(),
              object.values().stream().map(v -> widened(v, of.value())).toList(),
              object.span());
      case Node.MapOf(var entries, var span) when type instanceof Annotation.MapOf of ->
          new Node.MapOf(
              entries.stream()
                  .map(
                      e ->
                          e.key() == null
                              ? e
                              : new Node.Entry(
                                  widened(e.key(), of.key()), widened(e.value(), of.value())))
                  .toList(),
              span);
      case Node.MakeOption(var form, Node payload, var span) when payload != null -> {
        Annotation wanted = payload(form, type);
        yield wanted == null ? value : new Node.MakeOption(form, widened(payload, wanted), span);
      }
      default -> value;
    };
  }

  /// Whether a whole number becomes a float: also where it stands for the value of an Option.
  private static boolean isFloat(Annotation type) {
    return switch (type) {
      case Annotation.OfKind(var kind) -> kind == Annotation.Kind.FLOAT;
      case Annotation.OptionOf(var value) -> isFloat(value);
      default -> false;
    };
  }

  /// What the annotation says of the payload of an Option or a Result; null if it says nothing.
  static @Nullable Annotation payload(Node.OptionForm form, Annotation type) {
    return switch (form) {
      case SOME -> type instanceof Annotation.OptionOf(var value) ? value : null;
      case OK -> type instanceof Annotation.ResultOf(var value, _) ? value : null;
      case ERR -> type instanceof Annotation.ResultOf(_, var error) ? error : null;
      case NONE -> null;
    };
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
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
    List<@Nullable Node> written = new ArrayList<>(given.values());
    List<Node> before = new ArrayList<>(given.before());
    int[] declared = new int[written.size()];
    for (int i = 0; i < declared.length; i++) {
      declared[i] = declaration(written.get(i), before);
      if (declared[i] >= 0) {
        written.set(i, ((Node.Declare) before.get(declared[i])).value());
      }
    }
    List<@Nullable Node> values = new ArrayList<>(entering(written, callee));
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
    List<@Nullable Node> values = all.openDefaults.settle(given, callee);
    if (values.stream().noneMatch(WrittenArguments::isOfParts)) {
      return values;
    }
    List<Parameter> parameters =
        callee.tree().parameters().stream().filter(p -> !Signature.isSelf(p)).toList();
    Scope scope = callee.scope().block();
    FunctionResolver.bindGenerics(callee.tree().generics(), scope);
    List<@Nullable Node> entering = new ArrayList<>(values);
    for (int i = 0; i < entering.size() && i < parameters.size(); i++) {
      Node value = entering.get(i);
      Parameter parameter = parameters.get(i);
      if (value != null && isOfParts(value) && !parameter.rest() && hasParts(parameter.type())) {
        Annotation annotation = all.annotations.optional(parameter.type(), scope);
        entering.set(i, annotation == null ? value : widened(value, annotation));
      }
    }
    return entering;
  }

  private static boolean isOfParts(@Nullable Node value) {
    return switch (value) {
      case Node.ListOf _,
          Node.RepeatOf _,
          Node.SetOf _,
          Node.TupleOf _,
          Node.ObjectOf _,
          Node.MapOf _ ->
          true;
      case null, default -> false;
    };
  }

  private static boolean hasParts(@Nullable TypeName type) {
    return switch (type) {
      case TypeName.Named named -> !named.arguments().isEmpty();
      case TypeName.Reference reference -> hasParts(reference.target());
      case TypeName.Array _, TypeName.Tuple _ -> true;
      case TypeName.Function _, TypeName.Optional _, TypeName.Anything _ -> false;
      case null -> false;
    };
  }

  /// The value with the whole numbers that are written in it as floats where floats are wanted.
  private static Node widened(Node value, Annotation type) {
    return switch (value) {
      case Node.Constant(Object number, var span)
          when number instanceof Long whole
              && type instanceof Annotation.OfKind(var kind)
              && kind == Annotation.Kind.FLOAT ->
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
      case Node.SetOf(var elements, var span) when type instanceof Annotation.SetOf(var element) ->
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
      default -> value;
    };
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.TypeProblem.ArgumentCount;
import ruchy.compiler.problem.TypeProblem.OpenParameters;
import ruchy.compiler.problem.TypeProblem.RepeatedArgument;
import ruchy.compiler.problem.TypeProblem.UnknownArgument;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;

/// Arguments: in order for callees that are not known, bound to parameters for those that are (L
/// 5.8, L 7.4).
final class ArgumentResolver {
  private final Resolution all;

  ArgumentResolver(Resolution all) {
    this.all = all;
  }

  /// Arguments of a known function: one value a parameter, null where the default counts. `before`
  /// must be evaluated first, because the values do not stand in the order in which they were
  /// written.
  record Bound(List<@Nullable Node> values, List<Node> before) {
    /// The call after what must be evaluated before it.
    Node around(Node call) {
      if (before.isEmpty()) {
        return call;
      }
      List<Node> nodes = new ArrayList<>(before);
      nodes.add(call);
      return new Node.Sequence(nodes, call.span());
    }
  }

  /// Arguments for a callee that takes them in order; named ones are collected in a last map.
  List<Node.Element> elements(List<Expression.Argument> arguments, Scope scope) {
    return elements(arguments, null, scope);
  }

  /// The same for a method of which the program has some with that signature: what all of them take
  /// by reference is not copied.
  List<Node.Element> elements(
      List<Expression.Argument> arguments, @Nullable Signature signature, Scope scope) {
    List<Node.Element> elements = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    @Nullable Span named = null;
    for (var argument : arguments) {
      if (argument.name() == null) {
        boolean byReference =
            signature != null
                && elements.size() < signature.places().size()
                && signature.places().get(elements.size()).byReference();
        elements.add(new Node.Element(value(argument, byReference, scope), argument.spread()));
        continue;
      }
      String name = argument.name().text();
      if (keys.contains(name)) {
        all.report(new RepeatedArgument(name, argument.name().span()));
      }
      keys.add(name);
      boolean byReference = signature != null && signature.takesByReference(name);
      values.add(value(argument, byReference, scope));
      named = named == null ? argument.span() : named.to(argument.span());
    }
    if (named != null) {
      elements.add(new Node.Element(new Node.ObjectOf(keys, values, named), false));
    }
    return elements;
  }

  /// Binds arguments to the parameters of a function; null if a spread leaves open which parameter
  /// gets what. Wrong numbers and names are reported, the values are then those that fit.
  @Nullable Bound bind(
      Signature signature,
      String function,
      List<Expression.Argument> arguments,
      Span span,
      Scope scope) {
    int fixed = signature.fixed();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).spread() && !(signature.rest() && i >= fixed)) {
        return null;
      }
    }
    var places = signature.places();
    @Nullable Node[] values = new Node[places.size()];
    List<Node.Element> rest = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    int positional = 0;
    List<Node> surplus = new ArrayList<>();
    boolean tooMany = false;
    boolean namesFit = true;
    for (var argument : arguments) {
      int place = positional;
      if (argument.name() != null) {
        place = signature.indexOf(argument.name().text());
        namesFit &= checkName(argument, place, place >= 0 ? values[place] : null, function);
      } else {
        positional++;
      }
      boolean fits = place >= 0 && place < places.size();
      Node value = value(argument, fits && places.get(place).byReference(), scope);
      if (argument.name() == null && signature.rest() && place >= fixed) {
        rest.add(new Node.Element(value, argument.spread()));
      } else if (fits) {
        values[place] = value;
        order.add(place);
      } else {
        surplus.add(value);
        tooMany |= argument.name() == null;
      }
    }
    if (signature.rest() && values[fixed] == null) {
      values[fixed] = new Node.ListOf(rest, span);
    }
    boolean lacks = replaceMissing(signature, values, span);
    if (namesFit && (tooMany || lacks)) {
      String hint = "it is called as `" + signature.text(function) + "`";
      all.report(new ArgumentCount("Function", signature.expected(), arguments.size(), span, hint));
    }
    List<Node> before = new ArrayList<>(inOrder(values, order, scope));
    before.addAll(surplus);
    return new Bound(Arrays.asList(values), before);
  }

  /// Arguments in order, for a callee that is a value; `before` must be evaluated first.
  record Ordered(List<Node.Element> elements, List<Node> before) {}

  /// Arguments with names, put in the order of the parameters of a callee that is a value.
  Ordered positional(
      Signature signature,
      String function,
      List<Expression.Argument> arguments,
      Span span,
      Scope scope) {
    var bound = bind(signature, function, arguments, span, scope);
    List<Node.Element> elements = new ArrayList<>();
    if (bound == null) {
      all.report(new OpenParameters("how many are spread is seen when the program runs", span));
      return new Ordered(elements, List.of());
    }
    int last = signature.rest() ? signature.fixed() : -1;
    int given = lastGiven(bound.values());
    for (int i = 0; i <= given; i++) {
      Node value = bound.values().get(i);
      Signature.Fallback fallback = signature.places().get(i).fallback();
      if (i == last && value instanceof Node.ListOf(var rest, _)) {
        elements.addAll(rest);
      } else if (value != null) {
        elements.add(new Node.Element(value, false));
      } else if (fallback != null && fallback.literal()) {
        elements.add(new Node.Element(new Node.Constant(fallback.value(), span), false));
      } else if (fallback != null) {
        String why = "'" + signature.places().get(i).name() + "' has a default that is computed";
        all.report(new OpenParameters(why, span));
      }
    }
    return new Ordered(elements, bound.before());
  }

  /// The index of the last argument that is given; an empty rest does not count.
  private static int lastGiven(List<@Nullable Node> values) {
    for (int i = values.size() - 1; i >= 0; i--) {
      Node value = values.get(i);
      if (value != null && !(value instanceof Node.ListOf(var rest, _) && rest.isEmpty())) {
        return i;
      }
    }
    return -1;
  }

  /// Reports a name that the function does not have, or that is given twice.
  private boolean checkName(
      Expression.Argument argument, int place, @Nullable Node present, String function) {
    var name = java.util.Objects.requireNonNull(argument.name());
    if (place < 0) {
      all.report(new UnknownArgument(name.text(), function, name.span()));
    } else if (present != null) {
      all.report(new RepeatedArgument(name.text(), name.span()));
    }
    return place >= 0 && present == null;
  }

  /// Whether arguments are missing; something of which nothing is known stands in for them.
  private static boolean replaceMissing(Signature signature, @Nullable Node[] values, Span span) {
    boolean lacks = false;
    for (int i = 0; i < signature.fixed(); i++) {
      if (values[i] == null && !signature.places().get(i).optional()) {
        values[i] = Frame.faulty(span);
        lacks = true;
      }
    }
    return lacks;
  }

  /// Named arguments are evaluated as they were written: values that come too late or too early get
  /// variables.
  static List<Node> inOrder(@Nullable Node[] values, List<Integer> order, Scope scope) {
    List<Node> before = new ArrayList<>();
    boolean sorted = true;
    for (int i = 1; i < order.size(); i++) {
      sorted &= order.get(i - 1) < order.get(i);
    }
    if (!sorted) {
      for (int place : order) {
        Node value = values[place];
        if (value != null && !Copies.isConstant(value)) {
          Variable variable = scope.frame().temporary("argument", value.span());
          before.add(new Node.Declare(variable, value, value.span()));
          values[place] = new Node.Read(variable, false, value.span());
        }
      }
    }
    return before;
  }

  /// An argument: structs are copied unless they are passed by reference (L 7.6).
  private Node value(Expression.Argument argument, boolean byReference, Scope scope) {
    Node value = all.expressions.value(argument.value(), scope);
    return byReference || argument.spread() || argument.value() instanceof Expression.Reference
        ? value
        : all.copies.copy(value);
  }
}

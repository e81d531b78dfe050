package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;

/// Lists, tuples, sets and maps, written down or computed (L 5.3, L 5.9). Comprehensions become
/// loops that fill a variable.
final class CollectionResolver {
  /// A literal with more keys is a table rather than an object with fields.
  private static final int MOST_OBJECT_KEYS = 200;

  private final Resolution all;

  CollectionResolver(Resolution all) {
    this.all = all;
  }

  /// A value that is stored.
  private Node stored(Expression expression, Scope scope) {
    return all.copies.copy(all.expressions.value(expression, scope));
  }

  private List<Node> stored(List<Expression> expressions, Scope scope) {
    return expressions.stream().map(e -> stored(e, scope)).toList();
  }

  Node tuple(Expression.TupleLiteral tuple, Scope scope) {
    return new Node.TupleOf(stored(tuple.elements(), scope), tuple.span());
  }

  Node list(Expression.ListLiteral list, Scope scope) {
    List<Node.Element> elements = new ArrayList<>();
    for (var element : list.elements()) {
      Node value =
          element.spread()
              ? all.expressions.value(element.value(), scope)
              : stored(element.value(), scope);
      elements.add(new Node.Element(value, element.spread()));
    }
    return new Node.ListOf(elements, list.span());
  }

  Node repeat(Expression.Repeat repeat, Scope scope) {
    Node value = stored(repeat.value(), scope);
    return new Node.RepeatOf(value, all.expressions.value(repeat.count(), scope), repeat.span());
  }

  Node set(Expression.SetLiteral set, Scope scope) {
    return new Node.SetOf(stored(set.elements(), scope), set.span());
  }

  /// An object literal, unless it has other keys than words and strings, a key twice, a spread,
  /// nothing, or so many keys that it is a table.
  Node map(Expression.MapLiteral map, Scope scope) {
    List<Node.Entry> entries = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (var entry : map.entries()) {
      switch (entry) {
        case Expression.Entry.Pair pair -> {
          Node value = stored(pair.value(), scope);
          entries.add(new Node.Entry(ExpressionResolver.literal(pair.key()), value));
          if (pair.key() instanceof Expression.StringLiteral key && seen.add(key.value())) {
            keys.add(key.value());
            values.add(value);
          }
        }
        case Expression.Entry.Spread spread ->
            entries.add(new Node.Entry(null, all.expressions.value(spread.value(), scope)));
      }
    }
    return keys.isEmpty() || keys.size() < entries.size() || keys.size() > MOST_OBJECT_KEYS
        ? new Node.MapOf(entries, map.span())
        : new Node.ObjectOf(keys, values, map.span());
  }

  Node list(Expression.ListComprehension list, Scope scope) {
    Span span = list.span();
    Variable result = scope.frame().temporary("list", span);
    return filled(
        result,
        new Node.ListOf(List.of(), span),
        list.clauses(),
        (target, inner) -> added(target, "push", list.value(), inner),
        scope,
        span);
  }

  Node set(Expression.SetComprehension set, Scope scope) {
    Span span = set.span();
    Variable result = scope.frame().temporary("set", span);
    return filled(
        result,
        new Node.SetOf(List.of(), span),
        set.clauses(),
        (target, inner) -> added(target, "insert", set.value(), inner),
        scope,
        span);
  }

  Node map(Expression.MapComprehension map, Scope scope) {
    Span span = map.span();
    Variable result = scope.frame().temporary("map", span);
    return filled(
        result,
        new Node.MapOf(List.of(), span),
        map.clauses(),
        (target, inner) ->
            new Node.WriteIndex(
                target,
                all.expressions.value(map.key(), inner),
                stored(map.value(), inner),
                map.value().span()),
        scope,
        span);
  }

  private Node added(Node target, String method, Expression value, Scope inner) {
    var element = new Node.Element(stored(value, inner), false);
    return new Node.CallMethod(target, method, List.of(), List.of(element), false, value.span());
  }

  /// Declares the collection, fills it in nested loops, and yields it.
  private Node filled(
      Variable result,
      Node empty,
      List<Expression.Clause> clauses,
      BiFunction<Node, Scope, Node> body,
      Scope scope,
      Span span) {
    Node loops =
        loops(clauses, inner -> body.apply(new Node.Read(result, false, span), inner), scope, span);
    return new Node.Sequence(
        List.of(new Node.Declare(result, empty, span), loops, new Node.Read(result, false, span)),
        span);
  }

  private Node loops(
      List<Expression.Clause> clauses,
      java.util.function.Function<Scope, Node> body,
      Scope scope,
      Span span) {
    if (clauses.isEmpty()) {
      return body.apply(scope);
    }
    var clause = clauses.getFirst();
    var rest = clauses.subList(1, clauses.size());
    Node iterable = all.expressions.value(clause.iterable(), scope);
    return all.loops.forEach(
        new Node.LoopLabel(),
        clause.pattern(),
        iterable,
        inner -> {
          if (clause.condition() == null) {
            return loops(rest, body, inner, span);
          }
          Node condition = all.expressions.value(clause.condition(), inner);
          return new Node.Conditional(
              condition, loops(rest, body, inner, span), Frame.nil(span), span);
        },
        scope,
        clause.span());
  }
}

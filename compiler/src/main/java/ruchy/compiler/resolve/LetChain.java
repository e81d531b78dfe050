package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TreeParts;

/// `let p = e && f && let q = g`: what is tested one after another, each seeing what those before
/// it have bound. All behind `=` is the value (L 5.6), unless what follows an `&&` reads a name
/// that the pattern binds, or is a `let` with a pattern that may fail to match: as values these
/// would mean nothing.
final class LetChain {
  /// What is tested; without a pattern its truth is.
  record Link(@Nullable Pattern pattern, Expression value, Span span) {}

  private LetChain() {}

  /// The links of a condition, at least two; none if it is no chain.
  static List<Link> of(Expression.Condition condition) {
    List<Link> links = new ArrayList<>();
    switch (condition) {
      case Expression.Condition.Test test -> {
        List<Expression> operands = operands(test.value());
        if (operands.stream().anyMatch(LetChain::isLet)) {
          operands.forEach(operand -> add(operand, links));
        }
      }
      case Expression.Condition.Matches matches -> {
        List<Expression> operands = operands(matches.value());
        Set<String> bound = bound(matches.pattern());
        List<Expression> rest = operands.subList(1, operands.size());
        if (rest.stream().anyMatch(each -> isLet(each) || reads(each, bound))) {
          links.add(new Link(matches.pattern(), operands.getFirst(), matches.span()));
          rest.forEach(operand -> add(operand, links));
        }
      }
    }
    return links;
  }

  /// The operands of `a && b && c`, of which the last may be a `let` that has taken the others into
  /// its value.
  private static List<Expression> operands(Expression value) {
    List<Expression> operands = new ArrayList<>();
    Expression left = value;
    while (left instanceof Expression.Binary(var operator, var before, var right, _)
        && operator == BinaryOperator.AND) {
      operands.addFirst(right);
      left = before;
    }
    operands.addFirst(left);
    return operands;
  }

  private static void add(Expression operand, List<Link> links) {
    Expression value = operand instanceof Expression.Let let ? let.value() : null;
    if (value == null || !isLet(operand)) {
      links.add(new Link(null, operand, operand.span()));
      return;
    }
    List<Expression> operands = operands(value);
    Pattern pattern = ((Expression.Let) operand).pattern();
    links.add(new Link(pattern, operands.getFirst(), operand.span()));
    operands.subList(1, operands.size()).forEach(each -> add(each, links));
  }

  /// Whether it is a `let` that tests. One that only names a value is that value.
  private static boolean isLet(Expression operand) {
    return operand instanceof Expression.Let let
        && let.value() != null
        && let.type() == null
        && let.otherwise() == null
        && let.in() == null
        && !(let.pattern() instanceof Pattern.Binding)
        && !(let.pattern() instanceof Pattern.Wildcard);
  }

  private static Set<String> bound(Object part) {
    Set<String> names = new HashSet<>();
    switch (part) {
      case Pattern.Binding binding -> names.add(binding.name().text());
      case Pattern.Alias alias -> names.add(alias.name().text());
      case Pattern.FieldPattern field when field.pattern() == null ->
          names.add(field.name().text());
      case Pattern.ElementPattern.Rest rest when rest.name() != null ->
          names.add(rest.name().text());
      default -> {}
    }
    TreeParts.of(part).forEach(inner -> names.addAll(bound(inner)));
    return names;
  }

  private static boolean reads(Object part, Set<String> names) {
    if (part instanceof Expression.Name name) {
      return names.contains(name.text());
    }
    return TreeParts.of(part).stream().anyMatch(inner -> reads(inner, names));
  }
}

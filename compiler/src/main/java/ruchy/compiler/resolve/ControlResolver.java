package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Pattern;

/// Choices and jumps: `if`, ternary, `match`, `try`, `return` (L 10, L 11.1).
final class ControlResolver {
  /// Arms in one match.
  private static final int MOST_ARMS = 100;

  private final Resolution all;

  ControlResolver(Resolution all) {
    this.all = all;
  }

  /// The expression without parentheses around it.
  static Expression plain(Expression expression) {
    Expression plain = expression;
    while (plain instanceof Expression.Parenthesised inner) {
      plain = inner.inner();
    }
    return plain;
  }

  Node ternary(Expression.Ternary ternary, boolean dropped, Scope scope) {
    return new Node.Conditional(
        all.expressions.value(ternary.condition(), scope),
        all.expressions.resolve(ternary.then(), dropped, scope),
        all.expressions.resolve(ternary.otherwise(), dropped, scope),
        ternary.span());
  }

  Node conditional(Expression.If conditional, boolean dropped, Scope scope) {
    Span span = conditional.span();
    List<LetChain.Link> links = LetChain.of(conditional.condition());
    if (!links.isEmpty()) {
      Node.LoopLabel label = new Node.LoopLabel();
      Node met =
          chained(
              links, inner -> all.blocks.body(conditional.then(), dropped, inner), label, scope);
      return alternatives(met, otherwise(conditional, dropped, scope), label, span);
    }
    return switch (conditional.condition()) {
      case Expression.Condition.Test test -> {
        Node condition = all.expressions.value(test.value(), scope);
        Node then = all.blocks.body(conditional.then(), dropped, scope);
        yield new Node.Conditional(condition, then, otherwise(conditional, dropped, scope), span);
      }
      case Expression.Condition.Matches matches -> {
        Node value = subject(matches.value(), List.of(matches.pattern()), scope);
        Variable subject = scope.frame().temporary("value", matches.span());
        Scope inner = scope.block();
        Matcher matcher = matcher(matches.pattern(), inner);
        Node then = all.blocks.body(conditional.then(), dropped, inner);
        var arm = new Node.Arm(matcher, null, then);
        yield new Node.Match(
            subject, value, List.of(arm), otherwise(conditional, dropped, scope), span);
      }
    };
  }

  private Node otherwise(Expression.If conditional, boolean dropped, Scope scope) {
    return conditional.otherwise() == null
        ? Frame.nil(conditional.span().after())
        : all.blocks.body(conditional.otherwise(), dropped, scope);
  }

  /// What happens where all links of a chain are met: the value of `body`, with which the loop of
  /// that label is left. Where one is not, nothing happens.
  Node chained(
      List<LetChain.Link> links, Function<Scope, Node> body, Node.LoopLabel label, Scope scope) {
    LetChain.Link link = links.getFirst();
    Span span = link.span();
    Node nothing = Frame.nil(span);
    Pattern pattern = link.pattern();
    if (pattern == null) {
      Node condition = all.expressions.value(link.value(), scope);
      return new Node.Conditional(condition, next(links, body, label, scope), nothing, span);
    }
    Node value = subject(link.value(), List.of(pattern), scope);
    Variable subject = scope.frame().temporary("value", span);
    Scope inner = scope.block();
    Matcher matcher = matcher(pattern, inner);
    var arm = new Node.Arm(matcher, null, next(links, body, label, inner));
    return new Node.Match(subject, value, List.of(arm), nothing, span);
  }

  private Node next(
      List<LetChain.Link> links, Function<Scope, Node> body, Node.LoopLabel label, Scope scope) {
    if (links.size() > 1) {
      return chained(links.subList(1, links.size()), body, label, scope);
    }
    Node value = body.apply(scope);
    return new Node.Break(label, value, value.span());
  }

  /// The one, which leaves the loop of that label, or else the other.
  private static Node alternatives(Node one, Node other, Node.LoopLabel label, Span span) {
    Node leave = new Node.Break(label, other, other.span());
    return new Node.Loop(label, new Node.Sequence(List.of(one, leave), span), span);
  }

  private Matcher matcher(Pattern pattern, Scope inner) {
    return all.patterns.resolve(pattern, new Binder(all, inner, false), false, inner);
  }

  Node match(Expression.Match match, boolean dropped, Scope scope) {
    List<Pattern> patterns = match.arms().stream().map(Expression.Arm::pattern).toList();
    Node value = subject(match.value(), patterns, scope);
    Variable subject = scope.frame().temporary("value", match.value().span());
    List<Node.Arm> arms = new ArrayList<>();
    for (var arm : match.arms()) {
      Scope inner = scope.block();
      Matcher matcher = matcher(arm.pattern(), inner);
      Node guard = arm.guard() == null ? null : all.expressions.value(arm.guard(), inner);
      arms.add(new Node.Arm(matcher, guard, all.blocks.body(arm.body(), dropped, inner)));
    }
    return inGroups(subject, value, arms, match.span(), scope);
  }

  /// A match with very many arms is a chain of smaller ones, which can be methods of their own.
  private static Node inGroups(
      Variable subject, Node value, List<Node.Arm> arms, Span span, Scope scope) {
    if (arms.size() <= MOST_ARMS) {
      return new Node.Match(subject, value, arms, null, span);
    }
    Node rest = null;
    for (int start = (arms.size() - 1) / MOST_ARMS * MOST_ARMS; start > 0; start -= MOST_ARMS) {
      List<Node.Arm> group = arms.subList(start, Math.min(start + MOST_ARMS, arms.size()));
      Variable again = scope.frame().temporary("value", span);
      rest = new Node.Match(again, new Node.Read(subject, false, span), group, rest, span);
    }
    return new Node.Match(subject, value, arms.subList(0, MOST_ARMS), rest, span);
  }

  /// The value that patterns are tried on. A `parse` yields a Result if one of them is `Ok` or
  /// `Err` (L 17.3).
  Node subject(Expression value, List<Pattern> patterns, Scope scope) {
    Node node = all.expressions.value(value, scope);
    return patterns.stream().anyMatch(ControlResolver::isResult)
        ? MemberResolver.wantingResult(node)
        : node;
  }

  private static boolean isResult(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Constructor constructor -> {
        String name = constructor.path().getLast().text();
        yield name.equals("Ok") || name.equals("Err");
      }
      case Pattern.Alias alias -> isResult(alias.pattern());
      case Pattern.Alternatives alternatives ->
          alternatives.alternatives().stream().anyMatch(ControlResolver::isResult);
      default -> false;
    };
  }

  Node attempt(Expression.Try attempt, boolean dropped, Scope scope) {
    Node body = all.blocks.block(attempt.body(), dropped, scope);
    List<Node.Catch> catches = new ArrayList<>();
    for (var clause : attempt.catches()) {
      Scope inner = scope.block();
      Variable variable = null;
      if (clause.name() != null && !clause.name().text().equals("_")) {
        variable = new Variable(clause.name().text(), clause.name().span(), false, null);
        inner.bindLocal(variable);
      }
      String type = clause.type() == null ? null : AnnotationResolver.lastName(clause.type());
      catches.add(new Node.Catch(variable, type, all.blocks.block(clause.body(), dropped, inner)));
    }
    Node last = attempt.last() == null ? null : all.blocks.block(attempt.last(), true, scope);
    return new Node.Try(body, catches, last, attempt.span());
  }

  /// `return e`: leaves the innermost function, or the top-level code of this file (L 7.4).
  Node result(Expression.Return result, Scope scope) {
    Frame frame = scope.frame();
    Span span = result.span();
    Node value = result.value() == null ? null : all.expressions.value(result.value(), scope);
    if (frame.isTopLevel()) {
      all.topLevelReturns();
    }
    Node.LoopLabel end = frame.end();
    if (end != null) {
      return new Node.Break(end, value == null ? Frame.nil(span) : value, span);
    }
    return leaving(value, frame, span);
  }

  private Node leaving(@Nullable Node value, Frame frame, Span span) {
    Annotation annotation = frame.result();
    if (Checks.isNil(annotation)) {
      Node leave = new Node.Return(Frame.nil(span), span);
      return value == null || Copies.isConstant(value)
          ? leave
          : new Node.Sequence(List.of(value, leave), span);
    }
    Node operand = value == null ? Frame.nil(span) : value;
    return new Node.Return(
        all.checks.check(operand, annotation, Checks.resultOf(frame.function())), span);
  }
}

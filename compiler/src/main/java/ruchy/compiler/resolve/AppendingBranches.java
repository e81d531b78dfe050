package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TreeParts;

/// `s = if c { s + a } else { b }` as `if c { s = s + a } else { s = b }`, which means the same:
/// where text grows, a sum is appended in place. Choices of every form and blocks are taken apart,
/// if one of their values is such a sum.
final class AppendingBranches {
  private final Expression.Assign assign;

  /// The name of the variable; null for a member of `self`.
  private final @Nullable String variable;

  private boolean appends;

  private AppendingBranches(Expression.Assign assign, @Nullable String variable) {
    this.assign = assign;
    this.variable = variable;
  }

  /// The choice between assignments that an assignment means; null if it is left as it is.
  static @Nullable Expression of(Expression.Assign assign) {
    String variable;
    switch (ControlResolver.plain(assign.target())) {
      case Expression.Name name -> variable = name.text();
      case Expression.Member member
          when !member.safe() && member.target() instanceof Expression.Self ->
          variable = null;
      default -> {
        return null;
      }
    }
    Expression value = ControlResolver.plain(assign.value());
    if (!isBranched(value)) {
      return null;
    }
    var branches = new AppendingBranches(assign, variable);
    Expression apart = branches.assigning(value);
    return branches.appends && !branches.isBound(value) ? apart : null;
  }

  private static boolean isBranched(Expression value) {
    return value instanceof Expression.If
        || value instanceof Expression.Ternary
        || value instanceof Expression.Match
        || (value instanceof Expression.Block block
            && !block.body().isEmpty()
            && !(block.body().getLast() instanceof Expression.Let));
  }

  /// The value, assigned where it comes to be.
  private Expression assigning(Expression value) {
    Expression plain = ControlResolver.plain(value);
    if (!isBranched(plain)) {
      appends |= isAppended(plain);
      return new Expression.Assign(assign.target(), value, assign.span());
    }
    return switch (plain) {
      case Expression.If(var condition, var then, var otherwise, Span span) ->
          new Expression.If(
              condition,
              assigning(then),
              assigning(otherwise == null ? new Expression.NilLiteral(span.after()) : otherwise),
              span);
      case Expression.Ternary(var condition, var then, var otherwise, Span span) ->
          new Expression.Ternary(condition, assigning(then), assigning(otherwise), span);
      case Expression.Match(var subject, var arms, Span span) -> {
        List<Expression.Arm> assigned = new ArrayList<>();
        for (Expression.Arm arm : arms) {
          Expression body = assigning(arm.body());
          assigned.add(new Expression.Arm(arm.pattern(), arm.guard(), body, arm.span()));
        }
        yield new Expression.Match(subject, assigned, span);
      }
      case Expression.Block(var body, Span span) -> {
        List<Expression> statements = new ArrayList<>(body);
        statements.set(body.size() - 1, assigning(body.getLast()));
        yield new Expression.Block(statements, span);
      }
      default -> throw new IllegalStateException("no branches in " + plain);
    };
  }

  /// Whether it is the old value with something added to it.
  private boolean isAppended(Expression value) {
    Expression first = value;
    while (first instanceof Expression.Binary(BinaryOperator operator, var left, _, _)
        && operator == BinaryOperator.ADD) {
      first = ControlResolver.plain(left);
    }
    if (first instanceof Expression.FormatString(var parts, _)
        && !parts.isEmpty()
        && parts.getFirst() instanceof Expression.FormatPart.Hole(var hole, var spec)
        && spec == null) {
      return isTarget(ControlResolver.plain(hole));
    }
    return first != value && isTarget(first);
  }

  private boolean isTarget(Expression value) {
    return switch (value) {
      case Expression.Name name -> name.text().equals(variable);
      case Expression.Member member ->
          member.target() instanceof Expression.Self
              && ControlResolver.plain(assign.target()) instanceof Expression.Member written
              && member.name().text().equals(written.name().text());
      default -> false;
    };
  }

  /// Whether something in there may have the name of the variable and be another one.
  private boolean isBound(Object part) {
    return switch (part) {
      case Expression.Declaration _ -> true;
      case Pattern pattern -> variable != null && names(pattern);
      case Expression.Catch caught
          when caught.name() != null && caught.name().text().equals(variable) ->
          true;
      default -> TreeParts.of(part).stream().anyMatch(this::isBound);
    };
  }

  private boolean names(Object part) {
    return part instanceof Identifier identifier
        ? identifier.text().equals(variable)
        : TreeParts.of(part).stream().anyMatch(this::names);
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.OutsideLoop;
import ruchy.compiler.problem.NameProblem.UnknownLabel;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Node.LoopLabel;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Pattern;

/// Loops, and the jumps out of them (L 10.1, L 10.2).
final class LoopResolver {
  private final Resolution all;

  LoopResolver(Resolution all) {
    this.all = all;
  }

  Node loop(Expression.Loop loop, Scope scope) {
    LoopLabel label = enter(loop.label(), scope);
    Node body = all.blocks.block(loop.body(), true, scope);
    scope.frame().leaveLoop();
    return new Node.Loop(label, body, loop.span());
  }

  Node whileLoop(Expression.While loop, Scope scope) {
    Span span = loop.span();
    List<LetChain.Link> links = LetChain.of(loop.condition());
    if (!links.isEmpty()) {
      LoopLabel label = enter(loop.label(), scope);
      LoopLabel round = new LoopLabel();
      Node met =
          all.control.chained(
              links, inner -> all.blocks.block(loop.body(), true, inner), round, scope);
      scope.frame().leaveLoop();
      Node leave = new Node.Break(label, Frame.nil(span), span);
      Node once = new Node.Loop(round, new Node.Sequence(List.of(met, leave), span), span);
      return new Node.Loop(label, once, span);
    }
    return switch (loop.condition()) {
      case Expression.Condition.Test test -> {
        LoopLabel label = enter(loop.label(), scope);
        Node condition = all.expressions.value(test.value(), scope);
        Node body = all.blocks.block(loop.body(), true, scope);
        scope.frame().leaveLoop();
        yield new Node.While(label, condition, body, span);
      }
      case Expression.Condition.Matches matches -> {
        LoopLabel label = enter(loop.label(), scope);
        Node value = all.control.subject(matches.value(), List.of(matches.pattern()), scope);
        Variable subject = scope.frame().temporary("value", matches.span());
        Scope inner = scope.block();
        Binder binder = new Binder(all, inner, false);
        Matcher matcher = all.patterns.resolve(matches.pattern(), binder, false, inner);
        Node body = all.blocks.block(loop.body(), true, inner);
        scope.frame().leaveLoop();
        Node leave = new Node.Break(label, Frame.nil(span), span);
        var arm = new Node.Arm(matcher, null, body);
        Node round = new Node.Match(subject, value, List.of(arm), leave, span);
        yield new Node.Loop(label, round, span);
      }
    };
  }

  Node forLoop(Expression.For loop, Scope scope) {
    Node iterable = all.expressions.value(loop.iterable(), scope);
    LoopLabel label = enter(loop.label(), scope);
    Node each =
        forEach(
            label,
            loop.pattern(),
            iterable,
            inner -> all.blocks.block(loop.body(), true, inner),
            scope,
            loop.span());
    scope.frame().leaveLoop();
    return each;
  }

  /// A loop over the elements, whose body is resolved in the scope of its variables.
  Node forEach(
      LoopLabel label,
      Pattern pattern,
      Node iterable,
      Function<Scope, Node> body,
      Scope scope,
      Span span) {
    Progression progression = Progression.of(iterable);
    boolean isName = pattern instanceof Pattern.Binding || pattern instanceof Pattern.Wildcard;
    if (progression != null && isName) {
      return counting(label, pattern, progression.counting(scope.frame()), body, scope, span);
    }
    Scope inner = scope.block();
    Binder binder = new Binder(all, inner, false);
    List<Node> before = new ArrayList<>();
    Variable variable;
    Variable second = null;
    if (pattern instanceof Pattern.Tuple tuple && tuple.elements().size() == 2) {
      variable = variable(tuple.elements().getFirst(), binder, before, inner);
      second = variable(tuple.elements().getLast(), binder, before, inner);
    } else if (pattern instanceof Pattern.Binding binding && copiesElements(iterable)) {
      // L 8.1: a loop over structs works on copies of them.
      variable = inner.frame().temporary("item", pattern.span());
      Variable copy = binder.bind(binding.name());
      Node element = new Node.Read(variable, false, pattern.span());
      before.add(new Node.Declare(copy, all.copies.copy(element), pattern.span()));
    } else {
      variable = variable(pattern, binder, before, inner);
    }
    Node round = body.apply(inner);
    if (!before.isEmpty()) {
      before.add(round);
      round = new Node.Sequence(before, span);
    }
    return new Node.ForEach(label, variable, second, iterable, round, span);
  }

  /// A loop over the numbers of a progression.
  private Node counting(
      LoopLabel label,
      Pattern pattern,
      Progression.Counting counting,
      Function<Scope, Node> body,
      Scope scope,
      Span span) {
    Scope inner = scope.block();
    List<Node> round = new ArrayList<>();
    if (pattern instanceof Pattern.Binding binding) {
      Variable variable = new Binder(all, inner, false).bind(binding.name());
      Matcher bind = new Matcher.Bind(variable, pattern.span());
      round.add(new Node.Destructure(bind, counting.value(), pattern.span()));
    }
    round.add(body.apply(inner));
    Node loop =
        new Node.ForEach(
            label, counting.number(), null, counting.count(), new Node.Sequence(round, span), span);
    List<Node> nodes = new ArrayList<>(counting.before());
    nodes.add(loop);
    return nodes.size() == 1 ? loop : new Node.Sequence(nodes, span);
  }

  /// `xs.iter_mut()` says that the elements themselves are meant.
  private boolean copiesElements(Node iterable) {
    return all.copies.areNeeded()
        && !(iterable instanceof Node.RangeOf)
        && !(iterable instanceof Node.CallMethod call && call.name().equals("iter_mut"));
  }

  /// The loop variable for a pattern; anything but a name is taken apart in the body.
  private Variable variable(Pattern pattern, Binder binder, List<Node> before, Scope inner) {
    if (pattern instanceof Pattern.Binding binding) {
      return binder.bind(binding.name());
    }
    Variable variable = inner.frame().temporary("item", pattern.span());
    if (!(pattern instanceof Pattern.Wildcard)) {
      Matcher matcher = all.patterns.resolve(pattern, binder, true, inner);
      Node value = new Node.Read(variable, false, pattern.span());
      before.add(new Node.Destructure(matcher, value, pattern.span()));
    }
    return variable;
  }

  private static LoopLabel enter(@Nullable Identifier name, Scope scope) {
    var label = new LoopLabel();
    scope.frame().enterLoop(name == null ? null : name.text(), label);
    return label;
  }

  /// `break 'a e`
  Node leave(Expression.Break leave, Scope scope) {
    Node value =
        leave.value() == null
            ? Frame.nil(leave.span())
            : all.expressions.value(leave.value(), scope);
    LoopLabel label = target("break", leave.label(), leave.span(), scope);
    return label == null
        ? new Node.Faulty(List.of(value), leave.span())
        : new Node.Break(label, value, leave.span());
  }

  /// `continue 'a`
  Node next(Expression.Continue next, Scope scope) {
    LoopLabel label = target("continue", next.label(), next.span(), scope);
    return label == null ? Frame.faulty(next.span()) : new Node.Continue(label, next.span());
  }

  private @Nullable LoopLabel target(
      String word, @Nullable Identifier name, Span span, Scope scope) {
    if (!scope.frame().isInLoop()) {
      all.report(new OutsideLoop(word, span));
      return null;
    }
    LoopLabel label = scope.frame().loop(name == null ? null : name.text());
    if (label == null && name != null) {
      all.report(new UnknownLabel(name.text(), name.span()));
    }
    return label;
  }
}

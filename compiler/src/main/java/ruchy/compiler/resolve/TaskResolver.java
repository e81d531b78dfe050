package ruchy.compiler.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;

/// Tasks and the messages of actors (L 12.1, L 12.8).
final class TaskResolver {
  private final Resolution all;

  TaskResolver(Resolution all) {
    this.all = all;
  }

  /// `async { }`
  Node async(Expression.Async async, boolean dropped, Scope scope) {
    return started(async.body(), dropped, async.span(), scope);
  }

  /// `spawn e`: a block is the body of a task; the value of another expression, if it is a
  /// function, is called there.
  Node spawn(Expression.Spawn spawn, boolean dropped, Scope scope) {
    Expression operand = ControlResolver.plain(spawn.operand());
    Span span = spawn.span();
    return switch (operand) {
      case Expression.Block block -> started(block, dropped, span, scope);
      case Expression.Async async -> started(async.body(), dropped, span, scope);
      case Expression.Closure closure when closure.parameters().isEmpty() ->
          started(closure.body(), dropped, span, scope);
      case Expression.Name name when actor(name, scope) != null ->
          all.calls.byName(name, List.of(), span, scope);
      case Expression.Call call
          when call.callee() instanceof Expression.Name name && actor(name, scope) != null ->
          all.expressions.value(operand, scope);
      case Expression.StructLiteral _ -> all.expressions.value(operand, scope);
      default -> computed(operand, dropped, span, scope);
    };
  }

  private Binding.@Nullable OfType actor(Expression.Name name, Scope scope) {
    return all.names.find(name.text(), scope) instanceof Binding.OfType of
            && of.type().type().form() == UserType.Form.ACTOR
        ? of
        : null;
  }

  private Node started(Expression body, boolean dropped, Span span, Scope scope) {
    Function function = all.bodies.closure(Function.Kind.TASK, false, span, scope.frame());
    Frame frame = new Frame(function, scope.frame());
    function.setBody(all.blocks.body(body, false, scope.function(frame)));
    return new Node.Spawn(new Node.MakeClosure(function, span), dropped, span);
  }

  private Node computed(Expression operand, boolean dropped, Span span, Scope scope) {
    Function function = all.bodies.closure(Function.Kind.TASK, false, span, scope.frame());
    Frame frame = new Frame(function, scope.frame());
    Scope inner = scope.function(frame);
    if (operand instanceof Expression.Name name && isFunction(name, inner)) {
      function.setBody(all.calls.byName(name, List.of(), span, inner));
      return new Node.Spawn(new Node.MakeClosure(function, span), dropped, span);
    }
    Variable value = frame.temporary("value", span);
    Node computed = all.expressions.value(operand, inner);
    var tested = new Node.Element(new Node.Read(value, false, span), false);
    function.setBody(
        new Node.Sequence(
            List.of(
                new Node.Declare(value, computed, span),
                new Node.Conditional(
                    new Node.CallLibrary("", "is_function", List.of(tested), span),
                    new Node.CallValue(new Node.Read(value, false, span), List.of(), span),
                    new Node.Read(value, false, span),
                    span)),
            span));
    return new Node.Spawn(new Node.MakeClosure(function, span), dropped, span);
  }

  private boolean isFunction(Expression.Name name, Scope scope) {
    Binding binding = all.names.find(name.text(), scope);
    return binding instanceof Binding.Named || binding instanceof Binding.Nested;
  }

  /// `actor ! message`
  Node send(Expression.Send send, Scope scope) {
    all.expressions.value(send.actor(), scope);
    return all.notSupported("messages of actors", send.span());
  }

  /// `actor <? message`
  Node ask(Expression.Ask ask, Scope scope) {
    all.expressions.value(ask.actor(), scope);
    return all.notSupported("messages of actors", ask.span());
  }
}

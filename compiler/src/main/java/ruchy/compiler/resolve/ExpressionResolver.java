package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.TypeName;

/// Every form of expression, either here or by the resolver of its area (L 5).
final class ExpressionResolver {
  private final Resolution all;

  ExpressionResolver(Resolution all) {
    this.all = all;
  }

  /// An expression whose value is used.
  Node value(Expression expression, Scope scope) {
    return resolve(expression, false, scope);
  }

  Node resolve(Expression expression, boolean dropped, Scope scope) {
    return switch (expression) {
      case Expression.Literal literal -> literal(literal);
      case Expression.FormatString string -> format(string, scope);
      case Expression.Name name -> all.names.read(name, scope);
      case Expression.Self self -> all.names.self(self.span(), scope);
      case Expression.Super found -> all.calls.noValue(found);
      case Expression.Path path -> path(path, scope);
      case Expression.Unary unary -> unary(unary, scope);
      case Expression.Binary binary -> binary(binary, scope);
      case Expression.Pipeline pipeline -> pipeline(pipeline, scope);
      case Expression.Range range -> range(range, scope);
      case Expression.Ternary ternary -> all.control.ternary(ternary, dropped, scope);
      case Expression.Cast cast -> cast(cast, scope);
      case Expression.Reference reference -> resolve(reference.operand(), dropped, scope);
      case Expression.Dereference dereference ->
          new Node.Dereference(value(dereference.operand(), scope), dereference.span());
      case Expression.Assign assign -> all.assignments.assign(assign, dropped, scope);
      case Expression.CompoundAssign assign -> all.assignments.compound(assign, scope);
      case Expression.Increment increment -> all.assignments.increment(increment, dropped, scope);
      case Expression.Await await -> new Node.Await(value(await.operand(), scope), await.span());
      case Expression.Spawn spawn -> all.tasks.spawn(spawn, dropped, scope);
      case Expression.Async async -> all.tasks.async(async, dropped, scope);
      case Expression.Lazy lazy -> resolve(lazy.operand(), dropped, scope);
      case Expression.Send send -> all.tasks.send(send, scope);
      case Expression.Ask ask -> all.tasks.ask(ask, scope);
      case Expression.Member _,
          Expression.TupleMember _,
          Expression.MethodCall _,
          Expression.Call _,
          Expression.Index _,
          Expression.Slice _,
          Expression.Propagate _ ->
          all.members.chain(expression, dropped, scope);
      case Expression.MacroCall call -> all.macros.call(call, scope);
      case Expression.TupleLiteral tuple -> all.collections.tuple(tuple, scope);
      case Expression.ListLiteral list -> all.collections.list(list, scope);
      case Expression.Repeat repeat -> all.collections.repeat(repeat, scope);
      case Expression.ListComprehension list -> all.collections.list(list, scope);
      case Expression.SetLiteral set -> all.collections.set(set, scope);
      case Expression.SetComprehension set -> all.collections.set(set, scope);
      case Expression.MapLiteral map -> all.collections.map(map, scope);
      case Expression.MapComprehension map -> all.collections.map(map, scope);
      case Expression.StructLiteral literal -> all.instances.literal(literal, scope);
      case Expression.Closure closure -> all.bodies.closure(closure, scope);
      case Expression.Block block -> all.blocks.block(block, dropped, scope);
      case Expression.If conditional -> all.control.conditional(conditional, dropped, scope);
      case Expression.Match match -> all.control.match(match, dropped, scope);
      case Expression.While loop -> all.loops.whileLoop(loop, scope);
      case Expression.Loop loop -> all.loops.loop(loop, scope);
      case Expression.For loop -> all.loops.forLoop(loop, scope);
      case Expression.Try attempt -> all.control.attempt(attempt, dropped, scope);
      case Expression.Return result -> all.control.result(result, scope);
      case Expression.Break leave -> all.loops.leave(leave, scope);
      case Expression.Continue next -> all.loops.next(next, scope);
      case Expression.Throw thrown -> new Node.Throw(value(thrown.value(), scope), thrown.span());
      case Expression.Let let -> all.lets.let(let, dropped, false, scope);
      case Expression.Declaration declaration -> all.blocks.declaration(declaration, scope);
      case Expression.Parenthesised inner -> resolve(inner.inner(), dropped, scope);
      case Expression.Missing missing -> Frame.faulty(missing.span());
    };
  }

  static Node literal(Expression.Literal literal) {
    Span span = literal.span();
    return switch (literal) {
      case Expression.IntegerLiteral integer -> new Node.Constant(integer.value(), span);
      case Expression.FloatLiteral number -> new Node.Constant(number.value(), span);
      case Expression.StringLiteral string -> new Node.Constant(string.value(), span);
      case Expression.BooleanLiteral truth -> new Node.Constant(truth.value(), span);
      case Expression.NilLiteral _ -> Frame.nil(span);
      case Expression.ByteLiteral single -> new Node.ByteConstant(single.value(), span);
      case Expression.BytesLiteral bytes -> new Node.BytesConstant(bytes.values(), span);
      case Expression.AtomLiteral atom -> new Node.AtomConstant(atom.name(), span);
    };
  }

  private Node format(Expression.FormatString string, Scope scope) {
    List<Node.Part> parts = new ArrayList<>();
    for (var part : string.parts()) {
      parts.add(
          switch (part) {
            case Expression.FormatPart.Text text -> new Node.Part(text.text(), null, null);
            case Expression.FormatPart.Hole hole ->
                new Node.Part(null, value(hole.value(), scope), hole.spec());
          });
    }
    return parts.isEmpty()
        ? new Node.Constant("", string.span())
        : new Node.Format(parts, string.span());
  }

  private Node path(Expression.Path path, Scope scope) {
    var names = PathResolver.names(path);
    if (names.get(names.size() - 2).text().equals("Ordering")
        && scope.findSpace("Ordering") == null
        && !all.library.isType("Ordering")) {
      // L 12.9: memory orders are accepted and ignored
      return new Node.AtomConstant(names.getLast().text(), path.span());
    }
    Binding binding = all.paths.resolve(names, false, scope);
    return binding == null
        ? Frame.faulty(path.span())
        : all.names.value(binding, PathResolver.text(names), path.span(), scope);
  }

  private Node unary(Expression.Unary unary, Scope scope) {
    Node operand = value(unary.operand(), scope);
    Span span = unary.span();
    return switch (unary.operator()) {
      case NOT -> new Node.Not(operand, span);
      case COMPLEMENT -> new Node.Unary(Operator.COMPLEMENT, operand, span);
      case PLUS -> operand;
      case NEGATE ->
          switch (operand) {
            case Node.Constant(Long value, _) when value != Long.MIN_VALUE ->
                new Node.Constant(-value, span);
            case Node.Constant(Double value, _) -> new Node.Constant(-value, span);
            default -> new Node.Unary(Operator.NEGATE, operand, span);
          };
    };
  }

  private Node binary(Expression.Binary binary, Scope scope) {
    Node left = value(binary.left(), scope);
    Node right = value(binary.right(), scope);
    Span span = binary.span();
    return switch (binary.operator()) {
      case AND -> new Node.Logical(true, left, right, span);
      case OR -> new Node.Logical(false, left, right, span);
      case COALESCE -> new Node.Coalesce(left, right, span);
      default -> new Node.Binary(OperatorNames.of(binary.operator()), left, right, span);
    };
  }

  private Node range(Expression.Range range, Scope scope) {
    return new Node.RangeOf(
        optional(range.start(), scope),
        optional(range.end(), scope),
        range.inclusive(),
        range.span());
  }

  private @Nullable Node optional(@Nullable Expression expression, Scope scope) {
    return expression == null ? null : value(expression, scope);
  }

  private Node cast(Expression.Cast cast, Scope scope) {
    Node operand = value(cast.operand(), scope);
    Annotation type = all.annotations.of(cast.type(), scope);
    return new Node.Cast(operand, written(cast.type(), scope), type, cast.span());
  }

  /// A type as it is written, an alias as what it stands for.
  private String written(TypeName type, Scope scope) {
    TypeName meant = type;
    Scope place = scope;
    Set<TypeName> seen = new HashSet<>();
    while (seen.add(meant)
        && meant instanceof TypeName.Named named
        && all.paths.find(named.path(), place) instanceof Binding.Alias alias) {
      meant = alias.tree().target();
      place = alias.scope();
    }
    return meant.span().text();
  }

  /// `x |> f` is `f(x)`, or `x.f()` if no `f` is visible (L 5.8).
  private Node pipeline(Expression.Pipeline pipeline, Scope scope) {
    Expression stage = ControlResolver.plain(pipeline.stage());
    List<Expression.Argument> arguments = new ArrayList<>();
    arguments.add(argument(pipeline.value()));
    Span span = stage.span(); // errors are told at the call, not where the chain begins
    return switch (stage) {
      case Expression.Name name -> piped(name, arguments, span, scope);
      case Expression.Path path -> all.calls.byPath(path, arguments, span, scope);
      case Expression.Call call when call.callee() instanceof Expression.Name name -> {
        arguments.addAll(call.arguments());
        yield piped(name, arguments, span, scope);
      }
      case Expression.Call call when call.callee() instanceof Expression.Path path -> {
        arguments.addAll(call.arguments());
        yield all.calls.byPath(path, arguments, span, scope);
      }
      case Expression.Call call -> {
        arguments.addAll(call.arguments());
        yield all.calls.value(value(call.callee(), scope), arguments, span, scope);
      }
      case Expression.MethodCall call -> {
        arguments.addAll(call.arguments());
        var whole =
            new Expression.MethodCall(
                call.target(), call.name(), call.typeArguments(), arguments, call.safe(), span);
        yield all.members.chain(whole, false, scope);
      }
      case Expression.Member member ->
          all.members.chain(
              new Expression.MethodCall(
                  member.target(), member.name(), List.of(), arguments, member.safe(), span),
              false,
              scope);
      default -> all.calls.value(value(stage, scope), arguments, span, scope);
    };
  }

  private Node piped(
      Expression.Name name, List<Expression.Argument> arguments, Span span, Scope scope) {
    if (all.names.find(name.text(), scope) != null) {
      return all.calls.byName(name, arguments, span, scope);
    }
    Node target = value(arguments.getFirst().value(), scope);
    var rest = arguments.subList(1, arguments.size());
    return all.members.call(target, name.text(), List.of(), rest, false, name.span(), scope);
  }

  private static Expression.Argument argument(Expression value) {
    return new Expression.Argument(null, value, false, value.span());
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;

/// Takes broken statements out of the blocks of a statement, as long as all of its syntax errors
/// are within such blocks: what stands around them, and beside them, is sound.
///
/// @param errors where the syntax errors are, as offsets in the source
/// @param broken is told of the parts that are taken out, by their first offset and the one behind
record SoundTree(List<Integer> errors, BiConsumer<Integer, Integer> broken) {
  private boolean hasError(int from, int to) {
    return errors.stream().anyMatch(error -> error >= from && error <= to);
  }

  private boolean hasError(Span span) {
    return errors.stream().anyMatch(error -> error >= span.start() && error < span.end());
  }

  /// The statement without its broken parts, null if it is broken itself. `end`: where the next one
  /// begins.
  @Nullable Expression statement(Expression statement, int end) {
    return hasError(statement.span().end(), end) ? null : cut(statement);
  }

  /// The statements between two offsets, with a hole in the place of those that are broken. A
  /// statement reaches to the next one; an error at the very start of a statement may belong to the
  /// one before it.
  private List<Expression> sequence(List<Expression> statements, int from, int to) {
    List<Expression> sound = new ArrayList<>();
    for (int i = 0; i <= statements.size(); i++) {
      int start = i == 0 ? from : statements.get(i - 1).span().start();
      int end = i == statements.size() ? to : statements.get(i).span().start();
      Expression statement = i == 0 ? null : statements.get(i - 1);
      if (!hasError(start, end)) {
        if (statement != null) {
          sound.add(statement);
        }
        continue;
      }
      Expression cut = statement == null ? null : statement(statement, end);
      if (cut == null) {
        broken.accept(start, end);
        cut = statement == null ? null : new Expression.Missing(statement.span());
      }
      if (cut != null) {
        sound.add(cut);
      }
    }
    return sound;
  }

  private Expression.Block block(Expression.Block block) {
    Span span = block.span();
    return hasError(span)
        ? new Expression.Block(sequence(block.body(), span.start(), span.end() - 1), span)
        : block;
  }

  /// The expression without the broken statements in its blocks; null if something else in it is
  /// broken.
  private @Nullable Expression cut(Expression expression) {
    if (!hasError(expression.span())) {
      return expression;
    }
    return switch (expression) {
      case Expression.Block block -> block(block);
      case Expression.Declaration(Item item, Span span) -> {
        Item cut = item(item);
        yield cut == null ? null : new Expression.Declaration(cut, span);
      }
      case Expression.If(var condition, var then, var otherwise, Span span) -> {
        Expression cutThen = cut(then);
        Expression cutOtherwise = otherwise == null ? null : cut(otherwise);
        yield hasError(condition.span())
                || cutThen == null
                || otherwise != null && cutOtherwise == null
            ? null
            : new Expression.If(condition, cutThen, cutOtherwise, span);
      }
      case Expression.While(var label, var condition, var body, Span span) ->
          isWithin(body.span(), span)
              ? new Expression.While(label, condition, block(body), span)
              : null;
      case Expression.Loop(var label, var body, Span span) ->
          isWithin(body.span(), span) ? new Expression.Loop(label, block(body), span) : null;
      case Expression.For(var label, var pattern, var iterable, var body, Span span) ->
          isWithin(body.span(), span)
              ? new Expression.For(label, pattern, iterable, block(body), span)
              : null;
      case Expression.Closure(var async, var parameters, var result, var body, Span span) -> {
        Expression cut = isWithin(body.span(), span) ? cut(body) : null;
        yield cut == null ? null : new Expression.Closure(async, parameters, result, cut, span);
      }
      case Expression.Let let -> {
        Expression value = let.value();
        Expression cut = value != null && isWithin(value.span(), let.span()) ? cut(value) : null;
        yield cut == null
            ? null
            : new Expression.Let(
                let.visible(),
                let.pattern(),
                let.type(),
                cut,
                let.otherwise(),
                let.in(),
                let.span());
      }
      case Expression.Spawn(var operand, Span span) -> {
        Expression cut = isWithin(operand.span(), span) ? cut(operand) : null;
        yield cut == null ? null : new Expression.Spawn(cut, span);
      }
      case Expression.Async(var body, Span span) ->
          isWithin(body.span(), span) ? new Expression.Async(block(body), span) : null;
      case Expression.Call(var callee, var arguments, Span span) -> {
        List<Expression.Argument> cut = arguments(arguments, span);
        yield cut == null ? null : new Expression.Call(callee, cut, span);
      }
      case Expression.MethodCall(
              var target,
              var name,
              var types,
              var arguments,
              var safe,
              Span span) -> {
        List<Expression.Argument> cut = arguments(arguments, span);
        yield cut == null ? null : new Expression.MethodCall(target, name, types, cut, safe, span);
      }
      default -> null;
    };
  }

  /// Whether all errors of the whole are in the part.
  private boolean isWithin(Span part, Span whole) {
    return errors.stream()
        .filter(error -> error >= whole.start() && error < whole.end())
        .allMatch(error -> error >= part.start() && error < part.end());
  }

  private @Nullable List<Expression.Argument> arguments(
      List<Expression.Argument> arguments, Span whole) {
    List<Expression.Argument> sound = new ArrayList<>();
    int inside = 0;
    for (Expression.Argument argument : arguments) {
      Expression cut = cut(argument.value());
      if (cut == null) {
        return null;
      }
      inside += count(argument.value().span());
      sound.add(new Expression.Argument(argument.name(), cut, argument.spread(), argument.span()));
    }
    return inside == count(whole) ? sound : null;
  }

  private int count(Span span) {
    return (int)
        errors.stream().filter(error -> error >= span.start() && error < span.end()).count();
  }

  private @Nullable Item item(Item item) {
    return switch (item) {
      case Item.Function function -> function(function);
      case Item.Struct(
              var modifiers,
              var name,
              var generics,
              var fields,
              var methods,
              var shape,
              var span) -> {
        List<Item.Function> cut = functions(methods, span);
        yield cut == null
            ? null
            : new Item.Struct(modifiers, name, generics, fields, cut, shape, span);
      }
      case Item.Class type -> {
        List<Item.Function> cut = functions(type.methods(), type.span());
        yield cut == null
            ? null
            : new Item.Class(
                type.modifiers(),
                type.flags(),
                type.name(),
                type.generics(),
                type.parents(),
                type.fields(),
                type.properties(),
                cut,
                type.constants(),
                type.span());
      }
      case Item.Trait trait -> {
        List<Item.Function> cut = functions(trait.methods(), trait.span());
        yield cut == null
            ? null
            : new Item.Trait(
                trait.modifiers(),
                trait.name(),
                trait.generics(),
                trait.parents(),
                trait.types(),
                cut,
                trait.constants(),
                trait.span());
      }
      case Item.Impl impl -> {
        List<Item.Function> cut = functions(impl.methods(), impl.span());
        yield cut == null
            ? null
            : new Item.Impl(
                impl.generics(),
                impl.trait(),
                impl.target(),
                impl.types(),
                cut,
                impl.constants(),
                impl.span());
      }
      case Item.Module(var modifiers, var name, var body, Span span) -> {
        int start = name.span().end();
        yield body == null || hasError(span.start(), start)
            ? null
            : new Item.Module(modifiers, name, sequence(body, start, span.end() - 1), span);
      }
      case Item.Actor _,
          Item.Enum _,
          Item.TypeAlias _,
          Item.Constant _,
          Item.Static _,
          Item.Import _,
          Item.Export _ ->
          null;
    };
  }

  private Item.@Nullable Function function(Item.Function function) {
    Expression body = function.body();
    Expression cut = body != null && isWithin(body.span(), function.span()) ? cut(body) : null;
    return cut == null
        ? null
        : new Item.Function(
            function.modifiers(),
            function.flags(),
            function.name(),
            function.generics(),
            function.parameters(),
            function.result(),
            function.contracts(),
            cut,
            function.span());
  }

  /// The functions of a type, if they have all of its errors.
  private @Nullable List<Item.Function> functions(List<Item.Function> functions, Span whole) {
    List<Item.Function> sound = new ArrayList<>();
    int inside = 0;
    for (Item.Function function : functions) {
      inside += count(function.span());
      Item.Function cut = hasError(function.span()) ? function(function) : function;
      if (cut == null) {
        return null;
      }
      sound.add(cut);
    }
    return inside == count(whole) ? sound : null;
  }
}

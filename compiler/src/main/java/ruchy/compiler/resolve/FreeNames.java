package ruchy.compiler.resolve;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TreeParts;

/// The names that a part of a program uses before it has bound them itself, read off its text from
/// front to back. What a block, closure, arm, loop or comprehension binds is bound only within it.
final class FreeNames {
  private static final java.util.regex.Pattern PLACEHOLDER =
      java.util.regex.Pattern.compile("\\{(\\w+)[:}]");

  private final Set<String> free = new LinkedHashSet<>();
  private final Set<String> bound = new HashSet<>();

  private FreeNames() {}

  /// The names that the functions of a type, impl block or trait use, each function by itself.
  static Set<String> ofFunctions(Item item) {
    var all = new FreeNames();
    TreeParts.of(item).forEach(all::each);
    return all.free;
  }

  /// The names that one function uses.
  static Set<String> of(Item.Function function) {
    var all = new FreeNames();
    all.walk(function);
    return all.free;
  }

  private void each(Object part) {
    if (part instanceof Item.Function function) {
      free.addAll(of(function));
    } else if (part instanceof Item.Field || part instanceof Item.Property) {
      var own = new FreeNames();
      own.walk(part);
      free.addAll(own.free);
    } else {
      TreeParts.of(part).forEach(this::each);
    }
  }

  private void walk(Object part) {
    switch (part) {
      case Expression.Name name -> use(name.text());
      case Expression.Path path -> use(path.segments().getFirst().name().text());
      case Expression.StructLiteral literal -> {
        use(literal.path().getFirst().text());
        TreeParts.of(literal).forEach(this::walk);
      }
      case Expression.MacroCall macro -> macro.arguments().forEach(this::argument);
      case Expression.Let let -> {
        walkAll(let.value(), let.otherwise(), let.type());
        if (let.in() != null) {
          within(let.pattern(), let.in());
        } else {
          walk(let.pattern());
        }
      }
      case Expression.For loop -> within(loop.iterable(), loop.pattern(), loop.body());
      case Expression.If choice -> {
        within(choice.condition(), choice.then());
        walkAll(choice.otherwise());
      }
      case Expression.Condition.Matches matches -> walkAll(matches.value(), matches.pattern());
      case Expression.ListComprehension list -> within(list.clauses(), list.value());
      case Expression.SetComprehension set -> within(set.clauses(), set.value());
      case Expression.MapComprehension map -> within(map.clauses(), map.key(), map.value());
      case Expression.Clause clause ->
          walkAll(clause.iterable(), clause.pattern(), clause.condition());
      case Expression.Closure _,
          Expression.Block _,
          Expression.Arm _,
          Expression.While _,
          Expression.Catch _,
          Item.Function _ ->
          within(TreeParts.of(part).toArray());
      case Pattern.Binding binding -> bound.add(binding.name().text());
      case Pattern pattern -> {
        TreeParts.of(pattern).forEach(this::bindNames);
        TreeParts.of(pattern).forEach(this::walk);
      }
      case Item.Property property -> {
        if (property.setParameter() != null) {
          bound.add(property.setParameter().text());
        }
        TreeParts.of(property).forEach(this::walk);
      }
      default -> TreeParts.of(part).forEach(this::walk);
    }
  }

  /// Walks what has a scope of its own.
  private void within(Object... parts) {
    Set<String> outer = new HashSet<>(bound);
    walkAll(parts);
    bound.retainAll(outer);
  }

  private void walkAll(@Nullable Object... parts) {
    for (Object part : parts) {
      if (part != null) {
        walk(part);
      }
    }
  }

  /// Names within patterns that are no pattern of their own: `x @ p`, `{name}`, `..rest`.
  private void bindNames(Object part) {
    switch (part) {
      case Identifier name -> bound.add(name.text());
      case Pattern.FieldPattern field -> bound.add(field.name().text());
      case Pattern.ElementPattern.Rest rest -> {
        if (rest.name() != null) {
          bound.add(rest.name().text());
        }
      }
      case List<?> list -> list.forEach(this::bindNames);
      default -> {}
    }
  }

  private void argument(Expression.Argument argument) {
    if (argument.value() instanceof Expression.StringLiteral text) {
      PLACEHOLDER.matcher(text.value()).results().forEach(found -> use(found.group(1)));
    }
    walk(argument.value());
  }

  private void use(String name) {
    if (!bound.contains(name)) {
      free.add(name);
    }
  }
}

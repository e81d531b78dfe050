package ruchy.compiler.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.UnaryOperator;

/// The bounds of ranges in patterns (L 5.10): literals, and constants whose values are literals,
/// other such constants, or the limits of integer types.
final class RangeBounds {
  /// Constants that need each other have no value.
  private static final int MOST_CONSTANTS = 100;

  private final Resolution all;

  RangeBounds(Resolution all) {
    this.all = all;
  }

  /// The integer, as a Long, or the character, as a String; null where there is no bound, and with
  /// a problem where it is neither.
  @Nullable Object of(@Nullable Expression bound, Scope scope) {
    if (bound == null || bound instanceof Expression.Missing) {
      return null;
    }
    Object value = value(bound, scope, 0);
    if (value == null && isConstant(bound)) {
      all.report(
          new SyntaxProblem.Unexpected(
              "an integer or a string of one character",
              "`" + bound.span().text() + "`",
              bound.span(),
              "a bound of a range is known while compiling: a literal or a constant"));
    }
    return value;
  }

  private static boolean isConstant(Expression bound) {
    return bound instanceof Expression.Name || bound instanceof Expression.Path;
  }

  private @Nullable Object value(@Nullable Expression expression, Scope scope, int constants) {
    return switch (expression) {
      case Expression.IntegerLiteral literal -> literal.value();
      case Expression.StringLiteral literal when isCharacter(literal.value()) -> literal.value();
      case Expression.Parenthesised inner -> value(inner.inner(), scope, constants);
      case Expression.Unary unary when unary.operator() == UnaryOperator.NEGATE ->
          value(unary.operand(), scope, constants) instanceof Long value ? (Object) (-value) : null;
      case Expression.Name name ->
          value(all.names.find(name.text(), scope), name.text(), name.span(), scope, constants);
      case Expression.Path path -> {
        List<Identifier> names = PathResolver.names(path);
        String text = PathResolver.text(names);
        yield value(all.paths.find(names, scope), text, path.span(), scope, constants);
      }
      case null, default -> null;
    };
  }

  private static boolean isCharacter(String text) {
    return text.codePointCount(0, text.length()) == 1;
  }

  private @Nullable Object value(
      @Nullable Binding binding, String name, Span span, Scope scope, int constants) {
    if (constants > MOST_CONSTANTS) {
      return null;
    }
    return switch (binding) {
      case Binding.OfGlobal of when of.global().variable().isConstant() -> {
        all.names.value(of, name, span, scope);
        Global global = of.global();
        Constants known = all.items.constants();
        Scope around = known.scopeOf(global);
        yield around == null ? null : value(known.valueOf(global), around, constants + 1);
      }
      case Binding.Local local when local.variable().isConstant() -> {
        all.names.value(local, name, span, scope);
        yield value(all.lets.valueOf(local.variable()), scope, constants + 1);
      }
      case Binding.LibraryMember member -> limit(member.owner(), member.name());
      case Binding.Imported imported -> value(imported.target(), name, span, scope, constants + 1);
      case null, default -> null;
    };
  }

  /// `MIN` and `MAX` of the integer types, which end at those of 64 bits (L 17.2).
  private static @Nullable Long limit(String type, String name) {
    int bits =
        switch (type) {
          case "i8", "u8" -> 8;
          case "i16", "u16" -> 16;
          case "i32", "u32" -> 32;
          case "i64", "u64", "i128", "u128", "isize", "usize" -> 64;
          case "int", "integer", "Int", "Integer" -> 64;
          default -> 0;
        };
    if (bits == 0) {
      return null;
    }
    boolean isSigned = type.charAt(0) != 'u';
    return switch (name) {
      case "MIN" -> isSigned ? Long.MIN_VALUE >> (64 - bits) : 0L;
      case "MAX" -> Long.MAX_VALUE >> (isSigned || bits == 64 ? 64 - bits : 63 - bits);
      default -> null;
    };
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TreeParts;
import ruchy.compiler.tree.TypeName;

/// `xs.fold("", |text, x| text + f(x))`: a function that does nothing with the text so far but add
/// to it. Then `fold#text` is called with a function that gives what is added, and no step copies
/// what is there already.
final class FoldedText {
  private static final Set<String> SAME = Set.of("to_string", "to_s", "to_owned", "into");

  private FoldedText() {}

  /// The arguments of the call with which the library adds to a text; null for any other call.
  static @Nullable List<Argument> arguments(String name, List<Argument> written) {
    if (!(name.equals("fold") || name.equals("reduce"))
        || written.size() != 2
        || written.stream().anyMatch(each -> each.spread() || each.name() != null)
        || !isText(ControlResolver.plain(written.getFirst().value()))
        || !(ControlResolver.plain(written.getLast().value())
            instanceof Expression.Closure closure)) {
      return null;
    }
    List<Parameter> parameters = closure.parameters();
    boolean isPlain =
        !closure.async()
            && closure.result() == null
            && parameters.size() == 2
            && mayBeText(parameters.getFirst().type())
            && parameters.stream().noneMatch(each -> each.rest() || each.fallback() != null);
    Expression added =
        isPlain && parameters.getFirst().pattern() instanceof Pattern.Binding text
            ? added(ControlResolver.plain(closure.body()), text.name().text())
            : null;
    if (added == null) {
      return null;
    }
    Span span = closure.span();
    var adding = new Expression.Closure(false, List.of(parameters.getLast()), null, added, span);
    return List.of(written.getFirst(), new Argument(null, adding, false, written.getLast().span()));
  }

  private static boolean mayBeText(@Nullable TypeName type) {
    return type == null
        || type instanceof TypeName.Named named
            && named.path().size() == 1
            && named.path().getFirst().text().equals("String");
  }

  /// Whether it is text as it is written there.
  private static boolean isText(Expression value) {
    return switch (value) {
      case Expression.StringLiteral _, Expression.FormatString _ -> true;
      case Expression.MethodCall call ->
          call.arguments().isEmpty()
              && SAME.contains(call.name().text())
              && isText(ControlResolver.plain(call.target()));
      default -> false;
    };
  }

  /// What the body adds to the text of that name, as a text; null if it does anything else with it.
  private static @Nullable Expression added(Expression body, String text) {
    if (body instanceof Expression.Block(List<Expression> statements, _)
        && statements.size() == 1) {
      return added(ControlResolver.plain(statements.getFirst()), text);
    }
    List<Expression> operands = new ArrayList<>();
    Expression rest = body;
    while (rest instanceof Expression.Binary(BinaryOperator operator, var left, var right, _)
        && operator == BinaryOperator.ADD) {
      operands.addFirst(right);
      rest = left;
    }
    if (operands.isEmpty()
        || !isName(rest, text)
        || operands.stream().anyMatch(operand -> mentions(operand, text))) {
      return null;
    }
    Expression sum = new Expression.StringLiteral("", rest.span());
    for (Expression operand : operands) {
      sum = new Expression.Binary(BinaryOperator.ADD, sum, operand, body.span());
    }
    return sum;
  }

  private static boolean isName(Object part, String text) {
    return part instanceof Expression.Name name && name.text().equals(text);
  }

  /// Whether the part may use the variable of that name, also within the text of a macro, or leave
  /// the function.
  private static boolean mentions(Object part, String text) {
    return switch (part) {
      case Expression.Name name -> name.text().equals(text);
      case Expression.StringLiteral literal -> literal.value().contains(text);
      case Expression.Return _, Expression.Propagate _ -> true;
      default -> TreeParts.of(part).stream().anyMatch(inner -> mentions(inner, text));
    };
  }
}

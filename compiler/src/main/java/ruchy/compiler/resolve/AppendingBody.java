package ruchy.compiler.resolve;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.TreeParts;

/// A body that yields a text with something added, and does nothing else with that text: `text +
/// x`, `{ text.push_str(x); text }`, `if c { text + x } else { text }`. Where the text were empty
/// before, such a body would yield exactly what it adds.
final class AppendingBody {
  /// A placeholder that names its argument by the number.
  private static final Pattern NUMBERED = Pattern.compile("\\{\\d");

  private final String text;

  private AppendingBody(String text) {
    this.text = text;
  }

  /// Whether the body is of that kind.
  ///
  /// @param text the name of the text
  static boolean is(Expression body, String text) {
    return new AppendingBody(text).yields(body);
  }

  /// Whether the value is the text with something added.
  private boolean yields(Expression value) {
    return switch (ControlResolver.plain(value)) {
      case Expression.Name name -> isText(name);
      case Expression.Binary(BinaryOperator operator, var left, var right, _) ->
          operator == BinaryOperator.ADD && yields(left) && isOther(right);
      case Expression.FormatString(var parts, _) ->
          !parts.isEmpty()
              && parts.getFirst() instanceof Expression.FormatPart.Hole(var hole, var spec)
              && spec == null
              && isText(hole)
              && isOther(parts.subList(1, parts.size()));
      case Expression.MacroCall call -> isFormatted(call);
      case Expression.Block(var body, _) ->
          !body.isEmpty()
              && body.subList(0, body.size() - 1).stream().allMatch(this::appends)
              && yields(body.getLast());
      case Expression.If(var condition, var then, var otherwise, _) ->
          isOther(condition) && yields(then) && otherwise != null && yields(otherwise);
      case Expression.Ternary(var condition, var then, var otherwise, _) ->
          isOther(condition) && yields(then) && yields(otherwise);
      case Expression.Match(var subject, var arms, _) ->
          isOther(subject) && arms.stream().allMatch(arm -> isArm(arm) && yields(arm.body()));
      default -> false;
    };
  }

  /// `format!("{}, {}", text, x)`, `format!("{text}, {x}")`
  private boolean isFormatted(Expression.MacroCall call) {
    List<Argument> arguments = call.arguments();
    if (!call.name().text().equals("format")
        || arguments.isEmpty()
        || arguments.stream().anyMatch(each -> each.spread() || each.name() != null)
        || !(arguments.getFirst().value() instanceof Expression.StringLiteral literal)) {
      return false;
    }
    String format = literal.value();
    String named = "{" + text + "}";
    if (format.startsWith(named)) {
      return !format.substring(named.length()).contains(text)
          && isOther(arguments.subList(1, arguments.size()));
    }
    return format.startsWith("{}")
        && !format.contains(text)
        && !NUMBERED.matcher(format).find()
        && arguments.size() > 1
        && isText(arguments.get(1).value())
        && isOther(arguments.subList(2, arguments.size()));
  }

  /// Whether the statement does nothing with the text but append to it.
  private boolean appends(@Nullable Expression statement) {
    if (statement == null) {
      return true;
    }
    Expression plain = ControlResolver.plain(statement);
    return switch (plain) {
      case Expression.CompoundAssign(BinaryOperator operator, var target, var more, _)
          when isText(target) ->
          operator == BinaryOperator.ADD && isOther(more);
      case Expression.Assign assign when isText(assign.target()) -> yields(assign.value());
      case Expression.MethodCall call when isText(call.target()) ->
          (call.name().text().equals("push_str") || call.name().text().equals("push"))
              && !call.safe()
              && call.arguments().size() == 1
              && isOther(call.arguments());
      case Expression.Block(var body, _) -> body.stream().allMatch(this::appends);
      case Expression.If(var condition, var then, var otherwise, _) ->
          isOther(condition) && appends(then) && appends(otherwise);
      case Expression.Match(var subject, var arms, _) ->
          isOther(subject) && arms.stream().allMatch(arm -> isArm(arm) && appends(arm.body()));
      case Expression.For loop ->
          isOther(loop.pattern()) && isOther(loop.iterable()) && appends(loop.body());
      default -> isOther(plain);
    };
  }

  private boolean isArm(Expression.Arm arm) {
    return isOther(arm.pattern()) && (arm.guard() == null || isOther(arm.guard()));
  }

  private boolean isText(Expression value) {
    return ControlResolver.plain(value) instanceof Expression.Name name && name.text().equals(text);
  }

  /// Whether the part has nothing to do with the text, also not in the text of a macro, names
  /// nothing else like it, and does not leave the function.
  private boolean isOther(Object part) {
    return switch (part) {
      case Expression.Name name -> !name.text().equals(text);
      case Identifier name -> !name.text().equals(text);
      case Expression.StringLiteral literal -> !literal.value().contains(text);
      case Expression.Return _, Expression.Propagate _ -> false;
      default -> TreeParts.of(part).stream().allMatch(this::isOther);
    };
  }
}

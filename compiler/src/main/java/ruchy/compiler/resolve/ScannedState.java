package ruchy.compiler.resolve;

import java.util.List;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TreeParts;

/// `xs.scan(0, |sum, x| { *sum += x; Some(*sum) })`: a function that changes the state by a
/// reference, as iterators of Rust have it. Such a state is a cell (L 12.9); other functions give
/// the next value.
final class ScannedState {
  private ScannedState() {}

  /// Whether it is such a call.
  static boolean isChanged(String name, List<Argument> arguments) {
    return name.equals("scan")
        && arguments.size() == 2
        && arguments.stream().noneMatch(each -> each.spread() || each.name() != null)
        && ControlResolver.plain(arguments.getLast().value()) instanceof Expression.Closure closure
        && !closure.parameters().isEmpty()
        && closure.parameters().getFirst().pattern() instanceof Pattern.Binding state
        && changes(closure.body(), state.name().text());
  }

  private static boolean changes(Object part, String state) {
    boolean isChange =
        switch (part) {
          case Expression.Assign assign -> isContent(assign.target(), state);
          case Expression.CompoundAssign assign -> isContent(assign.target(), state);
          case Expression.Increment increment -> isContent(increment.target(), state);
          default -> false;
        };
    return isChange || TreeParts.of(part).stream().anyMatch(inner -> changes(inner, state));
  }

  private static boolean isContent(Expression target, String state) {
    return ControlResolver.plain(target) instanceof Expression.Dereference content
        && ControlResolver.plain(content.operand()) instanceof Expression.Name name
        && name.text().equals(state);
  }
}

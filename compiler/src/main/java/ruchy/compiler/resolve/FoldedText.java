package ruchy.compiler.resolve;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// `xs.fold("", |text, x| text + f(x))`: a function that does nothing with the text so far but add
/// to it (see `AppendingBody`). Then `fold#text` is called with a function that gives what is
/// added, and no step copies what is there already.
final class FoldedText {
  private static final Set<String> SAME = Set.of("to_string", "to_s", "to_owned", "into");

  private static final Set<String> MAKING = Set.of("String::new", "String::from");

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
    if (!isPlain
        || !(parameters.getFirst().pattern() instanceof Pattern.Binding text)
        || !AppendingBody.is(closure.body(), text.name().text())) {
      return null;
    }
    Span span = closure.span();
    Expression added = added(closure.body(), text);
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
      case Expression.Call call ->
          call.callee() instanceof Expression.Path path
              && MAKING.contains(PathResolver.text(PathResolver.names(path)))
              && call.arguments().stream().allMatch(each -> isText(each.value()));
      default -> false;
    };
  }

  /// What the body adds to the text of that name: what it yields where that is empty.
  private static Expression added(Expression body, Pattern.Binding text) {
    Span span = body.span();
    var empty = new Expression.StringLiteral("", text.span());
    var none = new Expression.Let(false, text, null, empty, null, null, text.span());
    return new Expression.Block(List.of(none, body), span);
  }
}

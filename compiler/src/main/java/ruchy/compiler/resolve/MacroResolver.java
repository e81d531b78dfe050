package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ruchy.compiler.problem.TypeProblem.BadPlaceholder;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;

/// Macro calls: the functions of that name, whose first string literal is a format string (L 5.8, L
/// 15.2).
final class MacroResolver {
  private final Resolution all;

  MacroResolver(Resolution all) {
    this.all = all;
  }

  Node call(Expression.MacroCall call, Scope scope) {
    String name = call.name().text();
    boolean spread = call.arguments().stream().anyMatch(Argument::spread);
    if (spread && !name.equals("vec")) {
      // How many arguments there are is known at run time only, as for the function of that name.
      return all.calls.library("", name, call.arguments(), call.span(), scope);
    }
    return switch (name) {
      case "println", "print", "eprintln", "eprint" -> message(call, 0, scope);
      case "panic", "todo", "unimplemented", "unreachable" -> panic(call, scope);
      case "format" -> format(call, scope);
      case "assert" -> message(call, 1, scope);
      case "assert_eq", "assert_ne" -> message(call, 2, scope);
      case "dbg" -> all.calls.library("", name, call.arguments(), call.span(), scope);
      case "vec" -> list(call, scope);
      default -> all.notSupported(name + "!", call.name().span());
    };
  }

  private Node list(Expression.MacroCall call, Scope scope) {
    var elements =
        call.arguments().stream().map(a -> new Expression.Element(a.value(), a.spread())).toList();
    return all.collections.list(new Expression.ListLiteral(elements, call.span()), scope);
  }

  /// The function of that name, whose arguments from `first` on are one formatted text.
  private Node message(Expression.MacroCall call, int first, Scope scope) {
    String name = call.name().text();
    List<Argument> arguments = call.arguments();
    if (!isTemplate(arguments, first)) {
      return all.calls.library("", name, arguments, call.span(), scope);
    }
    List<Node.Element> elements =
        new ArrayList<>(all.arguments.elements(arguments.subList(0, first), scope));
    Formatted formatted = formatted(arguments.subList(first, arguments.size()), scope);
    elements.add(new Node.Element(formatted.text(), false));
    return formatted.around(new Node.CallLibrary("", name, elements, call.span()));
  }

  private Node panic(Expression.MacroCall call, Scope scope) {
    String name = call.name().text();
    // `todo!("later")` panics with that text.
    boolean bare = call.arguments().isEmpty() || all.library.accepts("", name, 1);
    if (bare || !isTemplate(call.arguments(), 0)) {
      return message(call, 0, scope);
    }
    Formatted formatted = formatted(call.arguments(), scope);
    var element = new Node.Element(formatted.text(), false);
    return formatted.around(new Node.CallLibrary("", "panic", List.of(element), call.span()));
  }

  private Node format(Expression.MacroCall call, Scope scope) {
    if (!isTemplate(call.arguments(), 0)) {
      return all.calls.library("", "format", call.arguments(), call.span(), scope);
    }
    Formatted formatted = formatted(call.arguments(), scope);
    return formatted.around(formatted.text());
  }

  private static boolean isTemplate(List<Argument> arguments, int index) {
    return index < arguments.size()
        && arguments.get(index).name() == null
        && arguments.get(index).value() instanceof Expression.StringLiteral;
  }

  /// A text, and what must be evaluated before it.
  private record Formatted(List<Node> before, Node text) {
    Node around(Node node) {
      if (before.isEmpty()) {
        return node;
      }
      List<Node> nodes = new ArrayList<>(before);
      nodes.add(node);
      return new Node.Sequence(nodes, node.span());
    }
  }

  /// The template with its arguments put in. Arguments are evaluated once each, in the order in
  /// which they stand.
  private Formatted formatted(List<Argument> arguments, Scope scope) {
    var template = (Expression.StringLiteral) arguments.getFirst().value();
    Span span = template.span();
    var pieces = FormatStrings.pieces(template.value());
    var values = new Values(arguments.subList(1, arguments.size()), pieces, scope);
    List<Node.Part> parts = new ArrayList<>();
    for (var piece : pieces) {
      switch (piece) {
        case FormatStrings.Piece.Text text -> parts.add(new Node.Part(text.text(), null, null));
        case FormatStrings.Piece.Bad bad ->
            all.report(new BadPlaceholder(bad.written(), bad.reason(), span));
        case FormatStrings.Piece.Unsupported unsupported ->
            all.notSupported("width from an argument in " + unsupported.written(), span);
        case FormatStrings.Piece.Place place ->
            parts.add(new Node.Part(null, values.of(place, span), place.spec()));
      }
    }
    Node text = parts.isEmpty() ? new Node.Constant("", span) : new Node.Format(parts, span);
    return new Formatted(values.before, text);
  }

  /// The arguments of one template.
  private final class Values {
    private final Scope scope;
    private final List<Node> positional = new ArrayList<>();
    private final Map<String, Node> named = new HashMap<>();
    private final List<Node> before = new ArrayList<>();
    private final boolean inline;
    private int next;

    Values(List<Argument> arguments, List<FormatStrings.Piece> pieces, Scope scope) {
      this.scope = scope;
      this.inline = isInline(arguments, pieces);
      for (Argument argument : arguments) {
        Node value = all.expressions.value(argument.value(), scope);
        Node node = inline ? value : kept(value);
        if (argument.name() == null) {
          positional.add(node);
        } else {
          named.put(argument.name().text(), node);
        }
      }
    }

    /// Whether each argument is used exactly once, in order, so that it can stand in its hole.
    private static boolean isInline(List<Argument> arguments, List<FormatStrings.Piece> pieces) {
      long holes =
          pieces.stream()
              .filter(
                  piece ->
                      piece instanceof FormatStrings.Piece.Place place
                          && place.index() == null
                          && place.name() == null)
              .count();
      boolean plain =
          pieces.stream()
              .noneMatch(
                  piece ->
                      piece instanceof FormatStrings.Piece.Place place && place.index() != null);
      return plain
          && holes == arguments.size()
          && arguments.stream().allMatch(argument -> argument.name() == null);
    }

    private Node kept(Node value) {
      if (value instanceof Node.Constant) {
        return value;
      }
      Variable variable = scope.frame().temporary("argument", value.span());
      before.add(new Node.Declare(variable, value, value.span()));
      return new Node.Read(variable, false, value.span());
    }

    Node of(FormatStrings.Piece.Place place, Span span) {
      if (place.name() != null) {
        Node value = named.get(place.name());
        return value == null
            ? all.names.read(new Expression.Name(place.name(), span), scope)
            : again(value);
      }
      int index = place.index() == null ? next++ : place.index();
      if (index >= positional.size()) {
        all.report(new BadPlaceholder(place.written(), "there is no argument " + index, span));
        return Frame.faulty(span);
      }
      return inline ? positional.get(index) : again(positional.get(index));
    }

    private static Node again(Node node) {
      return switch (node) {
        case Node.Read read -> new Node.Read(read.variable(), read.checked(), read.span());
        case Node.Constant constant -> new Node.Constant(constant.value(), constant.span());
        default -> node;
      };
    }
  }
}

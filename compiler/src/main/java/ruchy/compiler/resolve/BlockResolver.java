package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import ruchy.compiler.problem.NameProblem.NoEffect;
import ruchy.compiler.problem.NameProblem.UsedBeforeInitialised;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;

/// Sequences of statements and the declarations among them (L 2.1, L 7.3).
final class BlockResolver {
  /// Longer literals are not repeated in problems.
  private static final int LONGEST_SHOWN = 30;

  private final Resolution all;

  BlockResolver(Resolution all) {
    this.all = all;
  }

  /// A block in a scope of its own.
  Node block(Expression.Block block, boolean dropped, Scope scope) {
    return body(block.body(), dropped, scope.block(), block.span());
  }

  /// A body that may be a block, in a scope of its own.
  Node body(Expression body, boolean dropped, Scope scope) {
    return body instanceof Expression.Block block
        ? block(block, dropped, scope)
        : all.expressions.resolve(body, dropped, scope.block());
  }

  /// Statements in that very scope; the value is that of the last.
  Node body(List<Expression> body, boolean dropped, Scope scope, Span span) {
    if (body.isEmpty()) {
      return Frame.nil(span);
    }
    all.items.declareLocal(body, scope);
    NestedFunctions nested = scope.nested();
    List<Node> nodes = new ArrayList<>();
    boolean isUncalled = false;
    for (int i = 0; i < body.size(); i++) {
      if (nested != null) {
        nested.enterStatement(i);
      }
      boolean last = i == body.size() - 1;
      Node node = statement(body.get(i), dropped || !last, scope);
      if (!last && !isUncalled) {
        isUncalled = isWithoutCall(body.get(i), node, body.get(i + 1));
        checkEffect(body.get(i), node, isUncalled);
      } else {
        isUncalled = false;
      }
      nodes.add(node);
    }
    if (nested != null) {
      insert(nested, nodes);
    }
    Node value = nodes.removeLast();
    nodes.removeIf(BlockResolver::isIdle);
    if (!dropped || nodes.isEmpty() || !isIdle(value)) {
      nodes.add(value);
    }
    return nodes.size() == 1 ? nodes.getFirst() : new Node.Sequence(nodes, span);
  }

  /// Whether the node does nothing when its value is not used: what is left of a declaration.
  private static boolean isIdle(Node node) {
    return node instanceof Node.Constant
        || node instanceof Node.FunctionValue
        || node instanceof Node.Read read && !read.checked();
  }

  /// Reports a statement whose value nobody uses and that does nothing else: a literal, or a name,
  /// perhaps of a function that was to be called (L 2.1).
  private void checkEffect(Expression statement, Node node, boolean isUncalled) {
    boolean isFunction = isFunction(node);
    boolean isPlain =
        switch (statement) {
          case Expression.Name _ ->
              isFunction || node instanceof Node.Read || node instanceof Node.ReadMember;
          case Expression.Path _ -> isFunction;
          case Expression.IntegerLiteral _,
              Expression.FloatLiteral _,
              Expression.StringLiteral _,
              Expression.BooleanLiteral _ ->
              true;
          default -> false;
        };
    if (!isPlain) {
      return;
    }
    Span span = statement.span();
    String hint = isUncalled ? "a call is written `" + span.text() + "(..)`" : null;
    String text = span.text();
    boolean isLong = text.length() > LONGEST_SHOWN || text.indexOf('\n') >= 0;
    all.report(new NoEffect(isLong ? "this text" : text, span, hint));
  }

  /// `println "text"`: the next statement of the line was meant to be the argument.
  private static boolean isWithoutCall(Expression statement, Node node, Expression next) {
    Span span = statement.span();
    boolean isName = statement instanceof Expression.Name || statement instanceof Expression.Path;
    return isName && isFunction(node) && next.span().line() == span.source().line(span.end());
  }

  private static boolean isFunction(Node node) {
    return node instanceof Node.FunctionValue || node instanceof Node.LibraryValue;
  }

  Node statement(Expression statement, boolean dropped, Scope scope) {
    if (statement instanceof Expression.Declaration declaration
        && declaration.item() instanceof Item.Function function
        && isReplaced(function, scope)) {
      return Frame.nil(declaration.span());
    }
    return statement instanceof Expression.Let let
        ? all.lets.let(let, dropped, true, scope)
        : all.expressions.resolve(statement, dropped, scope);
  }

  /// Whether another function stands for the name: the program's for one of a prelude file (L
  /// 13.2), or the first where a second was refused.
  private static boolean isReplaced(Item.Function function, Scope scope) {
    Identifier name = function.name();
    return name != null
        && scope.own(name.text()) instanceof Binding.Named named
        && named.declaration().tree() != function;
  }

  /// Puts the closures of nested functions where all that they capture is there.
  private void insert(NestedFunctions nested, List<Node> nodes) {
    var places = new TreeMap<Integer, List<NestedFunctions.Entry>>();
    for (var entry : nested.entries()) {
      int after = nested.madeAfter(entry);
      Span early = entry.useBefore(after);
      if (early != null) {
        Variable late = nested.lastCaptured(entry);
        all.report(new UsedBeforeInitialised(late.name(), early, late.span()));
      }
      places.computeIfAbsent(after, _ -> new ArrayList<>()).add(entry);
    }
    for (var place : places.descendingMap().entrySet()) {
      nodes.addAll(place.getKey() + 1, NestedFunctions.makers(place.getValue()));
    }
  }

  /// A declaration where it stands. Functions of a block are resolved here; everything else was
  /// declared before.
  Node declaration(Expression.Declaration declaration, Scope scope) {
    Span span = declaration.span();
    return switch (declaration.item()) {
      case Item.Function function -> {
        Identifier name = function.name();
        if (name == null) {
          yield all.bodies.functionValue(function, scope);
        }
        Binding binding = scope.own(name.text());
        if (binding instanceof Binding.Nested nested
            && nested.entry().declaration().tree() == function) {
          all.tests.declareInner(function);
          all.bodies.resolveNested(nested.entry(), scope);
          yield new Node.Read(nested.entry().variable(), false, span);
        }
        if (binding instanceof Binding.Named named && named.declaration().tree() == function) {
          yield new Node.FunctionValue(named.declaration().function(), span);
        }
        // Not a statement of a block, so nobody has declared it: only itself knows its name.
        yield body(List.of(declaration), false, scope.block(), span);
      }
      case Item.Constant constant -> all.lets.constant(constant, scope);
      case Item.Static item -> all.lets.constant(item, scope);
      case Item.Module module -> all.items.run(module, scope, span);
      case Item.Export export -> all.items.run(export, scope);
      case Item.Struct _, Item.Class _, Item.Enum _, Item.Actor _, Item.Trait _, Item.Impl _ -> {
        all.localTypes.resolve(declaration.item(), scope);
        yield all.typeConstants.declare(declaration.item(), span);
      }
      case Item.TypeAlias alias -> {
        all.annotations.alias(new Binding.Alias(alias, scope)); // reports names that are unknown
        yield Frame.nil(span);
      }
      case Item.Import _ -> Frame.nil(span);
    };
  }
}

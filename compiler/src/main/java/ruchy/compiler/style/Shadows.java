package ruchy.compiler.style;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.StyleProblem;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.SourceFile;
import ruchy.compiler.tree.TreeParts;

/// Variables that hide one of the same name of an outer block of their function: those of `let` and
/// `for`, and parameters of closures. What a match binds is silent: `Some(x) => x` is the usual way
/// to write it. So is a second `let` in the same block, and a name that begins with `_`.
final class Shadows {
  private final Problems problems;
  private Deque<Map<String, Span>> scopes = new ArrayDeque<>();

  private Shadows(Problems problems) {
    this.problems = problems;
  }

  static void look(SourceFile file, Problems problems) {
    var shadows = new Shadows(problems);
    // Names of the top level are seen everywhere; hiding them is what parameters are for.
    file.body().forEach(shadows::walk);
  }

  private void walk(Object node) {
    switch (node) {
      case Item.Function function -> {
        var outer = scopes;
        scopes = new ArrayDeque<>();
        within(function);
        scopes = outer;
      }
      case Expression.Closure closure -> within(closure);
      case Expression.Block block -> within(block);
      case Expression.For loop -> {
        walk(loop.iterable());
        scopes.push(new HashMap<>());
        if (loop.pattern() instanceof Pattern.Binding binding) declare(binding.name());
        walk(loop.body());
        scopes.pop();
      }
      case Parameter parameter -> {
        if (parameter.pattern() instanceof Pattern.Binding binding) declare(binding.name());
        if (parameter.fallback() != null) walk(parameter.fallback());
      }
      case Expression.Let let -> {
        if (let.value() != null) walk(let.value());
        if (let.otherwise() != null) walk(let.otherwise());
        if (let.pattern() instanceof Pattern.Binding binding) declare(binding.name());
        if (let.in() != null) walk(let.in());
      }
      default -> TreeParts.of(node).forEach(this::walk);
    }
  }

  private void within(Record node) {
    scopes.push(new HashMap<>());
    TreeParts.of(node).forEach(this::walk);
    scopes.pop();
  }

  private void declare(Identifier name) {
    var inner = scopes.peek();
    if (inner == null || name.text().startsWith("_") || name.text().equals("self")) {
      return;
    }
    for (var scope : scopes) {
      Span hidden = scope == inner ? null : scope.get(name.text());
      if (hidden != null) {
        problems.report(new StyleProblem.Shadowing(name.text(), name.span(), hidden));
        break;
      }
    }
    inner.put(name.text(), name.span());
  }
}

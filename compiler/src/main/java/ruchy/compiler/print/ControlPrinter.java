package ruchy.compiler.print;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Parameter;

/// Control forms, closures and `let` as source (L 5.5, L 5.6).
final class ControlPrinter {
  private final Output out;
  private final ExpressionPrinter expressions;

  /// In a guard `=>` begins the body of the arm.
  private boolean isGuard;

  ControlPrinter(Output out, ExpressionPrinter expressions) {
    this.out = out;
    this.expressions = expressions;
  }

  void branch(Expression.If branch) {
    Expression next = branch;
    while (next instanceof Expression.If one) {
      out.add("if ");
      condition(one.condition());
      out.add(" ");
      expressions.body(one.then());
      next = one.otherwise();
      out.add(next == null ? "" : " else ");
    }
    if (next != null) {
      expressions.body(next);
    }
  }

  private void condition(Expression.Condition condition) {
    switch (condition) {
      case Expression.Condition.Test test -> expressions.print(test.value());
      case Expression.Condition.Matches matches -> {
        out.add("let ");
        expressions.patterns().print(matches.pattern());
        out.add(" = ");
        expressions.print(matches.value());
      }
    }
  }

  void match(Expression.Match match) {
    out.add("match ");
    expressions.print(match.value());
    out.add(" {");
    out.indent();
    for (Expression.Arm arm : match.arms()) {
      out.line();
      expressions.patterns().print(arm.pattern());
      if (arm.guard() != null) {
        out.add(" if ");
        boolean outer = isGuard;
        isGuard = true;
        expressions.print(arm.guard());
        isGuard = outer;
      }
      out.add(" => ");
      expressions.body(arm.body());
      out.add(",");
    }
    out.outdent();
    out.line();
    out.add("}");
  }

  private void label(@Nullable Identifier label) {
    if (label != null) {
      out.add("'").add(label.text()).add(": ");
    }
  }

  void loop(Expression.While loop) {
    label(loop.label());
    out.add("while ");
    condition(loop.condition());
    out.add(" ");
    expressions.body(loop.body());
  }

  void loop(Expression.Loop loop) {
    label(loop.label());
    out.add("loop ");
    expressions.body(loop.body());
  }

  void loop(Expression.For loop) {
    label(loop.label());
    out.add("for ");
    expressions.patterns().print(loop.pattern());
    out.add(" in ");
    expressions.print(loop.iterable());
    out.add(" ");
    expressions.body(loop.body());
  }

  void attempt(Expression.Try attempt) {
    out.add("try ");
    expressions.body(attempt.body());
    for (Expression.Catch clause : attempt.catches()) {
      out.add(" catch ");
      if (clause.name() != null) {
        out.add("(").add(clause.name().text());
        if (clause.type() != null) {
          out.add(": ");
          expressions.types().print(clause.type());
        }
        out.add(") ");
      }
      expressions.body(clause.body());
    }
    if (attempt.last() != null) {
      out.add(" finally ");
      expressions.body(attempt.last());
    }
  }

  /// `var` where `in` may stand in the value; `let` where an `else` or a body follows
  void let(Expression.Let let) {
    boolean isPlain = let.otherwise() == null && let.in() == null;
    out.add(let.visible() ? "pub " : "").add(isPlain ? "var " : "let ");
    expressions.patterns().print(let.pattern());
    if (let.type() != null) {
      out.add(": ");
      expressions.types().print(let.type());
    }
    if (let.value() != null) {
      out.add(" = ");
      expressions.print(let.value());
    }
    if (let.otherwise() != null) {
      out.add(" else ");
      expressions.body(let.otherwise());
    }
    if (let.in() != null) {
      out.add(" in ");
      expressions.print(let.in());
    }
  }

  void closure(Expression.Closure closure) {
    out.add(closure.async() ? "async " : "");
    boolean isArrow =
        closure.result() == null && !isGuard && needsParentheses(closure.parameters());
    out.add(isArrow ? "(" : "|");
    parameters(closure.parameters(), !isArrow);
    out.add(isArrow ? ") => " : "| ");
    if (closure.result() != null) {
      out.add("-> ");
      expressions.types().print(closure.result());
      out.add(" ");
    }
    expressions.body(closure.body());
  }

  /// Between bars a `|` of a default cannot stand, and in the hole of an f-string no `:`.
  private static boolean needsParentheses(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      if (parameter.type() != null || parameter.fallback() != null) {
        return true;
      }
    }
    return false;
  }

  /// Parameters without what encloses them; `isSingle` between bars, where alternatives need
  /// parentheses.
  void parameters(List<Parameter> parameters, boolean isSingle) {
    String comma = "";
    for (Parameter parameter : parameters) {
      out.add(comma).add(parameter.rest() ? "..." : "").add(parameter.byReference() ? "&" : "");
      if (isSingle) {
        expressions.patterns().single(parameter.pattern());
      } else {
        expressions.patterns().print(parameter.pattern());
      }
      if (parameter.type() != null) {
        out.add(": ");
        expressions.types().print(parameter.type());
      }
      if (parameter.fallback() != null) {
        out.add(" = ");
        expressions.print(parameter.fallback());
      }
      comma = ", ";
    }
  }
}

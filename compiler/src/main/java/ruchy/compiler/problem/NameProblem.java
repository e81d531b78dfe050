package ruchy.compiler.problem;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A name that means nothing here, or more than one thing (L 7.1, L 7.3).
public sealed interface NameProblem extends Problem {
  /// `Undefined variable: totl`
  record UndefinedVariable(String name, Span span, @Nullable String suggestion)
      implements NameProblem {
    @Override
    public String code() {
      return "R0101";
    }

    @Override
    public String message() {
      return "Undefined variable: " + name;
    }

    @Override
    public @Nullable String hint() {
      return suggestion == null ? null : "did you mean `" + suggestion + "`?";
    }
  }
}

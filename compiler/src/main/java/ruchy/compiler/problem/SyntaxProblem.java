package ruchy.compiler.problem;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// The text is not a Ruchy program (L 1 to L 5).
public sealed interface SyntaxProblem extends Problem {
  /// Something else was expected here: `Syntax error: expected ')', found '}'`.
  record Unexpected(String expected, String found, Span span, @Nullable String hint)
      implements SyntaxProblem {
    @Override
    public String code() {
      return "R0001";
    }

    @Override
    public String message() {
      return "Syntax error: expected " + expected + ", found " + found;
    }
  }
}

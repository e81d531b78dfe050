package ruchy.compiler.problem;

import ruchy.compiler.source.Span;

/// A value that cannot be where it is (L 4.3), or a call that cannot succeed (L 7.4).
public sealed interface TypeProblem extends Problem {
  /// `Type mismatch: expected integer, got string (parameter 'x' of f)`
  record Mismatch(String expected, String actual, String place, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0201";
    }

    @Override
    public String message() {
      return "Type mismatch: expected " + expected + ", got " + actual + " (" + place + ")";
    }
  }
}

package ruchy.compiler.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// One thing that is wrong, or looks wrong, with a program.
public sealed interface Problem
    permits SyntaxProblem, NameProblem, TypeProblem, LintProblem, StyleProblem {
  /// The stable code, for example `R0102`; the number never changes its meaning.
  String code();

  /// One sentence without the place, for example `Undefined variable: totl`.
  String message();

  Span span();

  /// What to do about it, for example ``did you mean `total`?``, shown under the caret.
  default @Nullable String hint() {
    return null;
  }

  /// Further places that belong to the problem, for example the first of two definitions.
  default List<Label> labels() {
    return List.of();
  }

  /// What mends it without a change of meaning; null if that is for people to decide.
  default @Nullable Fix fix() {
    return null;
  }

  default Severity severity() {
    return Severity.ERROR;
  }

  /// A text that takes the place of another one; an empty place inserts it.
  record Fix(Span place, String text) {
    /// Puts `_` before a name, which says that nobody is to use it.
    static Fix unused(Span name) {
      return new Fix(new Span(name.source(), name.start(), name.start()), "_");
    }
  }

  /// A place with a remark.
  record Label(Span span, String text) {}

  /// Errors stop the program from being run; warnings change nothing.
  enum Severity {
    ERROR,
    WARNING
  }
}

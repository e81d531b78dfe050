package ruchy.compiler.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Problem.Severity;
import ruchy.compiler.source.Span;

/// Problems as text for people (L 11.4) and for tools.
///
/// ```
/// error: Undefined variable: totl [R0101]
///   at shop.ruchy:12:13
///    |     println(totl)
///    |             ^^^^ did you mean `total`?
/// ```
///
/// @param colours whether to write ANSI colours
/// @param codes whether the code follows the message
public record ProblemPrinter(boolean colours, boolean codes) {
  private static final String RESET = "\u001B[0m";
  private static final String BOLD = "\u001B[1m";
  private static final String RED = "\u001B[1;31m";
  private static final String YELLOW = "\u001B[1;33m";
  private static final String BLUE = "\u001B[34m";

  /// Without colours, with codes.
  public static ProblemPrinter plain() {
    return new ProblemPrinter(false, true);
  }

  /// One block of lines for each problem, in the given order; empty if there is none.
  public String print(List<Problem> problems) {
    StringBuilder out = new StringBuilder();
    for (Problem problem : problems) {
      print(problem, out);
    }
    return out.toString();
  }

  private void print(Problem problem, StringBuilder out) {
    String colour = problem.severity() == Severity.ERROR ? RED : YELLOW;
    colour(out, colour, problem.severity() == Severity.ERROR ? "error" : "warning");
    out.append(": ");
    colour(out, BOLD, problem.message());
    if (codes) {
      out.append(" [").append(problem.code()).append(']');
    }
    out.append('\n');
    excerpt(problem.span(), problem.hint(), colour, out);
    for (Problem.Label label : problem.labels()) {
      excerpt(label.span(), label.text(), BLUE, out);
    }
  }

  /// `at FILE:LINE:COL`, the line, and carets under the place with a remark.
  private void excerpt(Span span, @Nullable String remark, String colour, StringBuilder out) {
    out.append("  at ");
    colour(out, BLUE, span.toString());
    out.append('\n');
    Excerpt excerpt = Excerpt.of(span);
    line(out, excerpt.text());
    StringBuilder carets = new StringBuilder(" ".repeat(excerpt.column()));
    String marks = "^".repeat(excerpt.width()) + (remark == null ? "" : " " + remark);
    colour(carets, colour, marks);
    line(out, carets.toString());
  }

  private void line(StringBuilder out, String text) {
    out.append("   ");
    colour(out, BLUE, "|");
    out.append((" " + text).stripTrailing()).append('\n');
  }

  private void colour(StringBuilder out, String colour, String text) {
    if (colours) {
      out.append(colour).append(text).append(RESET);
    } else {
      out.append(text);
    }
  }

  /// A JSON array with one object a line: `severity code message file line column endLine endColumn
  /// hint labels`. Lines and columns count from 1, columns in code points; the end is exclusive.
  /// `hint` is null if there is none.
  public static String json(List<Problem> problems) {
    return ProblemJson.array(problems);
  }
}

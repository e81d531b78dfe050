package ruchy.compiler.format;

import java.util.Optional;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.print.TreeComparison;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.SourceFile;

/// Lays out programs (L 20.2).
public final class Formatter {
  /// How often what was laid out is laid out again until nothing changes.
  private static final int ROUNDS = 4;

  private Formatter() {}

  /// The text of a source, laid out: the same tokens and comments in the same order, and the same
  /// tree. Laying it out again changes nothing.
  ///
  /// @return nothing if the source has syntax errors, which are reported
  /// @throws IllegalStateException if the layout would mean something else; a fault of this room
  public static Optional<String> format(Source source, Style style, Problems problems) {
    SourceFile file = Parser.parse(Lexer.lex(source, problems), problems);
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    String text = layout(file, style);
    SourceFile again = parse(source.name(), text);
    for (int i = 1; i < ROUNDS; i++) {
      String next = layout(again, style);
      if (next.equals(text)) {
        break;
      }
      text = next;
      again = parse(source.name(), text);
    }
    check(file, again);
    return Optional.of(text);
  }

  private static String layout(SourceFile file, Style style) {
    return Rendering.text(Draft.of(TreeMarks.of(file), style), style);
  }

  private static SourceFile parse(String name, String text) {
    var problems = new Problems();
    SourceFile file = Parser.parse(Lexer.lex(Source.of(name, text), problems), problems);
    if (problems.hasErrors()) {
      var problem = problems.inOrder().getFirst();
      String line = problem.span().source().lineText(problem.span().line());
      throw new IllegalStateException(
          "the layout of " + name + " is no program: " + problem.message() + ": " + line.strip());
    }
    return file;
  }

  private static void check(SourceFile before, SourceFile after) {
    Tokens old = before.tokens();
    Tokens now = after.tokens();
    for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
      if (!old.span(i).text().equals(now.span(i).text())) {
        throw new IllegalStateException("the layout changes " + old.span(i));
      }
    }
    for (int i = 0; i < before.body().size(); i++) {
      Expression statement = before.body().get(i);
      boolean isSame =
          i < after.body().size()
              && TreeComparison.isSame(statement, after.body().get(i))
              && before.body().size() == after.body().size();
      if (!isSame) {
        throw new IllegalStateException("the layout changes what " + statement.span() + " means");
      }
    }
  }
}

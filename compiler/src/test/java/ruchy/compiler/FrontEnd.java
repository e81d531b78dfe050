package ruchy.compiler;

import java.util.List;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.print.TreePrinter;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.SourceFile;

/// What lexer and parser make of a text.
///
/// @param problems in the order of their places
public record FrontEnd(Tokens tokens, SourceFile file, List<Problem> problems) {
  public static FrontEnd of(String text) {
    return of("test.ruchy", text);
  }

  public static FrontEnd of(String name, String text) {
    Problems problems = new Problems();
    Tokens tokens = Lexer.lex(Source.of(name, text), problems);
    SourceFile file = Parser.parse(tokens, problems);
    return new FrontEnd(tokens, file, problems.inOrder());
  }

  public String outline() {
    return TreePrinter.outline(file);
  }

  /// The messages of the problems.
  public List<String> messages() {
    return problems.stream().map(Problem::message).toList();
  }
}

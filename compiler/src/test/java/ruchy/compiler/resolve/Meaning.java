package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.ProgramPrinter;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.SourceFile;

/// What the resolver makes of texts, with the names of `SmallLibrary`.
///
/// @param problems in the order of their places
public record Meaning(Program program, List<Problem> problems) {
  public static Meaning of(String text) {
    return of(List.of(Source.of("test.ruchy", text)), Map.of());
  }

  /// Of prelude files and a program, the last of `files`; `modules` are the texts of modules by
  /// their names.
  static Meaning of(List<Source> files, Map<String, String> modules) {
    Problems problems = new Problems();
    List<SourceFile> trees = new ArrayList<>();
    for (Source file : files) {
      trees.add(Parser.parse(Lexer.lex(file, problems), problems));
    }
    ModuleSource found =
        (path, _) -> {
          String text = modules.get(path);
          return text == null ? null : Source.of(path, text);
        };
    Program program = Resolver.resolve(trees, found, SmallLibrary.load(), problems);
    return new Meaning(program, problems.inOrder());
  }

  public String print() {
    return ProgramPrinter.print(program);
  }

  /// One line a problem: place, code and message.
  public String problemLines() {
    var lines = new StringBuilder();
    for (Problem problem : problems) {
      lines
          .append(problem.span().line())
          .append(':')
          .append(problem.span().column())
          .append(' ')
          .append(problem.code())
          .append(' ')
          .append(problem.message());
      if (problem.hint() != null) {
        lines.append(" (").append(problem.hint()).append(')');
      }
      lines.append('\n');
    }
    return lines.toString();
  }
}

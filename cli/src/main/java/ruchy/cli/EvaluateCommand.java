package ruchy.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.Compilation;
import ruchy.compiler.Compiler;
import ruchy.compiler.source.Source;

/// `ruchyc -e CODE [args]`, and a program on standard input: runs it and prints the value of its
/// last top-level expression.
///
/// @param code null for standard input
/// @param json the value, or the error, is printed as one line of JSON
record EvaluateCommand(
    @Nullable String code, List<String> args, List<String> preludes, boolean json)
    implements Command {
  private static final String NAME = "<eval>";

  @Override
  public int perform(Terminal terminal) {
    var source = code == null ? SourceFiles.standardInput(terminal) : Source.of(NAME, code);
    var files = ProgramFiles.of(preludes, source);
    var compilation = files.compile(new Compiler.Options(true, true));
    var classes = compilation.classes();
    if (classes == null) {
      tellErrors(compilation, terminal);
      return Status.FAILED;
    }
    if (json) System.setProperty("ruchy.result", "json");
    ProgramStart.start(classes, source.name(), args);
    return Status.OK;
  }

  private void tellErrors(Compilation compilation, Terminal terminal) {
    if (json) {
      var error = JsonText.quote(ProblemReport.firstError(compilation));
      terminal.print("{\"success\":false,\"error\":" + error + "}");
    } else {
      ProblemReport.errors(compilation, terminal);
    }
  }
}

package ruchy.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.Compilation;
import ruchy.compiler.Compiler;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Launch;

/// `ruchyc -e CODE [args]`, and a program on standard input: runs it and prints the value of its
/// last top-level expression.
///
/// @param code null for standard input
/// @param json the value, or the error, is printed as one line of JSON
/// @param traces tell each call of a function of the program on standard error
record EvaluateCommand(
    @Nullable String code, List<String> args, List<String> preludes, boolean json, boolean traces)
    implements Command {
  private static final String NAME = "<eval>";

  EvaluateCommand(@Nullable String code, List<String> args, List<String> preludes, boolean json) {
    this(code, args, preludes, json, false);
  }

  @Override
  public int perform(Terminal terminal) {
    var source = code == null ? SourceFiles.standardInput(terminal) : Source.of(NAME, code);
    var files = ProgramFiles.of(preludes, source);
    var compilation = files.compile(new Compiler.Options(true, true).tracing(traces));
    var classes = compilation.classes();
    if (classes == null) {
      tellErrors(compilation, terminal);
      return Status.FAILED;
    }
    if (json) Launch.evaluateFor(new JsonResult(terminal));
    ProgramStart.start(classes, source.name(), args);
    return Status.OK;
  }

  private void tellErrors(Compilation compilation, Terminal terminal) {
    if (json) {
      new JsonResult(terminal).failed(ProblemReport.firstError(compilation));
    } else {
      ProblemReport.errors(compilation, terminal);
    }
  }

  /// `{"success":true,"result":"D FORM"}` or `{"success":false,"error":"MESSAGE"}`
  private record JsonResult(Terminal terminal) implements Launch.Evaluation {
    @Override
    public void succeeded(@Nullable String text) {
      var value = JsonText.quote(text == null ? "nil" : text);
      terminal.print("{\"success\":true,\"result\":" + value + "}");
    }

    @Override
    public void failed(String message) {
      terminal.print("{\"success\":false,\"error\":" + JsonText.quote(message) + "}");
    }
  }
}

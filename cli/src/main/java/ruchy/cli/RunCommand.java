package ruchy.cli;

import java.util.List;
import ruchy.compiler.Compiler;

/// `ruchyc run FILE [args]`, `ruchyc FILE [args]`: compiles a program into this JVM, unless it was
/// compiled for the last run already, and starts it. What it prints is all that is printed.
///
/// @param file `-` for standard input
/// @param args what follows the file belongs to the program, whatever it looks like
/// @param traces tell each call of a function of the program on standard error
record RunCommand(String file, List<String> args, List<String> preludes, boolean traces)
    implements Command {
  RunCommand(String file, List<String> args, List<String> preludes) {
    this(file, args, preludes, false);
  }

  @Override
  public int perform(Terminal terminal) {
    var files = ProgramFiles.of(preludes, SourceFiles.read(file, terminal));
    var cache =
        traces || file.equals(SourceFiles.STANDARD_INPUT) ? null : ProgramCache.ofThisCommand();
    var classes = cache == null ? null : cache.find(files);
    if (classes == null) {
      var compilation = files.compile(Compiler.Options.RUN.tracing(traces));
      classes = compilation.classes();
      if (classes == null) {
        ProblemReport.errors(compilation, terminal);
        return Status.FAILED;
      }
      if (cache != null) cache.keep(files, classes);
    }
    ProgramStart.start(classes, file, args);
    return Status.OK;
  }
}

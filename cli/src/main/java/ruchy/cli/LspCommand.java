package ruchy.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import ruchy.cli.editor.LanguageServer;
import ruchy.cli.editor.Workshop;
import ruchy.compiler.Compiler;
import ruchy.compiler.explain.ReceiverTypes;
import ruchy.compiler.format.Formatter;
import ruchy.compiler.format.Style;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.compiler.type.Type;

/// `ruchyc lsp`: a language server on standard input and output (L 20.2).
record LspCommand() implements Command {
  @Override
  public int perform(Terminal terminal) {
    try {
      boolean isOrderly =
          LanguageServer.serve(terminal.input(), terminal.output(), new Tools(), Ruchyc.version());
      return isOrderly ? Status.OK : Status.FAILED;
    } catch (IOException failure) {
      throw new CommandFailure(
          Status.FAILED, "Cannot read the editor's messages: " + failure.getMessage());
    }
  }

  /// The compiler, and the modules on disk.
  private static final class Tools implements Workshop {
    @Override
    public List<Problem> check(Source program) {
      return ProgramFiles.of(List.of(), program).compile(Compiler.Options.STANDARD).problems();
    }

    @Override
    public List<Type> receivers(Source program, String member) {
      return ReceiverTypes.of(ProgramFiles.of(List.of(), program).types(), member);
    }

    @Override
    public Optional<String> format(Source program, Style style) {
      return DeepStack.call(() -> Formatter.format(program, style, new Problems()));
    }

    @Override
    public Optional<Source> module(String path, Source importing) {
      return Optional.ofNullable(new ModuleFiles(List.of(importing)).find(path, importing));
    }
  }
}

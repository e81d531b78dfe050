package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ruchy.compiler.format.Formatter;
import ruchy.compiler.format.Style;
import ruchy.compiler.problem.ProblemPrinter;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;

/// `ruchyc fmt FILES`: lays out programs in place (L 20.2). A file with a syntax error is left as
/// it is.
///
/// @param files `-` for standard input, whose layout goes to standard output
/// @param check nothing is written; what would change is told and makes the command fail
/// @param printsResult the layout goes to standard output instead of the file
/// @param printsChanges the lines that would change go to standard output, and nothing is written
record FormatCommand(
    List<String> files, Style style, boolean check, boolean printsResult, boolean printsChanges)
    implements Command {
  @Override
  public int perform(Terminal terminal) {
    boolean fails = false;
    for (String file : files) {
      var source = SourceFiles.read(file, terminal);
      var text = layout(source, terminal);
      if (text.isEmpty()) {
        fails = true;
      } else {
        boolean changes = !text.get().equals(source.text());
        fails |= check && changes;
        tell(file, source, text.get(), changes, terminal);
      }
    }
    return fails ? Status.FAILED : Status.OK;
  }

  private Optional<String> layout(Source source, Terminal terminal) {
    var problems = new Problems();
    var text = DeepStack.call(() -> Formatter.format(source, style, problems));
    if (text.isEmpty()) {
      var printer = new ProblemPrinter(terminal.hasColours(), false);
      terminal.complain(printer.print(problems.inOrder()).stripTrailing());
    }
    return text;
  }

  private void tell(String file, Source source, String text, boolean changes, Terminal terminal) {
    if (printsChanges) {
      if (changes) terminal.printPart(LineChanges.of(file, source.text(), text));
    } else if (printsResult || file.equals(SourceFiles.STANDARD_INPUT)) {
      terminal.printPart(text);
    } else if (changes) {
      if (!check) write(file, text);
      terminal.print((check ? "✗ Would be laid out: " : "✓ Laid out: ") + file);
    }
  }

  private static void write(String file, String text) {
    try {
      Files.write(Path.of(file), text.getBytes(UTF_8));
    } catch (IOException failure) {
      throw new CommandFailure(
          Status.FAILED, "Cannot write to " + file + ": " + failure.getMessage());
    }
  }
}

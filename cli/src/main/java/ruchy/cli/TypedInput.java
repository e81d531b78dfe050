package ruchy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// Lines that a person types and edits, with the entries before at hand and names completed.
final class TypedInput implements ReplInput {
  private final LineReader reader;
  private Collection<String> names = List.of();

  TypedInput() {
    try {
      reader =
          LineReaderBuilder.builder()
              .terminal(TerminalBuilder.builder().system(true).dumb(true).build())
              .completer((_, _, found) -> names.forEach(name -> found.add(new Candidate(name))))
              // A `!` is a sign like others.
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Line read(String prompt) {
    try {
      return new Line.Text(reader.readLine(prompt));
    } catch (UserInterruptException interrupted) {
      return new Line.Dropped();
    } catch (EndOfFileException end) {
      return new Line.End();
    }
  }

  @Override
  public void offer(Collection<String> offered) {
    names = List.copyOf(offered);
  }

  /// The reader remembers lines by itself.
  @Override
  public void remember(@Nullable String entry) {
    if (entry == null) {
      try {
        reader.getHistory().purge();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}

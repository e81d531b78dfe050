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
import ruchy.runtime.engine.Session;

/// Lines that a person types and edits, with the entries before at hand and names completed.
final class TypedInput implements ReplInput {
  private final org.jline.terminal.Terminal terminal;
  private final LineReader reader;
  private Collection<String> names = List.of();

  TypedInput() {
    try {
      terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .completer((_, _, found) -> names.forEach(name -> found.add(new Candidate(name))))
              // A `!` is a sign like others.
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    // While a line is typed the reader takes the signal itself.
    Session.leaveInterrupts();
    terminal.handle(org.jline.terminal.Terminal.Signal.INT, _ -> interrupt());
  }

  /// Ctrl-C while an entry runs, on a thread of its own.
  private void interrupt() {
    tell("");
    switch (Session.interrupt()) {
      case DONE -> {}
      case GOES_ON -> tell("The entry cannot be stopped here. Ctrl-C ends the session.");
      case AGAIN -> Runtime.getRuntime().halt(Status.INTERRUPTED);
    }
  }

  private void tell(String text) {
    terminal.writer().println(text);
    terminal.flush();
  }

  @Override
  public Line read(String prompt) {
    try {
      return new Line.Text(reader.readLine(prompt));
    } catch (UserInterruptException interrupted) {
      Thread.interrupted(); // the reader may leave the mark, which is not meant for what comes next
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

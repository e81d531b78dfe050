package ruchy.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Lines of a file or another program, without prompts and editing.
final class PipedInput implements ReplInput {
  private final BufferedReader lines;

  PipedInput(Terminal terminal) {
    lines = terminal.lines();
  }

  @Override
  public Line read(String prompt) {
    try {
      var line = lines.readLine();
      return line == null ? new Line.End() : new Line.Text(line);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void offer(Collection<String> names) {}

  @Override
  public void remember(@Nullable String entry) {}
}

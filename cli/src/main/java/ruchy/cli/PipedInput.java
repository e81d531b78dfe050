package ruchy.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Lines of a file or another program, without prompts and editing. An entry that reads standard
/// input gets the lines behind it, as somebody who types would give them.
final class PipedInput implements ReplInput {
  private final BufferedReader lines;

  PipedInput(Terminal terminal) {
    lines = terminal.lines();
    System.setIn(new Following(lines));
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

  /// Standard input of the program: one line at a time, so that the others remain entries. Read by
  /// one thread of the program at a time.
  private static final class Following extends InputStream {
    private final BufferedReader lines;
    private byte[] line = {};
    private int next;

    Following(BufferedReader lines) {
      this.lines = lines;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) return 0;
      if (next == line.length) {
        var text = lines.readLine();
        if (text == null) return -1;
        line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        next = 0;
      }
      int count = Math.min(length, line.length - next);
      System.arraycopy(line, next, bytes, offset, count);
      next += count;
      return count;
    }
  }
}

package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import ruchy.runtime.engine.Detector;

/// A terminal whose input is a text and whose output is kept.
final class FakeTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  private FakeTerminal(InputStream in, boolean isTyped) {
    terminal = new Terminal(in, out, err, isTyped, false);
  }

  /// Input comes from a file or another program.
  static FakeTerminal reading(String input) {
    return new FakeTerminal(new ByteArrayInputStream(input.getBytes(UTF_8)), false);
  }

  /// A person sits there and types nothing.
  static FakeTerminal ofAPerson() {
    return new FakeTerminal(InputStream.nullInputStream(), true);
  }

  /// Something that nobody has thought of happens when input is read.
  static FakeTerminal thatBreaks() {
    return new FakeTerminal(
        new InputStream() {
          @Override
          public int read() {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] bytes, int from, int count) {
            throw new IllegalStateException("out of the blue");
          }
        },
        false);
  }

  Terminal terminal() {
    return terminal;
  }

  /// Runs one command line; its exit status.
  int run(String... args) {
    int before = Detector.faults();
    int status = Ruchyc.execute(terminal, args);
    assertEquals(before, Detector.faults(), "faults of the analysis of shared state");
    return status;
  }

  String output() {
    return out.toString(UTF_8);
  }

  String errors() {
    return err.toString(UTF_8);
  }
}

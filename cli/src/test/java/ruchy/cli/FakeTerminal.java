package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;

/// A terminal whose input is a text and whose output is kept.
final class FakeTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  private FakeTerminal(String input, boolean isTyped) {
    var in = new ByteArrayInputStream(input.getBytes(UTF_8));
    terminal = new Terminal(in, out, err, isTyped, false);
  }

  /// Input comes from a file or another program.
  static FakeTerminal reading(String input) {
    return new FakeTerminal(input, false);
  }

  /// A person sits there and types nothing.
  static FakeTerminal ofAPerson() {
    return new FakeTerminal("", true);
  }

  Terminal terminal() {
    return terminal;
  }

  /// Runs one command line; its exit status.
  int run(String... args) {
    return Ruchyc.execute(terminal, args);
  }

  String output() {
    return out.toString(UTF_8);
  }

  String errors() {
    return err.toString(UTF_8);
  }
}

package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The only door to standard input, output and error. Text is UTF-8, whatever the locale says.
///
/// A program that runs has its own streams on the same files, so what is printed here is flushed
/// before it starts.
final class Terminal {
  private final InputStream in;
  private final Noting written;
  private final PrintStream out;
  private final PrintStream err;

  /// Null as long as nobody has asked: to run a program it need not be known.
  private @Nullable Boolean inputIsTerminal;

  private @Nullable Boolean hasColours;

  /// @param inputIsTerminal whether a person types what `in` yields
  /// @param hasColours whether a person sees what is written to `err`, and wants colours
  Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean inputIsTerminal,
      boolean hasColours) {
    this(in, out, err);
    this.inputIsTerminal = inputIsTerminal;
    this.hasColours = hasColours;
  }

  private Terminal(InputStream in, OutputStream out, OutputStream err) {
    this.in = in;
    this.written = new Noting(out);
    this.out = new PrintStream(written, false, UTF_8);
    this.err = new PrintStream(err, false, UTF_8);
  }

  /// The streams of this process.
  static Terminal ofThisProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err));
  }

  /// Prints text and a newline on standard output.
  void print(String text) {
    out.print(text);
    out.print('\n');
    out.flush();
  }

  /// Prints text on standard output, to be followed by more in the same line.
  void printPart(String text) {
    out.print(text);
    out.flush();
  }

  /// Prints text and a newline on standard error.
  void complain(String text) {
    out.flush();
    err.print(text);
    err.print('\n');
    err.flush();
  }

  /// Why something printed has not reached standard output; null if all has, or if the reader has
  /// gone away because it has enough, as in `ruchyc --help | head`.
  @Nullable String unwritten() {
    out.flush();
    String reason = written.reason;
    return "Broken pipe".equals(reason) ? null : reason;
  }

  /// All that standard input has.
  byte[] readAll() throws IOException {
    return in.readAllBytes();
  }

  /// Standard input, for those who read something else than text.
  InputStream input() {
    return in;
  }

  /// Standard output, for those who write something else than text.
  OutputStream output() {
    return written;
  }

  /// The lines of standard input.
  BufferedReader lines() {
    return new BufferedReader(new InputStreamReader(in, UTF_8));
  }

  boolean inputIsTerminal() {
    if (inputIsTerminal == null) inputIsTerminal = isTerminal(0);
    return inputIsTerminal;
  }

  boolean hasColours() {
    if (hasColours == null) hasColours = isTerminal(2) && System.getenv("NO_COLOR") == null;
    return hasColours;
  }

  /// Java tells whether input and output both are a terminal, not which; where the system shows
  /// what a descriptor is linked to, that is asked.
  // The console is specified to be null where there is none, whatever today's JDK does.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal(int descriptor) {
    var link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      if (Files.isSymbolicLink(link)) {
        var device = Files.readSymbolicLink(link).toString();
        return device.startsWith("/dev/pts/")
            || device.startsWith("/dev/tty")
            || device.equals("/dev/console");
      }
    } catch (IOException notToBeSeen) {
      // Another process's business, or gone: ask Java.
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /// Keeps what `PrintStream` swallows: why writing failed.
  private static final class Noting extends FilterOutputStream {
    private @Nullable String reason;

    Noting(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException failure) {
        reason = String.valueOf(failure.getMessage());
        throw failure;
      }
    }
  }
}

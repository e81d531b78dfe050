package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The command `ruchyc`.
public final class Ruchyc {
  /// Set to anything, it shows where in `ruchyc` an internal error comes from.
  private static final String DEBUG = "RUCHY_DEBUG";

  private Ruchyc() {}

  /// Runs one command line and leaves the process with its exit status.
  ///
  /// Never by `System.exit`: before it ends the process it looks for a logger, in every jar of the
  /// class path, which takes longer than a short command itself.
  public static void main(String[] args) {
    var status = execute(Terminal.ofThisProcess(), args);
    if (status != Status.OK) Runtime.getRuntime().halt(status);
  }

  /// Runs one command line.
  ///
  /// @return the exit status; a program that was started may go on after 0 is returned
  static int execute(Terminal terminal, String... args) {
    try {
      var command = HotPath.parse(args);
      if (command == null) command = CommandTable.parse(terminal, args);
      int status = command.perform(terminal);
      var reason = terminal.unwritten();
      if (reason == null) return status;
      throw new CommandFailure(Status.FAILED, "Cannot write to standard output: " + reason);
    } catch (CommandFailure failure) {
      terminal.complain("error: " + failure.getMessage());
      return failure.status();
    } catch (RuntimeException | Error internal) {
      tell(internal, terminal);
      return Status.INTERNAL_ERROR;
    }
  }

  /// The version of this command. It is no attribute of the jar: a jar with a manifest would have
  /// the JVM read it at every start, whatever the command.
  static String version() {
    try (var text = Ruchyc.class.getResourceAsStream("version.txt")) {
      if (text == null) throw new IllegalStateException("The version is not on the class path");
      return new String(text.readAllBytes(), UTF_8).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void tell(Throwable internal, Terminal terminal) {
    terminal.complain("internal error: ruchyc has failed, your program may be right: " + internal);
    if (System.getenv(DEBUG) == null) {
      terminal.complain("Set " + DEBUG + "=1 to see where; please report it with the program.");
    } else {
      terminal.complain(stackTrace(internal));
    }
  }

  private static String stackTrace(Throwable thrown) {
    var text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text, true));
    return text.toString();
  }
}

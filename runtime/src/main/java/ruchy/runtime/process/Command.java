package ruchy.runtime.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// Another program that is to be run, `Command::new("ls").arg("-l")` (L 16).
@LibraryType("Command")
public final class Command implements LibraryObject {
  private final List<String> words = new ArrayList<>();

  private Command(String program) {
    words.add(program);
  }

  /// A program, without arguments yet.
  ///
  /// ```ruchy
  /// Command::new("echo").arg("hi").output().unwrap().stdout.trim()   // => "hi"
  /// ```
  @Export("new")
  @Associated({"Command", "process::Command"})
  public static Command of(String program) {
    return new Command(program);
  }

  @Override
  public String typeName() {
    return "Command";
  }

  @Override
  public String display() {
    return "<Command " + words.getFirst() + ">";
  }

  /// Adds an argument, and gives the command.
  ///
  /// ```ruchy
  /// Command::new("test").arg("1").arg("=").arg("1").status().unwrap().success()   // => true
  /// ```
  @Export
  public Command arg(@Reads @Nullable Object argument) {
    words.add(Display.print(argument));
    return this;
  }

  /// Adds arguments, and gives the command.
  ///
  /// ```ruchy
  /// Command::new("echo").args(["a", 1]).output().unwrap().stdout.trim()   // => "a 1"
  /// ```
  @Export
  public Command args(@Reads ListValue arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      words.add(Display.print(arguments.at(i)));
    }
    return this;
  }

  /// Runs it to its end, its output going where that of this program goes: `Ok` of the exit status,
  /// or `Err` when it cannot be started.
  ///
  /// ```ruchy
  /// Command::new("false").status().unwrap().code()   // => 1
  /// ```
  @YieldsNew
  @Export
  @Waits
  @Type("result<ExitStatus, error>")
  public VariantValue status() {
    try {
      return Options.ok(new ExitStatus(Launcher.status(List.copyOf(words))));
    } catch (IOException failure) {
      return Options.err(Failure.ioError(String.valueOf(failure.getMessage())).value());
    }
  }

  /// Runs it to its end: `Ok` of `{stdout, stderr, status}`, or `Err` when it cannot be started.
  ///
  /// ```ruchy
  /// Command::new("no such program").output().is_err()   // => true
  /// ```
  @YieldsNew
  @Export
  @Waits
  @Type("result<map<string, any>, error>")
  public VariantValue output() {
    try {
      Launcher.Finished finished = Launcher.collect(List.copyOf(words));
      return Options.ok(
          HashMapValue.of(
              "stdout",
              finished.output(),
              "stderr",
              finished.errors(),
              "status",
              new ExitStatus(finished.status())));
    } catch (IOException failure) {
      return Options.err(Failure.ioError(String.valueOf(failure.getMessage())).value());
    }
  }
}

package ruchy.runtime.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.KeepsThread;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The module `process` (L 18.3).
@Module("process")
public final class ProcessModule {
  private ProcessModule() {}

  /// Runs a program without arguments to its end; as with arguments.
  ///
  /// ```ruchy
  /// process::execute("true").success   // => true
  /// ```
  @Export
  @Waits
  @Type("map<string, any>")
  public static MapValue execute(String command) {
    return execute(command, ListValue.empty());
  }

  /// Runs a program to its end and gives `{stdout, stderr, exit_code, status, success}`. Raises
  /// IoError when it cannot be started.
  ///
  /// ```ruchy
  /// process::execute("echo", ["hello"]).stdout.trim()   // => "hello"
  /// ```
  @Export
  @Waits
  @Type("map<string, any>")
  public static MapValue execute(String command, @Reads @Type("list<any>") ListValue args) {
    List<String> words = new ArrayList<>();
    words.add(command);
    for (int i = 0; i < args.size(); i++) {
      words.add(Display.print(args.at(i)));
    }
    try {
      Launcher.Finished finished = Launcher.collect(words);
      long status = finished.status();
      return HashMapValue.of(
          "stdout",
          finished.output(),
          "stderr",
          finished.errors(),
          "exit_code",
          status,
          "status",
          status,
          "success",
          status == 0);
    } catch (IOException failure) {
      throw Failure.ioError(String.valueOf(failure.getMessage()));
    }
  }

  /// The number of this process.
  ///
  /// ```ruchy
  /// process::current_pid() > 0   // => true
  /// ```
  @Export({"current_pid", "id"})
  public static long currentPid() {
    return ProcessHandle.current().pid();
  }

  /// Ends the process at once with that status.
  ///
  /// ```ruchy
  /// if false { process::exit(1) }
  /// ```
  @Export
  @KeepsThread
  @Type("never")
  public static void exit(long status) {
    Lifetime.exit((int) status);
  }
}

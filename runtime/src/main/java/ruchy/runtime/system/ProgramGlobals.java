package ruchy.runtime.system;

import ruchy.runtime.engine.Launch;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.KeepsThread;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.ListValue;

/// The program's own end, arguments and identities (L 13.4, 13.5, 16).
@Globals
public final class ProgramGlobals {
  private ProgramGlobals() {}

  /// Ends the process at once with status 0.
  ///
  /// ```ruchy
  /// if args().len() > 9 { exit() }
  /// ```
  @Export
  @KeepsThread
  @Type("never")
  public static void exit() {
    Lifetime.exit(0);
  }

  /// Ends the process at once with that status.
  ///
  /// ```ruchy
  /// if args().len() > 9 { exit(2) }
  /// ```
  @Export
  @KeepsThread
  @Type("never")
  public static void exit(long code) {
    Lifetime.exit((int) code);
  }

  /// The name of the program and the arguments it was started with.
  ///
  /// ```ruchy
  /// args().len() >= 1   // => true
  /// ```
  @Export({"args", "env_args"})
  @Type("list<string>")
  public static ListValue args() {
    String[] given = Launch.args();
    String[] all = new String[given.length + 1];
    all[0] = System.getProperty("ruchy.program", "");
    System.arraycopy(given, 0, all, 1, given.length);
    return ListValue.ofStrings(all);
  }
}

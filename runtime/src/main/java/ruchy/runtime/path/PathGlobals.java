package ruchy.runtime.path;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.value.Display;

/// The global function for paths without prefix (L 16).
@Globals
public final class PathGlobals {
  private PathGlobals() {}

  /// All paths, each below the one before.
  ///
  /// ```ruchy
  /// join_path("a", "b", "c")   // => "a/b/c"
  /// ```
  @Export
  public static String joinPath(String first, @Reads @Nullable Object... rest) {
    String joined = first;
    for (Object path : rest) {
      joined = PathModule.join(joined, Display.print(path));
    }
    return joined;
  }
}

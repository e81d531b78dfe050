package ruchy.compiler.resolve;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Source;

/// Where the text of imported modules comes from: the compiler reads no files itself (L 14.2).
public interface ModuleSource {
  /// No module is ever found.
  ModuleSource NONE = (_, _) -> null;

  /// The source of a module as seen from the file that imports it; null if there is none. `path` is
  /// a name (`util`, `shapes/circle`) or, ending in `.ruchy`, a file relative to the importing one.
  /// One file is given the same source name each time, by which it is recognised.
  @Nullable Source find(String path, Source importing);
}

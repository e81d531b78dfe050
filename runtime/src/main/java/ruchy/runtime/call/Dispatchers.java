package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;

/// The dispatcher of each kind, library type and module. The build replaces this class by one that
/// knows them all; as it stands here it only serves to compile against.
final class Dispatchers {
  private Dispatchers() {}

  /// The dispatcher of a key: `kind string`, `type http::Request`, `module http`, `associated
  /// String`, `globals`; null when there is none.
  static @Nullable Dispatcher find(String key) {
    throw new IllegalStateException(
        "the runtime was compiled without its library index: " + key + " is not known");
  }
}

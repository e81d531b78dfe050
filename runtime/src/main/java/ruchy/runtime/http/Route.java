package ruchy.runtime.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// One registration of a server: what is called for which requests.
sealed interface Route {
  PathPattern pattern();

  /// `server.get(path, middleware.., handler)`; the method is null for `all`.
  record Handlers(@Nullable String method, PathPattern pattern, List<FunctionValue> functions)
      implements Route {}

  /// `server.use([path,] f)` with a function of two or three parameters.
  record Middleware(PathPattern pattern, FunctionValue function) implements Route {}

  /// `server.use([path,] f)` with a function of four parameters.
  record OnError(PathPattern pattern, FunctionValue function) implements Route {}

  /// `server.max_body(path, bytes)`.
  record BodyLimit(PathPattern pattern, int bytes) implements Route {}

  /// `server.static(prefix, directory)`.
  record Files(PathPattern pattern, StaticFiles files) implements Route {}
}

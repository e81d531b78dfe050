package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// One registration of a server: what is called for which requests.
sealed interface Route {
  PathPattern pattern();

  /// The same for a path and what is below it.
  default Route below(PathPattern path) {
    PathPattern pattern = pattern().below(path);
    return switch (this) {
      case Handlers handlers -> new Handlers(handlers.method(), pattern, handlers.functions());
      case Middleware middleware -> new Middleware(pattern, middleware.function());
      case OnError handler -> new OnError(pattern, handler.function());
      case BodyLimit limit -> new BodyLimit(pattern, limit.bytes());
      case Files files -> new Files(pattern, files.files());
      case Group group -> new Group(pattern, group.routes());
    };
  }

  /// The routes with those of groups in their places.
  static List<Route> flat(List<Route> routes) {
    List<Route> flat = new ArrayList<>();
    for (Route route : routes) {
      if (route instanceof Group(PathPattern path, RouteGroup group)) {
        for (Route inner : flat(group.routes())) {
          flat.add(inner.below(path));
        }
      } else {
        flat.add(route);
      }
    }
    return flat;
  }

  /// `server.route(path, router)`.
  record Group(PathPattern pattern, RouteGroup routes) implements Route {}

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

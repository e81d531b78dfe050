package ruchy.runtime.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.call.Arguments;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.MapValue;

/// Checks what a program adds to a server or a router.
final class Registration {
  private Registration() {}

  /// The routes of one path; several when parameters may be missing.
  static List<Route> route(@Nullable String method, String path, Object[] functions) {
    List<FunctionValue> handlers = new ArrayList<>();
    for (int i = 0; i < functions.length; i++) {
      String name = method == null ? "all" : method.toLowerCase(Locale.ROOT);
      FunctionValue handler = Arguments.function(functions[i], name, i + 2);
      handlers.add(Plan.isErrorHandler(handler) ? handler : Plan.checkedHandler(handler));
    }
    if (handlers.isEmpty()) {
      throw Failure.argumentError("A route has at least one function");
    }
    List<Route> routes = new ArrayList<>();
    for (PathPattern pattern : PathPattern.routes(path)) {
      routes.add(new Route.Handlers(method, pattern, List.copyOf(handlers)));
    }
    return routes;
  }

  /// The middlewares and error handlers of one path.
  static List<Route> use(String path, Object[] functions) {
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < functions.length; i++) {
      if (functions[i] instanceof RouteGroup) {
        throw Failure.typeError(
            "use expects functions; a router is added with route(path, router)");
      }
      routes.add(use(path, Arguments.function(functions[i], "use", i + 2)));
    }
    if (routes.isEmpty()) {
      throw Failure.argumentError("use expects at least one function");
    }
    return routes;
  }

  /// A middleware or an error handler.
  static Route use(String path, FunctionValue function) {
    PathPattern pattern = PathPattern.prefix(path);
    return Plan.isErrorHandler(function)
        ? new Route.OnError(pattern, function)
        : new Route.Middleware(pattern, Plan.checkedHandler(function));
  }

  static Route files(String prefix, String directory, MapValue options) {
    PathPattern pattern = PathPattern.prefix(prefix);
    if (pattern.literalPrefix() == null) {
      throw Failure.argumentError("The path of static files has no parameters: '" + prefix + "'");
    }
    Path root = Path.of(directory);
    if (!Files.isDirectory(root)) {
      Output.ERROR.line(
          "warning: server.static has nothing for '"
              + prefix
              + "': no directory '"
              + directory
              + "'");
    }
    return new Route.Files(pattern, new DirectoryFiles(root, FileOptions.of(options)));
  }

  static Route group(String path, RouteGroup router) {
    PathPattern pattern = PathPattern.prefix(path);
    if (pattern.end() == PathPattern.End.REST) {
      throw Failure.argumentError("The path of a router has no '*': '" + path + "'");
    }
    return new Route.Group(pattern, router);
  }
}

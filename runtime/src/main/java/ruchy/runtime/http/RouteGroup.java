package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;

/// Functions for paths and methods that are added to a server, or to another router, together and
/// below one path. What is added to it until the server listens counts. Safe to use from any task.
@LibraryType("http::Router")
public final class RouteGroup extends Routes<RouteGroup> {
  private final List<Route> routes = new ArrayList<>();

  private RouteGroup() {}

  /// A router without functions.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.get("/:id", |req, res| { res.json({id: req.params.id}) })
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.route("/users", users)
  /// ```
  @Export("new")
  public static RouteGroup create() {
    return new RouteGroup();
  }

  @Override
  public String typeName() {
    return "http::Router";
  }

  @Override
  synchronized RouteGroup add(List<Route> added) {
    for (Route route : added) {
      if (route instanceof Route.Group(PathPattern path, RouteGroup group)
          && (group == this || group.contains(this))) {
        throw Failure.argumentError("A router cannot be part of itself");
      }
    }
    routes.addAll(added);
    return this;
  }

  /// What was added up to now.
  synchronized List<Route> routes() {
    return List.copyOf(routes);
  }

  private boolean contains(RouteGroup other) {
    for (Route route : routes()) {
      if (route instanceof Route.Group(PathPattern path, RouteGroup group)
          && (group == other || group.contains(other))) {
        return true;
      }
    }
    return false;
  }
}

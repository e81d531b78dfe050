package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;

/// Functions for paths and methods that are added to a server, or to another router, together and
/// below one path. What is added to it until the server listens counts. Safe to use from any task.
@LibraryType("http::Router")
public final class RouteGroup implements LibraryObject {
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

  private synchronized RouteGroup add(List<Route> added) {
    routes.addAll(added);
    return this;
  }

  /// What was added up to now.
  synchronized List<Route> routes() {
    return List.copyOf(routes);
  }

  /// Adds a middleware or an error handler for all paths of the router.
  ///
  /// ```ruchy
  /// let admin = http::Router::new()
  /// admin.use(|req, res, next| {
  ///     if req.header("Authorization") == nil { return res.status(401).send() }
  ///     next()
  /// })
  /// ```
  @Export
  public RouteGroup use(
      @Type(
              "((http::Request, http::Response, http::Next) -> any)"
                  + " | ((any, http::Request, http::Response, http::Next) -> any)")
          FunctionValue function) {
    return use("/", function);
  }

  /// Adds a middleware or an error handler for a path of the router and all paths below it.
  ///
  /// ```ruchy
  /// let api = http::Router::new()
  /// api.use("/admin", |req, res, next| { res.status(403).send() })
  /// ```
  @Export
  public RouteGroup use(
      String path,
      @Type(
              "((http::Request, http::Response, http::Next) -> any)"
                  + " | ((any, http::Request, http::Response, http::Next) -> any)")
          FunctionValue function) {
    return add(List.of(Registration.use(path, function)));
  }

  /// Adds a function for GET requests of a path, below that of the router; it also answers HEAD.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.get("/:id", |req, res| { res.json({id: req.params.id}) })
  /// ```
  @Export
  public RouteGroup get(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route("GET", path, functions));
  }

  /// Adds a function for POST requests of a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.post("/", |req, res| { res.status(201).json(req.json()) })
  /// ```
  @Export
  public RouteGroup post(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route("POST", path, functions));
  }

  /// Adds a function for PUT requests of a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.put("/:id", |req, res| { res.json(req.json()) })
  /// ```
  @Export
  public RouteGroup put(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route("PUT", path, functions));
  }

  /// Adds a function for DELETE requests of a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.delete("/:id", |req, res| { res.status(204).send() })
  /// ```
  @Export
  public RouteGroup delete(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route("DELETE", path, functions));
  }

  /// Adds a function for PATCH requests of a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.patch("/:id", |req, res| { res.json(req.json()) })
  /// ```
  @Export
  public RouteGroup patch(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route("PATCH", path, functions));
  }

  /// Adds a function for HEAD requests of a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.head("/", |req, res| { res.send() })
  /// ```
  @Export
  public RouteGroup head(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route("HEAD", path, functions));
  }

  /// Adds a function for OPTIONS requests of a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.options("/", |req, res| { res.status(204).send() })
  /// ```
  @Export
  public RouteGroup options(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route("OPTIONS", path, functions));
  }

  /// Adds a function for requests of a path with any method.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.all("*", |req, res| { res.status(404).json({error: "no such user"}) })
  /// ```
  @Export
  public RouteGroup all(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return add(Registration.route(null, path, functions));
  }

  /// Serves the files of a directory under a path, with the options of `server.static`.
  ///
  /// ```ruchy
  /// http::Router::new().static("/public", "./static", {max_age: 3600})
  /// ```
  @Export("static")
  public RouteGroup files(String prefix, String directory, @Reads MapValue options) {
    return add(List.of(Registration.files(prefix, directory, options)));
  }

  /// Serves the files of a directory under a path.
  ///
  /// ```ruchy
  /// http::Router::new().static("/public", "./static")
  /// ```
  @Export("static")
  public RouteGroup files(String prefix, String directory) {
    return files(prefix, directory, new HashMapValue());
  }

  /// Adds the functions of another router below a path.
  ///
  /// ```ruchy
  /// let api = http::Router::new()
  /// api.route("/users", http::Router::new().get("/", |req, res| { res.json([]) }))
  /// ```
  @Export
  public RouteGroup route(String path, RouteGroup router) {
    if (router == this || router.contains(this)) {
      throw Failure.argumentError("A router cannot be part of itself");
    }
    return add(List.of(Registration.group(path, router)));
  }

  /// Adds functions below a path: the function gets a router and adds them to it.
  ///
  /// ```ruchy
  /// http::Router::new().group("/v1", |v1| {
  ///     v1.get("/users", |req, res| { res.json([]) })
  /// })
  /// ```
  @Export
  public RouteGroup group(String path, @Type("(http::Router) -> any") FunctionValue body) {
    RouteGroup router = create();
    body.offer(router);
    return route(path, router);
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

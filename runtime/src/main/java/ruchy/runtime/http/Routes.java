package ruchy.runtime.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.PassesErrors;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;

/// What servers and routers have in common: functions for paths and methods, which run in the order
/// in which they were added. Safe to use from any task.
///
/// @param <S> what the functions give back, so that calls can follow each other
@Members({"http::Server", "http::Router"})
public abstract sealed class Routes<S extends Routes<S>> implements LibraryObject
    permits ServerSettings, RouteGroup {
  /// Adds them behind those that are there.
  abstract S add(List<Route> routes);

  /// Adds a middleware (two or three parameters: request, response, next) for all requests, or an
  /// error handler (four parameters: error, request, response, next).
  ///
  /// A middleware calls `next()` to run the rest of the chain; what it does afterwards sees the
  /// response. A middleware that does not call it ends the chain. Error handlers get what the
  /// functions throw and what `next(error)` is given, in the order of registration.
  ///
  /// ```ruchy
  /// server.use(|req, res, next| {
  ///     next()
  ///     println(req.path + " " + res.status.to_s())
  /// })
  /// ```
  @PassesErrors
  @Export
  @Type("self")
  public S use(
      @Type(
              "((http::Request, http::Response, http::Next) -> any)"
                  + " | ((any, http::Request, http::Response, http::Next) -> any)")
          FunctionValue function) {
    return add(List.of(Registration.use("/", function)));
  }

  /// Adds middlewares or error handlers for a path and all paths below it, one after the other.
  ///
  /// ```ruchy
  /// server.use("/admin", |req, res, next| {
  ///     if req.header("Authorization") == nil { return res.status(401).send() }
  ///     next()
  /// })
  /// ```
  @PassesErrors
  @Export
  @Type("self")
  public S use(
      String path,
      @Type(
              "((http::Request, http::Response, http::Next) -> any)"
                  + " | ((any, http::Request, http::Response, http::Next) -> any)")
          Object... functions) {
    return add(Registration.use(path, functions));
  }

  /// Adds a function for GET requests of a path, after any number of middlewares of its own; it
  /// also answers HEAD.
  ///
  /// A path is literal text, `:name` for one whole segment (in `req.params.name`), `:name<int>`
  /// (`float`, `uuid`) for one that is such a value, and `*` or `*name` at the end for the rest.
  /// The last parameters may be missing: `:name?`. A `/` at the end of a path makes no difference.
  ///
  /// ```ruchy
  /// server.get("/users/:id", |req, res| { res.json({id: req.params.id}) })
  /// ```
  @Export
  @Type("self")
  public S get(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers("GET", path, functions);
  }

  /// Adds a function for POST requests of a path.
  ///
  /// ```ruchy
  /// server.post("/users", |req, res| { res.status(201).json(req.json()) })
  /// ```
  @Export
  @Type("self")
  public S post(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers("POST", path, functions);
  }

  /// Adds a function for PUT requests of a path.
  ///
  /// ```ruchy
  /// server.put("/users/:id", |req, res| { res.json(req.json()) })
  /// ```
  @Export
  @Type("self")
  public S put(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers("PUT", path, functions);
  }

  /// Adds a function for DELETE requests of a path.
  ///
  /// ```ruchy
  /// server.delete("/users/:id", |req, res| { res.status(204).send() })
  /// ```
  @Export
  @Type("self")
  public S delete(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers("DELETE", path, functions);
  }

  /// Adds a function for PATCH requests of a path.
  ///
  /// ```ruchy
  /// server.patch("/users/:id", |req, res| { res.json(req.json()) })
  /// ```
  @Export
  @Type("self")
  public S patch(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers("PATCH", path, functions);
  }

  /// Adds a function for HEAD requests of a path; without one, those for GET answer them.
  ///
  /// ```ruchy
  /// server.head("/big", |req, res| { res.header("X-Size", "large").send() })
  /// ```
  @Export
  @Type("self")
  public S head(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers("HEAD", path, functions);
  }

  /// Adds a function for OPTIONS requests of a path; without one, the server answers with the
  /// methods of the path.
  ///
  /// ```ruchy
  /// server.options("/users", |req, res| { res.header("Access-Control-Allow-Origin", "*").status(204).send() })
  /// ```
  @Export
  @Type("self")
  public S options(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers("OPTIONS", path, functions);
  }

  /// Adds a function for requests of a path with any method.
  ///
  /// ```ruchy
  /// server.all("*", |req, res| { res.text(req.method + " " + req.path) })
  /// ```
  @Export
  @Type("self")
  public S all(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return handlers(null, path, functions);
  }

  /// Serves the files of a directory under a path, to GET and HEAD. A path without a file goes on
  /// to the next function.
  ///
  /// Nothing outside of the directory is served, and no name that begins with a dot. A directory
  /// that is not there is a warning on standard error. Options: `index` ("index.html", or false),
  /// `max_age` (seconds that clients may use a file without asking, 0), `dotfiles` (false).
  ///
  /// ```ruchy
  /// server.static("/public", "./static", {max_age: 3600})
  /// ```
  @Export("static")
  @Type("self")
  public S files(String prefix, String directory, @Reads MapValue options) {
    return add(List.of(Registration.files(prefix, directory, options)));
  }

  /// Serves the files of a directory with the default options.
  ///
  /// ```ruchy
  /// server.static("/public", "./static")
  /// ```
  @Export("static")
  @Type("self")
  public S files(String prefix, String directory) {
    return files(prefix, directory, new HashMapValue());
  }

  /// Adds the functions of a router below a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.get("/:id<int>", |req, res| { res.json({id: req.params.id}) })
  /// server.route("/users", users)
  /// ```
  @Export
  @Type("self")
  public S route(String path, RouteGroup router) {
    return add(List.of(Registration.group(path, router)));
  }

  /// Adds functions below a path: the function gets a router and adds them to it.
  ///
  /// ```ruchy
  /// server.group("/api", |api| {
  ///     api.get("/users", |req, res| { res.json([]) })
  /// })
  /// ```
  @CallsAtOnce
  @Export
  @Type("self")
  public S group(String path, @Type("(http::Router) -> any") FunctionValue body) {
    RouteGroup router = RouteGroup.create();
    body.offer(router);
    return route(path, router);
  }

  private S handlers(@Nullable String method, String path, Object[] functions) {
    return add(Registration.route(method, path, functions));
  }
}

package ruchy.runtime.client;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;

/// The client's functions of the module `http`: those of a client without options, which is never
/// closed.
@Module("http")
public final class ClientModule {
  private ClientModule() {}

  /// A GET request. It is sent by `send()`, by `await`, or by the first member of the response that
  /// is touched, and only once. Raises ArgumentError for what is no http or https address.
  ///
  /// ```ruchy
  /// server.get("/hello", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/hello").text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  public static ClientRequest get(String url) {
    return Client.PLAIN.get(url);
  }

  /// A POST request.
  ///
  /// ```ruchy
  /// server.post("/users", |req, res| { res.status(201).json({hello: req.json().name}) })
  /// server.listen()
  /// http::post(f"http://127.0.0.1:{server.port}/users").json({name: "Alice"}).json().hello   // => "Alice"
  /// server.close()
  /// ```
  @Export
  public static ClientRequest post(String url) {
    return Client.PLAIN.post(url);
  }

  /// A PUT request.
  ///
  /// ```ruchy
  /// server.put("/note", |req, res| { res.text(req.body) })
  /// server.listen()
  /// http::put(f"http://127.0.0.1:{server.port}/note").body("new").text()   // => "new"
  /// server.close()
  /// ```
  @Export
  public static ClientRequest put(String url) {
    return Client.PLAIN.put(url);
  }

  /// A DELETE request.
  ///
  /// ```ruchy
  /// server.delete("/note", |req, res| { res.status(204).send() })
  /// server.listen()
  /// http::delete(f"http://127.0.0.1:{server.port}/note").status   // => 204
  /// server.close()
  /// ```
  @Export
  public static ClientRequest delete(String url) {
    return Client.PLAIN.delete(url);
  }

  /// A PATCH request.
  ///
  /// ```ruchy
  /// server.patch("/note", |req, res| { res.json(req.json()) })
  /// server.listen()
  /// http::patch(f"http://127.0.0.1:{server.port}/note").json({done: true}).json().done   // => true
  /// server.close()
  /// ```
  @Export
  public static ClientRequest patch(String url) {
    return Client.PLAIN.patch(url);
  }

  /// A HEAD request: what GET would answer, without the body.
  ///
  /// ```ruchy
  /// server.get("/note", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::head(f"http://127.0.0.1:{server.port}/note").header("Content-Length")   // => "5"
  /// server.close()
  /// ```
  @Export
  public static ClientRequest head(String url) {
    return Client.PLAIN.head(url);
  }

  /// An OPTIONS request: what methods an address has.
  ///
  /// ```ruchy
  /// server.get("/note", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::options(f"http://127.0.0.1:{server.port}/note").status   // => 204
  /// server.close()
  /// ```
  @Export
  public static ClientRequest options(String url) {
    return Client.PLAIN.options(url);
  }

  /// A request, GET unless `method` says something else.
  ///
  /// ```ruchy
  /// server.post("/", |req, res| { res.text(req.header("X-Color")) })
  /// server.listen()
  /// http::request(f"http://127.0.0.1:{server.port}/").method("POST").header("X-Color", "blue").text()   // => "blue"
  /// server.close()
  /// ```
  @Export
  public static ClientRequest request(String url) {
    return Client.PLAIN.request(url);
  }

  /// A download of an address to a file; `await()` starts it and waits.
  ///
  /// ```ruchy
  /// server.get("/file", |req, res| { res.text("hello") })
  /// server.listen()
  /// let path = env::temp_dir() + "/ruchy-example-download/other.txt"
  /// http::download(f"http://127.0.0.1:{server.port}/file", path).on_progress(|done, all| println(done / all)).await()   // prints 1.0
  /// server.close()
  /// ```
  @Export
  public static Download download(String url, String path) {
    return Client.PLAIN.download(url, path);
  }
}

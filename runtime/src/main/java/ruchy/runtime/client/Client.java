package ruchy.runtime.client;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// Requests that have their options and connections in common. May be used by any number of tasks.
@LibraryType("http::Client")
public final class Client implements LibraryObject {
  /// What the functions of the module `http` send.
  static final Client PLAIN = new Client(ClientOptions.PLAIN);

  private final ClientOptions options;

  private Client(ClientOptions options) {
    this.options = options;
  }

  @Override
  public String typeName() {
    return "http::Client";
  }

  /// A client with connections of its own.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// let client = http::Client::new()
  /// client.get(f"http://127.0.0.1:{server.port}/").text()   // => "hello"
  /// client.close()
  /// server.close()
  /// ```
  @Export("new")
  public static Client create() {
    return new Client(ClientOptions.standard());
  }

  /// A client with options: `base` (an address before paths), `headers`, `timeout`,
  /// `connect_timeout` (ms, 10,000), `redirects`, `retries`, `max_body` as those of requests,
  /// `cookies` (true keeps what servers set), `public_only` (true refuses addresses that are not
  /// public) with `allow` (addresses, networks, hosts), `hosts` (a map of names to addresses),
  /// `ca`, `cert`, `key` (PEM files), `name` (of the certificate), `insecure`, `http2` (true where
  /// it is offered, false, `"only"`), `proxy` (an address, or false), `connections` (128 for a host
  /// and event loop), `queue` (2048 requests that wait).
  ///
  /// ```ruchy
  /// server.get("/v1/me", |req, res| { res.text(req.header("X-Team")) })
  /// server.listen()
  /// let client = http::Client::new({base: f"http://127.0.0.1:{server.port}/v1", headers: {"X-Team": "blue"}, timeout: 5000})
  /// client.get("/me").text()   // => "blue"
  /// client.close()
  /// server.close()
  /// ```
  @Export("new")
  @Waits
  public static Client create(@Reads MapValue options) {
    return new Client(ClientOptions.of(options));
  }

  /// A GET request, which is sent as that of `http::get`.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1/api"}).get("/users").url   // => "http://127.0.0.1/api/users"
  /// ```
  @Export
  public ClientRequest get(String url) {
    return new ClientRequest(options.draft("GET", url));
  }

  /// A POST request.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1"}).post("/users").json({name: "Alice"})
  /// ```
  @Export
  public ClientRequest post(String url) {
    return new ClientRequest(options.draft("POST", url));
  }

  /// A PUT request.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1"}).put("/note").body("new")
  /// ```
  @Export
  public ClientRequest put(String url) {
    return new ClientRequest(options.draft("PUT", url));
  }

  /// A DELETE request.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1"}).delete("/note")
  /// ```
  @Export
  public ClientRequest delete(String url) {
    return new ClientRequest(options.draft("DELETE", url));
  }

  /// A PATCH request.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1"}).patch("/note").json({done: true})
  /// ```
  @Export
  public ClientRequest patch(String url) {
    return new ClientRequest(options.draft("PATCH", url));
  }

  /// A HEAD request.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1"}).head("/note")
  /// ```
  @Export
  public ClientRequest head(String url) {
    return new ClientRequest(options.draft("HEAD", url));
  }

  /// An OPTIONS request.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1"}).options("/note")
  /// ```
  @Export
  public ClientRequest options(String url) {
    return new ClientRequest(options.draft("OPTIONS", url));
  }

  /// A request, GET unless `method` says something else.
  ///
  /// ```ruchy
  /// http::Client::new({base: "http://127.0.0.1"}).request("/note").method("DELETE")
  /// ```
  @Export
  public ClientRequest request(String url) {
    return new ClientRequest(options.draft("GET", url));
  }

  /// A download of an address to a file, as that of `http::download`.
  ///
  /// ```ruchy
  /// server.get("/file", |req, res| { res.text("hello") })
  /// server.listen()
  /// let client = http::Client::new({base: f"http://127.0.0.1:{server.port}"})
  /// client.download("/file", env::temp_dir() + "/ruchy-example-client.txt").await()   // => 5
  /// client.close()
  /// server.close()
  /// ```
  @Export
  public Download download(String url, String path) {
    return new Download(options.draft("GET", url), path);
  }

  /// The cookies that servers have set, with the option `cookies`: a list of maps `{name, value,
  /// domain, path, secure, http_only}`.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.cookie("id", "7").text("hello") })
  /// server.listen()
  /// let client = http::Client::new({cookies: true})
  /// client.get(f"http://127.0.0.1:{server.port}/").send()
  /// client.cookies()[0].value   // => "7"
  /// client.close()
  /// server.close()
  /// ```
  @Export
  @Type("list<any>")
  public ListValue cookies() {
    CookieJar jar = options.jar;
    return jar == null ? ListValue.of(new Object[0]) : jar.list(System.currentTimeMillis());
  }

  /// Forgets all cookies.
  ///
  /// ```ruchy
  /// http::Client::new({cookies: true}).clear_cookies().cookies()   // => []
  /// ```
  @Export
  public Client clearCookies() {
    CookieJar jar = options.jar;
    if (jar != null) {
      jar.clear();
    }
    return this;
  }

  /// Closes the connections. Requests that are on their way end with IoError, and so do further
  /// ones.
  ///
  /// ```ruchy
  /// let client = http::Client::new()
  /// client.close()
  /// ```
  @Export
  public void close() {
    options.close();
  }
}

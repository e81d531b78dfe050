package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;

/// An HTTP server: functions for paths and methods, which it calls once it listens.
///
/// Middleware and routes run in the order in which they were registered. Safe to use from any task.
@LibraryType("http::Server")
public final class Server implements LibraryObject {
  private static final boolean IS_DEVELOPMENT = "development".equals(System.getenv("RUCHY_ENV"));

  private final Address address;
  private final List<Route> routes = new ArrayList<>();
  private final List<Outcome<Boolean>> waiting = new ArrayList<>();
  private volatile Router router = new Router(List.of());
  private volatile @Nullable Listener listener;
  private Limits limits = Limits.DEFAULT;
  private volatile @Nullable Compression compression;
  private volatile @Nullable TrustedProxies trustedProxies;
  private volatile @Nullable String secret;
  private volatile @Nullable Tls tls;
  private volatile boolean speaksHttp2 = true;
  private long grace = -1;
  private int boundPort;

  private Server(Address address) {
    this.address = address;
  }

  /// A server for an address, `"host:port"`; it listens after `listen()`. The host `0.0.0.0` is
  /// every interface, the port 0 one that the system chooses.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.get("/", |req, res| { res.text("Hello") })
  /// ```
  @Export("new")
  public static Server create(String address) {
    return new Server(Address.parse(address));
  }

  /// A listening server on all interfaces whose handler gets every request.
  static Server listening(long port, FunctionValue handler) {
    Server server = new Server(Address.of("0.0.0.0", port));
    server.all("*", handler);
    return server.listen();
  }

  @Override
  public String typeName() {
    return "http::Server";
  }

  @Override
  public String display() {
    return "<http::Server " + address() + ">";
  }

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
  @Export
  public Server use(
      @Type(
              "((http::Request, http::Response, http::Next) -> any)"
                  + " | ((any, http::Request, http::Response, http::Next) -> any)")
          FunctionValue function) {
    return use("/", function);
  }

  /// Adds a middleware or an error handler for a path and all paths below it.
  ///
  /// ```ruchy
  /// server.use("/admin", |req, res, next| {
  ///     if req.header("Authorization") == nil { return res.status(401).send() }
  ///     next()
  /// })
  /// ```
  @Export
  public Server use(
      String path,
      @Type(
              "((http::Request, http::Response, http::Next) -> any)"
                  + " | ((any, http::Request, http::Response, http::Next) -> any)")
          FunctionValue function) {
    return add(Registration.use(path, function));
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
  public Server get(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route("GET", path, functions);
  }

  /// Adds a function for POST requests of a path.
  ///
  /// ```ruchy
  /// server.post("/users", |req, res| { res.status(201).json(req.json()) })
  /// ```
  @Export
  public Server post(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route("POST", path, functions);
  }

  /// Adds a function for PUT requests of a path.
  ///
  /// ```ruchy
  /// server.put("/users/:id", |req, res| { res.json(req.json()) })
  /// ```
  @Export
  public Server put(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route("PUT", path, functions);
  }

  /// Adds a function for DELETE requests of a path.
  ///
  /// ```ruchy
  /// server.delete("/users/:id", |req, res| { res.status(204).send() })
  /// ```
  @Export
  public Server delete(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route("DELETE", path, functions);
  }

  /// Adds a function for PATCH requests of a path.
  ///
  /// ```ruchy
  /// server.patch("/users/:id", |req, res| { res.json(req.json()) })
  /// ```
  @Export
  public Server patch(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route("PATCH", path, functions);
  }

  /// Adds a function for HEAD requests of a path; without one, those for GET answer them.
  ///
  /// ```ruchy
  /// server.head("/big", |req, res| { res.header("X-Size", "large").send() })
  /// ```
  @Export
  public Server head(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route("HEAD", path, functions);
  }

  /// Adds a function for OPTIONS requests of a path; without one, the server answers with the
  /// methods of the path.
  ///
  /// ```ruchy
  /// server.options("/users", |req, res| { res.header("Access-Control-Allow-Origin", "*").status(204).send() })
  /// ```
  @Export
  public Server options(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route("OPTIONS", path, functions);
  }

  /// Adds a function for requests of a path with any method.
  ///
  /// ```ruchy
  /// server.all("*", |req, res| { res.text(req.method + " " + req.path) })
  /// ```
  @Export
  public Server all(
      String path,
      @Type("(http::Request, http::Response, http::Next) -> any") Object... functions) {
    return route(null, path, functions);
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
  public Server files(String prefix, String directory, @Reads MapValue options) {
    return add(Registration.files(prefix, directory, options));
  }

  /// Compresses answers of at least 1024 bytes for clients that accept `gzip` or `deflate`: texts,
  /// JSON and other types that are not compressed already.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").compress()
  /// ```
  @Export
  public Server compress() {
    return compress(new HashMapValue());
  }

  /// As `compress()`, with options: `min`, the least number of bytes (1024), and `level`, 1 (fast)
  /// to 9 (small), 5.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").compress({min: 200, level: 9})
  /// ```
  @Export
  public Server compress(@Reads MapValue options) {
    compression = Compression.of(options);
    return this;
  }

  /// What the server compresses, or null.
  @Nullable Compression compression() {
    return compression;
  }

  /// Serves the files of a directory with the default options.
  ///
  /// ```ruchy
  /// server.static("/public", "./static")
  /// ```
  @Export("static")
  public Server files(String prefix, String directory) {
    return files(prefix, directory, new HashMapValue());
  }

  /// Speaks HTTPS with a certificate (with its chain) and a key, two PEM files: TLS 1.2 and 1.3,
  /// and HTTP/2 with clients that want it. Before `listen()`. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: it needs these files
  /// http::Server::new("0.0.0.0:8443").tls("cert.pem", "key.pem").listen()
  /// ```
  @Export
  public Server tls(String certificate, String key) {
    return secured(Tls.of(certificate, key));
  }

  /// Speaks HTTPS with a certificate for `localhost` that is made now and that no client trusts: to
  /// develop with.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0").tls().listen()
  /// server.close()
  /// ```
  @Export("tls")
  @Waits
  public Server developmentTls() {
    return secured(Tls.development());
  }

  private synchronized Server secured(Tls made) {
    if (listener != null) {
      throw Failure.argumentError("server.tls comes before listen()");
    }
    tls = made;
    return this;
  }

  /// Reads the certificate and the key again, for new connections. Raises IoError; then the old
  /// ones go on.
  ///
  /// ```ruchy
  /// // not run: it needs these files
  /// let server = http::Server::new("0.0.0.0:8443").tls("cert.pem", "key.pem").listen()
  /// server.reload_tls()
  /// ```
  @Export("reload_tls")
  @Waits
  public Server reloadTls() {
    Tls before = tls;
    if (before == null) {
      throw Failure.runtimeError("The server has no certificate: server.tls is missing");
    }
    Tls now = before.again();
    Listener open = listener;
    if (open != null) {
      open.reload(now);
    }
    tls = now;
    return this;
  }

  @Nullable Tls tls() {
    return tls;
  }

  /// Whether clients may speak HTTP/2: by TLS those that ask for it (ALPN), without TLS those that
  /// begin with it. True at first.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").http2   // => true
  /// ```
  @Property
  public boolean http2() {
    return speaksHttp2;
  }

  /// Sets it, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.http2 = false
  /// ```
  @Property("http2")
  public synchronized void setHttp2(boolean isOn) {
    if (listener != null) {
      throw Failure.argumentError("server.http2 is set before listen()");
    }
    speaksHttp2 = isOn;
  }

  /// What `signed` cookies are signed with, 16 characters or more; nil when it is not set.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").secret   // => nil
  /// ```
  @Property
  public @Nullable String secret() {
    return secret;
  }

  /// Sets the secret.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.secret = "0123456789abcdef"
  /// ```
  @Property("secret")
  public void setSecret(String text) {
    secret = Signature.checked("secret of a server", text);
  }

  String neededSecret() {
    String known = secret;
    if (known == null) {
      throw Failure.runtimeError("Signed cookies need server.secret");
    }
    return known;
  }

  /// Names the proxies before the server, addresses, networks (`"10.0.0.0/8"`), `"loopback"` or
  /// `"private"`: `req.ip` is then what they say in `X-Forwarded-For`. Nobody else is believed.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").trust_proxy("loopback", "10.0.0.0/8")
  /// ```
  @Export
  public Server trustProxy(@Reads Object... proxies) {
    List<String> names = new ArrayList<>();
    for (Object proxy : proxies) {
      names.add(String.valueOf(proxy));
    }
    trustedProxies = new TrustedProxies(names);
    return this;
  }

  @Nullable TrustedProxies trustedProxies() {
    return trustedProxies;
  }

  /// Answers GET of a path with `{"status":"up"}`, for who watches the server.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").health("/health")
  /// ```
  @Export
  public Server health(String path) {
    return health(path, new HashMapValue());
  }

  /// As `health(path)`, with functions by name that tell whether something is well; one that gives
  /// false or raises makes the answer 503.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").health("/health", {disk: || true})
  /// ```
  @Export
  public Server health(String path, MapValue checks) {
    return add(new Route.Handlers("GET", PathPattern.route(path), Health.functions(checks)));
  }

  /// Counts requests from now on, and answers GET of a path with the counts in the text format of
  /// Prometheus.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").metrics("/metrics")
  /// ```
  @Export
  public Server metrics(String path) {
    Metrics metrics = new Metrics();
    add(
        new Route.Handlers(
            "GET",
            PathPattern.route(path),
            List.of(
                new NativeMiddleware(
                    "metrics",
                    null,
                    (request, response, next) ->
                        response.header("Content-Type", Metrics.TYPE).text(metrics.text())))));
    return use(metrics.middleware());
  }

  /// Adds the functions of a router below a path.
  ///
  /// ```ruchy
  /// let users = http::Router::new()
  /// users.get("/:id<int>", |req, res| { res.json({id: req.params.id}) })
  /// server.route("/users", users)
  /// ```
  @Export
  public Server route(String path, RouteGroup router) {
    return add(Registration.group(path, router));
  }

  /// Adds functions below a path: the function gets a router and adds them to it.
  ///
  /// ```ruchy
  /// server.group("/api", |api| {
  ///     api.get("/users", |req, res| { res.json([]) })
  /// })
  /// ```
  @Export
  public Server group(String path, @Type("(http::Router) -> any") FunctionValue body) {
    RouteGroup router = RouteGroup.create();
    body.offer(router);
    return route(path, router);
  }

  private Server route(@Nullable String method, String path, Object[] functions) {
    Registration.route(method, path, functions).forEach(this::add);
    return this;
  }

  private synchronized Server add(Route route) {
    routes.add(route);
    if (listener != null) {
      router = new Router(routes);
    }
    return this;
  }

  /// Opens the port and yields the server; requests are answered from now on, and the program goes
  /// on. Keeps the program alive until `close()`. Raises IoError `Cannot listen on ADDRESS:
  /// REASON`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0").listen()
  /// server.port > 0   // => true
  /// server.close()
  /// ```
  @Export
  public synchronized Server listen() {
    if (listener != null) {
      throw Failure.ioError("Cannot listen on " + address + ": the server is listening already");
    }
    router = new Router(routes);
    Listener opened = Listener.open(this, address, limits);
    boundPort = opened.port();
    listener = opened;
    return this;
  }

  /// Stops listening: requests in progress may finish during the grace period. Does not wait for
  /// them. A closed server may listen again.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0").listen()
  /// server.close()
  /// ```
  @Export
  public void close() {
    Listener open = listener;
    if (open != null) {
      open.shutdown(graceMillis());
    }
  }

  /// Waits until the server is closed.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0").listen()
  /// spawn { server.close() }
  /// server.wait()
  /// ```
  @Export("wait")
  @Waits
  public void awaitClosed() {
    Bridge.<Boolean>await(
        closed -> {
          synchronized (this) {
            if (listener == null) {
              closed.complete(true);
            } else {
              waiting.add(closed);
            }
          }
        });
  }

  /// The last connection of the listener has ended.
  synchronized void closed(Listener ended) {
    if (listener == ended) {
      listener = null;
      waiting.forEach(outcome -> outcome.complete(true));
      waiting.clear();
    }
  }

  /// The port: the bound one while the server listens, else that of its address.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").port   // => 8080
  /// ```
  @Property
  public synchronized long port() {
    return boundPort > 0 ? boundPort : address.port();
  }

  /// The address as `host:port`.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").address   // => "127.0.0.1:8080"
  /// ```
  @Property
  public String address() {
    return Address.of(address.host(), port()).toString();
  }

  /// How long, in milliseconds, requests in progress may take after SIGTERM, SIGINT or `close()` (L
  /// 13.4).
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").grace   // => 10000
  /// ```
  @Property
  public long grace() {
    return graceMillis();
  }

  /// Sets the grace period in milliseconds.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.grace = 5000
  /// server.grace   // => 5000
  /// ```
  @Property("grace")
  public synchronized void setGrace(long millis) {
    grace = checkedLimit("grace", millis, 0);
  }

  /// How many bytes all header fields of a request may have; more is answered with 431. 16,384.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_head   // => 16384
  /// ```
  @Property("max_head")
  public synchronized long maxHead() {
    return limits.headBytes();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_head = 8192
  /// server.max_head   // => 8192
  /// ```
  @Property("max_head")
  public synchronized void setMaxHead(long bytes) {
    limits = limits.withHeadBytes((int) checkedLimit("max_head", bytes, 1));
  }

  /// How many bytes a request line may have; more is answered with 414. 8,192.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_line   // => 8192
  /// ```
  @Property("max_line")
  public synchronized long maxLine() {
    return limits.lineBytes();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_line = 4096
  /// server.max_line   // => 4096
  /// ```
  @Property("max_line")
  public synchronized void setMaxLine(long bytes) {
    limits = limits.withLineBytes((int) checkedLimit("max_line", bytes, 1));
  }

  /// How many header fields a request may have; more is answered with 431. 100.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_fields   // => 100
  /// ```
  @Property("max_fields")
  public synchronized long maxFields() {
    return limits.fields();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_fields = 50
  /// server.max_fields   // => 50
  /// ```
  @Property("max_fields")
  public synchronized void setMaxFields(long count) {
    limits = limits.withFields((int) checkedLimit("max_fields", count, 1));
  }

  /// How many bytes of a body `req.json()`, `req.text()` and `req.body` read; more is answered with
  /// 413. 1,048,576.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_body   // => 1048576
  /// ```
  @Property("max_body")
  public synchronized long maxBody() {
    return limits.bodyBytes();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_body = 10 * 1024 * 1024
  /// server.max_body   // => 10485760
  /// ```
  @Property("max_body")
  public synchronized void setMaxBody(long bytes) {
    limits = limits.withBodyBytes((int) checkedLimit("max_body", bytes, 0));
  }

  /// How many bytes a form with files may have, which is read while it arrives; more is answered
  /// with 413. 67,108,864.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_upload   // => 67108864
  /// ```
  @Property("max_upload")
  public synchronized long maxUpload() {
    return limits.uploadBytes();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_upload = 1_000_000_000
  /// server.max_upload   // => 1000000000
  /// ```
  @Property("max_upload")
  public synchronized void setMaxUpload(long bytes) {
    if (listener != null || bytes < 0) {
      throw Failure.argumentError("server.max_upload is 0 or more, and set before listen()");
    }
    limits = limits.withUploadBytes(bytes);
  }

  /// Sets how many bytes of a body are read as a whole for a path and all paths below it. Larger
  /// bodies stay with the client until a function reads them piece by piece (`req.stream()`,
  /// `req.lines()`, `req.save(path)`); 0 begins each request before its body arrives.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_body("/import", 50_000_000)
  /// server.max_body("/live", 0)
  /// ```
  @Export
  public Server maxBody(String path, long bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE) {
      throw Failure.argumentError("max_body is 0 to " + Integer.MAX_VALUE + ", got " + bytes);
    }
    return add(new Route.BodyLimit(PathPattern.prefix(path), (int) bytes));
  }

  /// How long, in milliseconds, a request head may take from its first to its last byte; then 408.
  /// 10,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").head_timeout   // => 10000
  /// ```
  @Property("head_timeout")
  public synchronized long headTimeout() {
    return limits.headMillis();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.head_timeout = 5000
  /// server.head_timeout   // => 5000
  /// ```
  @Property("head_timeout")
  public synchronized void setHeadTimeout(long millis) {
    limits = limits.withHeadMillis(checkedLimit("head_timeout", millis, 1));
  }

  /// How long, in milliseconds, a body may stand still before the connection is closed. 30,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").body_timeout   // => 30000
  /// ```
  @Property("body_timeout")
  public synchronized long bodyTimeout() {
    return limits.bodyMillis();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.body_timeout = 15000
  /// server.body_timeout   // => 15000
  /// ```
  @Property("body_timeout")
  public synchronized void setBodyTimeout(long millis) {
    limits = limits.withBodyMillis(checkedLimit("body_timeout", millis, 1));
  }

  /// How long, in milliseconds, a connection may be idle between requests before it is closed.
  /// 60,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").idle_timeout   // => 60000
  /// ```
  @Property("idle_timeout")
  public synchronized long idleTimeout() {
    return limits.idleMillis();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.idle_timeout = 30000
  /// server.idle_timeout   // => 30000
  /// ```
  @Property("idle_timeout")
  public synchronized void setIdleTimeout(long millis) {
    limits = limits.withIdleMillis(checkedLimit("idle_timeout", millis, 1));
  }

  /// How long, in milliseconds, the client of a streamed answer may take nothing before the
  /// connection is closed. 60,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").send_timeout   // => 60000
  /// ```
  @Property("send_timeout")
  public synchronized long sendTimeout() {
    return limits.sendMillis();
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.send_timeout = 30000
  /// server.send_timeout   // => 30000
  /// ```
  @Property("send_timeout")
  public synchronized void setSendTimeout(long millis) {
    limits = limits.withSendMillis(checkedLimit("send_timeout", millis, 1));
  }

  Limits limits() {
    return limits;
  }

  private long graceMillis() {
    long own = graceOrDefault();
    return own >= 0 ? own : Lifetime.graceMillis();
  }

  /// The server's own grace period, or -1.
  synchronized long graceOrDefault() {
    return grace;
  }

  private long checkedLimit(String name, long value, long least) {
    if (listener != null && !name.equals("grace")) {
      throw Failure.argumentError("server." + name + " is set before listen()");
    }
    if (value < least || value > Integer.MAX_VALUE) {
      throw Failure.argumentError(
          "server." + name + " is " + least + " to " + Integer.MAX_VALUE + ", got " + value);
    }
    return value;
  }

  Router router() {
    return router;
  }

  /// Whether clients may see the texts of errors, and a second answer to a request is told where
  /// the first one was sent.
  static boolean isDevelopment() {
    return IS_DEVELOPMENT;
  }
}

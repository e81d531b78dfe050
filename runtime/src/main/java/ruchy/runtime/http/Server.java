package ruchy.runtime.http;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Waiters;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.KeepsThread;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// An HTTP server: functions for paths and methods, which it calls once it listens.
///
/// Middleware and routes run in the order in which they were registered. Safe to use from any task.
@LibraryType("http::Server")
public final class Server extends ServerSettings {
  private static final boolean IS_DEVELOPMENT = "development".equals(System.getenv("RUCHY_ENV"));

  private final Address address;
  private final List<Route> routes = new ArrayList<>();
  private final Waiters untilClosed = new Waiters(this::isClosed);
  private volatile Router router = new Router(List.of());
  private volatile @Nullable Listener listener;

  /// Somebody is about to have a listener. Guarded by this.
  private boolean isOpening;

  /// Somebody has closed the server meanwhile. Guarded by this.
  private boolean closesWhenOpen;

  /// 0 before it has listened.
  private volatile int boundPort;

  private volatile BufferedBodies bufferedBodies = new BufferedBodies(0);

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

  @Override
  Server self() {
    return this;
  }

  @Override
  synchronized Server add(List<Route> added) {
    routes.addAll(added);
    if (listener != null) {
      router = new Router(routes);
    }
    return this;
  }

  @Override
  boolean isListening() {
    return listener != null;
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
    Tls before = tls();
    if (before == null) {
      throw Failure.runtimeError("The server has no certificate: server.tls is missing");
    }
    Tls now = before.again();
    Listener open = listener;
    if (open != null) {
      open.reload(now);
    }
    renewed(now);
    return this;
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
    return add(
        List.of(new Route.Handlers("GET", PathPattern.route(path), Health.functions(checks))));
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
        List.of(
            new Route.Handlers(
                "GET",
                PathPattern.route(path),
                List.of(
                    new NativeMiddleware(
                        "metrics",
                        null,
                        (request, response, next) ->
                            response.header("Content-Type", Metrics.TYPE).text(metrics.text()))))));
    return use(metrics.middleware());
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
  @StartsTasks
  @KeepsThread
  @Export
  public Server listen() {
    synchronized (this) {
      Listener open = listener;
      if (open != null || isOpening) {
        boolean isClosing = open != null && open.isShuttingDown();
        throw Failure.ioError(
            "Cannot listen on "
                + address
                + (isClosing
                    ? ": the server is still closing"
                    : ": the server is listening already"));
      }
      isOpening = true;
      router = new Router(routes);
    }
    Listener opened = null;
    try {
      // Without the lock: this waits for the event loops, and a handler of the first request may
      // ask for the port already.
      Limits asSet = limits();
      bufferedBodies = new BufferedBodies(asSet.bufferedBytes());
      opened = Listener.open(this, address, asSet);
    } finally {
      opened(opened);
    }
    return this;
  }

  /// What it holds of the bodies of requests since it has begun to listen.
  BufferedBodies bufferedBodies() {
    return bufferedBodies;
  }

  /// @param opened null if it could not be opened
  private void opened(@Nullable Listener opened) {
    boolean closes;
    synchronized (this) {
      if (opened != null) {
        router = new Router(routes); // with what was added meanwhile
        boundPort = opened.port();
        listener = opened;
      }
      isOpening = false;
      closes = closesWhenOpen;
      closesWhenOpen = false;
    }
    if (opened == null) {
      untilClosed.wake();
    } else if (closes) {
      opened.shutdown(graceMillis());
    }
  }

  /// Stops listening: requests in progress may finish during the grace period. Does not wait for
  /// them. A closed server may listen again. One that another task opens at this moment is closed
  /// as soon as it is open.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0").listen()
  /// server.close()
  /// ```
  @Export
  public void close() {
    Listener open;
    synchronized (this) {
      open = listener;
      closesWhenOpen = isOpening;
    }
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
    untilClosed.await();
  }

  private synchronized boolean isClosed() {
    return listener == null && !isOpening;
  }

  /// The last connection of the listener has ended.
  void closed(Listener ended) {
    synchronized (this) {
      if (listener != ended) {
        return;
      }
      listener = null;
    }
    untilClosed.wake();
  }

  /// The port: the bound one while the server listens, else that of its address.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").port   // => 8080
  /// ```
  @Property
  public long port() {
    int bound = boundPort;
    return bound > 0 ? bound : address.port();
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

  /// The socket that accepts while the server listens.
  @Nullable Channel acceptor() {
    Listener open = listener;
    return open == null ? null : open.acceptor();
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

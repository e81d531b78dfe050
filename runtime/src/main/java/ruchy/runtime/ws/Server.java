package ruchy.runtime.ws;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// A server of WebSockets, on a port of its own or at a path of an HTTP server. May be used from
/// any task.
@LibraryType("ws::Server")
public final class Server implements LibraryObject {
  private final ruchy.runtime.http.Server http;
  private final @Nullable String path;
  private final List<FunctionValue> connectionFunctions = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /// Those that are connected, also before their first function is called.
  private final AtomicInteger count = new AtomicInteger();

  /// Replaced by each change.
  private volatile Settings settings = new Settings();

  private volatile boolean isClosed;

  /// Whether the HTTP server knows of this.
  private volatile boolean isRouted;

  private Server(ruchy.runtime.http.Server http, @Nullable String path) {
    this.http = http;
    this.path = path;
  }

  /// A server for an address, `"host:port"`; it listens after `listen()`. The host `0.0.0.0` is
  /// every interface, the port 0 one that the system chooses. Every path is a WebSocket.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.on_connection(|socket| {
  ///     socket.on("message", |data| { server.broadcast(data) })
  /// })
  /// ```
  @Export("new")
  public static Server create(String address) {
    return new Server(ruchy.runtime.http.Server.create(address), null);
  }

  /// WebSockets at a path of an HTTP server, on its port and behind its middleware. They are there
  /// when that server listens.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:0")
  /// let chat = ws::Server::new(server, "/chat")
  /// chat.on_connection(|socket| { socket.send("Hello") })
  /// server.listen()
  /// let socket = ws::connect(f"ws://127.0.0.1:{server.port}/chat")
  /// socket.recv()   // => "Hello"
  /// server.close()
  /// ```
  @Export("new")
  public static Server at(ruchy.runtime.http.Server server, String path) {
    var made = new Server(server, path);
    server.get(path, new Upgrade(made));
    return made;
  }

  @Override
  public String typeName() {
    return "ws::Server";
  }

  @Override
  public String display() {
    return "<ws::Server " + address() + ">";
  }

  /// Calls the function for each new socket. When it has returned, the events of the socket begin.
  /// It may also get the request, which `socket.request` is. Several functions are called in the
  /// order of their registration.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| { socket.send({type: "welcome", id: socket.id}) })
  /// ```
  @Export
  public Server onConnection(@Type("(ws::Socket, http::Request) -> any") FunctionValue function) {
    connectionFunctions.add(function);
    return this;
  }

  List<FunctionValue> connectionFunctions() {
    return connectionFunctions;
  }

  /// Adds a middleware for the requests that become WebSockets, as `http::Server` has them. It may
  /// answer the request instead (then there is no WebSocket), and add members to it, which are in
  /// `socket.request`.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.use(|req, res, next| {
  ///     if req.query("token") != "secret" { return res.status(401).send() }
  ///     req.user = "al"
  ///     next()
  /// })
  /// server.on_connection(|socket| { println(socket.request.user) })
  /// ```
  @Export
  public Server use(
      @Type(
              "((http::Request, http::Response, http::Next) -> any)"
                  + " | ((any, http::Request, http::Response, http::Next) -> any)")
          FunctionValue function) {
    if (path != null) {
      throw Failure.argumentError(
          "Middleware of a ws::Server at a path is added to the HTTP server, before it");
    }
    if (isRouted) {
      throw Failure.argumentError("server.use comes before listen()");
    }
    http.use(function);
    return this;
  }

  /// Sends a value to all sockets: a text as it is, bytes as a binary message, other values as
  /// JSON. It is made into bytes once. The number of sockets that it is sent to.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.broadcast({type: "news"})   // => 0
  /// ```
  @Export
  public long broadcast(@Reads @Nullable Object value) {
    return send(Payload.of(value), null);
  }

  /// Sends a value to all sockets but one.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| {
  ///     socket.on("message", |data| { server.broadcast(data, socket) })
  /// })
  /// ```
  @Export
  public long broadcast(@Reads @Nullable Object value, @Nullable Socket except) {
    return send(Payload.of(value), except);
  }

  private long send(Message message, @Nullable Socket except) {
    long sent = 0;
    for (Socket socket : sockets) {
      if (socket != except && socket.send(message)) {
        sent++;
      }
    }
    return sent;
  }

  /// The sockets that are connected now.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.sockets.len()   // => 0
  /// ```
  @Property
  @Type("list<ws::Socket>")
  public ListValue sockets() {
    ListValue list = ListValue.withCapacity(sockets.size());
    for (Socket socket : sockets) {
      list.add(socket);
    }
    return list;
  }

  /// How many sockets are connected.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:0").count   // => 0
  /// ```
  @Property
  public long count() {
    return sockets.size();
  }

  /// Opens the port and yields the server; the program goes on. Keeps the program alive until
  /// `close()`. Raises IoError `Cannot listen on ADDRESS: REASON`.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0").listen()
  /// server.port > 0   // => true
  /// server.close()
  /// ```
  @Export
  public synchronized Server listen() {
    isClosed = false;
    if (path == null && !isRouted) {
      // Now, so that it comes after all middleware.
      http.get("*", new Upgrade(this));
      isRouted = true;
    }
    http.listen();
    return this;
  }

  /// Closes all sockets with 1001 and stops listening; at a path of an HTTP server, takes no more
  /// sockets. Does not wait for that.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0").listen()
  /// server.close()
  /// ```
  @Export
  public void close() {
    isClosed = true;
    if (path == null) {
      http.close();
    }
    for (Socket socket : sockets) {
      socket.close(CloseCode.GOING_AWAY, "");
    }
  }

  /// Waits until the server is closed, and the functions of its sockets have returned.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0").listen()
  /// spawn { server.close() }
  /// server.wait()
  /// ```
  @Export("wait")
  @Waits
  public void awaitClosed() {
    http.awaitClosed();
  }

  /// The port: the bound one while the server listens, else that of its address.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").port   // => 8081
  /// ```
  @Property
  public long port() {
    return http.port();
  }

  /// The address as `host:port`.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").address   // => "127.0.0.1:8081"
  /// ```
  @Property
  public String address() {
    return http.address();
  }

  /// How many bytes a message that arrives may have, decompressed; more closes the socket with
  /// 1009. 1,048,576.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").max_message   // => 1048576
  /// ```
  @Property
  public long maxMessage() {
    return settings.messageBytes;
  }

  /// Sets it, for sockets that connect from now on.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.max_message = 64 * 1024
  /// server.max_message   // => 65536
  /// ```
  @Property("max_message")
  public void setMaxMessage(long value) {
    int checked = (int) checked("max_message", value, 1);
    change(changed -> changed.messageBytes = checked);
  }

  /// How many bytes may wait to be sent to one socket; more closes it with 1013. 16,777,216.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").max_queue   // => 16777216
  /// ```
  @Property
  public long maxQueue() {
    return settings.queueBytes;
  }

  /// Sets it, for sockets that connect from now on.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.max_queue = 1024 * 1024
  /// server.max_queue   // => 1048576
  /// ```
  @Property("max_queue")
  public void setMaxQueue(long value) {
    long checked = checked("max_queue", value, 1);
    change(changed -> changed.queueBytes = checked);
  }

  /// How many sockets may be connected; more are answered with 503. 0, which is any number.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").max_connections   // => 0
  /// ```
  @Property
  public long maxConnections() {
    return settings.connections;
  }

  /// Sets it, for sockets that connect from now on.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.max_connections = 1000
  /// server.max_connections   // => 1000
  /// ```
  @Property("max_connections")
  public void setMaxConnections(long value) {
    int checked = (int) checked("max_connections", value, 0);
    change(changed -> changed.connections = checked);
  }

  /// After how many milliseconds without a byte a peer is asked for a sign of life; 0 never.
  /// 30,000.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").ping_interval   // => 30000
  /// ```
  @Property
  public long pingInterval() {
    return settings.pingMillis;
  }

  /// Sets it, for sockets that connect from now on.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.ping_interval = 10000
  /// server.ping_interval   // => 10000
  /// ```
  @Property("ping_interval")
  public void setPingInterval(long value) {
    long checked = checked("ping_interval", value, 0);
    change(changed -> changed.pingMillis = checked);
  }

  /// How many milliseconds a peer may take for that sign; then the connection is cut, with the code
  /// 1006. 30,000.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").pong_timeout   // => 30000
  /// ```
  @Property
  public long pongTimeout() {
    return settings.pongMillis;
  }

  /// Sets it, for sockets that connect from now on.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.pong_timeout = 5000
  /// server.pong_timeout   // => 5000
  /// ```
  @Property("pong_timeout")
  public void setPongTimeout(long value) {
    long checked = checked("pong_timeout", value, 1);
    change(changed -> changed.pongMillis = checked);
  }

  /// How many milliseconds a peer may take to answer a close; then the connection is cut. 10,000.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").close_timeout   // => 10000
  /// ```
  @Property
  public long closeTimeout() {
    return settings.closeMillis;
  }

  /// Sets it, for sockets that connect from now on.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.close_timeout = 2000
  /// server.close_timeout   // => 2000
  /// ```
  @Property("close_timeout")
  public void setCloseTimeout(long value) {
    long checked = checked("close_timeout", value, 1);
    change(changed -> changed.closeMillis = checked);
  }

  private static long checked(String name, long value, long least) {
    if (value < least || value > Integer.MAX_VALUE) {
      throw Failure.argumentError(
          "server." + name + " is " + least + " to " + Integer.MAX_VALUE + ", got " + value);
    }
    return value;
  }

  private synchronized void change(Consumer<Settings> change) {
    Settings changed = settings.copy();
    change.accept(changed);
    settings = changed;
  }

  /// Compresses messages of at least 1024 bytes for clients that offer it (permessage-deflate), and
  /// lets them compress theirs.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").compress()
  /// ```
  @Export
  public Server compress() {
    change(changed -> changed.compression = Compression.DEFAULT);
    return this;
  }

  /// As `compress()`, with options: `min`, the least number of bytes (1024), and `level`, 1 (fast)
  /// to 9 (small), 5.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").compress({min: 200, level: 9})
  /// ```
  @Export
  public Server compress(@Reads MapValue options) {
    Compression compression = Compression.of(options);
    change(changed -> changed.compression = compression);
    return this;
  }

  /// Names the sub-protocols of the server. The first one of the client's that is among them is
  /// agreed on, and is in `socket.protocol`; without one there is none.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").protocols("chat.v2", "chat.v1")
  /// ```
  @Export
  public Server protocols(@Reads Object... names) {
    List<String> texts = Texts.tokens(names);
    change(changed -> changed.protocols = texts);
    return this;
  }

  /// Names the origins of the pages that may connect, `"https://shop.example"`; browsers of others
  /// get 403. Without this all may, which is dangerous if cookies tell who somebody is.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").origins("https://shop.example")
  /// ```
  @Export
  public Server origins(@Reads Object... origins) {
    List<String> texts = Texts.of(origins);
    change(changed -> changed.origins = texts);
    return this;
  }

  /// Speaks TLS (`wss`) with a certificate (with its chain) and a key, two PEM files. Before
  /// `listen()`. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: it needs these files
  /// ws::Server::new("0.0.0.0:8443").tls("cert.pem", "key.pem").listen()
  /// ```
  @Export
  public Server tls(String certificate, String key) {
    http.tls(certificate, key);
    return this;
  }

  /// Speaks TLS with a certificate for `localhost` that is made now and that no client trusts: to
  /// develop with.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0").tls().listen()
  /// server.close()
  /// ```
  @Export("tls")
  @Waits
  public Server developmentTls() {
    http.developmentTls();
    return this;
  }

  /// Names the proxies before the server, as `http::Server` has it: `socket.ip` is then what they
  /// say.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").trust_proxy("loopback")
  /// ```
  @Export
  public Server trustProxy(@Reads Object... proxies) {
    http.trustProxy(proxies);
    return this;
  }

  /// How long, in milliseconds, sockets may take to close after SIGTERM, SIGINT or `close()` (L
  /// 13.4).
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").grace   // => 10000
  /// ```
  @Property
  public long grace() {
    return http.grace();
  }

  /// Sets the grace period in milliseconds.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:8081")
  /// server.grace = 5000
  /// server.grace   // => 5000
  /// ```
  @Property("grace")
  public void setGrace(long millis) {
    http.setGrace(millis);
  }

  Settings settings() {
    return settings;
  }

  /// Whether no more sockets are taken.
  boolean isClosed() {
    return isClosed;
  }

  /// Takes a place for a socket that is about to be connected; it is given back by `left`. False
  /// when there is none. Called by all event loops.
  boolean counted() {
    int most = settings.connections;
    if (count.incrementAndGet() > most && most > 0) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  void joined(Socket socket) {
    if (!socket.isUnwanted()) {
      sockets.add(socket);
      if (isClosed) {
        // `close` may have gone through the sockets before this one was there.
        socket.close(CloseCode.GOING_AWAY, "");
      }
    }
  }

  void left(Socket socket) {
    sockets.remove(socket);
    count.decrementAndGet();
  }
}

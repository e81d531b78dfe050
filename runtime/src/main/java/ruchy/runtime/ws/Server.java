package ruchy.runtime.ws;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.KeepsThread;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.PassesErrors;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;

/// A server of WebSockets, on a port of its own or at a path of an HTTP server. May be used from
/// any task.
@LibraryType("ws::Server")
public final class Server extends ServerSettings {
  private final @Nullable String path;
  private final List<FunctionValue> connectionFunctions = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /// Those that are connected, also before their first function is called.
  private final AtomicInteger count = new AtomicInteger();

  private volatile boolean isClosed;

  /// Whether the HTTP server knows of this.
  private volatile boolean isRouted;

  private Server(ruchy.runtime.http.Server http, @Nullable String path) {
    super(http);
    this.path = path;
  }

  @Override
  Server self() {
    return this;
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
  @PassesErrors
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
    http().use(function);
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
      if (socket != except && socket.conversation().send(message)) {
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
  @StartsTasks
  @KeepsThread
  @Export
  public Server listen() {
    synchronized (this) {
      isClosed = false;
      if (path == null && !isRouted) {
        // Now, so that it comes after all middleware.
        http().get("*", new Upgrade(this));
        isRouted = true;
      }
    }
    http().listen(); // waits for the event loops, so without the lock
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
      http().close();
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
    http().awaitClosed();
  }

  /// The port: the bound one while the server listens, else that of its address.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").port   // => 8081
  /// ```
  @Property
  public long port() {
    return http().port();
  }

  /// The address as `host:port`.
  ///
  /// ```ruchy
  /// ws::Server::new("127.0.0.1:8081").address   // => "127.0.0.1:8081"
  /// ```
  @Property
  public String address() {
    return http().address();
  }

  /// Whether no more sockets are taken.
  boolean isClosed() {
    return isClosed;
  }

  /// Takes a place for a socket that is about to be connected; it is given back by `left`. False
  /// when there is none. Called by all event loops.
  boolean counted() {
    int most = settings().connections;
    if (count.incrementAndGet() > most && most > 0) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  void joined(Socket socket) {
    if (!socket.conversation().isEnding()) {
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

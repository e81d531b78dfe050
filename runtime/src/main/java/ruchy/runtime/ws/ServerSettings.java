package ruchy.runtime.ws;

import java.util.List;
import java.util.function.Consumer;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;

/// What a program sets on a server of WebSockets: limits, times, compression, sub-protocols,
/// origins, and what its HTTP server has too.
@Members("ws::Server")
public abstract sealed class ServerSettings implements LibraryObject permits Server {
  /// The server that the WebSockets begin at.
  private final ruchy.runtime.http.Server http;

  /// Replaced by each change.
  private volatile Settings settings = new Settings();

  ServerSettings(ruchy.runtime.http.Server http) {
    this.http = http;
  }

  abstract Server self();

  final ruchy.runtime.http.Server http() {
    return http;
  }

  /// What holds for sockets that connect now.
  final Settings settings() {
    return settings;
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
}

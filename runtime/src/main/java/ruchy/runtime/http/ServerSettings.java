package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// What a program sets on a server, most of it before `listen()`: limits, TLS, compression, whom it
/// trusts.
@Members("http::Server")
public abstract sealed class ServerSettings extends Routes<Server> permits Server {
  private final Limits.Draft limits = new Limits.Draft();
  private volatile @Nullable Compression compression;
  private volatile boolean tagsAnswers;
  private volatile @Nullable TrustedProxies trustedProxies;
  private volatile @Nullable String secret;
  private volatile @Nullable Tls tls;
  private volatile boolean speaksHttp2 = true;
  private long grace = -1;

  abstract Server self();

  abstract boolean isListening();

  /// The limits as they are now.
  final synchronized Limits limits() {
    return limits.made();
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
    return self();
  }

  /// What the server compresses, or null.
  @Nullable Compression compression() {
    return compression;
  }

  /// Gives answers to GET that are sent as a whole a weak `ETag`, made of their bytes, and clients
  /// that have such an answer already 304 without it. Answers that have an `ETag` of the program,
  /// are empty, have another status than 200, or say `Cache-Control: no-store`, stay as they are.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").etag()
  /// ```
  @Export
  public Server etag() {
    tagsAnswers = true;
    return self();
  }

  /// Whether answers get a version that is made of their bytes.
  boolean tagsAnswers() {
    return tagsAnswers;
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
    if (isListening()) {
      throw Failure.argumentError("server.tls comes before listen()");
    }
    tls = made;
    return self();
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
    if (isListening()) {
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
    return self();
  }

  @Nullable TrustedProxies trustedProxies() {
    return trustedProxies;
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
    return limits.headBytes;
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
    limits.headBytes = (int) checkedLimit("max_head", bytes, 1);
  }

  /// How many bytes a request line may have; more is answered with 414. 8,192.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_line   // => 8192
  /// ```
  @Property("max_line")
  public synchronized long maxLine() {
    return limits.lineBytes;
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
    limits.lineBytes = (int) checkedLimit("max_line", bytes, 1);
  }

  /// How many header fields a request may have; more is answered with 431. 100.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_fields   // => 100
  /// ```
  @Property("max_fields")
  public synchronized long maxFields() {
    return limits.fields;
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
    limits.fields = (int) checkedLimit("max_fields", count, 1);
  }

  /// How many bytes of a body `req.json()`, `req.text()` and `req.body` read; more is answered with
  /// 413. 1,048,576.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_body   // => 1048576
  /// ```
  @Property("max_body")
  public synchronized long maxBody() {
    return limits.bodyBytes;
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
    limits.bodyBytes = (int) checkedLimit("max_body", bytes, 0);
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
    return add(List.of(new Route.BodyLimit(PathPattern.prefix(path), (int) bytes)));
  }

  /// How many bytes a form with files may have, which is read while it arrives; more is answered
  /// with 413. 67,108,864.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_upload   // => 67108864
  /// ```
  @Property("max_upload")
  public synchronized long maxUpload() {
    return limits.uploadBytes;
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
    if (isListening() || bytes < 0) {
      throw Failure.argumentError("server.max_upload is 0 or more, and set before listen()");
    }
    limits.uploadBytes = bytes;
  }

  /// How long, in milliseconds, a request head may take from its first to its last byte; then 408.
  /// 10,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").head_timeout   // => 10000
  /// ```
  @Property("head_timeout")
  public synchronized long headTimeout() {
    return limits.headMillis;
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
    limits.headMillis = checkedLimit("head_timeout", millis, 1);
  }

  /// How long, in milliseconds, a body may stand still before the connection is closed. 30,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").body_timeout   // => 30000
  /// ```
  @Property("body_timeout")
  public synchronized long bodyTimeout() {
    return limits.bodyMillis;
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
    limits.bodyMillis = checkedLimit("body_timeout", millis, 1);
  }

  /// How long, in milliseconds, a connection may be idle between requests before it is closed.
  /// 60,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").idle_timeout   // => 60000
  /// ```
  @Property("idle_timeout")
  public synchronized long idleTimeout() {
    return limits.idleMillis;
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
    limits.idleMillis = checkedLimit("idle_timeout", millis, 1);
  }

  /// How long, in milliseconds, a client may take nothing of an answer before the connection is
  /// closed, in HTTP/2 the stream. 60,000.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").send_timeout   // => 60000
  /// ```
  @Property("send_timeout")
  public synchronized long sendTimeout() {
    return limits.sendMillis;
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
    limits.sendMillis = checkedLimit("send_timeout", millis, 1);
  }

  /// How many bytes of answers a connection of HTTP/2 may hold which its client does not take; the
  /// stream of an answer beyond it is reset. While there is more than a quarter of it, the requests
  /// of the connection wait. 67,108,864.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_unsent   // => 67108864
  /// ```
  @Property("max_unsent")
  public synchronized long maxUnsent() {
    return limits.unsentBytes;
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_unsent = 10_000_000
  /// server.max_unsent   // => 10000000
  /// ```
  @Property("max_unsent")
  public synchronized void setMaxUnsent(long bytes) {
    limits.unsentBytes = checkedLimit("max_unsent", bytes, 1);
  }

  /// How many bytes of the bodies of its requests a connection of HTTP/2 may hold which functions
  /// have not taken: parts of bodies that are read as a whole, and whole ones until they are
  /// answered. Beyond it the bodies that are still arriving wait. 16,777,216.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_unread   // => 16777216
  /// ```
  @Property("max_unread")
  public synchronized long maxUnread() {
    return limits.unreadBytes;
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_unread = 50_000_000
  /// server.max_unread   // => 50000000
  /// ```
  @Property("max_unread")
  public synchronized void setMaxUnread(long bytes) {
    limits.unreadBytes = checkedLimit("max_unread", bytes, 1);
  }

  /// How many bytes of the bodies of requests the server holds at most, of all connections: what
  /// has come of bodies that are read as a whole, until their requests are answered, and what lies
  /// ready of larger ones; an eighth of the memory of the JVM at first, 8 MiB at least. The first 4
  /// KiB of each do not count. A request whose body would be too much is answered with 503 and
  /// `Retry-After`.
  ///
  /// ```ruchy
  /// http::Server::new("127.0.0.1:8080").max_buffered >= 8_388_608   // => true
  /// ```
  @Property("max_buffered")
  public synchronized long maxBuffered() {
    return limits.bufferedBytes;
  }

  /// Sets the limit, before `listen()`.
  ///
  /// ```ruchy
  /// let server = http::Server::new("127.0.0.1:8080")
  /// server.max_buffered = 50_000_000
  /// server.max_buffered   // => 50000000
  /// ```
  @Property("max_buffered")
  public synchronized void setMaxBuffered(long bytes) {
    limits.bufferedBytes = checkedLimit("max_buffered", bytes, 1);
  }

  final long graceMillis() {
    long own = graceOrDefault();
    return own >= 0 ? own : Lifetime.graceMillis();
  }

  /// The server's own grace period, or -1.
  synchronized long graceOrDefault() {
    return grace;
  }

  private long checkedLimit(String name, long value, long least) {
    if (isListening() && !name.equals("grace")) {
      throw Failure.argumentError("server." + name + " is set before listen()");
    }
    if (value < least || value > Integer.MAX_VALUE) {
      throw Failure.argumentError(
          "server." + name + " is " + least + " to " + Integer.MAX_VALUE + ", got " + value);
    }
    return value;
  }

  /// The files of the certificate were read again.
  final void renewed(Tls now) {
    tls = now;
  }
}

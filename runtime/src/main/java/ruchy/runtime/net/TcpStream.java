package ruchy.runtime.net;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// A connection: bytes that come in order from the other side, and go there. May be used from any
/// task; calls of one direction happen one after the other. A stream that nobody holds any more is
/// closed by the garbage collector.
@LibraryType("net::TcpStream")
public final class TcpStream extends ByteStream {
  private static final long LONGEST_MILLIS = Long.MAX_VALUE / 1_000_000 / 2;

  private final PlainPipe socket;
  private final Current current;
  private final String peer;
  private final String local;
  private final boolean isUnix;
  private final Cleaner.Cleanable whenDropped;

  private TcpStream(SocketChannel channel, String peer, String local) {
    this(new PlainPipe(channel), peer, local);
  }

  private TcpStream(PlainPipe pipe, String peer, String local) {
    super(pipe, peer);
    this.peer = peer;
    this.local = local;
    this.isUnix = !peer.contains(":") || peer.startsWith("/");
    socket = pipe;
    var ofCleaner = new Current(pipe);
    current = ofCleaner;
    whenDropped = Descriptors.watch(this, ofCleaner::close);
  }

  /// The pipe that is read and written at the moment.
  private static final class Current {
    private volatile Pipe pipe;

    Current(Pipe pipe) {
      this.pipe = pipe;
    }

    void close() {
      pipe.close();
    }
  }

  static TcpStream accepted(SocketChannel channel) {
    try {
      channel.configureBlocking(false);
      if (channel.getLocalAddress() instanceof InetSocketAddress) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      return of(channel);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot use a connection: " + Reasons.of(failure));
    }
  }

  private static TcpStream of(SocketChannel channel) throws IOException {
    SocketAddress remote = channel.getRemoteAddress();
    SocketAddress local = channel.getLocalAddress();
    String peer = Address.text(remote);
    // The connecting side of a Unix domain socket has no name.
    return new TcpStream(channel, peer.isEmpty() ? Address.text(local) : peer, Address.text(local));
  }

  private static TcpStream connected(SocketChannel channel, String address) {
    try {
      return of(channel);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot connect to " + address + ": " + Reasons.of(failure));
    }
  }

  /// Connects to `"host:port"`; waits 10 seconds at most. Raises IoError `Cannot connect to
  /// ADDRESS: REASON`, or TimeoutError.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// let stream = net::TcpStream::connect(listener.local_addr())
  /// stream.remote_addr() == listener.local_addr()   // => true
  /// stream.close(); listener.close()
  /// ```
  @Export
  @Waits
  public static TcpStream connect(String address) {
    return connectTimeout(address, Connecting.DEFAULT_MILLIS);
  }

  /// Connects to `"host:port"`; waits so many milliseconds at most. Raises IoError or TimeoutError.
  ///
  /// ```ruchy
  /// try { net::TcpStream::connect_timeout("127.0.0.1:1", 500) } catch (e) { println(e) }   // prints Cannot connect to 127.0.0.1:1: connection refused
  /// ```
  @Export
  @Waits
  public static TcpStream connectTimeout(String address, long millis) {
    Address target = Address.parseTarget(address);
    return connected(Connecting.open(target, Math.max(1, checkedMillis(millis))), address);
  }

  /// Connects to a Unix domain socket. Raises IoError.
  ///
  /// ```ruchy
  /// let path = join_path(env::temp_dir(), "ruchy-example-connect.sock")
  /// if file_exists(path) { delete_file(path) }
  /// let listener = net::UnixListener::bind(path)
  /// let stream = net::UnixStream::connect(path)
  /// listener.accept().write_line("hello")
  /// stream.read_line()   // => "hello"
  /// listener.close()
  /// ```
  @Export("connect")
  @Associated("net::UnixStream")
  @Waits
  public static TcpStream connectUnix(String path) {
    return connected(Connecting.openUnix(path), path);
  }

  /// Connects to `"host:port"` with TLS, and checks the certificate of the host; waits 10 seconds
  /// at most for each step. Raises IoError or TimeoutError.
  ///
  /// ```ruchy
  /// // not run: needs a server
  /// let stream = net::TcpStream::connect_tls("example.com:443")
  /// stream.write("GET / HTTP/1.0\r\n\r\n")
  /// println(stream.read_line())
  /// ```
  @Export
  @Waits
  public static TcpStream connectTls(String address) {
    return connectTls(address, new HashMapValue());
  }

  /// Connects with TLS. Options: `ca`, a file (PEM) with the certificates to trust; `name`, that
  /// the certificate must have instead of the host's; `cert` and `key`, files (PEM) with the own
  /// certificate; `alpn`, a list of protocols; `insecure: true`, which accepts every certificate.
  ///
  /// ```ruchy
  /// // not run: needs a server
  /// net::TcpStream::connect_tls("10.0.0.7:8883", ca: "own-ca.pem", name: "broker")
  /// ```
  @Export
  @Waits
  public static TcpStream connectTls(String address, @Reads MapValue options) {
    TcpStream stream = connect(address);
    try {
      return stream.upgradeTls(Address.parseTarget(address).host(), options);
    } catch (Failure failure) {
      stream.close();
      throw failure;
    }
  }

  /// Goes on with TLS as the client, and checks that the certificate has that name; after a
  /// `STARTTLS` for example. What was read and written before was in the clear.
  ///
  /// ```ruchy
  /// // not run: needs a server
  /// let mail = net::TcpStream::connect("mail.example.com:587")
  /// mail.write_line("STARTTLS")
  /// mail.read_line()
  /// mail.upgrade_tls("mail.example.com")
  /// ```
  @Export
  @Waits
  public TcpStream upgradeTls(String host) {
    return upgradeTls(host, new HashMapValue());
  }

  /// Goes on with TLS as the client, with the options of `connect_tls`.
  ///
  /// ```ruchy
  /// // not run: needs a server
  /// stream.upgrade_tls("mail.example.com", ca: "own-ca.pem")
  /// ```
  @Export
  @Waits
  public TcpStream upgradeTls(String host, @Reads MapValue options) {
    int colon = peer.lastIndexOf(':');
    int port = isUnix ? 0 : Integer.parseInt(peer.substring(colon + 1));
    secure(Tls.ofClient(options).client(host, port));
    return shakeHands();
  }

  /// Goes on with TLS as the server: `cert` and `key` are files (PEM).
  ///
  /// ```ruchy
  /// // not run: needs a client
  /// stream.accept_tls(cert: "cert.pem", key: "key.pem")
  /// ```
  @Export
  @Waits
  public TcpStream acceptTls(@Reads MapValue options) {
    secure(Tls.ofServer(options).server());
    return shakeHands();
  }

  /// Goes on with TLS; the handshake is made by the first call that reads or writes.
  void secure(SSLEngine engine) {
    if (current.pipe instanceof SecurePipe) {
      throw Failure.ioError("The connection to " + peer + " has TLS already");
    }
    var secure = new SecurePipe(socket, engine);
    reading().setPipe(secure);
    writing().setPipe(secure);
    current.pipe = secure;
  }

  private TcpStream shakeHands() {
    try {
      long limit = reading().limit() == 0 ? Connecting.DEFAULT_MILLIS : reading().limit();
      if (current.pipe instanceof SecurePipe secure) {
        secure.handshake(limit);
      }
      return this;
    } catch (IOException failure) {
      throw Failure.ioError("Cannot connect to " + peer + ": " + Reasons.of(failure));
    } catch (Failure failure) {
      throw failure.matchesType("TimeoutError")
          ? Failure.timeoutError("Cannot connect to " + peer + ": TLS: no answer in time")
          : failure;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// What TLS agreed on, a map: `protocol`, `cipher`, `alpn` (text or nil) and `subject`, the name
  /// on the certificate of the other side (text or nil). Nil without TLS; makes the handshake if it
  /// is not made.
  ///
  /// ```ruchy
  /// stream.tls()   // => nil
  /// ```
  @Export
  @Waits
  @Type("map<string, any>?")
  public @Nullable HashMapValue tls() {
    if (!(current.pipe instanceof SecurePipe secure)) {
      return null;
    }
    shakeHands();
    var session = secure.engine().getSession();
    String subject = null;
    try {
      if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
        subject = certificate.getSubjectX500Principal().getName();
      }
    } catch (SSLPeerUnverifiedException hasNone) {
      subject = null;
    }
    String alpn = secure.engine().getApplicationProtocol();
    return HashMapValue.of(
        "protocol",
        session.getProtocol(),
        "cipher",
        session.getCipherSuite(),
        "alpn",
        alpn == null || alpn.isEmpty() ? null : alpn,
        "subject",
        subject);
  }

  static long checkedMillis(long millis) {
    if (millis < 0) {
      throw Failure.argumentError("A time limit is not negative, got " + millis);
    }
    return Math.min(millis, LONGEST_MILLIS);
  }

  @Override
  public String typeName() {
    return "net::TcpStream";
  }

  @Override
  public String display() {
    return (isUnix ? "<UnixStream " : "<TcpStream ") + peer + ">";
  }

  /// Lets no read wait longer than so many milliseconds for the next bytes, and no write for the
  /// other side to take some: they raise TimeoutError then. 0, the value at first, is no limit. A
  /// read that is late has lost nothing.
  ///
  /// ```ruchy
  /// stream.set_timeout(10)
  /// try { stream.read_line() } catch (e) { e.type }   // => "TimeoutError"
  /// peer.write_line("late")
  /// stream.set_timeout(0)
  /// stream.read_line()   // => "late"
  /// ```
  @Export
  public TcpStream setTimeout(long millis) {
    reading().setLimit(checkedMillis(millis));
    writing().setLimit(checkedMillis(millis));
    return this;
  }

  /// Whether small writes leave at once (true, the value at first) or wait for others to join them.
  ///
  /// ```ruchy
  /// stream.set_nodelay(false)
  /// ```
  @Export
  public TcpStream setNodelay(boolean isOn) {
    return option(StandardSocketOptions.TCP_NODELAY, isOn);
  }

  /// Whether the system asks, when nothing was sent for long, if the other side is still there.
  /// False at first.
  ///
  /// ```ruchy
  /// stream.set_keepalive(true)
  /// ```
  @Export
  public TcpStream setKeepalive(boolean isOn) {
    return option(StandardSocketOptions.SO_KEEPALIVE, isOn);
  }

  private TcpStream option(java.net.SocketOption<Boolean> option, boolean isOn) {
    if (!isUnix) {
      try {
        socket.channel().setOption(option, isOn);
      } catch (IOException failure) {
        throw Failure.ioError("Cannot change " + peer + ": " + Reasons.of(failure));
      }
    }
    return this;
  }

  /// The address of the other side, `host:port`; of a Unix domain socket its path.
  ///
  /// ```ruchy
  /// stream.remote_addr() == peer.local_addr()   // => true
  /// ```
  @Export({"remote_addr", "peer_addr"})
  public String remoteAddr() {
    return peer;
  }

  /// The address of this side.
  ///
  /// ```ruchy
  /// stream.local_addr() == peer.remote_addr()   // => true
  /// ```
  @Export
  public String localAddr() {
    return local;
  }

  /// Whether this side has closed the stream.
  ///
  /// ```ruchy
  /// stream.close()
  /// stream.is_closed()   // => true
  /// ```
  @Export
  public boolean isClosed() {
    return socket.isClosed();
  }

  /// Ends the connection; tasks that wait for it get IoError. What was written arrives. Does
  /// nothing to a closed stream.
  ///
  /// ```ruchy
  /// stream.close()
  /// try { stream.write("x") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  public void close() {
    whenDropped.clean();
  }
}

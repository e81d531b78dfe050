package ruchy.runtime.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.KeepsThread;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// A port, or a Unix domain socket, at which connections arrive. It does not keep the program alive
/// (L 13.3). May be used from any task.
@LibraryType("net::TcpListener")
public final class TcpListener extends OpenObject {
  private static final int BACKLOG = 1024;

  private final ServerSocketChannel channel;
  private final String address;

  /// The file of a Unix domain socket; null for a port.
  private final @Nullable UnixFile file;

  private final Arrivals arrivals;
  private final Gate gate = new Gate();
  private volatile long limitMillis;
  private volatile boolean isClosed;
  private volatile @Nullable Tls tls;

  private TcpListener(ServerSocketChannel channel, String address, @Nullable UnixFile file) {
    this.channel = channel;
    this.address = address;
    this.file = file;
    arrivals = new Arrivals(channel);
  }

  /// Opens a port: `"host:port"`, where the host `0.0.0.0` or none is every interface and the port
  /// 0 one that the system chooses. Raises IoError `Cannot listen on ADDRESS: REASON`.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// listener.port > 0   // => true
  /// listener.close()
  /// ```
  @Export
  public static TcpListener bind(String address) {
    Address wanted = Address.parse(address);
    try {
      InetAddress host = wanted.host().isEmpty() ? null : Names.own(wanted.host());
      var inet = new InetSocketAddress(host, wanted.port());
      ServerSocketChannel channel = bound(ServerSocketChannel.open(), inet);
      return new TcpListener(channel, Address.text(channel.getLocalAddress()), null);
    } catch (IOException failure) {
      throw cannotListen(wanted.toString(), failure);
    }
  }

  /// Listens on a Unix domain socket, which is a file: it is removed when the listener is closed or
  /// the program ends. One that a program has left that was killed is replaced. Raises IoError,
  /// also if somebody listens there already.
  ///
  /// ```ruchy
  /// let path = join_path(env::temp_dir(), "ruchy-example-bind.sock")
  /// let listener = net::UnixListener::bind(path)
  /// listener.local_addr() == path   // => true
  /// listener.close()
  /// ```
  @Export("bind")
  @Associated("net::UnixListener")
  public static TcpListener bindUnix(String path) {
    try {
      var unix = UnixDomainSocketAddress.of(path);
      if (path.isEmpty()) {
        throw new IOException("its path is empty");
      }
      // None of this waits, and two that replace one file would undo each other's work.
      synchronized (UnixFile.BINDING) {
        return ofUnix(unix);
      }
    } catch (IOException | IllegalArgumentException failure) {
      throw cannotListen(path, failure);
    }
  }

  private static TcpListener ofUnix(UnixDomainSocketAddress unix) throws IOException {
    ServerSocketChannel channel = boundUnix(unix);
    try {
      return new TcpListener(channel, unix.getPath().toString(), UnixFile.of(unix.getPath()));
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static ServerSocketChannel boundUnix(UnixDomainSocketAddress unix) throws IOException {
    try (UnixLock lock = UnixLock.of(unix.getPath())) {
      try {
        return bound(ServerSocketChannel.open(StandardProtocolFamily.UNIX), unix);
      } catch (IOException failure) {
        if (!Reasons.isInUse(failure) || !lock.isHeld() || !UnixFile.removeStale(unix.getPath())) {
          throw failure;
        }
        return bound(ServerSocketChannel.open(StandardProtocolFamily.UNIX), unix);
      }
    }
  }

  /// Opens a port whose connections speak TLS: `cert` and `key` are files (PEM); `ca`, a file too,
  /// makes clients show certificates that it vouches for; `alpn` is a list of protocols. The
  /// handshake of a connection is made by the first call that reads or writes.
  ///
  /// ```ruchy
  /// // not run: needs a certificate
  /// let listener = net::TcpListener::bind_tls(":8443", cert: "cert.pem", key: "key.pem")
  /// for client in listener { spawn { client.write_line("hello"); client.close() } }
  /// ```
  @Export
  public static TcpListener bindTls(String address, @Reads MapValue options) {
    Tls tls = Tls.ofServer(options);
    TcpListener listener = bind(address);
    listener.tls = tls;
    return listener;
  }

  private static ServerSocketChannel bound(ServerSocketChannel channel, SocketAddress address)
      throws IOException {
    try {
      channel.configureBlocking(false);
      return channel.bind(address, BACKLOG);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  private static Failure cannotListen(String address, Exception failure) {
    return Failure.ioError("Cannot listen on " + address + ": " + Reasons.of(failure));
  }

  @Override
  public String typeName() {
    return "net::TcpListener";
  }

  @Override
  public String display() {
    return (file != null ? "<UnixListener " : "<TcpListener ") + address + ">";
  }

  /// Waits for the next connection. Raises IoError when the listener is closed.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// spawn { net::TcpStream::connect(listener.local_addr()).write_line("hello") }
  /// listener.accept().read_line()   // => "hello"
  /// listener.close()
  /// ```
  @Export
  @Waits
  public TcpStream accept() {
    SocketChannel accepted = next();
    if (accepted == null) {
      throw Failure.ioError("Cannot accept on " + address + ": the listener is closed");
    }
    return stream(accepted);
  }

  private TcpStream stream(SocketChannel accepted) {
    TcpStream stream = TcpStream.accepted(accepted);
    Tls secure = tls;
    if (secure != null) {
      stream.secure(secure.server());
    }
    return stream;
  }

  /// The next connection, or null once the listener is closed.
  private @Nullable SocketChannel next() {
    if (Thread.currentThread().isInterrupted()) {
      Bridge.sleep(0); // raises CancelledError
    }
    gate.enter();
    try {
      int tries = 0;
      while (!isClosed) {
        SocketChannel accepted = arrivals.take();
        if (accepted != null) {
          return accepted;
        }
        IOException failure = arrivals.takeFailure();
        if (failure == null) {
          await();
        } else if (Reasons.isOutOfDescriptors(failure)) {
          Descriptors.pause(++tries);
        } else if (!isClosed) {
          throw Failure.ioError("Cannot accept on " + address + ": " + Reasons.of(failure));
        }
      }
      return null;
    } finally {
      gate.leave();
      if (isClosed) {
        drop();
      }
    }
  }

  /// Drops a connection that arrived and nobody will take. Who is inside does it else, behind it.
  private void drop() {
    if (gate.enterNow()) {
      arrivals.drop();
      gate.leave();
    }
  }

  private void await() {
    try {
      arrivals.await(limitMillis);
    } catch (Failure failure) {
      throw failure.matchesType("TimeoutError")
          ? Failure.timeoutError(
              "Cannot accept on " + address + ": nobody came within " + limitMillis + " ms")
          : failure;
    }
  }

  /// The address that is bound, `host:port`; of a Unix domain socket its path.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// listener.local_addr() == f"127.0.0.1:{listener.port}"   // => true
  /// listener.close()
  /// ```
  @Export
  public String localAddr() {
    return address;
  }

  /// The port that is bound, also when the system chose it; 0 of a Unix domain socket.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// listener.port > 0   // => true
  /// listener.close()
  /// ```
  @Property
  public long port() {
    return file != null ? 0 : Long.parseLong(address.substring(address.lastIndexOf(':') + 1));
  }

  /// Lets no `accept` wait longer than so many milliseconds: it raises TimeoutError then. 0, the
  /// value at first, is no limit.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// listener.set_timeout(1)
  /// try { listener.accept() } catch (e) { e.type }   // => "TimeoutError"
  /// listener.close()
  /// ```
  @Export
  public TcpListener setTimeout(long millis) {
    limitMillis = TcpStream.checkedMillis(millis);
    return this;
  }

  /// Whether the listener is closed.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// listener.close()
  /// listener.is_closed()   // => true
  /// ```
  @Export
  public boolean isClosed() {
    return isClosed;
  }

  /// Stops listening: loops over the listener end, and tasks that wait in `accept` get IoError.
  /// Connections that were accepted stay open. Does nothing to a closed listener.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// spawn { listener.close() }
  /// for client in listener { client.close() }
  /// listener.is_closed()   // => true
  /// ```
  @Export
  @KeepsThread
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    if (file != null) {
      file.remove(); // while it is bound: nobody else has the name
    }
    try {
      channel.close();
    } catch (IOException failure) {
      // The port is free nevertheless.
    }
    arrivals.wake();
    if (arrivals.wasArmed()) {
      Reactor.instance().flushed();
    }
    // Only now has the reactor left what it may have accepted meanwhile.
    drop();
  }

  /// The connections that arrive until the listener is closed.
  @Override
  public Cursor cursor() {
    return new Walk(this);
  }

  private static final class Walk extends Cursor {
    private final TcpListener listener;
    private @Nullable TcpStream stream;

    Walk(TcpListener listener) {
      this.listener = listener;
    }

    @Override
    public boolean advance() {
      SocketChannel accepted = listener.next();
      stream = accepted == null ? null : listener.stream(accepted);
      return accepted != null;
    }

    @Override
    public @Nullable Object value() {
      return stream;
    }
  }

  /// Connections as they arrive. Owned by the task that accepts or, while that waits, by the
  /// reactor.
  private static final class Arrivals extends Side {
    private final ServerSocketChannel channel;
    private @Nullable SocketChannel accepted;
    private @Nullable IOException failure;

    Arrivals(ServerSocketChannel channel) {
      super(channel, SelectionKey.OP_ACCEPT);
      this.channel = channel;
    }

    @Override
    boolean attempt() {
      try {
        accepted = channel.accept();
      } catch (ClosedChannelException closed) {
        return true;
      } catch (IOException cause) {
        failure = cause;
      }
      return accepted != null || failure != null;
    }

    @Nullable SocketChannel take() {
      if (accepted == null && !isArmed()) {
        attempt();
      }
      SocketChannel taken = accepted;
      accepted = null;
      return taken;
    }

    @Nullable IOException takeFailure() {
      IOException taken = failure;
      failure = null;
      return taken;
    }

    /// The listener is closed: nobody will take what has arrived. By who owns the side.
    void drop() {
      SocketChannel taken = accepted;
      accepted = null;
      if (taken != null) {
        try {
          taken.close();
        } catch (IOException gone) {
          // Nobody had it.
        }
      }
    }
  }
}

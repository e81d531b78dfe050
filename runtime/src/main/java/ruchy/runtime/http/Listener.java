package ruchy.runtime.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.internal.http.HttpServerInternal;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SocketAddressImpl;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;

/// The open port of a server: one Vert.x server for each event loop, all on the same port. Keeps
/// the program alive.
final class Listener implements Lifetime.Open {
  /// Vert.x lets servers share a port that is chosen by the system when they ask for the same
  /// negative one.
  private static final AtomicInteger SHARED_PORT = new AtomicInteger();

  /// Addresses on which this program listens: Vert.x would let a second server share them.
  private static final Set<Address> TAKEN = ConcurrentHashMap.newKeySet();

  private static final long ROUND_MILLIS = 2;

  /// Netty tells nobody what a program can do nothing about. Without free file descriptors its
  /// message would even end the thread that accepts: the JDK reads a file to print the time.
  private static final Logger OF_NETTY = Logger.getLogger("io.netty");

  /// Its one error is that of a file whose client has gone in the middle.
  private static final Logger OF_CONNECTIONS =
      Logger.getLogger("io.vertx.core.net.impl.VertxConnection");

  static {
    OF_NETTY.setLevel(Level.OFF);
    OF_CONNECTIONS.setLevel(Level.OFF);
  }

  private final Server server;
  private final Address address;
  private final List<HttpServerInternal> parts = new ArrayList<>();
  private final List<Deadlines> connections = new ArrayList<>();
  private final Promise<Void> ended = Promise.promise();

  /// The socket that accepts; null where Vert.x does not show it.
  private volatile @Nullable Channel acceptor;

  private boolean isShuttingDown;

  private Listener(Server server, Address address) {
    this.server = server;
    this.address = address;
  }

  /// Binds the port; raises IoError `Cannot listen on ADDRESS: REASON`.
  static Listener open(Server server, Address address, Limits limits) {
    if (address.port() != 0 && !TAKEN.add(address)) {
      throw cannotListen(address, "address already in use");
    }
    Listener listener = new Listener(server, address);
    boolean isOpen = false;
    try {
      Bridge.awaitInTurn(Engine.operation(() -> listener.bind(limits)));
      isOpen = true;
    } catch (Failure failure) {
      // Raised anew, here: the failure was made by an event loop, which has no place in the
      // program.
      throw Failure.ioError(failure.message());
    } finally {
      if (!isOpen) {
        listener.abandon();
      }
    }
    Lifetime.opened(listener);
    return listener;
  }

  /// What was opened of a port that cannot be opened is closed.
  private void abandon() {
    parts.forEach(part -> part.shutdown(Duration.ZERO));
    TAKEN.remove(address);
  }

  /// Whether the server was told to close.
  synchronized boolean isShuttingDown() {
    return isShuttingDown;
  }

  private Future<Void> bind(Limits limits) {
    int port = address.port() == 0 ? -1 - SHARED_PORT.incrementAndGet() : address.port();
    SocketAddress shared = new SocketAddressImpl(port, address.host());
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            // Each of the two would put a step that looks for WebSockets into the way of every
            // request.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setAcceptBacklog(1024)
            .setTcpNoDelay(true);
    Tls tls = server.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setKeyCertOptions(tls.keys())
          .setUseAlpn(true)
          .setAlpnVersions(
              server.http2()
                  ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                  : List.of(HttpVersion.HTTP_1_1))
          .setInitialSettings(ClearHttp2.settings(limits))
          .setHttp2RstFloodMaxRstFramePerWindow(ClearHttp2.MOST_RESETS_OF_NETTY);
    }
    List<Future<HttpServer>> bound = new ArrayList<>();
    for (Loop loop : Engine.loops()) {
      var part = (HttpServerInternal) Engine.vertx().createHttpServer(options);
      Deadlines deadlines = new Deadlines(loop.events(), limits);
      // Replaced for each connection by that connection.
      part.requestHandler(incoming -> incoming.response().setStatusCode(503).end());
      connections.add(deadlines);
      part.connectionHandler(
          connection -> {
            if (connection instanceof Http1ServerConnection http) {
              Http1Connection.accept(server, loop, limits, http, deadlines);
            } else {
              Http2Connection.accept(
                  server, loop, limits, (HttpServerConnection) connection, deadlines);
            }
          });
      parts.add(part);
      bound.add(part.listen(loop.context(), shared));
    }
    return Future.all(bound)
        .recover(cause -> Future.failedFuture(cannotListen(address, reason(cause))))
        .compose(all -> accepts(shared, limits));
  }

  private Future<Void> accepts(SocketAddress shared, Limits limits) {
    Channel socket = Accepting.socket(shared);
    acceptor = socket;
    return socket != null && server.tls() != null
        ? SecureStart.watch(socket, limits)
        : Future.succeededFuture();
  }

  /// New connections get the certificate that is in the files now. Waits; raises IoError.
  void reload(Tls tls) {
    Bridge.awaitInTurn(
        Engine.operation(
            () -> {
              List<Future<Boolean>> updated = new ArrayList<>();
              for (HttpServerInternal part : parts) {
                updated.add(
                    part.updateSSLOptions(
                        new ServerSSLOptions()
                            .setKeyCertOptions(tls.keys())
                            .setUseAlpn(true)
                            .setApplicationLayerProtocols(
                                server.http2() ? List.of("h2", "http/1.1") : List.of("http/1.1")),
                        true));
              }
              return Future.all(updated)
                  .recover(
                      cause ->
                          Future.failedFuture(
                              Failure.ioError("Cannot use the certificate: " + reason(cause))));
            }));
  }

  private static String reason(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof UnknownHostException) {
      return "unknown host";
    }
    // As the operating system says it, without the name of the call that failed.
    int colon = text.lastIndexOf(": ");
    return (colon < 0 ? text : text.substring(colon + 2)).toLowerCase(Locale.ROOT);
  }

  private static Failure cannotListen(Address address, String reason) {
    return Failure.ioError("Cannot listen on " + address + ": " + reason);
  }

  /// The socket that accepts; null where Vert.x does not show it.
  @Nullable Channel acceptor() {
    return acceptor;
  }

  /// The port that is bound, also when the system chose it.
  int port() {
    return parts.getFirst().actualPort();
  }

  /// Stops accepting, lets the requests that are in progress or on their way finish, at most that
  /// long, and closes the connections: each after its last answer, idle ones at once.
  Future<?> shutdown(long graceMillis) {
    synchronized (this) {
      if (isShuttingDown) {
        return ended.future();
      }
      isShuttingDown = true;
    }
    connections.forEach(Deadlines::beginDrain);
    Engine.vertx().setTimer(Math.max(1, graceMillis), over -> closeParts());
    Channel accepting = acceptor;
    if (accepting == null) {
      closeParts();
    } else {
      Accepting.end(accepting, this::drainConnections);
    }
    return ended.future();
  }

  /// Everything that was accepted is with its event loop, or will be when the loop has done what it
  /// was given before this.
  private void drainConnections() {
    var left = new AtomicInteger(connections.size());
    for (int i = 0; i < connections.size(); i++) {
      Loop loop = Engine.loops().get(i);
      Deadlines part = connections.get(i);
      Runnable drain =
          () ->
              part.drain(
                  () -> {
                    if (left.decrementAndGet() == 0) {
                      closeParts();
                    }
                  });
      // A moment later, so that the loop reads the requests which have arrived before connections
      // are taken for idle.
      var _ = loop.events().schedule(drain, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeParts() {
    List<Future<Void>> closed = new ArrayList<>();
    for (HttpServerInternal part : parts) {
      closed.add(part.shutdown(Duration.ZERO));
    }
    Future.all(closed)
        .onComplete(
            all -> {
              if (ended.tryComplete()) {
                gone();
              }
            });
  }

  private void gone() {
    TAKEN.remove(address);
    Lifetime.closed(this);
    server.closed(this);
  }

  @Override
  public void drain(long graceMillis, Runnable whenDone) {
    shutdown(graceMillis).onComplete(closed -> whenDone.run());
  }

  @Override
  public long graceMillis() {
    return server.graceOrDefault();
  }
}

package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Body;

/// One client's connection, of whatever version of HTTP: all that an exchange knows of it. Only
/// used on its event loop, except for what never changes.
abstract sealed class Connection permits Http1Connection, Http2Connection {
  static final long NEVER = Long.MAX_VALUE;

  /// While the server drains: how long a connection that was just used may bring one more request,
  /// which may be on its way already.
  private static final long LAST_REQUEST_MILLIS = 1_000;

  /// The same for one that was just opened, which nobody does without a request.
  private static final long FIRST_REQUEST_MILLIS = 2_000;

  final Limits limits;
  final Deadlines deadlines;

  /// Where `Deadlines` keeps it; negative when it does not.
  int place = -1;

  /// While the server drains: when an idle connection is closed, in milliseconds of the drain.
  long drainDeadline = FIRST_REQUEST_MILLIS;

  final Server server;
  final Loop loop;
  private final HttpConnection http;

  Connection(Server server, Loop loop, Limits limits, HttpConnection http, Deadlines deadlines) {
    this.server = server;
    this.loop = loop;
    this.limits = limits;
    this.http = http;
    this.deadlines = deadlines;
  }

  final Server server() {
    return server;
  }

  final Loop loop() {
    return loop;
  }

  final Limits limits() {
    return limits;
  }

  /// A connection that has brought a request is not expected to bring another one for as long as
  /// one that was just opened.
  final void hasBroughtRequest() {
    drainDeadline = Math.min(drainDeadline, LAST_REQUEST_MILLIS);
  }

  /// The client's address without port.
  final String ip() {
    SocketAddress address = http.remoteAddress();
    String host = address == null ? null : address.hostAddress();
    return host == null ? "" : host;
  }

  /// Whether it is encrypted.
  final boolean isSecure() {
    return http.isSsl();
  }

  /// Whether Vert.x holds its lock of this connection while it hands on a request: by HTTP/1 it
  /// does so with one that was pipelined, when it ends the response before.
  final boolean isLocked() {
    return Thread.holdsLock(http);
  }

  /// Whether the server takes no new requests.
  abstract boolean isDraining();

  /// Whether the answer that is written now is the last one of the connection: the server drains,
  /// or the client wants it so. Asked by the thread that writes it.
  abstract boolean endsAfterAnswer();

  /// The answer in progress is to be the last one, which its head says. On the event loop; by
  /// HTTP/2, where answers say nothing of the kind, it has no effect.
  abstract void endAfterAnswer();

  /// Whether an answer that was not said to be the last one was it after all.
  abstract boolean endsNow();

  /// Whether the client has closed its sending side, and perhaps the connection.
  abstract boolean hasInputEnded();

  /// Ends the answer to a request with all bytes of its body. On the event loop.
  ///
  /// @return when they have left
  abstract Future<Void> end(HttpServerRequest incoming, Buffer body);

  /// That many bytes of the answer to a request were handed over, and will have left at `written`.
  /// On the event loop.
  abstract void written(HttpServerRequest incoming, int bytes, Future<Void> written);

  /// Whether the connection holds more than it may of what its client does not take: then more of
  /// an answer is not worth to be kept. On the event loop.
  abstract boolean isOverfull();

  /// The response of a request was handed over, and will have left at `written`; what is left of
  /// the request's body is thrown away.
  abstract void answered(
      Exchange exchange, HttpServerRequest incoming, Body body, Future<Void> written);

  /// The fields that came after the body of a request; null without any. On the event loop.
  abstract @Nullable MultiMap trailers(HttpServerRequest incoming);

  /// An answer before the answer (RFC 9110, section 15.2), unless that has begun. On the event
  /// loop.
  abstract void inform(HttpServerRequest incoming, int status, MultiMap fields);

  /// The last answer is handed over: the connection ends after it.
  abstract void closeAfter(Future<Void> written);

  /// The rest of an answer that has begun will not come: the client must not take what it has for
  /// all of it.
  abstract void cut(HttpServerRequest incoming);

  /// The server begins to drain.
  abstract void beginDrain();

  /// Closes the connection if it is idle and brings no request any more.
  abstract void drainStep(long millis);

  /// Closes what has passed a limit of time.
  abstract void checkDeadlines(long now);
}

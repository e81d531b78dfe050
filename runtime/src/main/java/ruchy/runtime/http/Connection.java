package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Body;

/// One client's connection, of whatever version of HTTP: all that an exchange knows of it. Only
/// used on its event loop, except for what never changes.
sealed interface Connection permits Http1Connection, Http2Connection {
  Server server();

  Loop loop();

  Limits limits();

  /// The client's address without port.
  String ip();

  /// Whether Vert.x holds a lock of this connection while it hands on a request.
  boolean isLocked();

  /// Whether the server takes no new requests.
  boolean isDraining();

  /// Whether the answer that is written now is the last one of the connection: the server drains,
  /// or the client wants it so. Asked by the thread that writes it.
  boolean endsAfterAnswer();

  /// The response of a request was written; what is left of the request's body is thrown away.
  void answered(Exchange exchange, HttpServerRequest incoming, Body body);

  /// The last answer is handed over: the connection ends after it.
  void closeAfter(Future<Void> written);

  /// The server begins to drain.
  void beginDrain();

  /// Closes the connection if it is idle and brings no request any more.
  void drainStep(long millis);

  /// Closes what has passed a limit of time.
  void checkDeadlines(long now);
}

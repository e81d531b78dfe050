package ruchy.runtime.proxy;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// What a connection to a backend is used for: a request of a client, or a check. Everything is
/// called on the event loop of the connection.
interface Use {
  /// There is a connection.
  void connected(Upstream connection);

  /// There is none.
  void unconnected(Trouble trouble, @Nullable Throwable cause);

  /// The head of an answer.
  void head(HttpResponse head);

  /// Bytes of the answer, perhaps the last ones; to be released.
  void part(HttpContent part);

  /// Everything that has arrived was told.
  void readComplete();

  /// More can be written.
  void backendTakesMore();

  /// The connection has ended.
  void broken(@Nullable Throwable cause);

  /// The time limit of the connection is over.
  void expired();
}

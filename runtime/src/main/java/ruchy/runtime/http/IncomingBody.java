package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Body;

/// Collects the body of a request before its functions are called, so that reading it is never a
/// wait (L 12.4). A body over the limit is not collected: it stays in the connection, paused, for
/// who can stream it.
final class IncomingBody {
  private final HttpServerRequest incoming;
  private final int limit;
  private final Consumer<Body> ready;
  private @Nullable Buffer collected;
  private boolean isReady;

  private IncomingBody(HttpServerRequest incoming, int limit, Consumer<Body> ready) {
    this.incoming = incoming;
    this.limit = limit;
    this.ready = ready;
  }

  /// Calls `ready` once, on the event loop: with the complete body, or with one that is too large
  /// to be collected. A client that expects `100 Continue` gets it, unless the body is too large.
  static void collect(
      HttpServerRequest incoming, boolean expectsContinue, int limit, Consumer<Body> ready) {
    var body = new IncomingBody(incoming, limit, ready);
    if (declaredLength(incoming) > limit) {
      incoming.pause();
      body.finish(Body.tooLarge(limit));
      return;
    }
    if (expectsContinue) {
      incoming.response().writeContinue();
    }
    incoming.handler(body::add);
    incoming.endHandler(end -> body.finish(Body.of(body.collected)));
  }

  private static long declaredLength(HttpServerRequest incoming) {
    String length = incoming.headers().get("content-length");
    // Netty has checked that it is a number.
    return length == null ? 0 : Long.parseLong(length);
  }

  private void add(Buffer chunk) {
    Buffer before = collected;
    if (before != null && isReady) {
      return;
    }
    long size = chunk.length() + (before == null ? 0L : before.length());
    if (size > limit) {
      collected = null;
      incoming.pause();
      finish(Body.tooLarge(limit));
    } else if (before == null) {
      collected = chunk;
    } else {
      before.appendBuffer(chunk);
    }
  }

  private void finish(Body body) {
    if (!isReady) {
      isReady = true;
      ready.accept(body);
    }
  }
}

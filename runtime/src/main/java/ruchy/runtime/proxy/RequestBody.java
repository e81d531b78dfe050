package ruchy.runtime.proxy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Passage;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Chunks;

/// The body of a request on its way to a backend: as a whole, or piece by piece while it arrives,
/// as fast as the backend takes it. Only used on the event loop of the client's connection.
final class RequestBody {
  /// How long a client that waits for `100 Continue` waits for that of the backend.
  private static final long PATIENCE_MILLIS = 1_000;

  private final Passage passage;
  private final RequestHead head;
  private final Body body;
  private final Supplier<@Nullable Upstream> upstream;
  private final BooleanSupplier isWanted;
  private final Runnable whenMoved;

  /// What is left of a body that is still arriving, once it is taken.
  private @Nullable Chunks rest;

  private boolean isInPull;
  private boolean hasNext;

  /// Whether the next piece waits for the backend.
  private boolean isHeld;

  /// Whether the last byte of the request has left.
  private boolean isSent;

  /// @param upstream the connection to the backend, null when there is none any more
  /// @param isWanted whether the request on that connection has no answer yet
  /// @param whenMoved called when a piece has come, before it leaves
  RequestBody(
      Passage passage,
      RequestHead head,
      Supplier<@Nullable Upstream> upstream,
      BooleanSupplier isWanted,
      Runnable whenMoved) {
    this.passage = passage;
    this.head = head;
    this.body = passage.body();
    this.upstream = upstream;
    this.isWanted = isWanted;
    this.whenMoved = whenMoved;
  }

  /// Sends a head, and what belongs to it as far as it is here.
  void follow(Upstream connection, ByteBuf sentHead) {
    if (!body.isComplete()) {
      connection.flush(sentHead);
      if (passage.expectsContinue()) {
        var _ =
            passage
                .loop()
                .events()
                .schedule(() -> stopWaiting(connection), PATIENCE_MILLIS, MILLISECONDS);
      } else {
        take();
      }
      return;
    }
    Buffer bytes = body.bytes();
    if (bytes.length() > 0) {
      connection.write(sentHead);
      ByteBuf content = ((BufferInternal) bytes).getByteBuf();
      connection.flush(content.retainedDuplicate());
    } else {
      connection.flush(sentHead);
    }
    isSent = true;
  }

  /// The backend wants the body (RFC 9110, section 10.1.1).
  void continued() {
    if (!body.isComplete() && passage.expectsContinue()) {
      take();
    }
  }

  /// The backend has not said that it wants the body, and has not answered either: it may know
  /// nothing of expectations (RFC 9110, section 10.1.1), and the client of no time limit.
  private void stopWaiting(Upstream connection) {
    if (upstream.get() == connection && isWanted.getAsBoolean()) {
      take();
    }
  }

  /// The backend takes more than it did.
  void resume() {
    Chunks pieces = rest;
    if (isHeld && pieces != null) {
      isHeld = false;
      pull(pieces);
    }
  }

  /// Whether the last byte of the request has left.
  boolean isSent() {
    return isSent;
  }

  /// Whether nothing of it has gone for good: it can be sent once more.
  boolean isUntouched() {
    return rest == null;
  }

  /// Whether all of it has come from the client.
  boolean hasArrived() {
    return body.hasArrived();
  }

  private void take() {
    if (rest == null) {
      rest = body.chunks();
      pull(rest);
    }
  }

  /// Asks for pieces of the body as long as they are here and the backend takes them.
  private void pull(Chunks pieces) {
    do {
      hasNext = false;
      isInPull = true;
      pieces.next(this::arrived);
      isInPull = false;
    } while (hasNext);
  }

  private void arrived(@Nullable Buffer piece, @Nullable Throwable failure) {
    Upstream connection = upstream.get();
    Chunks pieces = rest;
    if (connection == null || pieces == null || failure != null) {
      // Nobody wants the rest, or the client has gone, which its connection tells.
      return;
    }
    isSent |= piece == null;
    whenMoved.run();
    if (piece == null) {
      end(connection);
      return;
    }
    if (piece.length() > 0) {
      // A chunk without bytes would be the end.
      send(connection, piece);
    }
    if (!connection.isWritable()) {
      isHeld = true;
    } else if (isInPull) {
      hasNext = true;
    } else {
      pull(pieces);
    }
  }

  private void send(Upstream connection, Buffer piece) {
    ByteBuf content = ((BufferInternal) piece).getByteBuf();
    if (head.isChunked()) {
      connection.write(ascii(Integer.toHexString(content.readableBytes()) + "\r\n"));
      connection.write(content);
      connection.flush(ascii("\r\n"));
    } else {
      connection.flush(content);
    }
  }

  private void end(Upstream connection) {
    if (head.isChunked()) {
      StringBuilder end = new StringBuilder("0\r\n");
      MultiMap trailers = passage.trailers();
      if (trailers != null) {
        for (Map.Entry<String, String> field : trailers) {
          if (!HopFields.isOfConnection(field.getKey())) {
            end.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
          }
        }
      }
      connection.flush(ascii(end.append("\r\n").toString()));
    }
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}

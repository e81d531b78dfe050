package ruchy.runtime.proxy;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Passage;

/// The answer of a backend on its way to the client. Only used on the event loop of the client's
/// connection.
final class AnswerWriter {
  private final Passage passage;
  private final HttpServerRequest incoming;
  private final boolean isHead;
  private @Nullable HttpServerResponse outgoing;

  /// Whether the head of the answer is complete and waits for the first bytes that go with it.
  private boolean hasHeldHead;

  private boolean isLastOfConnection;
  private long keptMillis = -1;

  AnswerWriter(Passage passage) {
    this.passage = passage;
    this.incoming = passage.incoming();
    this.isHead = incoming.method() == HttpMethod.HEAD;
  }

  /// Whether the answer has no body, whatever its head says.
  boolean isHead() {
    return isHead;
  }

  /// Passes on an answer before the answer, such as early hints (RFC 8297): what a proxy has not
  /// asked for itself is for the client (RFC 9110, section 15.2).
  void inform(HttpResponse head) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    AnswerHead.copyFields(head.headers(), fields);
    passage.inform(head.status().code(), fields);
  }

  /// The answer begins. Its head leaves with the first bytes of the body, or by `flushHead`.
  ///
  /// @param cookie what the client is to keep of this server, or null
  /// @param isEarly whether it comes before the end of the request's body
  void begin(
      HttpResponse head,
      Settings settings,
      Origin origin,
      @Nullable String cookie,
      boolean isEarly) {
    HttpHeaders fields = head.headers();
    int code = head.status().code();
    boolean isChunked = HttpUtil.isTransferEncodingChunked(head);
    boolean hasLength = fields.contains("content-length") && !isChunked;
    boolean hasBody = !isHead && code != 204 && code != 304;
    HttpServerResponse answer =
        passage.begin(
            code,
            own -> {
              AnswerHead.copy(head, own, settings, origin);
              if (cookie != null) {
                own.add("set-cookie", cookie);
              }
              if (hasLength && code != 204) {
                own.set("content-length", fields.get("content-length"));
              }
            });
    outgoing = answer;
    AnswerHead.copyReason(head.status(), answer);
    if (hasBody && !hasLength) {
      answer.setChunked(true);
    }
    isLastOfConnection = !HttpUtil.isKeepAlive(head) || (hasBody && !hasLength && !isChunked);
    if (isEarly) {
      endConnection();
    }
    String kept = fields.get("keep-alive");
    keptMillis = kept == null ? -1 : keptMillis(kept);
    hasHeldHead = true;
  }

  /// The connection goes on in another protocol.
  void switchProtocol(HttpResponse head) {
    String protocol = head.headers().get("upgrade");
    outgoing =
        passage.switchProtocol(
            own -> {
              AnswerHead.copyFields(head.headers(), own);
              own.set("connection", "upgrade");
              if (protocol != null) {
                own.set("upgrade", protocol);
              }
            });
  }

  /// The client of an answer that comes before the end of its body cannot know how much of that is
  /// still wanted (RFC 9112, section 9.3). In HTTP/2 only that one stream is concerned.
  void endConnection() {
    passage.endConnection();
  }

  /// Writes bytes of the body.
  ///
  /// @param whenDrained called once the client takes more, if what was written waits for it
  /// @return whether the client takes more at once
  boolean write(HttpContent part, Runnable whenDrained) {
    HttpServerResponse answer = answer();
    hasHeldHead = false;
    Buffer bytes = BufferInternal.safeBuffer(part.content());
    passage.written(bytes.length(), answer.write(bytes));
    if (!answer.writeQueueFull()) {
      return true;
    }
    answer.drainHandler(nothing -> whenDrained.run());
    return false;
  }

  /// Writes the last bytes, with the fields behind them.
  Future<Void> end(LastHttpContent last) {
    HttpServerResponse answer = answer();
    HttpHeaders trailers = last.trailingHeaders();
    if (trailers != EmptyHttpHeaders.INSTANCE && !trailers.isEmpty() && answer.isChunked()) {
      AnswerHead.copyFields(trailers, answer.trailers());
    }
    hasHeldHead = false;
    Future<Void> written;
    if (last.content().isReadable()) {
      written = answer.end(BufferInternal.safeBuffer(last.content()));
    } else {
      last.release();
      written = answer.end();
    }
    passage.written(0, written);
    return written;
  }

  /// A head that waits for more leaves alone.
  void flushHead() {
    HttpServerResponse answer = outgoing;
    if (hasHeldHead && answer != null) {
      hasHeldHead = false;
      answer.writeHead();
    }
  }

  /// Whether the backend's connection ends with this answer.
  boolean isLastOfConnection() {
    return isLastOfConnection;
  }

  /// How long the backend keeps its connection for the next request; -1 when it does not say.
  long keptMillis() {
    return keptMillis;
  }

  int status() {
    return answer().getStatusCode();
  }

  /// What `Keep-Alive: timeout=5` tells, less a second for the way; -1 when it tells nothing.
  private static long keptMillis(String field) {
    int at = field.indexOf("timeout=");
    int end = at + 8;
    while (at >= 0 && end < field.length() && Character.isDigit(field.charAt(end))) {
      end++;
    }
    if (at < 0 || end == at + 8 || end > at + 14) {
      return -1;
    }
    return Math.max(0, Long.parseLong(field.substring(at + 8, end)) - 1) * 1000;
  }

  private HttpServerResponse answer() {
    HttpServerResponse known = outgoing;
    if (known == null) {
      throw new IllegalStateException("no answer has begun");
    }
    return known;
  }
}

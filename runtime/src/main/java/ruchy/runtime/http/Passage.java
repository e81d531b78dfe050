package ruchy.runtime.http;

import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http1.Http1ServerRequest;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Body;

/// A request and its answer, as rooms see them that answer requests apart from the functions of the
/// program (`Takeover`). Used on the event loop of the connection.
public final class Passage {
  private final Exchange exchange;
  private final Request request;
  private final Response response;
  private @Nullable ClaimedHead head;

  Passage(Exchange exchange, Request request, Response response) {
    this.exchange = exchange;
    this.request = request;
    this.response = response;
  }

  /// The event loop of the connection.
  public Loop loop() {
    return exchange.connection().loop();
  }

  /// The request as the program sees it.
  public Request request() {
    return request;
  }

  /// The fields of the request as they came.
  public MultiMap fields() {
    return exchange.incoming().headers();
  }

  /// The request of Vert.x. Its body is read by `body()`.
  public HttpServerRequest incoming() {
    return exchange.incoming();
  }

  /// The body of the request: complete, or still arriving.
  public Body body() {
    return exchange.body();
  }

  /// Whether the client waits for `100 Continue` before it sends a body that is still to arrive. It
  /// gets that when the first piece of the body is asked for.
  public boolean expectsContinue() {
    return exchange.incoming() instanceof Http1ServerRequest http
        && http.nettyRequest() instanceof Head head
        && HeadRules.expectsContinue(head);
  }

  /// Has something done when the rest of the body turns out to be malformed and nothing of an
  /// answer has left: it refuses the request. Otherwise the connection is closed.
  public void whenBodyBroken(Runnable action) {
    exchange.whenBodyBroken(action);
  }

  /// Fields that came after the last byte of the request's body; null without any.
  public @Nullable MultiMap trailers() {
    return exchange.connection().trailers(exchange.incoming());
  }

  /// The head of the request as Netty has read it, or null where the request came in another way.
  public @Nullable HttpRequest nettyHead() {
    return exchange.incoming() instanceof Http1ServerRequest http ? http.nettyRequest() : null;
  }

  /// Sends an answer before the answer, such as early hints (RFC 9110, section 15.2); does nothing
  /// for clients that know of none.
  public void inform(int status, MultiMap fields) {
    exchange.connection().inform(exchange.incoming(), status, fields);
  }

  /// Nobody else answers from now on. Raises an error when somebody has.
  void claim(String by) {
    head = response.claimed(by);
  }

  /// Waits until something of the answer may leave. Called by the task that has claimed it.
  void awaitLetGo() {
    response.awaitLetGo();
  }

  /// It is not answered after all, because of a fault: others may, unless something may have left;
  /// then the client sees that the answer is not whole.
  void giveBack() {
    if (response.isLeftElsewhere()) {
      cut();
    } else {
      response.giveBack(head());
    }
  }

  private ClaimedHead head() {
    return Objects.requireNonNull(head);
  }

  /// The response of Vert.x, for who writes its body, with the fields as `change` leaves them. They
  /// are changed there alone: others may read them meanwhile.
  public HttpServerResponse begin(Consumer<MultiMap> change) {
    head().change(change);
    return response.handOver(head());
  }

  /// The same of an answer with which the connection goes over to another protocol.
  public HttpServerResponse switchProtocol(Consumer<MultiMap> change) {
    head().change(change);
    return response.handOverOpen(head());
  }

  /// The same with a status.
  public HttpServerResponse begin(int status, Consumer<MultiMap> change) {
    head().status(status);
    return begin(change);
  }

  /// The answer, whose head has not left yet, is the last one of its connection (RFC 9112, section
  /// 9.6). Only that of HTTP/1 ends: in HTTP/2 the field is forbidden (RFC 9113, section 8.2.2).
  public void endConnection() {
    if (exchange.incoming().version() != HttpVersion.HTTP_2) {
      head().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      exchange.connection().endAfterAnswer();
    }
  }

  /// Bytes of the response were handed to Vert.x, and will have left when that future is done: a
  /// client that takes none of them is not waited for.
  public void written(int bytes, Future<Void> written) {
    exchange.connection().written(exchange.incoming(), bytes, written);
  }

  /// The response is written, or will be when that future is done, or will never be.
  public void end(Future<Void> written) {
    response.writtenElsewhere(written);
    exchange.write();
  }

  /// Answers with an error status. `detail` is for the client.
  public void refuse(int status, @Nullable String detail) {
    try {
      response.problem(head(), status, detail, null);
    } finally {
      response.giveBack(head());
    }
    exchange.write();
  }

  /// The rest of the response, which `begin` gave, will not come: the client must not take what it
  /// has for all of it.
  public void cut() {
    HttpServerRequest incoming = exchange.incoming();
    incoming.response().closeHandler(null);
    exchange.connection().cut(incoming);
    end(Future.succeededFuture());
  }

  /// The connection does not speak HTTP any longer: nothing more is expected of it.
  ///
  /// @return what the client has sent of the other protocol already
  public Buffer leaveHttp() {
    return exchange.connection() instanceof Http1Connection http
        ? http.leaveHttp()
        : Buffer.buffer();
  }

  /// As `leaveHttp`, for a protocol that has an end of its own: `end` is called on the event loop
  /// when the server begins to drain. What is given back is to be called there when the protocol
  /// has ended; the server waits for it as long as its grace period.
  public Runnable leaveHttp(Runnable end) {
    return exchange.connection() instanceof Http1Connection http ? http.leaveHttp(end) : () -> {};
  }

  /// Whether the server takes no new work.
  public boolean isDraining() {
    return exchange.connection().isDraining();
  }
}

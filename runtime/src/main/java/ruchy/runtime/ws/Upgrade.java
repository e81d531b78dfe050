package ruchy.runtime.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Passage;
import ruchy.runtime.http.Request;
import ruchy.runtime.http.Takeover;

/// The function for requests that makes WebSockets of them (RFC 6455, section 4.2). It calls none
/// of the program's functions: those run as the first event of the socket.
final class Upgrade extends Takeover {
  private final Server server;

  Upgrade(Server server) {
    this.server = server;
  }

  @Override
  public String name() {
    return "ws::Server";
  }

  @Override
  protected void take(Passage passage, @Nullable Object prepared, Runnable whenDone) {
    Refusal refusal = refusal(passage);
    if (refusal == null) {
      accept(passage);
    } else {
      refuse(passage, refusal);
    }
    whenDone.run();
  }

  /// Why a request becomes no WebSocket.
  private record Refusal(int status, String text) {}

  /// Null when the request becomes one; then the server has a place for it.
  private @Nullable Refusal refusal(Passage passage) {
    MultiMap fields = passage.fields();
    HttpRequest head = passage.nettyHead();
    if (head == null || !head.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return new Refusal(505, "A WebSocket begins with a request of HTTP/1.1.");
    }
    if (!Handshake.hasElement(fields.getAll("upgrade"), "websocket")
        || !Handshake.hasElement(fields.getAll("connection"), "upgrade")) {
      return new Refusal(426, "This is a WebSocket.");
    }
    if (!List.of("13").equals(fields.getAll("sec-websocket-version"))) {
      return new Refusal(426, "The version of WebSocket is 13.");
    }
    List<String> keys = fields.getAll("sec-websocket-key");
    if (keys.size() != 1 || !Handshake.isKey(keys.getFirst())) {
      return new Refusal(400, "Sec-WebSocket-Key is 16 bytes in base64.");
    }
    List<String> origins = server.settings().origins;
    String origin = fields.get("origin");
    if (origins != null && origin != null && !origins.contains(origin)) {
      return new Refusal(403, "Pages of this origin may not connect.");
    }
    // The place is taken last, so that it need not be given back.
    if (server.isClosed() || passage.isDraining() || !server.counted()) {
      return new Refusal(503, "There is no room for another WebSocket.");
    }
    return null;
  }

  private static void refuse(Passage passage, Refusal refusal) {
    if (refusal.status() != 426) {
      passage.refuse(refusal.status(), refusal.text());
      return;
    }
    HttpServerResponse answer =
        passage.begin(
            426,
            fields ->
                fields
                    .set("connection", "upgrade")
                    .set("upgrade", "websocket")
                    .set("sec-websocket-version", "13")
                    .set("content-type", "text/plain; charset=utf-8"));
    passage.end(answer.end(refusal.text() + "\n"));
  }

  private void accept(Passage passage) {
    MultiMap fields = passage.fields();
    Settings settings = server.settings();
    String protocol = chosen(settings.protocols, fields.getAll("sec-websocket-protocol"));
    Compression compression =
        settings.compression != null
                && Handshake.offersDeflate(fields.getAll("sec-websocket-extensions"))
            ? settings.compression
            : null;
    var _ =
        passage.begin(
            own -> {
              own.set("upgrade", "websocket")
                  .set("connection", "Upgrade")
                  .set(
                      "sec-websocket-accept",
                      Handshake.accept(String.valueOf(fields.get("sec-websocket-key"))));
              if (protocol != null) {
                own.set("sec-websocket-protocol", protocol);
              }
              if (compression != null) {
                own.set("sec-websocket-extensions", Handshake.OURS);
              }
            });
    var side = new Accepted(server, passage.request());
    var socket = new Socket(passage.loop(), side, settings, false);
    Conversation conversation = socket.conversation();
    Outgoing outgoing = conversation.outgoing();
    var wire = new Wire(passage.loop(), settings, true, compression, outgoing, conversation);
    conversation.wire(wire, protocol);
    side.left = passage.leaveHttp(() -> socket.close(CloseCode.GOING_AWAY, ""));
    if (passage.incoming().connection() instanceof ConnectionBase connection) {
      ChannelHandlerContext last = connection.channelHandlerContext();
      ChannelPipeline pipeline = last.pipeline();
      pipeline.addBefore(last.name(), "frames", wire.decoder());
      pipeline.addBefore(last.name(), "websocket", wire);
    }
    // Before the client knows that it is connected, so that what it sends is expected.
    conversation.mailbox().post(new Event.Joined(server.connectionFunctions()));
    passage
        .incoming()
        .toNetSocket()
        .onComplete(
            (netSocket, failure) -> {
              if (failure == null) {
                wire.open();
              } else {
                wire.end();
              }
            });
  }

  /// The first of the client's sub-protocols that the server has too.
  private static @Nullable String chosen(List<String> ours, List<String> fields) {
    for (String offered : Handshake.elements(fields)) {
      if (ours.contains(offered)) {
        return offered;
      }
    }
    return null;
  }

  /// The side of a server.
  private static final class Accepted implements Side {
    private final Server server;
    private final Request request;

    /// Tells the HTTP server that the connection is done with.
    private Runnable left = () -> {};

    Accepted(Server server, Request request) {
      this.server = server;
      this.request = request;
    }

    @Override
    public String url() {
      return request.url();
    }

    @Override
    public void joined(Socket socket) {
      server.joined(socket);
    }

    @Override
    public boolean ended(Socket socket, int code) {
      server.left(socket);
      return false;
    }

    @Override
    public void givenUp() {}

    @Override
    public void done(Socket socket) {
      left.run();
    }

    @Override
    public Request request() {
      return request;
    }

    @Override
    public boolean isClient() {
      return false;
    }
  }
}

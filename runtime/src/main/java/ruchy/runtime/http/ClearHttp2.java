package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.http2.codec.Http2CodecServerChannelInitializer;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;

/// HTTP/2 without TLS, for clients that know that the server speaks it and begin with its preface
/// (RFC 9113, section 3.3). A request of HTTP/1.1 that asks for it (`Upgrade: h2c`, which RFC 9113
/// has given up) is answered in HTTP/1.1.
///
/// Vert.x could look for the preface itself, but would then read the heads of HTTP/1.1 before our
/// strict reader has the connection.
final class ClearHttp2 {
  /// What the first bytes of a connection say.
  enum Beginning {
    HTTP_1,
    /// All that has come is a beginning of the preface.
    UNDECIDED,
    HTTP_2
  }

  private ClearHttp2() {}

  /// Compares the unread bytes, the first ones of the connection, with the preface; reads none.
  static Beginning beginning(ByteBuf in) {
    int compared = Math.min(in.readableBytes(), StreamOrder.PREFACE.length);
    for (int i = 0; i < compared; i++) {
      if (in.getByte(in.readerIndex() + i) != StreamOrder.PREFACE[i]) {
        return Beginning.HTTP_1;
      }
    }
    return compared < StreamOrder.PREFACE.length ? Beginning.UNDECIDED : Beginning.HTTP_2;
  }

  /// `StreamOrder` counts the resets, and knows who has caused them; Netty counts them too and has
  /// no limit before its.
  static final int MOST_RESETS_OF_NETTY = 2 * FloodGuard.MOST_RESETS;

  /// How many requests a connection may have at once.
  static final int MOST_STREAMS = 250;

  /// How much a client may send of all requests at once: as much as of each of them (RFC 9113,
  /// section 6.9.2). So one that waits, whose bytes nobody takes, takes no other one's place.
  static final int WINDOW = MOST_STREAMS * 65_535;

  /// What a server tells its clients first.
  static Http2Settings settings(Limits limits) {
    return new Http2Settings()
        .setMaxConcurrentStreams(MOST_STREAMS)
        .setMaxHeaderListSize(limits.headBytes());
  }

  /// Puts what reads HTTP/2 in the place of what reads HTTP/1.
  ///
  /// @param decoder that of HTTP/1; what it has not read is given to its successor
  /// @param opened is given the connection when the client's settings have come
  static void begin(
      ContextInternal context,
      ChannelHandlerContext decoder,
      Limits limits,
      Consumer<HttpServerConnection> opened) {
    ChannelPipeline pipeline = decoder.pipeline();
    pipeline.remove("httpEncoder");
    new Http2CodecServerChannelInitializer(
            null,
            null,
            null,
            null,
            false,
            false,
            new Http2ServerConfig()
                .setInitialSettings(settings(limits))
                .setRstFloodMaxRstFramePerWindow(MOST_RESETS_OF_NETTY),
            null,
            context::duplicate,
            opened::accept,
            null,
            false)
        .configureHttp2(context, pipeline, false);
    pipeline.addBefore("handler", "streamOrder", new StreamOrder(limits));
    pipeline.remove(decoder.handler());
  }
}

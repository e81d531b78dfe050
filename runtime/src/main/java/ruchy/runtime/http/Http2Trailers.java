package ruchy.runtime.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Trailers;

/// Keeps the fields that come after the bodies of requests by HTTP/2 (RFC 9113, section 8.1), which
/// Vert.x throws away, at the streams of their requests. Only used on the event loop of the
/// connection.
final class Http2Trailers extends Http2FrameListenerDecorator {
  private final Http2Connection connection;
  private final Http2Connection.PropertyKey place;
  private final int mostFields;

  private Http2Trailers(Http2ConnectionHandler frames, int mostFields) {
    super(frames.decoder().frameListener());
    this.connection = frames.connection();
    this.place = connection.newKey();
    this.mostFields = mostFields;
  }

  /// Listens to what that connection reads, before who does so now.
  ///
  /// @param mostFields how many fields there may be behind a body
  static Http2Trailers of(Http2ConnectionHandler frames, int mostFields) {
    var trailers = new Http2Trailers(frames, mostFields);
    frames.decoder().frameListener(trailers);
    return trailers;
  }

  /// What has come after the body of the request of that stream; null for nothing.
  @Nullable MultiMap of(int streamId) {
    Http2Stream stream = connection.stream(streamId);
    return stream == null ? null : stream.getProperty(place);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endStream)
      throws Http2Exception {
    keep(streamId, headers);
    super.onHeadersRead(ctx, streamId, headers, padding, endStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endStream)
      throws Http2Exception {
    keep(streamId, headers);
    super.onHeadersRead(
        ctx, streamId, headers, streamDependency, weight, exclusive, padding, endStream);
  }

  /// Netty has marked the stream already; one that begins with its end twice.
  private void keep(int streamId, Http2Headers headers) throws Http2Exception {
    Http2Stream stream = connection.stream(streamId);
    boolean isEnd =
        stream != null && stream.isTrailersReceived() && stream.state().remoteSideOpen();
    if (stream == null || !isEnd) {
      return;
    }
    if (headers.size() > mostFields) {
      throw Http2Exception.streamError(
          streamId, Http2Error.ENHANCE_YOUR_CALM, "more than %d fields after a body", mostFields);
    }
    MultiMap kept = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      String name = field.getKey().toString();
      String value = field.getValue().toString();
      if (!Trailers.isField(name, value)) {
        throw Http2Exception.streamError(
            streamId, Http2Error.PROTOCOL_ERROR, "a malformed field after a body");
      }
      if (!Trailers.isOfHead(name)) {
        kept.add(name, value);
      }
    }
    if (!kept.isEmpty()) {
      stream.setProperty(place, kept);
    }
  }
}

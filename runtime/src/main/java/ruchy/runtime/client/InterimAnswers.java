package ruchy.runtime.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import ruchy.runtime.message.AnswerDecoder;

/// Leaves out the answers that come before the answers of a connection of HTTP/2 (RFC 9113, section
/// 8.1): Vert.x takes each but 100 and 103 for the answer, and fails at the next one. Too many of
/// them, and those that may not be, reset their stream.
final class InterimAnswers extends Http2FrameListenerDecorator {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Http2Connection connection;
  private final Http2Connection.PropertyKey count;

  private InterimAnswers(Http2ConnectionDecoder decoder) {
    super(decoder.frameListener());
    connection = decoder.connection();
    count = connection.newKey();
  }

  /// Reads all further answers of the connection.
  static void leaveOut(Http2ConnectionHandler handler) {
    Http2ConnectionDecoder decoder = handler.decoder();
    Http2FrameListener finalAnswers = new InterimAnswers(decoder);
    decoder.frameListener(finalAnswers);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int stream, Http2Headers fields, int padding, boolean isEnd)
      throws Http2Exception {
    if (!isInterim(stream, fields, isEnd)) {
      super.onHeadersRead(context, stream, fields, padding, isEnd);
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers fields,
      int dependency,
      short weight,
      boolean isExclusive,
      int padding,
      boolean isEnd)
      throws Http2Exception {
    if (!isInterim(stream, fields, isEnd)) {
      super.onHeadersRead(context, stream, fields, dependency, weight, isExclusive, padding, isEnd);
    }
  }

  private boolean isInterim(int number, Http2Headers fields, boolean isEnd) throws Http2Exception {
    CharSequence status = fields.status();
    Http2Stream stream = connection.stream(number);
    if (stream == null || status == null || status.length() != 3 || status.charAt(0) != '1') {
      return false;
    }
    Integer before = stream.getProperty(count);
    int now = before == null ? 1 : before + 1;
    stream.setProperty(count, now);
    if (isEnd) {
      throw malformed(number, "it ends before the answer");
    }
    if (Integer.parseInt(status, 0, 3, 10) == SWITCHING_PROTOCOLS) {
      throw malformed(number, "another protocol, which was not asked for");
    }
    if (now > AnswerDecoder.MOST_INTERIM) {
      throw malformed(
          number, "more than " + AnswerDecoder.MOST_INTERIM + " answers before the answer");
    }
    return true;
  }

  private static Http2Exception malformed(int stream, String text) {
    return Http2Exception.streamError(
        stream, Http2Error.PROTOCOL_ERROR, new IllegalArgumentException(text), "%s", text);
  }
}

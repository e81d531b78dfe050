package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/// Looks at the frames that the server sends on a connection of HTTP/2, for the limits of its
/// client. Netty writes the head of a frame in one piece, and the error of a reset with it. Only
/// used on the event loop of the connection.
final class SentFrames {
  private static final int ERROR_BYTES = 4;

  private final FloodGuard guard;
  private @Nullable UnsentAnswers unsent;

  /// What is still to come of the last frame.
  private int skip;

  SentFrames(FloodGuard guard) {
    this.guard = guard;
  }

  /// Tells of each stream of which bytes of a body leave.
  void tell(UnsentAnswers listener) {
    unsent = listener;
  }

  /// What is wrong with the client once these bytes are sent, or null.
  @Nullable Http2Exception fault(ByteBuf bytes) {
    Http2Exception fault = null;
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (true) {
      int skipped = Math.min(skip, end - at);
      skip -= skipped;
      at += skipped;
      if (end - at < FrameTypes.HEAD_BYTES) {
        return fault;
      }
      skip = bytes.getUnsignedMedium(at);
      int type = bytes.getByte(at + 3);
      UnsentAnswers listener = unsent;
      if (type == FrameTypes.DATA && skip > 0 && listener != null) {
        listener.left(bytes.getInt(at + 5) & Integer.MAX_VALUE, skip);
      }
      at += FrameTypes.HEAD_BYTES;
      guard.sent();
      if (type == FrameTypes.RST_STREAM && end - at >= ERROR_BYTES) {
        fault = guard.faultOfReset(bytes.getUnsignedInt(at));
      }
    }
  }
}

package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks at the heads of the frames of a connection of HTTP/2 on their way to Netty, which does not
/// mind that a client opens a stream anew that it has ended, or one with a smaller number than the
/// last (RFC 9113, sections 5.1 and 5.1.1): both are errors of the connection. Only used on its
/// event loop.
///
/// It also ends a connection whose first frame does not come, before which Vert.x tells nobody of
/// the connection; one on which a head that has begun does not end in time; and one that floods the
/// server with frames (`FloodGuard`). The client is told why in all cases but the first
/// (`LastWords`), also where Netty has found the fault.
///
/// With TLS it stands behind what decrypts, and goes away when the connection speaks something else
/// (`SecureStart` puts it there).
final class StreamOrder extends ChannelDuplexHandler {
  /// What a client of HTTP/2 sends first (RFC 9113, section 3.4).
  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /// How many of the last streams are remembered.
  private static final int STREAMS = 128;

  private final byte[] head = new byte[FrameTypes.HEAD_BYTES];

  /// The number of the stream at its place, negative when the client has ended it.
  private final int[] streams = new int[STREAMS];

  private int prefaceBytes;
  private int headBytes;
  private int skip;
  private int last;
  private boolean isBroken;
  private final long headMillis;
  private final FloodGuard guard;
  private final SentFrames sent;

  /// How many bytes were written.
  private long written;

  /// Netty's side of the connection, once the first frame has come.
  private @Nullable Http2ConnectionHandler http2;

  private @Nullable ScheduledFuture<?> firstFrame;

  /// The stream of a head that has begun and has not ended, or 0.
  private int streamOfHead;

  /// Whether the frame that is being read is the last one of a head.
  private boolean isLastOfHead;

  /// What ends the connection when the head of `awaited` does not end.
  private @Nullable ScheduledFuture<?> endOfHead;

  private int awaited;

  /// @param limits the time for a head also counts for the preface and the head of the first frame,
  ///   TLS being agreed on
  StreamOrder(Limits limits) {
    this.headMillis = limits.headMillis();
    this.guard = new FloodGuard(limits.headBytes());
    this.sent = new SentFrames(guard);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.pipeline().get(SslHandler.class) == null) {
      awaitFirstFrame(ctx);
    }
  }

  /// With TLS the time begins when both sides have agreed on it, which has a limit of its own.
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent) {
      awaitFirstFrame(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  private void awaitFirstFrame(ChannelHandlerContext ctx) {
    firstFrame =
        ctx.executor()
            .schedule(
                () -> {
                  if (ctx.pipeline().get(Http2ConnectionHandler.class) != null) {
                    var _ = ctx.close();
                  }
                },
                headMillis,
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    hasBegun();
    streamOfHead = 0;
    awaitEndOfHead(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    streamOfHead = 0;
    awaitEndOfHead(ctx);
    ctx.fireChannelInactive();
  }

  /// Everything that has arrived was looked at. A head that is not complete has its time from now
  /// on, unless it had before.
  private void awaitEndOfHead(ChannelHandlerContext ctx) {
    if (awaited == streamOfHead) {
      return;
    }
    ScheduledFuture<?> before = endOfHead;
    if (before != null) {
      before.cancel(false);
      endOfHead = null;
    }
    awaited = streamOfHead;
    if (awaited != 0) {
      endOfHead = ctx.executor().schedule(() -> headIsLate(ctx), headMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void headIsLate(ChannelHandlerContext ctx) {
    if (!isBroken) {
      end(
          ctx,
          Http2Exception.connectionError(
              Http2Error.ENHANCE_YOUR_CALM, "The head of stream %d came too slowly", awaited));
    }
  }

  private void hasBegun() {
    ScheduledFuture<?> waiting = firstFrame;
    if (waiting != null) {
      firstFrame = null;
      waiting.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    if (isBroken) {
      bytes.release();
      return;
    }
    int at = bytes.readerIndex();
    int frame = at;
    while (at < bytes.writerIndex()) {
      if (skip > 0) {
        int skipped = Math.min(skip, bytes.writerIndex() - at);
        skip -= skipped;
        at += skipped;
        frame = at;
        noteEndOfHead();
        continue;
      }
      if (prefaceBytes < PREFACE.length) {
        if (bytes.getByte(at++) != PREFACE[prefaceBytes++]) {
          if (ctx.pipeline().get(Http2ConnectionHandler.class) != null) {
            // Agreed on, and not spoken: needs no answer (RFC 9113, section 3.4).
            isBroken = true;
            bytes.release();
            var _ = ctx.close();
            return;
          }
          ctx.pipeline().remove(this);
          break;
        }
        frame = at;
        continue;
      }
      head[headBytes++] = bytes.getByte(at++);
      if (headBytes < FrameTypes.HEAD_BYTES) {
        continue;
      }
      headBytes = 0;
      hasBegun();
      skip = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
      Http2ConnectionHandler frames = frames(ctx);
      Http2Exception fault = frames == null ? null : fault(frames);
      if (fault != null) {
        // What came before it counts.
        ctx.fireChannelRead(bytes.slice(bytes.readerIndex(), frame - bytes.readerIndex()));
        if (!isBroken) {
          end(ctx, fault);
        }
        return;
      }
      frame = at;
      noteEndOfHead();
    }
    awaitEndOfHead(ctx);
    ctx.fireChannelRead(bytes);
  }

  /// Netty's side of the connection; null while another protocol is possible.
  private @Nullable Http2ConnectionHandler frames(ChannelHandlerContext ctx) {
    Http2ConnectionHandler known = http2;
    if (known == null) {
      known = ctx.pipeline().get(Http2ConnectionHandler.class);
      http2 = known;
      if (known != null) {
        known.connection().addListener(new Farewell(ctx));
      }
    }
    return known;
  }

  /// Whether the connection ends for what the client did: nothing that it sends counts any more.
  boolean isBroken() {
    return isBroken;
  }

  /// Tells of each stream of which bytes of a body leave.
  void tell(UnsentAnswers listener) {
    sent.tell(listener);
  }

  /// Grows as long as the client takes what is sent.
  long taken(Channel channel) {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null
        ? written
        : written - queue.totalPendingWriteBytes() + queue.currentProgress();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      written += bytes.readableBytes();
    }
    Http2Exception fault = message instanceof ByteBuf bytes && !isBroken ? sent.fault(bytes) : null;
    var _ = ctx.write(message, promise);
    if (fault != null) {
      end(ctx, fault);
    }
  }

  /// Vert.x closes without a word when it has failed to tell a stream of an error.
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    Http2ConnectionHandler frames = http2;
    if (!isBroken
        && frames != null
        && ctx.channel().isActive()
        && !frames.connection().goAwaySent()) {
      end(ctx, Http2Exception.connectionError(Http2Error.INTERNAL_ERROR, "The server has failed"));
    }
    var _ = ctx.close(promise);
  }

  /// Tells the client why the connection ends, and ends it. Not by Netty's way: it tells no reason
  /// while the server drains, because it has told before that the connection ends, and on its way
  /// Vert.x fails at the streams that it has reset itself.
  private void end(ChannelHandlerContext ctx, Http2Exception fault) {
    isBroken = true;
    Http2ConnectionHandler frames = frames(ctx);
    if (frames != null) {
      LastWords.begin(ctx);
      ChannelHandlerContext context = ctx.pipeline().context(frames);
      var _ =
          frames
              .encoder()
              .frameWriter()
              .writeGoAway(
                  context,
                  frames.connection().remote().lastStreamCreated(),
                  fault.error().code(),
                  Unpooled.copiedBuffer(
                      String.valueOf(fault.getMessage()), StandardCharsets.US_ASCII),
                  context.newPromise());
    }
    var _ = ctx.close();
  }

  /// Hears when Netty tells the client that the connection ends.
  private final class Farewell extends Http2ConnectionAdapter {
    private final ChannelHandlerContext ctx;

    Farewell(ChannelHandlerContext ctx) {
      this.ctx = ctx;
    }

    @Override
    public void onGoAwaySent(int lastStream, long error, ByteBuf reason) {
      if (error != Http2Error.NO_ERROR.code() && !isBroken) {
        isBroken = true;
        LastWords.begin(ctx);
      }
    }
  }

  private void noteEndOfHead() {
    if (skip == 0 && isLastOfHead) {
      isLastOfHead = false;
      streamOfHead = 0;
    }
  }

  /// What is wrong with the frame whose head was read, or null.
  private @Nullable Http2Exception fault(Http2ConnectionHandler http2) {
    int stream =
        (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | (head[8] & 0xff);
    if (head[3] == FrameTypes.HEADERS || head[3] == FrameTypes.CONTINUATION) {
      streamOfHead = stream;
      isLastOfHead = (head[4] & END_HEADERS) != 0;
    }
    Http2Exception flood = guard.fault(head[3], head[4], skip);
    if (flood != null) {
      return flood;
    }
    if ((stream & 1) == 0) {
      // Of the whole connection, or none of the client's: Netty's business.
      return null;
    }
    int place = (stream >>> 1) % STREAMS;
    boolean ends = (head[4] & END_STREAM) != 0;
    switch (head[3]) {
      case FrameTypes.HEADERS -> {
        if (stream > last) {
          last = stream;
          streams[place] = ends ? -stream : stream;
          return null;
        }
        if (streams[place] == -stream) {
          return ended(stream);
        }
        if (streams[place] != stream && last - stream < 2 * STREAMS) {
          return Http2Exception.connectionError(
              Http2Error.PROTOCOL_ERROR, "Stream %d comes after stream %d", stream, last);
        }
        if (streams[place] != stream && http2.connection().stream(stream) == null) {
          return ended(stream);
        }
        end(stream, place, ends);
      }
      case FrameTypes.DATA -> end(stream, place, ends);
      case FrameTypes.RST_STREAM -> end(stream, place, true);
      default -> {}
    }
    return null;
  }

  private void end(int stream, int place, boolean ends) {
    if (ends && streams[place] == stream) {
      streams[place] = -stream;
    }
  }

  private static Http2Exception ended(int stream) {
    return Http2Exception.connectionError(
        Http2Error.STREAM_CLOSED, "Stream %d was ended before", stream);
  }
}

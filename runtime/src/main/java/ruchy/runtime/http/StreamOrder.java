package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
/// server with frames (`FloodGuard`).
///
/// With TLS it stands behind what decrypts, and goes away when the connection speaks something
/// else. Vert.x calls nobody before the first bytes are with Netty, so it gets there through the
/// socket that accepts.
final class StreamOrder extends ChannelInboundHandlerAdapter {
  /// What a client of HTTP/2 sends first (RFC 9113, section 3.4).
  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int HEAD_BYTES = 9;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /// How many of the last streams are remembered.
  private static final int STREAMS = 128;

  private final byte[] head = new byte[HEAD_BYTES];

  /// The number of the stream at its place, negative when the client has ended it.
  private final int[] streams = new int[STREAMS];

  private int prefaceBytes;
  private int headBytes;
  private int skip;
  private int last;
  private boolean isBroken;
  private final long headMillis;
  private final FloodGuard guard;
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
    Http2ConnectionHandler http2 = ctx.pipeline().get(Http2ConnectionHandler.class);
    if (http2 != null && !isBroken) {
      isBroken = true;
      http2.onError(
          ctx.pipeline().context(http2),
          false,
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

  /// Looks at the connections that this socket is going to accept, all of which begin with TLS.
  ///
  /// @return done when it does so
  static Future<Void> watch(Channel acceptor, Limits limits) {
    Promise<Void> isWatching = Promise.promise();
    acceptor
        .eventLoop()
        .execute(
            () -> {
              acceptor.pipeline().addFirst(new Acceptance(limits));
              isWatching.complete();
            });
    return isWatching.future();
  }

  /// Stands where connections are accepted.
  private static final class Acceptance extends ChannelInboundHandlerAdapter {
    private final Limits limits;

    Acceptance(Limits limits) {
      this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      if (accepted instanceof Channel connection) {
        connection.pipeline().addLast(new Begin(limits));
      }
      ctx.fireChannelRead(accepted);
    }
  }

  /// Waits for the first bytes, before which Vert.x has put together what decrypts them.
  private static final class Begin extends ChannelInboundHandlerAdapter {
    private final Limits limits;

    Begin(Limits limits) {
      this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ChannelHandlerContext tls = ctx.pipeline().context(SslHandler.class);
      if (tls != null) {
        ctx.pipeline().addAfter(tls.name(), "streamOrder", new StreamOrder(limits));
      }
      ctx.pipeline().remove(this);
      ctx.fireChannelRead(message);
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
      if (headBytes < HEAD_BYTES) {
        continue;
      }
      headBytes = 0;
      hasBegun();
      skip = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
      Http2ConnectionHandler http2 = ctx.pipeline().get(Http2ConnectionHandler.class);
      Http2Exception fault = http2 == null ? null : fault(http2);
      if (http2 != null && fault != null) {
        isBroken = true;
        // What came before it counts.
        ctx.fireChannelRead(bytes.slice(bytes.readerIndex(), frame - bytes.readerIndex()));
        http2.onError(ctx.pipeline().context(http2), false, fault);
        return;
      }
      frame = at;
      noteEndOfHead();
    }
    awaitEndOfHead(ctx);
    ctx.fireChannelRead(bytes);
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
    if (head[3] == HEADERS || head[3] == CONTINUATION) {
      streamOfHead = stream;
      isLastOfHead = (head[4] & END_HEADERS) != 0;
    }
    Http2Exception flood = guard.fault(head[3], skip);
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
      case HEADERS -> {
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
      case DATA -> end(stream, place, ends);
      case RST_STREAM -> end(stream, place, true);
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

package ruchy.runtime.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;

/// One connection that speaks frames: reads them into messages, answers pings, sees that the peer
/// lives, and goes through the closing handshake. Behind Netty's decoder, before whatever handled
/// the connection until now. Only used on its event loop, except for `askToFlush`.
final class Wire extends ChannelInboundHandlerAdapter {
  private static final long NEVER = Long.MAX_VALUE;

  /// How long the peer may take to close a connection over which nothing more is said.
  private static final long LAST_MILLIS = 1_000;

  /// Messages are put together up to this size, so that many small ones leave in one piece.
  private static final int PIECE_BYTES = 16 << 10;

  /// Whoever gets what arrives. Called on the event loop.
  interface Receiver {
    /// A message; text is a `String`, binary data a `byte[]`.
    void received(Object content);

    /// The connection is over; nothing is called any more.
    ///
    /// @param fault what was wrong, or null
    void ended(int code, String reason, @Nullable String fault);
  }

  private final Loop loop;
  private final Settings settings;
  private final boolean isServer;
  private final @Nullable Compression compression;
  private final Outgoing outgoing;
  private final Receiver receiver;
  private final Outbox outbox;
  private final Assembly assembly;

  /// Whether this is in the outbox.
  private final AtomicBoolean isAsked = new AtomicBoolean();

  private @Nullable ChannelHandlerContext context;
  private boolean isOpen;

  /// Whether a close frame was sent, or is on its way behind what waits.
  private boolean isClosing;

  /// Whether the close frame was written: nothing may follow it (RFC 6455, section 5.5.1).
  private boolean isCloseSent;

  /// Whether nothing that arrives counts any longer.
  private boolean isDeaf;

  private boolean isEnded;
  private boolean isReading = true;
  private boolean isPinged;
  private int endCode = CloseCode.ABNORMAL;
  private String endReason = "";
  private @Nullable String fault;

  private long lastReadMillis = now();
  private long pingedMillis;
  private long closeDeadline = NEVER;
  private @Nullable ScheduledFuture<?> timer;

  /// @param isServer whether the peer is the client, whose frames are masked
  /// @param compression what was agreed on, or null
  Wire(
      Loop loop,
      Settings settings,
      boolean isServer,
      @Nullable Compression compression,
      Outgoing outgoing,
      Receiver receiver) {
    this.loop = loop;
    this.settings = settings;
    this.isServer = isServer;
    this.compression = compression;
    this.outgoing = outgoing;
    this.receiver = receiver;
    this.outbox = Outbox.of(loop);
    this.assembly = new Assembly(settings.messageBytes);
  }

  /// The decoder that stands before this.
  WebSocket13FrameDecoder decoder() {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(isServer)
            .allowExtensions(compression != null)
            .maxFramePayloadLength(settings.messageBytes)
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /// The handshake is done: what waits may leave.
  void open() {
    isOpen = true;
    lastReadMillis = now();
    flush();
    tickLater();
  }

  /// Has what waits written soon. Called by any thread.
  void askToFlush() {
    if (!isAsked.get() && isAsked.compareAndSet(false, true)) {
      outbox.add(this);
    }
  }

  /// It is the turn of this in the outbox.
  void flushAsked() {
    isAsked.set(false);
    flush();
  }

  /// Writes what waits, as far as the peer takes it.
  void flush() {
    ChannelHandlerContext channel = context;
    if (!isOpen || isEnded || isDeaf || channel == null || outgoing.isEmpty()) {
      return;
    }
    if (isCloseSent) {
      outgoing.clear(); // Somebody sent while another closed.
      return;
    }
    ByteBuf piece = null;
    long taken = 0;
    boolean hasWritten = false;
    while (!isDeaf && channel.channel().isWritable()) {
      Message next = outgoing.poll();
      if (next == null) {
        break;
      }
      if (piece != null && piece.readableBytes() + next.frameBytes() > PIECE_BYTES) {
        write(channel, piece, taken);
        hasWritten = true;
        piece = null;
        taken = 0;
      }
      if (piece == null) {
        piece = channel.alloc().ioBuffer(next.frameBytes());
      }
      next.write(piece, compression, isServer ? null : Masks.next());
      taken += next.size();
      if (next.isClose()) {
        isCloseSent = true;
        write(channel, piece, taken);
        channel.flush();
        outgoing.clear();
        return;
      }
    }
    if (piece != null) {
      write(channel, piece, taken);
      hasWritten = true;
    }
    if (hasWritten) {
      channel.flush();
    }
  }

  private void write(ChannelHandlerContext channel, ByteBuf piece, long counted) {
    var _ = channel.write(piece).addListener(done -> outgoing.gone(counted));
  }

  /// Sends a close frame behind everything that waits. Only the first one counts.
  void close(Message close) {
    if (isClosing || isEnded) {
      return;
    }
    isClosing = true;
    endCode = CloseCode.ABNORMAL;
    outgoing.addLast(close);
    closeDeadline = now() + settings.closeMillis;
    tickLater();
    read(true); // The answer stands behind whatever was left to the network.
    flush();
  }

  /// Ends the connection without a word.
  void cut() {
    ChannelHandlerContext channel = context;
    if (channel != null) {
      var _ = channel.close();
    }
  }

  /// Reads on, or leaves what comes to the network, which tells the peer to wait. While closing,
  /// everything is read.
  void read(boolean isWanted) {
    ChannelHandlerContext channel = context;
    boolean isAllowed = isWanted || !isClosing;
    if (isReading != isWanted && isAllowed && channel != null && !isEnded) {
      isReading = isWanted;
      lastReadMillis = now();
      isPinged = false;
      channel.channel().config().setAutoRead(isWanted);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    switch (message) {
      case WebSocketFrame frame -> {
        try {
          if (!isDeaf && !isEnded) {
            frame(frame);
          }
        } finally {
          ReferenceCountUtil.release(frame);
        }
      }
      case ByteBuf rest -> rest.release(); // Behind a fault nobody reads.
      default -> channel.fireChannelRead(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext channel) {
    lastReadMillis = now();
    isPinged = false;
    channel.fireChannelReadComplete();
  }

  private void frame(WebSocketFrame frame) {
    int reserved = frame.rsv();
    boolean isCompressed = reserved == 4;
    boolean mayBeCompressed =
        compression != null
            && (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame);
    if (reserved != 0 && !(isCompressed && mayBeCompressed)) {
      fail(CloseCode.PROTOCOL_ERROR, "a reserved bit is set");
      return;
    }
    switch (frame) {
      case PingWebSocketFrame ping -> pong(ping.content());
      case PongWebSocketFrame pong -> {}
      case CloseWebSocketFrame close -> peerCloses(close);
      case TextWebSocketFrame text -> {
        assembly.begin(true, isCompressed);
        data(text);
      }
      case BinaryWebSocketFrame binary -> {
        assembly.begin(false, isCompressed);
        data(binary);
      }
      case ContinuationWebSocketFrame more -> data(more);
      default -> fail(CloseCode.PROTOCOL_ERROR, "a frame of an unknown kind");
    }
  }

  private void data(WebSocketFrame frame) {
    if (isClosing) {
      return;
    }
    try {
      Object complete = assembly.add(frame.content(), frame.isFinalFragment());
      if (complete != null) {
        receiver.received(complete);
      }
    } catch (Assembly.Fault wrong) {
      fail(wrong.code(), wrong.text());
    }
  }

  private void pong(ByteBuf content) {
    ChannelHandlerContext channel = context;
    // A peer that takes nothing gets no more answers: they would have to be kept.
    if (channel != null && isOpen && !isClosing && channel.channel().isWritable()) {
      var _ = writeControl(channel, new Message(Message.Kind.PONG, ByteBufUtil.getBytes(content)));
    }
  }

  private ChannelFuture writeControl(ChannelHandlerContext channel, Message message) {
    ByteBuf frame = channel.alloc().ioBuffer(message.frameBytes());
    message.write(frame, null, isServer ? null : Masks.next());
    return channel.writeAndFlush(frame);
  }

  private void peerCloses(CloseWebSocketFrame frame) {
    ByteBuf content = frame.content();
    int code = content.isReadable() ? content.getUnsignedShort(content.readerIndex()) : -1;
    if (code >= 0 && !CloseCode.isValid(code)) {
      fail(CloseCode.PROTOCOL_ERROR, "the close code " + code + " is not to be sent");
      return;
    }
    endCode = code < 0 ? CloseCode.NONE : code;
    endReason =
        code < 0
            ? ""
            : content.toString(
                content.readerIndex() + 2, content.readableBytes() - 2, StandardCharsets.UTF_8);
    isDeaf = true;
    ChannelHandlerContext channel = context;
    if (channel == null) {
      return;
    }
    boolean hasSent = isCloseSent;
    isClosing = true;
    isCloseSent = true;
    outgoing.clear();
    if (hasSent) {
      lastClose(channel.newSucceededFuture());
    } else {
      lastClose(writeControl(channel, Message.close(endCode, endReason)));
    }
  }

  /// Nothing more is said: the server closes the connection, the client waits for that (RFC 6455,
  /// section 7.1.1).
  private void lastClose(ChannelFuture written) {
    closeDeadline = now() + LAST_MILLIS;
    tickLater();
    if (isServer) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /// The peer has broken a rule, or a limit: it is told so, and nothing more is read (RFC 6455,
  /// section 7.1.7).
  void fail(int code, String text) {
    ChannelHandlerContext channel = context;
    if (isDeaf || isEnded || channel == null) {
      return;
    }
    isDeaf = true;
    fault = text;
    endCode = code;
    endReason = text;
    boolean hasSent = isCloseSent;
    isClosing = true;
    isCloseSent = true;
    outgoing.clear();
    assembly.drop();
    if (channel.pipeline().get(WebSocket13FrameDecoder.class) != null) {
      channel.pipeline().remove(WebSocket13FrameDecoder.class);
    }
    closeDeadline = now() + LAST_MILLIS;
    tickLater();
    read(true);
    ChannelFuture written =
        hasSent || code == CloseCode.ABNORMAL
            ? channel.newSucceededFuture()
            : writeControl(channel, Message.close(code, text));
    written.addListener(sent -> endOutput(channel));
  }

  /// A connection that is closed with unread bytes may lose what was sent last; so the peer closes
  /// it, or time does.
  private static void endOutput(ChannelHandlerContext channel) {
    if (channel.channel() instanceof DuplexChannel plain
        && channel.pipeline().get(SslHandler.class) == null) {
      var _ = plain.shutdownOutput();
    } else {
      var _ = channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException broken) {
      int code = broken.closeStatus().code();
      fail(
          code,
          code == CloseCode.TOO_BIG
              ? "a message has more than " + settings.messageBytes + " bytes"
              : String.valueOf(broken.getMessage()));
    } else {
      var _ = channel.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext channel, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      var _ = channel.close();
    }
    channel.fireUserEventTriggered(event);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext channel) {
    if (channel.channel().isWritable()) {
      flush();
    }
    channel.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) {
    end();
    channel.fireChannelInactive();
  }

  /// The connection is gone, or never came about.
  void end() {
    if (isEnded) {
      return;
    }
    isEnded = true;
    if (timer != null) {
      timer.cancel(false);
    }
    assembly.drop();
    receiver.ended(endCode, endReason, fault);
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private void tickLater() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    if (isEnded || !isOpen) {
      return;
    }
    long next = closeDeadline;
    if (closeDeadline == NEVER && settings.pingMillis > 0) {
      next = isPinged ? pingedMillis + settings.pongMillis : lastReadMillis + settings.pingMillis;
    }
    if (next != NEVER) {
      timer = loop.events().schedule(this::tick, Math.max(1, next - now()), TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    timer = null;
    long now = now();
    if (now >= closeDeadline) {
      cut();
      return;
    }
    ChannelHandlerContext channel = context;
    if (closeDeadline == NEVER && channel != null) {
      if (!isReading) {
        // What the peer may have said is not known; but to one that is gone nothing can be written.
        if (now >= lastReadMillis + settings.pingMillis) {
          lastReadMillis = now;
          ping(channel);
        }
      } else if (isPinged && now >= pingedMillis + settings.pongMillis) {
        endCode = CloseCode.ABNORMAL;
        endReason = "no answer to a ping within " + settings.pongMillis + " ms";
        fault = endReason;
        cut();
        return;
      } else if (!isPinged && now >= lastReadMillis + settings.pingMillis) {
        isPinged = true;
        pingedMillis = now;
        ping(channel);
      }
    }
    tickLater();
  }

  private void ping(ChannelHandlerContext channel) {
    if (channel.channel().isWritable()) {
      var _ = writeControl(channel, new Message(Message.Kind.PING, new byte[0]));
    }
  }
}

package ruchy.runtime.ws;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Request;
import ruchy.runtime.message.Race;

/// The side of a client: opens its connection, and another one when that is lost and the program
/// wants it. Connection, TLS, request and answer are the phases that errors name. Only used on the
/// event loop, after `begin`.
final class Dial implements Side {
  private static final int LINE_BYTES = 4096;
  private static final int HEAD_BYTES = 16 << 10;

  private final WsUrl url;
  private final ClientOptions options;
  private final @Nullable SslContext secure;
  private final Loop loop;
  private final Socket socket;
  private final Conversation conversation;

  /// Where the connection is looked for; null when there is one, and between attempts.
  private @Nullable Way way;

  /// The connection that is to become a WebSocket.
  private @Nullable Channel channel;

  private @Nullable ScheduledFuture<?> limit;
  private @Nullable ScheduledFuture<?> nextAttempt;
  private boolean isConnected;
  private long connectedNanos;

  /// How many attempts have failed since the last connection.
  private int failures;

  /// How many attempts were put off since the last connection that lasted.
  private int delays;

  Dial(WsUrl url, ClientOptions options, Loop loop) {
    this.url = url;
    this.options = options;
    this.loop = loop;
    this.secure = url.isSecure() ? options.secure() : null;
    this.socket = new Socket(loop, this, options.settings, true);
    this.conversation = socket.conversation();
  }

  Socket socket() {
    return socket;
  }

  /// The task that has made the socket waits, or has ended: connects. Called by any thread.
  void begin() {
    loop.execute(
        () ->
            attempt(
                () -> {
                  conversation.mailbox().release();
                  connect();
                }));
  }

  /// Does a step on the way to the connection, up to the last one that makes it a WebSocket: what
  /// it throws ends the attempts, so that nobody waits for what will not come.
  private void attempt(Runnable step) {
    Channel before = channel;
    try {
      step.run();
    } catch (RuntimeException | Error thrown) {
      stop();
      if (before != null) {
        var _ = before.close();
      }
      unreachable(thrown instanceof Failure failure ? failure.message() : thrown.toString(), false);
    }
  }

  private void connect() {
    nextAttempt = null;
    if (conversation.isEnding()) {
      return;
    }
    var begun = new Way();
    way = begun;
    limit =
        loop.events()
            .schedule(() -> attempt(this::late), options.connectMillis, TimeUnit.MILLISECONDS);
    options.resolver.lookUp(
        loop.events(),
        url.host(),
        (addresses, failure) -> attempt(() -> resolved(begun, addresses, failure)));
  }

  private void resolved(
      Way begun, @Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
    if (addresses == null) {
      begun.done(null, null, failure);
    } else if (begun == way) {
      new Race<>(loop.events(), addresses, begun).begin();
    }
  }

  /// The way to the addresses of the host.
  private final class Way implements Race.Course<Channel> {
    @Override
    public void connect(
        InetAddress address, BiConsumer<@Nullable Channel, @Nullable Throwable> outcome) {
      if (this != way) {
        outcome.accept(null, new ClosedChannelException());
      } else {
        attempt(() -> open(address, outcome));
      }
    }

    private void open(
        InetAddress address, BiConsumer<@Nullable Channel, @Nullable Throwable> outcome) {
      new Bootstrap()
          .group(loop.events())
          .channelFactory(((VertxInternal) Engine.vertx()).transport().channelFactory(false))
          .option(ChannelOption.TCP_NODELAY, true)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.connectMillis)
          .handler(new Silent())
          .connect(new InetSocketAddress(address, url.port()))
          .addListener(
              (ChannelFuture done) ->
                  outcome.accept(done.isSuccess() ? done.channel() : null, done.cause()));
    }

    @Override
    public boolean isFinal(Throwable failure) {
      return false;
    }

    @Override
    public void giveBack(Channel connected) {
      var _ = connected.close();
    }

    @Override
    public void done(
        @Nullable Channel connected, @Nullable InetAddress address, @Nullable Throwable failure) {
      if (this == way) {
        attempt(() -> reached(connected, failure));
      } else if (connected != null) {
        giveBack(connected);
      }
    }
  }

  private void reached(@Nullable Channel connected, @Nullable Throwable failure) {
    way = null;
    channel = connected;
    if (connected == null) {
      String reason =
          failure == null ? "unknown host" : Reasons.ofConnecting(failure, options.connectMillis);
      failed(reason, true);
    } else if (secure == null) {
      ask(connected);
    } else {
      handshake(secure, connected);
    }
  }

  private void late() {
    String what = channel == null ? "no connection" : "no answer";
    failed(what + " within " + options.connectMillis + " ms", true);
  }

  private void handshake(SslContext context, Channel opened) {
    SslHandler handler = context.newHandler(opened.alloc(), url.host(), url.port());
    handler.setHandshakeTimeoutMillis(options.connectMillis);
    opened.pipeline().addFirst("tls", handler);
    handler
        .handshakeFuture()
        .addListener((Future<Channel> done) -> attempt(() -> secured(opened, done.cause())));
  }

  private void secured(Channel opened, @Nullable Throwable failure) {
    if (failure == null) {
      ask(opened);
    } else {
      failed(opened, Reasons.ofSecuring(failure), false);
    }
  }

  /// Sends the request.
  private void ask(Channel opened) {
    if (opened != channel) {
      return;
    }
    String key = Base64.getEncoder().encodeToString(Masks.key());
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.target());
    HttpHeaders fields = request.headers();
    fields
        .set(HttpHeaderNames.HOST, url.hostField())
        .set(HttpHeaderNames.UPGRADE, "websocket")
        .set(HttpHeaderNames.CONNECTION, "Upgrade")
        .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    if (!options.settings.protocols.isEmpty()) {
      fields.set(
          HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(", ", options.settings.protocols));
    }
    if (options.settings.compression != null) {
      fields.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, Handshake.OURS);
    }
    String user = url.user();
    if (user != null && !options.headers.contains(HttpHeaderNames.AUTHORIZATION)) {
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      fields.set(
          HttpHeaderNames.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    fields.add(options.headers);
    ChannelPipeline pipeline = opened.pipeline();
    pipeline.remove(Silent.class);
    pipeline.addLast("request", new HttpRequestEncoder());
    pipeline.addLast("response", new HttpResponseDecoder(LINE_BYTES, HEAD_BYTES, HEAD_BYTES));
    pipeline.addLast("answer", new Answer(key));
    opened.config().setAutoRead(true);
    var _ = opened.writeAndFlush(request);
  }

  /// The server's answer.
  private final class Answer extends ChannelInboundHandlerAdapter {
    private final String key;
    private @Nullable HttpResponse head;

    Answer(String key) {
      this.key = key;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      switch (message) {
        case ByteBuf frames -> context.fireChannelRead(frames);
        case HttpResponse response -> {
          head = response;
          int status = response.status().code();
          if (response.decoderResult().isFailure()) {
            attempt(() -> failed(context.channel(), "the answer is malformed", false));
          } else if (status != 101) {
            boolean isPassing = status >= 500 || status == 408 || status == 429;
            String text = "the server answered " + status + " instead of 101 to the upgrade";
            attempt(() -> failed(context.channel(), text, isPassing));
          }
          end(context, message);
        }
        default -> end(context, message);
      }
    }

    private void end(ChannelHandlerContext context, Object message) {
      boolean isEnd = message instanceof LastHttpContent;
      ReferenceCountUtil.release(message);
      HttpResponse answer = head;
      if (isEnd && answer != null && context.channel() == channel) {
        attempt(() -> answered(context, answer.headers(), key));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Channel closed = context.channel();
      attempt(() -> failed(closed, "the server closed the connection before it answered", true));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      attempt(() -> failed(context.channel(), Reasons.ofExchange(cause), true));
    }
  }

  private void answered(ChannelHandlerContext context, HttpHeaders fields, String key) {
    List<String> protocols = fields.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    List<String> extensions =
        Handshake.elements(fields.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    String wrong = null;
    if (!Handshake.hasElement(fields.getAll(HttpHeaderNames.UPGRADE), "websocket")
        || !Handshake.hasElement(fields.getAll(HttpHeaderNames.CONNECTION), "upgrade")) {
      wrong = "the answer does not upgrade to a WebSocket";
    } else if (!List.of(Handshake.accept(key))
        .equals(fields.getAll(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))) {
      wrong = "the answer has a wrong Sec-WebSocket-Accept";
    } else if (protocols.size() > 1
        || (protocols.size() == 1 && !options.settings.protocols.contains(protocols.getFirst()))) {
      wrong = "the server chose a sub-protocol that was not offered";
    } else if (extensions.size() > 1
        || (extensions.size() == 1
            && (options.settings.compression == null
                || !Handshake.isAgreed(extensions.getFirst())))) {
      wrong = "the server chose an extension that was not offered";
    }
    if (wrong != null) {
      failed(context.channel(), wrong, false);
      return;
    }
    connected();
    var wire =
        new Wire(
            loop,
            options.settings,
            false,
            extensions.isEmpty() ? null : options.settings.compression,
            conversation.outgoing(),
            conversation);
    conversation.wire(wire, protocols.isEmpty() ? null : protocols.getFirst());
    ChannelPipeline pipeline = context.pipeline();
    pipeline.addLast("frames", wire.decoder());
    pipeline.addLast("websocket", wire);
    pipeline.remove("request");
    conversation.opened();
    wire.open();
    // What has come behind the answer goes to the decoder of frames now.
    pipeline.remove("response");
    pipeline.remove("answer");
  }

  private void connected() {
    isConnected = true;
    connectedNanos = System.nanoTime();
    failures = 0;
    channel = null;
    stopLimit();
  }

  /// Ends the attempt. A connection that comes of it later is given back.
  private void stop() {
    stopLimit();
    way = null;
    Channel opening = channel;
    channel = null;
    if (opening != null) {
      var _ = opening.close();
    }
  }

  private void stopLimit() {
    ScheduledFuture<?> running = limit;
    if (running != null) {
      running.cancel(false);
      limit = null;
    }
  }

  /// The attempt has failed.
  ///
  /// @param isPassing whether another one may succeed
  private void failed(Channel opened, String reason, boolean isPassing) {
    if (opened == channel) {
      failed(reason, isPassing);
    }
  }

  private void failed(String reason, boolean isPassing) {
    stop();
    failures++;
    if (isPassing && tryAgain()) {
      conversation.mailbox().post(new Event.Lost(CloseCode.ABNORMAL, text(reason)));
      return;
    }
    boolean isLate = reason.startsWith("no answer within") || reason.startsWith("no connection");
    unreachable(reason, isLate);
  }

  private String text(String reason) {
    return "Cannot connect to " + url + ": " + reason;
  }

  /// There will be no other attempt.
  private void unreachable(String reason, boolean isLate) {
    String text = text(reason);
    conversation.failed(isLate ? Failure.timeoutError(text) : Failure.ioError(text));
    conversation.end(CloseCode.ABNORMAL, reason);
  }

  /// Whether there will be another attempt.
  private boolean tryAgain() {
    if (!options.reconnects || (options.attempts > 0 && failures >= options.attempts)) {
      return false;
    }
    long delay = Math.min(options.longestDelayMillis, options.delayMillis << Math.min(delays, 16));
    delays++;
    // Those that were disconnected together should not come back together.
    long spread = ThreadLocalRandom.current().nextLong(delay / 2 + 1);
    nextAttempt =
        loop.events()
            .schedule(() -> attempt(this::connect), delay / 2 + spread, TimeUnit.MILLISECONDS);
    return true;
  }

  @Override
  public String url() {
    return url.text();
  }

  @Override
  public void joined(Socket joined) {}

  @Override
  public boolean ended(Socket ended, int code) {
    isConnected = false;
    long lasted = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - connectedNanos);
    if (lasted >= options.longestDelayMillis) {
      delays = 0; // Else a server that drops whom it accepts would be asked without a pause.
    }
    boolean isPassing =
        switch (code) {
          case CloseCode.GOING_AWAY,
              CloseCode.NONE,
              CloseCode.ABNORMAL,
              CloseCode.INTERNAL_ERROR,
              1012,
              CloseCode.TRY_AGAIN,
              1014 ->
              true;
          default -> false;
        };
    return isPassing && !conversation.isEnding() && tryAgain();
  }

  @Override
  public void givenUp() {
    stop();
    ScheduledFuture<?> later = nextAttempt;
    if (later != null) {
      later.cancel(false);
    }
    if (!isConnected) {
      conversation.end(CloseCode.ABNORMAL, "");
    }
  }

  @Override
  public void done(Socket done) {}

  @Override
  public @Nullable Request request() {
    return null;
  }

  @Override
  public boolean isClient() {
    return true;
  }

  /// Until the request is sent: what goes wrong then is told by the attempt itself.
  private static final class Silent extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
  }
}

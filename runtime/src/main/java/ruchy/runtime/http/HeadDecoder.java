package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.ChunkedBody;

/// Reads requests as strictly as RFC 9112 asks: Vert.x's decoder, and before and after it what that
/// lets pass (folded fields, too many fields, `HeadRules`, and chunks). A refused request gets a
/// failed decoder result, which `Connection` answers; nothing that follows it on the connection is
/// read.
final class HeadDecoder extends VertxHttpRequestDecoder {
  private enum State {
    BETWEEN_REQUESTS,
    IN_FIELDS,
    IN_BODY,
    IN_CHUNKS,
    HELD,
    REFUSED
  }

  /// More than this is not sent before the answer to a request for another protocol.
  private static final int MOST_HELD = 64 << 10;

  private static final HttpVersion NO_VERSION = HttpVersion.valueOf("NONE/1.1");

  private final Http1Connection connection;
  private final int maximumFields;
  private final Limits limits;
  private final WholeHead.Names names = super::splitHeaderName;
  private @Nullable ChunkedBody chunks;
  private String knownHost = "";
  private State state = State.BETWEEN_REQUESTS;
  private @Nullable Head head;

  /// The head of the request whose body is read.
  private @Nullable Head bodyOf;

  /// How long method and target are, by the two spaces of the request line.
  private int methodLength;

  private int targetLength;

  /// Whether Netty has read another request line than these two tell.
  private boolean hasOtherLine;

  /// Whether nothing was read yet, and what is there may be HTTP/2.
  private boolean mayBeHttp2;

  HeadDecoder(Http1Connection connection, Limits limits, boolean mayBeHttp2) {
    super(
        new Http1ServerConfig()
            .setMaxInitialLineLength(limits.lineBytes())
            .setMaxHeaderSize(limits.headBytes())
            .setMaxChunkSize(1 << 16));
    this.connection = connection;
    this.maximumFields = limits.fields();
    this.limits = limits;
    this.mayBeHttp2 = mayBeHttp2;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    switch (state) {
      case REFUSED -> in.skipBytes(in.readableBytes());
      case IN_BODY -> {
        int before = out.size();
        super.decode(ctx, in, out);
        copyContents(out, before);
        if (!out.isEmpty()
            && out.getLast() instanceof HttpContent part
            && part.decoderResult().isFailure()) {
          state = State.REFUSED;
          ReferenceCountUtil.release(out.removeLast());
          bodyBroken();
        } else {
          connection.bodyBytesArrived();
          noteEnd(out);
        }
      }
      case IN_CHUNKS -> decodeChunks(in, out);
      case HELD -> {
        if (in.readableBytes() > MOST_HELD) {
          readNothingMore();
          var _ = ctx.close();
        }
      }
      case BETWEEN_REQUESTS, IN_FIELDS -> decodeHead(ctx, in, out);
    }
  }

  private void decodeChunks(ByteBuf in, List<Object> out) {
    ChunkedBody body = chunks;
    int before = out.size();
    if (body != null && body.decode(in, out)) {
      copyContents(out, before);
      connection.bodyBytesArrived();
      noteEnd(out);
      return;
    }
    state = State.REFUSED;
    while (out.size() > before) {
      ReferenceCountUtil.release(out.removeLast());
    }
    bodyBroken();
  }

  private void bodyBroken() {
    Head broken = bodyOf;
    if (broken != null) {
      broken.breakBody();
    }
    connection.bodyBroken();
  }

  /// Copies the bytes of bodies to where nobody has to release them, as Vert.x does later with
  /// those that it gets. But it keeps what belongs to later requests until it has answered those
  /// before, and forgets it when the connection is closed meanwhile.
  private static void copyContents(List<Object> out, int from) {
    for (int i = from; i < out.size(); i++) {
      if (out.get(i) instanceof HttpContent part && part.content().isReadable()) {
        ByteBuf bytes = part.content();
        ByteBuf copy = Unpooled.buffer(bytes.readableBytes()).writeBytes(bytes);
        HttpContent copied = part.replace(copy);
        copied.setDecoderResult(part.decoderResult());
        out.set(i, copied);
        part.release();
      }
    }
  }

  /// What arrives from now on may be of another protocol: it is kept, for who comes after this
  /// decoder, or until `release`.
  void hold() {
    if (state == State.BETWEEN_REQUESTS) {
      state = State.HELD;
    }
  }

  /// What was held is HTTP after all.
  void release(ChannelHandlerContext ctx) throws Exception {
    if (state == State.HELD) {
      state = State.BETWEEN_REQUESTS;
      channelRead(ctx, Unpooled.EMPTY_BUFFER);
      // Vert.x lets answers leave when all that has come is read.
      channelReadComplete(ctx);
    }
  }

  /// What was held is of the other protocol: its bytes, which nobody else gets.
  Buffer takeHeld() {
    if (state != State.HELD) {
      return Buffer.buffer();
    }
    ByteBuf held = internalBuffer();
    byte[] bytes = new byte[held.readableBytes()];
    held.readBytes(bytes);
    return Buffer.buffer(bytes);
  }

  /// What arrives from now on is thrown away.
  void readNothingMore() {
    state = State.REFUSED;
  }

  private void decodeHead(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    if (mayBeHttp2) {
      ClearHttp2.Beginning beginning = ClearHttp2.beginning(in);
      mayBeHttp2 = beginning == ClearHttp2.Beginning.UNDECIDED;
      switch (beginning) {
        case HTTP_1 -> {}
        case UNDECIDED -> {
          connection.headBegins();
          return;
        }
        case HTTP_2 -> {
          connection.becomeHttp2(ctx);
          return;
        }
      }
    }
    if (state == State.BETWEEN_REQUESTS) {
      skipEmptyLines(in);
      if (!in.isReadable() || isHalfEmptyLine(in)) {
        return;
      }
      Head whole = WholeHead.read(in, limits, names);
      if (whole != null) {
        hasOtherLine = false;
        out.add(whole);
        check(whole, out);
        if (state == State.IN_BODY) {
          out.add(LastHttpContent.EMPTY_LAST_CONTENT);
          noteEnd(out);
        }
        return;
      }
      connection.headBegins();
      if (!isRequestLine(in)) {
        refuse(in, out, "The request line is malformed.");
        return;
      }
    }
    if (hasFoldedLine(in)) {
      refuse(in, out, "Header fields must not be folded.");
      return;
    }
    super.decode(ctx, in, out);
    copyContents(out, 0);
    if (!out.isEmpty() && out.getFirst() instanceof HttpRequest request) {
      check(request, out);
      noteEnd(out);
    }
  }

  private void check(HttpRequest request, List<Object> out) {
    connection.headEnded();
    head = null;
    state = State.REFUSED;
    if (request instanceof Head complete && complete.decoderResult().isSuccess()) {
      BadRequest fault =
          hasOtherLine
              ? new BadRequest(400, "The request line is malformed.")
              : HeadRules.fault(complete, maximumFields, knownHost);
      String host = fault == null ? complete.host() : null;
      if (host != null) {
        // The next request has the same one, nearly always.
        knownHost = host;
      }
      if (fault == null && !complete.uri().startsWith("/")) {
        complete.takeHostOfTarget();
      }
      bodyOf = fault == null ? complete : null;
      if (fault == null && complete.hasCoding()) {
        state = State.IN_CHUNKS;
        ChunkedBody body =
            chunks == null ? new ChunkedBody(limits.headBytes(), maximumFields) : chunks;
        chunks = body;
        body.begin();
      } else if (fault == null) {
        state = State.IN_BODY;
      } else {
        ReferenceCountUtil.release(out);
        out.clear();
        out.add(refused(fault));
      }
    } else {
      connection.requestEnded();
    }
  }

  private void noteEnd(List<Object> out) {
    boolean isInChunks = state == State.IN_CHUNKS;
    if ((isInChunks || state == State.IN_BODY)
        && !out.isEmpty()
        && out.getLast() instanceof LastHttpContent end) {
      state = end.decoderResult().isFailure() ? State.REFUSED : State.BETWEEN_REQUESTS;
      if (isInChunks) {
        // Netty still waits for the first chunk.
        reset();
      }
      bodyOf = null;
      connection.requestEnded();
      connection.trailersArrived(end.trailingHeaders());
    }
  }

  private void refuse(ByteBuf in, List<Object> out, String reason) {
    in.skipBytes(in.readableBytes());
    out.add(refused(new BadRequest(400, reason)));
  }

  private HttpRequest refused(BadRequest fault) {
    state = State.REFUSED;
    connection.headEnded();
    connection.requestEnded();
    HttpRequest request = (HttpRequest) createInvalidMessage();
    request.setDecoderResult(DecoderResult.failure(fault));
    return request;
  }

  /// Stands for a head that cannot be read. The answer to it is one of HTTP/1.1, which is what the
  /// server speaks (RFC 9112, section 2.3).
  @Override
  protected HttpMessage createInvalidMessage() {
    return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request");
  }

  /// RFC 9112, section 2.2: empty lines before the request line are ignored.
  private static void skipEmptyLines(ByteBuf in) {
    int at = in.readerIndex();
    while (at + 1 < in.writerIndex() && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n') {
      at += 2;
    }
    in.readerIndex(at);
  }

  /// Whether the rest of an empty line is still on its way. Netty would take what is here.
  private static boolean isHalfEmptyLine(ByteBuf in) {
    return in.readableBytes() == 1 && in.getByte(in.readerIndex()) == '\r';
  }

  /// What stands behind the target: a space, a version and the end of the line.
  private static final int BEHIND_TARGET = " HTTP/1.1\r".length();

  /// Whether the request line, if it is complete, has two spaces, the second one before a version
  /// (RFC 9112, section 3). Netty takes other separators too, and leaves out what stands before a
  /// method; so what it has read is compared in `createMessage`.
  private boolean isRequestLine(ByteBuf in) {
    int from = in.readerIndex();
    int end = in.indexOf(from, in.writerIndex(), (byte) '\n');
    if (end < 0) {
      return true;
    }
    int first = in.indexOf(from, end, (byte) ' ');
    int second = first < 0 ? -1 : in.indexOf(first + 1, end, (byte) ' ');
    methodLength = first - from;
    targetLength = second - first - 1;
    return second >= 0 && end - second == BEHIND_TARGET && in.getByte(end - 1) == '\r';
  }

  /// Whether a line of the head begins with a space or tab (RFC 9112, sections 2.2 and 5.2).
  /// Complete lines are consumed by each `decode`, so the unread bytes begin with the beginning of
  /// a line.
  private static boolean hasFoldedLine(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end) {
      byte first = in.getByte(at);
      if (first == ' ' || first == '\t') {
        return true;
      }
      if (first == '\r' || first == '\n') {
        return false;
      }
      int lineEnd = in.indexOf(at, end, (byte) '\n');
      if (lineEnd < 0) {
        return false;
      }
      at = lineEnd + 1;
    }
    return false;
  }

  @Override
  protected HttpMessage createMessage(String[] requestLine) {
    hasOtherLine =
        requestLine[0].length() != methodLength || requestLine[1].length() != targetLength;
    Head begun =
        new Head(version(requestLine[2]), HttpMethod.valueOf(requestLine[0]), requestLine[1]);
    head = begun;
    state = State.IN_FIELDS;
    return begun;
  }

  private static HttpVersion version(String text) {
    if (text.equals("HTTP/1.1")) {
      return HttpVersion.HTTP_1_1;
    }
    // RFC 9112, section 2.3: the name is case-sensitive, and each number is one digit.
    boolean isVersion =
        text.length() == 8
            && text.startsWith("HTTP/")
            && isDigit(text.charAt(5))
            && text.charAt(6) == '.'
            && isDigit(text.charAt(7));
    if (!isVersion) {
      return NO_VERSION;
    }
    // RFC 9110, section 2.5: a later minor version is answered as the last one that is known.
    return text.charAt(5) == '1' && text.charAt(7) > '1'
        ? HttpVersion.HTTP_1_1
        : HttpVersion.valueOf(text);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString name = super.splitHeaderName(line, start, length);
    if (head != null) {
      head.note(name);
    }
    return name;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return false;
  }

  /// The client sends nothing more; what it has sent is read before that.
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    super.userEventTriggered(ctx, event);
    if (event instanceof ChannelInputShutdownEvent) {
      connection.inputEnded();
    }
  }

  /// The connection was closed: what was begun and is not complete is not a request.
  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    if (state == State.IN_BODY) {
      super.decodeLast(ctx, in, out);
      copyContents(out, 0);
    } else if (state == State.IN_CHUNKS) {
      decodeChunks(in, out);
    } else {
      in.skipBytes(in.readableBytes());
    }
  }
}

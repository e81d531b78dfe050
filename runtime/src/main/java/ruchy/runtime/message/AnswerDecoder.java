package ruchy.runtime.message;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads answers as strictly as RFC 9112 asks: Netty's decoder, and around it what that lets pass
/// (two ways to tell the length, codings of the transfer that nobody asked for, chunks, endless
/// answers before the answer). Whoever reads an answer otherwise than the next one in the row takes
/// bytes of one answer for another.
///
/// What breaks a rule is a message, or a last part, with a failed decoder result; nothing that
/// follows is read. One for each connection. Only used on its event loop.
public final class AnswerDecoder extends HttpResponseDecoder {
  /// How long a line, a head and a piece of a body may be.
  private static final int LINE_BYTES = 8 << 10;

  private static final int HEAD_BYTES = 64 << 10;
  private static final int PIECE_BYTES = 64 << 10;
  private static final int MOST_FIELDS = 256;

  /// How many answers may come before the answer (RFC 9110, section 15.2).
  public static final int MOST_INTERIM = 16;

  private static final Pattern VERSION = Pattern.compile("HTTP/1\\.[01]");
  private static final Pattern STATUS = Pattern.compile("[1-9][0-9][0-9]");

  private enum State {
    HEAD,
    BODY,
    CHUNKS,
    /// The connection speaks another protocol.
    UPGRADED,
    REFUSED
  }

  /// Whether answers before the answer are passed on, and a request may ask for another protocol.
  private final boolean passesAll;

  private final ChunkedBody chunks = new ChunkedBody(HEAD_BYTES, MOST_FIELDS);
  private State state = State.HEAD;
  private boolean isHead;
  private boolean hasBothLengths;
  private boolean hasMalformedField;
  private int interim;

  private AnswerDecoder(boolean passesAll) {
    this.passesAll = passesAll;
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE_BYTES)
            .setMaxHeaderSize(HEAD_BYTES)
            .setMaxChunkSize(PIECE_BYTES));
  }

  /// For requests that ask for no other protocol, by those whom answers before the answer do not
  /// concern: `102 Processing` or `103 Early Hints` are read and left out.
  public static AnswerDecoder ofFinalAnswers() {
    return new AnswerDecoder(false);
  }

  /// For requests that may ask for another protocol, by those who pass all answers on.
  public static AnswerDecoder ofAllAnswers() {
    return new AnswerDecoder(true);
  }

  /// The next request leaves.
  ///
  /// @param isHead whether its answer has no body, whatever the head says
  public void expect(boolean isHead) {
    this.isHead = isHead;
    interim = 0;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    switch (state) {
      case REFUSED -> in.skipBytes(in.readableBytes());
      case HEAD -> {
        super.decode(context, in, out);
        if (!out.isEmpty() && out.getFirst() instanceof HttpResponse head) {
          check(head, out);
          noteEnd(context, in, out);
        }
      }
      case BODY -> {
        super.decode(context, in, out);
        noteEnd(context, in, out);
      }
      case CHUNKS -> decodeChunks(context, in, out);
      case UPGRADED -> super.decode(context, in, out);
    }
  }

  private void decodeChunks(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int before = out.size();
    if (chunks.decode(in, out)) {
      noteEnd(context, in, out);
      return;
    }
    state = State.REFUSED;
    while (out.size() > before) {
      ReferenceCountUtil.release(out.removeLast());
    }
    var broken = new DefaultLastHttpContent();
    broken.setDecoderResult(failure("a chunk is malformed"));
    out.add(broken);
  }

  private void check(HttpResponse head, List<Object> out) {
    boolean isComplete = head.decoderResult().isSuccess();
    String fault = isComplete ? fault(head) : null;
    int code = head.status().code();
    if (fault != null) {
      state = State.REFUSED;
      ReferenceCountUtil.release(out);
      out.clear();
      HttpResponse refused = new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status());
      refused.setDecoderResult(failure(fault));
      out.add(refused);
    } else if (!isComplete) {
      state = State.REFUSED;
    } else if (code == 101) {
      state = State.UPGRADED;
    } else if (!(out.getLast() instanceof LastHttpContent)
        && head.headers().contains("transfer-encoding")) {
      state = State.CHUNKS;
      chunks.begin();
    } else {
      state = State.BODY;
    }
  }

  private static DecoderResult failure(String text) {
    return DecoderResult.failure(new IllegalArgumentException(text));
  }

  /// What is wrong with a head that Netty accepts; null when nothing is.
  private @Nullable String fault(HttpResponse head) {
    int code = head.status().code();
    if (code == 101 && !passesAll) {
      return "another protocol, which was not asked for";
    }
    if (code < 200 && ++interim > MOST_INTERIM) {
      return "more than " + MOST_INTERIM + " answers before the answer";
    }
    if (head.headers().size() > MOST_FIELDS) {
      return "more than " + MOST_FIELDS + " fields";
    }
    if (hasMalformedField) {
      return "a field without a colon";
    }
    if (hasBothLengths) {
      return "both Content-Length and Transfer-Encoding";
    }
    List<String> codings = head.headers().getAll("transfer-encoding");
    if (codings.isEmpty()) {
      return null;
    }
    // RFC 9112, section 6.1: it was not asked for, and has no meaning in HTTP/1.0 and with these.
    boolean isChunked =
        codings.size() == 1
            && codings.getFirst().strip().equalsIgnoreCase("chunked")
            && head.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && code >= 200
            && code != 204;
    return isChunked ? null : "its Transfer-Encoding";
  }

  /// An answer has ended. Bytes behind it nobody has asked for: the next request on the connection
  /// would get them as its answer.
  private void noteEnd(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (state == State.UPGRADED
        || out.isEmpty()
        || !(out.getLast() instanceof LastHttpContent last)) {
      return;
    }
    if (last.decoderResult().isFailure()) {
      state = State.REFUSED;
      return;
    }
    boolean isInterim = out.getFirst() instanceof HttpResponse head && head.status().code() < 200;
    if (in.isReadable() && !isInterim) {
      state = State.REFUSED;
      var _ = context.close();
    } else {
      if (state == State.CHUNKS) {
        // Netty still waits for the first chunk.
        reset();
      }
      state = State.HEAD;
      if (isInterim && !passesAll) {
        out.clear();
      }
    }
  }

  /// What speaks another protocol may never end its "head", so its first line is enough.
  @Override
  protected HttpMessage createMessage(String[] line) {
    hasBothLengths = false;
    hasMalformedField = false;
    if (!VERSION.matcher(line[0]).matches() || !STATUS.matcher(line[1]).matches()) {
      throw new IllegalArgumentException("its first line");
    }
    return super.createMessage(line);
  }

  /// Netty ends the name of a field of an answer also at a space, with or without a colon behind
  /// it. RFC 9112, section 5.1, wants the space taken away.
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    int at = start + length;
    while (at < line.length && (line[at] == ' ' || line[at] == '\t')) {
      at++;
    }
    hasMalformedField |= at == line.length || line[at] != ':';
    return super.splitHeaderName(line, start, length);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    hasBothLengths = true;
    super.handleTransferEncodingChunkedWithContentLength(message);
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return super.isContentAlwaysEmpty(message)
        || (isHead && message instanceof HttpResponse head && head.status().code() >= 200);
  }

  /// The connection was closed. A body without length ends there; chunks do not.
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    switch (state) {
      case HEAD, BODY, UPGRADED -> super.decodeLast(context, in, out);
      case CHUNKS -> decodeChunks(context, in, out);
      case REFUSED -> in.skipBytes(in.readableBytes());
    }
  }
}

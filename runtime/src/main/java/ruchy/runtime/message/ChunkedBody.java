package ruchy.runtime.message;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a body in chunks (RFC 9112, section 7.1), byte by byte as the grammar says: what Netty's
/// decoder lets pass in the line of a chunk (`5\0`, `5a 5`), two servers in a row read differently.
/// One for each connection. Only used on its event loop.
public final class ChunkedBody {
  /// How many bytes of a chunk are handed on at once, at most.
  private static final int MOST_BYTES = 1 << 16;

  /// How long the line of a chunk may be: its size and its extensions, which nobody reads.
  private static final int MOST_LINE = 1024;

  /// How many bytes of these lines do not count, for each.
  private static final int MOST_USUAL_LINE = 16;

  /// How many others there may be, beyond twice the bytes of the body.
  private static final int MOST_WASTED = 16 << 10;

  private enum State {
    SIZE,
    DATA,
    LINE_END,
    TRAILER
  }

  private final int mostTrailerBytes;
  private final int mostTrailers;
  private State state = State.SIZE;
  private int left;
  private int trailerBytes;
  private int wastedBytes;
  private @Nullable LastHttpContent last;

  /// @param mostTrailerBytes how many bytes the fields after a body may have
  /// @param mostTrailers how many fields there may be
  public ChunkedBody(int mostTrailerBytes, int mostTrailers) {
    this.mostTrailerBytes = mostTrailerBytes;
    this.mostTrailers = mostTrailers;
  }

  /// A body begins.
  public void begin() {
    state = State.SIZE;
    left = 0;
    trailerBytes = 0;
    wastedBytes = 0;
    last = null;
  }

  /// Moves what has arrived from `in` to `out`, the end of the body being a `LastHttpContent`.
  /// False when it breaks a rule; what is then in `out` may not be used.
  public boolean decode(ByteBuf in, List<Object> out) {
    while (in.isReadable()) {
      switch (state) {
        case SIZE -> {
          int end = lineEnd(in, MOST_LINE);
          if (end < 0) {
            return end == NOT_YET;
          }
          left = size(in, in.readerIndex(), end);
          if (left < 0 || !isWorthIt(end - in.readerIndex())) {
            return false;
          }
          in.readerIndex(end + 2);
          state = left == 0 ? State.TRAILER : State.DATA;
        }
        case DATA -> {
          int count = Math.min(Math.min(left, in.readableBytes()), MOST_BYTES);
          out.add(new DefaultHttpContent(in.readRetainedSlice(count)));
          left -= count;
          if (left == 0) {
            state = State.LINE_END;
          }
        }
        case LINE_END -> {
          if (in.getByte(in.readerIndex()) != '\r') {
            return false;
          }
          if (in.readableBytes() < 2) {
            return true;
          }
          if (in.getByte(in.readerIndex() + 1) != '\n') {
            return false;
          }
          in.skipBytes(2);
          state = State.SIZE;
        }
        case TRAILER -> {
          int end = lineEnd(in, mostTrailerBytes - trailerBytes);
          if (end < 0) {
            return end == NOT_YET;
          }
          if (end == in.readerIndex()) {
            in.skipBytes(2);
            LastHttpContent trailers = last;
            out.add(trailers == null ? LastHttpContent.EMPTY_LAST_CONTENT : trailers);
            return true;
          }
          if (!addTrailer(in, in.readerIndex(), end)) {
            return false;
          }
          trailerBytes += end + 2 - in.readerIndex();
          in.readerIndex(end + 2);
        }
      }
    }
    return true;
  }

  /// Whether the lines of chunks are still in a proportion to what they announce: extensions cost
  /// who sends a body nothing, and who reads it a lot.
  private boolean isWorthIt(int lineBytes) {
    long usual = MOST_USUAL_LINE + 2L * left;
    wastedBytes = (int) Math.max(0, wastedBytes + lineBytes - usual);
    return wastedBytes <= MOST_WASTED;
  }

  private static final int NOT_YET = -1;
  private static final int NEVER = -2;

  /// Where the CRLF is that ends the line at the reader's index; a bare CR or LF is none.
  private static int lineEnd(ByteBuf in, int most) {
    int from = in.readerIndex();
    int end = in.indexOf(from, Math.min(in.writerIndex(), from + most + 2), (byte) '\n');
    if (end < 0) {
      return in.readableBytes() > most + 1 ? NEVER : NOT_YET;
    }
    return end > from && in.getByte(end - 1) == '\r' ? end - 1 : NEVER;
  }

  /// The size that the line begins with, in hexadecimal; -1 when the line is malformed.
  private static int size(ByteBuf in, int from, int end) {
    long size = 0;
    int at = from;
    while (at < end && Character.digit(in.getByte(at), 16) >= 0) {
      size = size * 16 + Character.digit(in.getByte(at), 16);
      if (size > Integer.MAX_VALUE) {
        return -1;
      }
      at++;
    }
    return at > from && areExtensions(in, at, end) ? (int) size : -1;
  }

  /// `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`.
  private static boolean areExtensions(ByteBuf in, int from, int end) {
    int at = from;
    while (at < end) {
      at = afterSpaces(in, at, end);
      if (at == end || in.getByte(at) != ';') {
        return false;
      }
      at = afterSpaces(in, at + 1, end);
      int name = at;
      at = afterToken(in, at, end);
      if (at == name) {
        return false;
      }
      int sign = afterSpaces(in, at, end);
      if (sign < end && in.getByte(sign) == '=') {
        int value = afterSpaces(in, sign + 1, end);
        at =
            value < end && in.getByte(value) == '"'
                ? afterQuoted(in, value + 1, end)
                : afterToken(in, value, end);
        if (at <= value) {
          return false;
        }
      }
    }
    return true;
  }

  private static int afterSpaces(ByteBuf in, int from, int end) {
    int at = from;
    while (at < end && (in.getByte(at) == ' ' || in.getByte(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static int afterToken(ByteBuf in, int from, int end) {
    int at = from;
    while (at < end && Trailers.isOfToken(in.getByte(at))) {
      at++;
    }
    return at;
  }

  /// Behind the quote that ends a text; -1 without one.
  private static int afterQuoted(ByteBuf in, int from, int end) {
    int at = from;
    while (at < end) {
      byte b = in.getByte(at);
      if (b == '"') {
        return at + 1;
      }
      if (!Trailers.isOfText(b)) {
        return -1;
      }
      if (b == '\\') {
        at++;
        if (at == end || !Trailers.isOfText(in.getByte(at))) {
          return -1;
        }
      }
      at++;
    }
    return -1;
  }

  /// Takes a field after the body, unless it has to be known before it.
  private boolean addTrailer(ByteBuf in, int from, int end) {
    int colon = afterToken(in, from, end);
    if (colon == from || colon == end || in.getByte(colon) != ':') {
      return false;
    }
    for (int i = colon + 1; i < end; i++) {
      if (!Trailers.isOfText(in.getByte(i))) {
        return false;
      }
    }
    LastHttpContent trailers = last;
    if (trailers == null) {
      trailers = new DefaultLastHttpContent();
      last = trailers;
    }
    if (trailers.trailingHeaders().size() >= mostTrailers) {
      return false;
    }
    String name = in.toString(from, colon - from, StandardCharsets.US_ASCII);
    if (!Trailers.isOfHead(name)) {
      trailers
          .trailingHeaders()
          .add(name, in.toString(colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1).strip());
    }
    return true;
  }
}

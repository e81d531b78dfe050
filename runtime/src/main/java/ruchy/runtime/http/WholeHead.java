package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the head of a request that has arrived whole and is written as nearly all are: GET or
/// HEAD, HTTP/1.1, lines that end with CR and LF, no body. Whatever is unusual in any way it leaves
/// alone, for Netty's decoder, which knows every way to write a head and takes several times as
/// long; what it reads, that would read alike.
final class WholeHead {
  /// Heads that are longer are left to Netty.
  private static final int MOST_BYTES = 4096;

  private static final FastThreadLocal<byte[]> BYTES =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[MOST_BYTES];
        }
      };

  private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

  /// What a byte can be part of.
  private static final byte NAME = 1;

  private static final byte TARGET = 2;
  private static final byte VALUE = 4;
  private static final byte[] PARTS = parts();

  /// How the name of a field becomes a text.
  interface Names {
    AsciiString name(byte[] bytes, int start, int length);
  }

  private final Names names;
  private final byte[] bytes;
  private final int end;
  private int at;

  private WholeHead(Names names, byte[] bytes, int end) {
    this.names = names;
    this.bytes = bytes;
    this.end = end;
  }

  private static byte[] parts() {
    byte[] parts = new byte[256];
    for (int c = ' '; c < 0x7f; c++) {
      parts[c] = c == ' ' ? VALUE : (byte) (VALUE | TARGET);
      // RFC 9110, section 5.6.2.
      if (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
        parts[c] |= NAME;
      }
    }
    parts['\t'] = VALUE;
    return parts;
  }

  /// The head that the buffer begins with, which is taken out of it; null, and nothing is taken, if
  /// it is not whole or not a usual one. On the event loop.
  static @Nullable Head read(ByteBuf in, Limits limits, Names names) {
    int start = in.readerIndex();
    int length = Math.min(in.readableBytes(), Math.min(MOST_BYTES, limits.headBytes()));
    if (length < VERSION.length || (in.getByte(start) != 'G' && in.getByte(start) != 'H')) {
      return null;
    }
    byte[] bytes = BYTES.get();
    in.getBytes(start, bytes, 0, length);
    WholeHead reading = new WholeHead(names, bytes, length);
    Head head = reading.line(limits.lineBytes());
    if (head == null || !reading.fields(head)) {
      return null;
    }
    in.skipBytes(reading.at);
    return head;
  }

  private @Nullable Head line(int mostBytes) {
    HttpMethod method;
    if (startsWith("GET ")) {
      method = HttpMethod.GET;
    } else if (startsWith("HEAD ")) {
      method = HttpMethod.HEAD;
    } else {
      return null;
    }
    int target = method.name().length() + 1;
    at = target;
    while (at < end && is(TARGET)) {
      at++;
    }
    int last = at + VERSION.length;
    if (at == target || last > end || last > mostBytes || !isVersion()) {
      return null;
    }
    String text = new String(bytes, target, at - target, StandardCharsets.ISO_8859_1);
    at = last;
    return new Head(HttpVersion.HTTP_1_1, method, text);
  }

  private boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isVersion() {
    for (int i = 0; i < VERSION.length; i++) {
      if (bytes[at + i] != VERSION[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean is(byte part) {
    return (PARTS[bytes[at] & 0xff] & part) != 0;
  }

  /// Reads fields up to the empty line; whether all are usual ones.
  private boolean fields(Head head) {
    while (at + 1 < end) {
      if (bytes[at] == '\r') {
        at += 2;
        return bytes[at - 1] == '\n' && !head.mayHaveBody();
      }
      if (!field(head)) {
        return false;
      }
    }
    return false;
  }

  private boolean field(Head head) {
    int name = at;
    while (at < end && is(NAME)) {
      at++;
    }
    int colon = at;
    if (colon == name || colon == end || bytes[colon] != ':') {
      return false;
    }
    at++;
    while (at < end && is(VALUE)) {
      at++;
    }
    if (at + 1 >= end || bytes[at] != '\r' || bytes[at + 1] != '\n') {
      return false;
    }
    int from = colon + 1;
    int to = at;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (from < to && isBlank(bytes[to - 1])) {
      to--;
    }
    AsciiString key = names.name(bytes, name, colon - name);
    head.note(key);
    head.headers().add(key, new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    at += 2;
    return true;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}

package ruchy.runtime.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Percent-encoding of paths and queries (RFC 3986, section 2.1).
final class Percent {
  /// Stands for an encoded `/` in a decoded path, so that it does not separate segments.
  static final char ENCODED_SLASH = '\uFFFF';

  private Percent() {}

  /// The decoded path, in which `%2F` is `ENCODED_SLASH`; null when an escape is malformed or the
  /// text is not UTF-8, or has NUL, which ends texts elsewhere (RFC 3986, section 7.3).
  static @Nullable String path(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    byte[] bytes = bytes(raw, false);
    if (bytes == null) {
      return null;
    }
    String text = strictText(bytes);
    return text == null || text.indexOf('\0') >= 0 ? null : withEncodedSlashes(raw, text);
  }

  /// The text of a part of a decoded path.
  static String plain(String decoded) {
    return decoded.replace(ENCODED_SLASH, '/');
  }

  /// A name or value of a query or form: `+` is a space, malformed escapes stay as they are.
  static String query(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw.indexOf('+') < 0 ? raw : raw.replace('+', ' ');
    }
    byte[] bytes = bytes(raw.replace('+', ' '), true);
    return bytes == null ? raw : new String(bytes, StandardCharsets.UTF_8);
  }

  /// The bytes of the text with its escapes decoded; null for a malformed escape unless these stay.
  private static byte @Nullable [] bytes(String raw, boolean keepMalformed) {
    var out = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        if (c < 0x80) {
          out.write(c);
        } else {
          out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
        continue;
      }
      int value = i + 2 < raw.length() ? hex(raw, i + 1) : -1;
      if (value >= 0) {
        out.write(value);
        i += 2;
      } else if (keepMalformed) {
        out.write('%');
      } else {
        return null;
      }
    }
    return out.toByteArray();
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static @Nullable String strictText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }

  /// Marks the slashes of the decoded text that were escapes in the raw one: both have the same
  /// slashes in order.
  private static String withEncodedSlashes(String raw, String text) {
    int escape = raw.toLowerCase(Locale.ROOT).indexOf("%2f");
    if (escape < 0) {
      return text;
    }
    StringBuilder marked = new StringBuilder(text);
    int at = 0;
    for (int i = 0; i < raw.length(); i++) {
      boolean isEscape = raw.regionMatches(true, i, "%2f", 0, 3);
      if (isEscape || raw.charAt(i) == '/') {
        at = marked.indexOf("/", at);
        if (isEscape) {
          marked.setCharAt(at, ENCODED_SLASH);
        }
        at++;
      }
    }
    return marked.toString();
  }
}

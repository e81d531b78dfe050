package ruchy.runtime.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import org.jspecify.annotations.Nullable;

/// A decoded request head, with what was noticed about its fields while they were read.
final class Head extends DefaultHttpRequest {
  private int fields;
  private int hosts;
  private @Nullable String host;
  private boolean hasCoding;
  private boolean hasLength;
  private boolean hasExpectation;
  private boolean hasEmptyName;
  private boolean hasConnection;
  private boolean hasBrokenBody;

  Head(HttpVersion version, HttpMethod method, String target) {
    super(version, method, target, Http1xHeaders.httpHeaders());
  }

  /// Notes a field that was read.
  void note(AsciiString name) {
    fields++;
    switch (name.length()) {
      case 0 -> hasEmptyName = true;
      case 4 -> hosts += isName(name, "host") ? 1 : 0;
      case 6 -> hasExpectation |= isName(name, "expect");
      case 10 -> hasConnection |= isName(name, "connection");
      case 14 -> hasLength |= isName(name, "content-length");
      case 17 -> hasCoding |= isName(name, "transfer-encoding");
      default -> {}
    }
  }

  private static boolean isName(AsciiString name, String known) {
    return name.contentEqualsIgnoreCase(known);
  }

  int fields() {
    return fields;
  }

  /// How many Host fields there are.
  int hosts() {
    return hosts;
  }

  /// The Host field, or null.
  @Nullable String host() {
    String known = host;
    if (known == null && hosts > 0) {
      known = headers().get(HttpHeaderNames.HOST);
      host = known;
    }
    return known;
  }

  /// The host of a target in absolute form counts, not that of the field (RFC 9112, section 3.2.2).
  void takeHostOfTarget() {
    String authority = Target.authority(uri());
    if (authority != null) {
      headers().set(HttpHeaderNames.HOST, authority);
    }
  }

  /// Whether a field has no name, only a colon.
  boolean hasEmptyName() {
    return hasEmptyName;
  }

  /// Whether the client says, in a list of several options, that this is its last request (RFC
  /// 9112, section 9.6). Vert.x knows the option alone.
  boolean hasCloseInList() {
    if (!hasConnection) {
      return false;
    }
    for (String options : headers().getAll(HttpHeaderNames.CONNECTION)) {
      if (options.indexOf(',') >= 0) {
        for (String option : options.split(",", -1)) {
          if (option.strip().equalsIgnoreCase("close")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// The body that followed was found to be malformed.
  void breakBody() {
    hasBrokenBody = true;
  }

  boolean hasBrokenBody() {
    return hasBrokenBody;
  }

  boolean hasCoding() {
    return hasCoding;
  }

  boolean hasExpectation() {
    return hasExpectation;
  }

  /// Whether a field speaks of a body, be it an empty one.
  boolean mayHaveBody() {
    return hasCoding || hasLength;
  }

  /// Whether a body follows (RFC 9112, section 6.3). One in chunks may be empty.
  boolean hasBody() {
    return hasCoding || (hasLength && !"0".equals(headers().get(HttpHeaderNames.CONTENT_LENGTH)));
  }
}

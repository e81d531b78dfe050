package ruchy.runtime.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Ascii;

/// What RFC 9110, RFC 9112 and RFC 9113 want rejected in the head of a request, beyond what Netty's
/// decoders reject.
final class HeadRules {
  private HeadRules() {}

  /// The first fault of a head, or null.
  ///
  /// @param knownHost a host that was found well formed before, or `""`
  static @Nullable BadRequest fault(Head request, int maximumFields, String knownHost) {
    if (request.fields() > maximumFields) {
      return new BadRequest(431, "The request has too many header fields.");
    }
    HttpVersion version = request.protocolVersion();
    boolean isUsual = version == HttpVersion.HTTP_1_1;
    if (request.hasEmptyName() || (!isUsual && !version.protocolName().equals("HTTP"))) {
      return new BadRequest(400, "The request is malformed.");
    }
    if (!isUsual && !version.equals(HttpVersion.HTTP_1_0)) {
      return new BadRequest(505, "This server speaks HTTP/1.1.");
    }
    HttpMethod method = request.method();
    if (method == HttpMethod.CONNECT) {
      return new BadRequest(501, "This server is not a proxy.");
    }
    if (method.name().length() > LONGEST_METHOD) {
      return new BadRequest(501, "There is no such method.");
    }
    if (!isTarget(request.uri(), method)) {
      return new BadRequest(400, "The request target is malformed.");
    }
    int hosts = request.hosts();
    if (hosts > 1 || (hosts == 0 && isUsual)) {
      return new BadRequest(400, "A request has exactly one Host field.");
    }
    if (hosts == 1 && !isHost(request.host(), knownHost)) {
      return new BadRequest(400, "The Host field is malformed.");
    }
    if (isUsual
        && request.hasExpectation()
        && expectsMore(request.headers().getAll(HttpHeaderNames.EXPECT))) {
      return new BadRequest(417, ONLY_CONTINUE);
    }
    return request.hasCoding() ? codingFault(request.headers()) : null;
  }

  /// The first fault of a head that came by HTTP/2, or null. Whatever is let through can be written
  /// as a head of HTTP/1.1 (RFC 9113, sections 8.2.1, 8.3.1 and 10.3).
  static @Nullable BadRequest faultOfHttp2(HttpServerRequest request, Limits limits) {
    io.vertx.core.http.HttpMethod method = request.method();
    String target = request.uri();
    if (method == io.vertx.core.http.HttpMethod.CONNECT || target == null) {
      return new BadRequest(501, "This server is not a proxy.");
    }
    if (method.name().length() > LONGEST_METHOD) {
      return new BadRequest(501, "There is no such method.");
    }
    if (method.name().length() + target.length() + AROUND_TARGET > limits.lineBytes()) {
      return new BadRequest(414, "The path is too long.");
    }
    boolean isOfServer = target.equals("*") && method == io.vertx.core.http.HttpMethod.OPTIONS;
    if (!hasOnlyVisible(target) || !(target.startsWith("/") || isOfServer)) {
      return new BadRequest(400, "The request target is malformed.");
    }
    MultiMap fields = request.headers();
    int count = 0;
    for (Map.Entry<String, String> field : fields) {
      if (hasLineBreak(field.getKey()) || hasLineBreak(field.getValue())) {
        return new BadRequest(400, "A header field has a line break or NUL.");
      }
      // Clients may send each cookie as a field of its own (RFC 9113, section 8.2.3).
      count += field.getKey().equalsIgnoreCase("cookie") ? 0 : 1;
    }
    if (count > limits.fields()) {
      return new BadRequest(431, "The request has too many header fields.");
    }
    int hosts = fields.getAll("host").size();
    if (hosts > 1 || request.authority() == null) {
      return new BadRequest(400, "A request has exactly one host.");
    }
    if (!isHost(request.authority().toString())) {
      return new BadRequest(400, "The host is malformed.");
    }
    return expectsMore(fields.getAll(HttpHeaderNames.EXPECT))
        ? new BadRequest(417, ONLY_CONTINUE)
        : null;
  }

  private static final String ONLY_CONTINUE =
      "The only expectation of this server is 100-continue.";

  /// No method that anybody has registered comes near (RFC 9112, section 3: one that is longer than
  /// those which a server knows is answered with 501).
  private static final int LONGEST_METHOD = 64;

  /// What a request line of HTTP/1.1 has besides method and target.
  private static final int AROUND_TARGET = "  HTTP/1.1".length();

  /// Whether a name or a value would be more than one line of HTTP/1.1, or has NUL.
  private static boolean hasLineBreak(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        return true;
      }
    }
    return false;
  }

  /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110, section
  /// 10.1.1).
  static boolean expectsContinue(Head request) {
    return request.hasExpectation()
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && expectsContinue(request.headers().getAll(HttpHeaderNames.EXPECT));
  }

  /// Whether one of the expectations, a list in several fields, is `100-continue`.
  static boolean expectsContinue(List<String> fields) {
    return expectations(fields).anyMatch("100-continue"::equalsIgnoreCase);
  }

  private static boolean expectsMore(List<String> fields) {
    return !fields.isEmpty() && !expectations(fields).allMatch("100-continue"::equalsIgnoreCase);
  }

  private static Stream<String> expectations(List<String> fields) {
    return fields.stream()
        .flatMap(field -> Stream.of(field.split(",", -1)))
        .map(String::strip)
        .filter(each -> !each.isEmpty());
  }

  /// RFC 9112, section 6.1: a coding that is not understood is answered with 501.
  private static @Nullable BadRequest codingFault(HttpHeaders fields) {
    var codings = fields.getAll("transfer-encoding");
    return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked")
        ? null
        : new BadRequest(501, "The only transfer coding of this server is chunked.");
  }

  /// RFC 9112, section 3.2: a path with or without query, `http://host/path`, or `*` for OPTIONS.
  private static boolean isTarget(String target, HttpMethod method) {
    if (!hasOnlyVisible(target)) {
      return false;
    }
    return target.startsWith("/")
        || (target.equals("*") && method == HttpMethod.OPTIONS)
        || isAuthority(Target.authority(target));
  }

  /// Whether a target has only what may stand in a request line. Nor has a path a `\`, which others
  /// take for a slash; browsers do send it in queries.
  private static boolean hasOnlyVisible(String target) {
    boolean isPath = true;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#' || (c == '\\' && isPath)) {
        return false;
      }
      isPath &= c != '?';
    }
    return true;
  }

  /// An address of http has a host, and no user information (RFC 9110, sections 4.2.1 and 4.2.4).
  private static boolean isAuthority(@Nullable String authority) {
    return authority != null
        && !authority.isEmpty()
        && !authority.startsWith(":")
        && isHost(authority);
  }

  /// RFC 3986, section 3.2.2, without user information; an empty host is allowed (RFC 9112, section
  /// 3.2).
  private static boolean isHost(@Nullable String host, String knownHost) {
    if (host == null) {
      return false;
    }
    return host.equals(knownHost) || isHost(host);
  }

  private static boolean isHost(String host) {
    int end = host.length();
    int i = 0;
    if (host.startsWith("[")) {
      i = host.indexOf(']');
      if (i < 0 || !isIpv6(host, 1, i)) {
        return false;
      }
      i++;
    } else {
      i = host.indexOf(':');
      if (i < 0) {
        i = end;
      }
      if (!isName(host, i)) {
        return false;
      }
    }
    return i == end || (host.charAt(i) == ':' && isPort(host, i + 1));
  }

  private static boolean isIpv6(String host, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.digit(host.charAt(i), 16) < 0 && ":.".indexOf(host.charAt(i)) < 0) {
        return false;
      }
    }
    return NetUtil.isValidIpV6Address(host.substring(from, to));
  }

  /// A registered name: letters, digits, some marks, and escapes of two digits.
  private static boolean isName(String host, int to) {
    for (int i = host.indexOf('%'); i >= 0 && i < to; i = host.indexOf('%', i + 1)) {
      if (i + 2 >= to
          || Character.digit(host.charAt(i + 1), 16) < 0
          || Character.digit(host.charAt(i + 2), 16) < 0) {
        return false;
      }
    }
    return hasOnly(host, 0, to, "-._~%!$&'()*+,;=");
  }

  private static boolean isPort(String host, int from) {
    String port = host.substring(from);
    return port.isEmpty()
        || (port.length() <= 5 && isNumber(port) && Integer.parseInt(port) <= 0xffff);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean hasOnly(String text, int from, int to, String besides) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Ascii.isLetterOrDigit(c) && besides.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}

package ruchy.runtime.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// What the server's own answers say.
final class Reasons {
  private Reasons() {}

  /// `Not Found` ... as in RFC 9110, section 15; Netty has older names of some.
  static String of(int status) {
    return switch (status) {
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 416 -> "Range Not Satisfiable";
      case 418 -> "I'm a teapot";
      case 422 -> "Unprocessable Content";
      default -> HttpResponseStatus.valueOf(status).reasonPhrase();
    };
  }

  /// Whether the status has another name than Netty gives it.
  static boolean isRenamed(int status) {
    return status == 413 || status == 414 || status == 416 || status == 418 || status == 422;
  }

  /// A problem as JSON (RFC 9457).
  static MapValue problem(int status, String title, @Nullable String detail) {
    MapValue problem = HashMapValue.of("status", (long) status, "title", title);
    if (detail != null) {
      problem.put("detail", detail);
    }
    return problem;
  }
}

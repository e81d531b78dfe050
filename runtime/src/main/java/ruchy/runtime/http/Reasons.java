package ruchy.runtime.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// What the server's own answers say.
final class Reasons {
  private Reasons() {}

  /// `Not Found` ... (RFC 9110, section 15).
  static String of(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
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

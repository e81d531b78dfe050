package ruchy.runtime.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.MapValue;

/// Which pages of other origins may use the server (Fetch standard, section 3.2).
final class Cors {
  private static final Set<String> OPTIONS =
      Set.of("origin", "methods", "headers", "expose", "credentials", "max_age");

  private final @Nullable FunctionValue allows;
  private final List<String> origins;
  private final String methods;
  private final @Nullable String headers;
  private final String expose;
  private final boolean hasCredentials;
  private final long maxAge;

  private Cors(Settings settings) {
    allows = settings.value("origin") instanceof FunctionValue function ? function : null;
    origins = allows == null ? settings.texts("origin", List.of("*")) : List.of();
    methods =
        String.join(
            ", ", settings.texts("methods", List.of("GET, HEAD, PUT, PATCH, POST, DELETE")));
    headers =
        settings.has("headers") ? String.join(", ", settings.texts("headers", List.of())) : null;
    expose = String.join(", ", settings.texts("expose", List.of()));
    hasCredentials = settings.truth("credentials", false);
    maxAge = settings.number("max_age", 0, Integer.MAX_VALUE, 600);
    if (hasCredentials && origins.contains("*")) {
      throw Failure.argumentError("The credentials of cors need an origin that is not \"*\"");
    }
  }

  static FunctionValue middleware(MapValue options) {
    Cors cors = new Cors(Settings.of("cors", options, OPTIONS));
    return new NativeMiddleware("cors", cors.allows, cors::run);
  }

  private void run(Request request, Response response, Next next) {
    String origin = request.header("origin");
    boolean isForAll = origins.contains("*");
    if (!isForAll) {
      response.addVary("Origin");
    }
    boolean isAllowed = origin != null && isAllowed(origin);
    if (isAllowed) {
      response.header("Access-Control-Allow-Origin", isForAll ? "*" : origin);
      if (hasCredentials) {
        response.header("Access-Control-Allow-Credentials", "true");
      }
    }
    boolean isQuestion =
        request.method().equals("OPTIONS")
            && origin != null
            && request.header("access-control-request-method") != null;
    if (!isQuestion) {
      if (isAllowed && !expose.isEmpty()) {
        response.header("Access-Control-Expose-Headers", expose);
      }
      next.call();
      return;
    }
    if (isAllowed) {
      response.header("Access-Control-Allow-Methods", methods);
      String asked = headers == null ? request.header("access-control-request-headers") : headers;
      if (asked != null) {
        response.header("Access-Control-Allow-Headers", asked);
        response.addVary("Access-Control-Request-Headers");
      }
      response.header("Access-Control-Max-Age", maxAge);
    }
    response.empty(204, null);
  }

  private boolean isAllowed(String origin) {
    FunctionValue function = allows;
    return function == null
        ? origins.contains("*") || origins.contains(origin)
        : Truth.truth(function.offer(origin));
  }
}

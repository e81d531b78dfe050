package ruchy.runtime.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The methods that a set of routes answers. GET answers HEAD too, unless a route for HEAD does;
/// OPTIONS is answered for every path that has a route.
final class Methods {
  /// Those that the server knows: what a route can be for, and what RFC 9110, section 9.3, defines
  /// besides; `CONNECT` gets no further than `HeadRules`.
  private static final Set<String> KNOWN =
      Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE");

  private final Set<String> named = new LinkedHashSet<>();
  private boolean hasAll;

  private Methods() {}

  static Methods of(List<Route> routes) {
    Methods methods = new Methods();
    for (Route route : routes) {
      switch (route) {
        case Route.Handlers handlers -> methods.add(handlers.method());
        case Route.Files files -> methods.add("GET");
        case Route.Middleware middleware -> {}
        case Route.OnError handler -> {}
        case Route.BodyLimit limit -> {}
        case Route.Group group -> {}
      }
    }
    return methods;
  }

  private void add(@Nullable String method) {
    if (method == null) {
      hasAll = true;
    } else {
      named.add(method);
    }
  }

  /// Whether a route for `routeMethod` (null for all) answers requests of that method.
  boolean answers(@Nullable String routeMethod, String method) {
    if (routeMethod == null || routeMethod.equals(method)) {
      return true;
    }
    return method.equals("HEAD") && routeMethod.equals("GET") && !named.contains("HEAD");
  }

  /// What happens when no function answers (RFC 9110, section 9.1): 405 is for a method that the
  /// server knows, and 501 for one that it does not, whatever the path.
  Plan.Ending ending(String method) {
    boolean isKnown = hasAll || !named.isEmpty();
    boolean isAnswered =
        hasAll || named.contains(method) || (method.equals("HEAD") && named.contains("GET"));
    if (!isAnswered && !KNOWN.contains(method)) {
      return Plan.Ending.NOT_IMPLEMENTED;
    }
    if (!isKnown || isAnswered) {
      return Plan.Ending.NOT_FOUND;
    }
    return method.equals("OPTIONS") ? Plan.Ending.OPTIONS : Plan.Ending.METHOD_NOT_ALLOWED;
  }

  String allow() {
    Set<String> allowed = new LinkedHashSet<>(named);
    if (named.contains("GET")) {
      allowed.add("HEAD");
    }
    allowed.add("OPTIONS");
    return String.join(", ", allowed);
  }
}

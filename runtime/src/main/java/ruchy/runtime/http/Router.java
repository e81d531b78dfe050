package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds the plan for a request. Made when the server starts, and again after a later registration;
/// read by all event loops.
///
/// A path that is registered without parameters costs one look-up; every other path one walk over
/// the tree of patterns and one look-up of the set of routes that it found.
final class Router {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

  private final List<Route> routes;
  private final PatternTree tree = new PatternTree();
  private final Map<String, Map<String, Plan>> literalPaths = new HashMap<>();
  private final Map<String, Map<BitSet, Plan>> plans = new HashMap<>();

  Router(List<Route> registered) {
    routes = List.copyOf(registered);
    for (int i = 0; i < routes.size(); i++) {
      tree.add(routes.get(i).pattern(), i);
    }
    for (String method : METHODS) {
      plans.put(method, new ConcurrentHashMap<>());
      literalPaths.put(method, literalPlans(method));
    }
  }

  private Map<String, Plan> literalPlans(String method) {
    Map<String, Plan> found = new HashMap<>();
    for (Route route : routes) {
      String path = route.pattern().literal();
      if (path != null) {
        found.put(path, planFor(method, tree.matching(path)));
      }
    }
    return found;
  }

  /// The plan for a request; `path` is decoded as by `Percent.path`.
  Plan plan(String method, String path) {
    Map<String, Plan> literal = literalPaths.get(method);
    Plan plan = literal == null ? null : literal.get(path);
    return plan == null ? planFor(method, tree.matching(path)) : plan;
  }

  private Plan planFor(String method, BitSet matching) {
    @Nullable Map<BitSet, Plan> known = plans.get(method);
    if (known == null) {
      // Any token can be a method, so plans of unusual ones are not kept.
      return make(method, matching);
    }
    Plan plan = known.get(matching);
    return plan == null ? known.computeIfAbsent(matching, set -> make(method, set)) : plan;
  }

  private Plan make(String method, BitSet matching) {
    List<Route> found = new ArrayList<>();
    matching.stream().forEach(number -> found.add(routes.get(number)));
    return Plan.of(method, found);
  }

  /// The plan for `OPTIONS *`, which asks about the whole server.
  Plan wholeServer() {
    return Plan.options(Methods.of(routes));
  }
}

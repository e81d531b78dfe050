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
  private final Map<String, MethodPlans> methods = new HashMap<>();

  Router(List<Route> registered) {
    routes = List.copyOf(Route.flat(registered));
    for (int i = 0; i < routes.size(); i++) {
      tree.add(routes.get(i).pattern(), i);
    }
    for (String method : METHODS) {
      methods.put(method, new MethodPlans(method));
    }
  }

  /// The plan for a request; `path` is decoded as by `Percent.path`.
  Plan plan(String method, String path) {
    MethodPlans plans = methods.get(method);
    // Any token can be a method, so plans of unusual ones are not kept.
    return plans == null ? make(method, tree.matching(path)) : plans.plan(path);
  }

  /// The plan for `OPTIONS *`, which asks about the whole server.
  Plan wholeServer() {
    return Plan.options(Methods.of(routes));
  }

  private Plan make(String method, BitSet matching) {
    List<Route> found = new ArrayList<>();
    matching.stream().forEach(number -> found.add(routes.get(number)));
    return Plan.of(method, found);
  }

  /// The plans of one method that have been made.
  private final class MethodPlans {
    private final String method;
    private final Map<String, Plan> literal = new HashMap<>();
    private final Map<BitSet, Plan> large = new ConcurrentHashMap<>();
    private volatile SmallPlans small = SmallPlans.NONE;

    MethodPlans(String method) {
      this.method = method;
      for (Route route : routes) {
        String path = route.pattern().literal();
        if (path != null) {
          literal.put(path, make(method, tree.matching(path)));
        }
      }
    }

    Plan plan(String path) {
      Plan known = literal.get(path);
      if (known != null) {
        return known;
      }
      if (routes.size() > PatternTree.SMALL) {
        BitSet matching = tree.matching(path);
        Plan plan = large.get(matching);
        return plan == null ? large.computeIfAbsent(matching, found -> make(method, found)) : plan;
      }
      long matching = tree.smallMatching(path);
      Plan plan = small.get(matching);
      return plan == null ? add(matching) : plan;
    }

    private synchronized Plan add(long matching) {
      Plan plan = small.get(matching);
      if (plan == null) {
        plan = make(method, BitSet.valueOf(new long[] {matching}));
        small = small.with(matching, plan);
      }
      return plan;
    }
  }

  /// Plans by the set of routes, in a table with open addressing that never changes: a new plan
  /// makes a new table.
  private static final class SmallPlans {
    static final SmallPlans NONE = new SmallPlans(2);

    private final long[] sets;
    private final @Nullable Plan[] plans;
    private int count;

    private SmallPlans(int capacity) {
      sets = new long[capacity];
      plans = new @Nullable Plan[capacity];
    }

    @Nullable Plan get(long set) {
      int at = place(set);
      return plans[at];
    }

    /// The place of the set, or where it would be put. At least half of the places are free.
    private int place(long set) {
      int mask = sets.length - 1;
      int at = (int) ((set * 0x9E3779B97F4A7C15L) >>> 32) & mask;
      while (plans[at] != null && sets[at] != set) {
        at = (at + 1) & mask;
      }
      return at;
    }

    SmallPlans with(long set, Plan plan) {
      SmallPlans copy = new SmallPlans(count * 2 >= sets.length ? sets.length * 2 : sets.length);
      for (int i = 0; i < sets.length; i++) {
        Plan kept = plans[i];
        if (kept != null) {
          copy.put(sets[i], kept);
        }
      }
      copy.put(set, plan);
      return copy;
    }

    private void put(long set, Plan plan) {
      int at = place(set);
      sets[at] = set;
      plans[at] = plan;
      count++;
    }
  }
}

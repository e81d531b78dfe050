package ruchy.runtime.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Passage;

/// How a load balancer chooses among the members that can take a request.
sealed interface Policy {
  /// Each in turn, in relation to the weights and evenly mixed.
  record RoundRobin() implements Policy {}

  /// The one with the fewest requests on their way in relation to its weight.
  record LeastConnections() implements Policy {}

  /// The less busy one of two that are drawn.
  record RandomTwo() implements Policy {}

  /// The same member for the same key, as long as it can be.
  ///
  /// @param by `ip`, `path`, `header:NAME` or `cookie:NAME`
  record Hash(String by) implements Policy {
    String key(Passage passage) {
      String text =
          by.startsWith("header:")
              ? passage.request().header(by.substring("header:".length()))
              : by.startsWith("cookie:")
                  ? passage.request().cookie(by.substring("cookie:".length()))
                  : by.equals("path") ? passage.request().path() : null;
      return text == null ? passage.request().ip() : text;
    }
  }

  /// Reads the options `policy` and `hash_by`.
  static Policy of(String name, String hashBy) {
    boolean isKey =
        hashBy.equals("ip")
            || hashBy.equals("path")
            || hashBy.startsWith("header:")
            || hashBy.startsWith("cookie:");
    if (!isKey) {
      throw Failure.argumentError(
          "The option hash_by is 'ip', 'path', 'header:NAME' or 'cookie:NAME', got '"
              + hashBy
              + "'");
    }
    return switch (name) {
      case "round_robin" -> new RoundRobin();
      case "least_connections" -> new LeastConnections();
      case "random_two" -> new RandomTwo();
      case "hash" -> new Hash(hashBy);
      default ->
          throw Failure.argumentError(
              "The option policy is 'round_robin', 'least_connections', 'random_two' or 'hash',"
                  + " got '"
                  + name
                  + "'");
    };
  }

  /// One of the members, none of which is unfit; null when there is none.
  default @Nullable Member choose(List<Member> fit, Ring ring, Passage passage) {
    if (fit.size() < 2) {
      return fit.isEmpty() ? null : fit.getFirst();
    }
    return switch (this) {
      case RoundRobin all -> nextInTurn(fit);
      case LeastConnections least -> leastBusy(fit);
      case RandomTwo two -> lessBusyOfTwo(fit);
      case Hash hash -> ring.behind(hash.key(passage), fit::contains);
    };
  }

  /// Two different ones: whoever could be drawn twice would get requests however busy it is.
  private static Member lessBusyOfTwo(List<Member> fit) {
    Member first = drawn(fit);
    List<Member> others = new ArrayList<>(fit);
    others.remove(first);
    return lessBusy(first, drawn(others));
  }

  /// Every member gains its weight, and the one that is furthest ahead is chosen and pays for all:
  /// weights 2 and 1 give a b a, a b a.
  private static Member nextInTurn(List<Member> fit) {
    int total = 0;
    Member best = fit.getFirst();
    for (Member each : fit) {
      each.credit += each.weight;
      total += each.weight;
      if (each.credit > best.credit) {
        best = each;
      }
    }
    best.credit -= total;
    return best;
  }

  /// Among equals the next in turn, so that the first one does not get everything. Each is asked
  /// once: other event loops begin and end requests meanwhile.
  private static Member leastBusy(List<Member> fit) {
    List<Member> idlest = new ArrayList<>();
    double least = Double.MAX_VALUE;
    for (Member each : fit) {
      double load = each.load();
      if (load < least) {
        idlest.clear();
        least = load;
      }
      if (load <= least) {
        idlest.add(each);
      }
    }
    return nextInTurn(idlest);
  }

  private static Member drawn(List<Member> fit) {
    int total = 0;
    for (Member each : fit) {
      total += each.weight;
    }
    int at = ThreadLocalRandom.current().nextInt(total);
    for (Member each : fit) {
      at -= each.weight;
      if (at < 0) {
        return each;
      }
    }
    return fit.getLast();
  }

  private static Member lessBusy(Member one, Member other) {
    return other.load() < one.load() ? other : one;
  }
}

package ruchy.compiler.bounds;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;

/// What is known of the integers of one version.
public final class Bounds {
  private final IdentityHashMap<Node, Interval> intervals = new IdentityHashMap<>();
  private final Set<Node> unsafe = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> safe = Collections.newSetFromMap(new IdentityHashMap<>());

  Bounds() {}

  /// Looks at the code of a version once.
  ///
  /// @param parameters what each parameter that a caller gives lies between if it is an integer
  static Bounds of(Version version, List<Interval> parameters) {
    var bounds = new Bounds();
    new BoundsSearch(version, bounds).run(parameters);
    return bounds;
  }

  /// What the value of the node, which must be an integer, lies between.
  public Interval of(Node node) {
    if (node instanceof Node.Constant(Object value, _) && value instanceof Long integer) {
      return Interval.of(integer);
    }
    return intervals.getOrDefault(node, Interval.ALL);
  }

  /// Whether the sum, difference, product or negation of integers surely stays within 64 bits.
  public boolean staysInRange(Node node) {
    return safe.contains(node);
  }

  /// The same node can stand in several places: what holds in all of them counts.
  void record(Node node, Interval interval) {
    intervals.merge(node, interval, Interval::join);
  }

  void recordFit(Node node, boolean fits) {
    if (!fits) {
      unsafe.add(node);
      safe.remove(node);
    } else if (!unsafe.contains(node)) {
      safe.add(node);
    }
  }
}

package ruchy.compiler.analyse;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;

/// Which version runs which, in its own task, at which nodes. Functions that are called as values
/// are those of the region of the called value.
final class CallGraph {
  private final Types types;
  private final IdentityHashMap<Version, Map<Version, Node>> callees = new IdentityHashMap<>();

  CallGraph(Types types, Events events) {
    this.types = types;
    for (Events.Run run : events.runs) {
      add(run.version(), run.callee(), run.node());
    }
    for (Events.Call call : events.calls) {
      for (Version callee : callable(call.callee())) {
        add(call.version(), callee, call.node());
      }
    }
  }

  /// The first node in the source is kept.
  void add(Version caller, Version callee, Node node) {
    callees
        .computeIfAbsent(caller, _ -> new LinkedHashMap<>())
        .merge(callee, node, (a, b) -> b.span().start() < a.span().start() ? b : a);
  }

  /// What a call of the values of the region runs.
  Collection<Version> callable(Region region) {
    Set<Version> versions = new java.util.LinkedHashSet<>(region.bound());
    for (Code code : region.closures()) {
      versions.addAll(types.openVersions(code).values());
    }
    return versions;
  }

  /// What another task runs of what is handed to it.
  Collection<Version> callable(Events.Leave leave) {
    Set<Version> versions = new java.util.LinkedHashSet<>();
    for (Region region : leave.regions()) {
      versions.addAll(callable(region));
    }
    return versions;
  }

  Map<Version, Node> callees(Version caller) {
    return callees.getOrDefault(caller, Map.of());
  }

  /// The versions that running these runs, themselves included.
  Set<Version> reachedFrom(Collection<Version> roots) {
    Set<Version> reached = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Version> queue = new ArrayDeque<>();
    for (Version root : roots) {
      if (reached.add(root)) queue.add(root);
    }
    while (!queue.isEmpty()) {
      for (Version callee : callees(queue.remove()).keySet()) {
        if (reached.add(callee)) queue.add(callee);
      }
    }
    return reached;
  }

  /// The versions that have the property, or run one that has it.
  Set<Version> leadingTo(Predicate<Version> property) {
    IdentityHashMap<Version, Set<Version>> callers = new IdentityHashMap<>();
    callees.forEach(
        (caller, its) ->
            its.keySet()
                .forEach(
                    callee ->
                        callers
                            .computeIfAbsent(
                                callee, _ -> Collections.newSetFromMap(new IdentityHashMap<>()))
                            .add(caller)));
    Set<Version> leading = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Version> queue = new ArrayDeque<>();
    for (Version version : types.versions()) {
      if (property.test(version) && leading.add(version)) queue.add(version);
    }
    while (!queue.isEmpty()) {
      for (Version caller : callers.getOrDefault(queue.remove(), Set.of())) {
        if (leading.add(caller)) queue.add(caller);
      }
    }
    return leading;
  }
}

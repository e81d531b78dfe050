package ruchy.compiler.analyse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Variable;

/// What several tasks can reach: what leaves its task, globals that tasks use, and all that can be
/// reached from these, through parts and through the variables that functions capture. Then, what
/// leads to something of it that changes.
final class Reach {
  private final Regions regions;
  private final Deque<Region> queue = new ArrayDeque<>();
  private @Nullable Origin origin;

  Reach(Regions regions) {
    this.regions = regions;
  }

  /// Marks what is reached from these, the first in the source first, so that the reasons that
  /// people are told do not depend on chance.
  void share(List<Events.Leave> leaves, List<Place> globals) {
    List<Map.Entry<Origin, Runnable>> sorted = new ArrayList<>();
    for (Events.Leave leave : leaves) {
      for (Region region : leave.regions()) {
        sorted.add(Map.entry(leave.origin(), () -> reach(region)));
      }
    }
    for (Place global : globals) {
      Variable variable = global.variable;
      var known = new Origin(variable.span(), "tasks use the global `" + variable.name() + "`");
      sorted.add(Map.entry(known, () -> reach(global)));
    }
    sorted.sort(
        Comparator.comparingInt((Map.Entry<Origin, Runnable> e) -> e.getKey().place().start())
            .thenComparing(e -> e.getKey().what()));
    for (Map.Entry<Origin, Runnable> root : sorted) {
      origin = root.getKey();
      root.getValue().run();
      drain();
    }
  }

  private void reach(@Nullable Region region) {
    Origin why = origin;
    if (region != null && why != null && region.share(why)) {
      queue.add(region.root());
    }
  }

  private void reach(Place place) {
    if (place.shared == null) {
      place.shared = origin;
    }
    reach(place.value);
  }

  private void drain() {
    while (!queue.isEmpty()) {
      Region region = queue.remove();
      region.reachable((_, part) -> reach(part));
      for (Code code : region.closures()) {
        Version enclosing = code.enclosing();
        if (enclosing == null) continue;
        for (Variable captured : code.function().captures()) {
          reach(regions.place(enclosing, captured));
        }
      }
    }
  }

  /// Marks every region from which something can be reached that changes while several tasks reach
  /// it; only what can be reached from these regions is looked at.
  void findChanging(Collection<Region> from) {
    IdentityHashMap<Region, List<Region>> holders = new IdentityHashMap<>();
    Set<Region> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Region region : from) {
      if (visited.add(region.root())) queue.add(region.root());
    }
    List<Region> changing = new ArrayList<>();
    while (!queue.isEmpty()) {
      Region region = queue.remove();
      if (region.isChangingState()) changing.add(region);
      region.reachable(
          (_, part) -> {
            holders.computeIfAbsent(part, _ -> new ArrayList<>()).add(region);
            if (visited.add(part)) queue.add(part);
          });
    }
    for (Region region : changing) {
      if (region.markLeading()) queue.add(region);
    }
    while (!queue.isEmpty()) {
      for (Region holder : holders.getOrDefault(queue.remove(), List.of())) {
        if (holder.markLeading()) queue.add(holder);
      }
    }
  }
}

package ruchy.compiler.analyse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;

/// What `Analysis` has found.
public final class Facts {
  private final Types types;
  private final Map<Version, Behaviour> behaviours;
  private final AwaitedResults awaited;

  /// Null when there is but one task.
  private final @Nullable Sharing sharing;

  private final boolean deniesSharing;

  Facts(
      Types types,
      Map<Version, Behaviour> behaviours,
      AwaitedResults awaited,
      @Nullable Sharing sharing) {
    this(types, behaviours, awaited, sharing, false);
  }

  private Facts(
      Types types,
      Map<Version, Behaviour> behaviours,
      AwaitedResults awaited,
      @Nullable Sharing sharing,
      boolean deniesSharing) {
    this.types = types;
    this.behaviours = behaviours;
    this.awaited = awaited;
    this.sharing = sharing;
    this.deniesSharing = deniesSharing;
  }

  /// The same facts with a fault: no code shares. It is there to see that the detector finds it.
  public Facts denyingSharing() {
    return new Facts(types, behaviours, awaited, sharing, true);
  }

  /// The writes to shared state of what was read before a wait.
  public List<StaleWrite> staleWrites() {
    return sharing == null ? List.of() : StaleWrites.of(types, sharing);
  }

  /// Whether a call from unknown code may wait, or the library may wait for what the call yields.
  public boolean waits(Code code) {
    for (Version version : types.openVersions(code).values()) {
      if (waits(version) || awaited.mayBeYieldedBy(version)) {
        return true;
      }
    }
    return false;
  }

  private boolean waits(Version version) {
    Behaviour behaviour = behaviours.get(version);
    return behaviour != null && behaviour.waits;
  }

  /// Whether a call from unknown code may touch shared state.
  public boolean shares(Code code) {
    if (deniesSharing) {
      return false;
    }
    for (Version version : types.openVersions(code).values()) {
      Behaviour behaviour = behaviours.get(version);
      if (behaviour != null && behaviour.shares) {
        return true;
      }
    }
    return false;
  }

  /// Why a call from unknown code may wait; null if it cannot, or if only the library may wait for
  /// what the call yields.
  public @Nullable Cause whyWaits(Code code) {
    return why(types.openVersions(code).values(), Behaviour::ownWait, b -> b.waits, b -> b.runs);
  }

  /// Why a call from unknown code may touch shared state; null if it cannot.
  public @Nullable Cause whyShares(Code code) {
    return why(
        types.openVersions(code).values(), Behaviour::ownSharing, b -> b.shares, b -> b.calls);
  }

  /// What would have to be otherwise for a call from unknown code not to touch shared state: one
  /// for each state that it touches, in the order of the source. Empty if it touches none, or if
  /// nothing helps.
  public List<Remedy> remedies(Code code) {
    Map<Object, List<Behaviour.Touch>> touches = new LinkedHashMap<>();
    Set<Version> seen = new HashSet<>();
    Deque<Version> queue = new ArrayDeque<>(types.openVersions(code).values());
    while (!queue.isEmpty()) {
      Version version = queue.remove();
      Behaviour behaviour = behaviours.get(version);
      if (behaviour == null || !seen.add(version)) continue;
      for (Behaviour.Touch touch : behaviour.touches) {
        Object key = touch.change() == null ? touch.name() : touch.state();
        touches.computeIfAbsent(key, _ -> new ArrayList<>()).add(touch);
      }
      queue.addAll(behaviour.calls.keySet());
    }
    return touches.values().stream()
        .map(this::remedy)
        .sorted(Comparator.comparingInt(remedy -> remedy.places().getFirst().start()))
        .toList();
  }

  private Remedy remedy(List<Behaviour.Touch> touches) {
    List<Behaviour.Touch> sorted =
        touches.stream().sorted(Comparator.comparingInt(touch -> touch.place().start())).toList();
    List<Span> places = sorted.stream().map(Behaviour.Touch::place).distinct().toList();
    Origin change = sorted.getFirst().change();
    Span firstTask = sharing == null ? null : sharing.firstTask();
    boolean isMovable = change != null && firstTask != null && !change.text().isEmpty();
    return new Remedy(
        sorted.getFirst().name(), places, isMovable ? change : null, isMovable ? firstTask : null);
  }

  private @Nullable Cause why(
      Collection<Version> versions,
      Function<Behaviour, @Nullable Cause> own,
      Predicate<Behaviour> holds,
      Function<Behaviour, Map<Version, Node>> runs) {
    for (Version version : versions) {
      Behaviour behaviour = behaviours.get(version);
      if (behaviour != null && holds.test(behaviour)) {
        return why(behaviour, own, holds, runs, new HashSet<>());
      }
    }
    return null;
  }

  /// What the code does itself comes first, then what it runs, in the order of the source.
  private @Nullable Cause why(
      Behaviour behaviour,
      Function<Behaviour, @Nullable Cause> own,
      Predicate<Behaviour> holds,
      Function<Behaviour, Map<Version, Node>> runs,
      Set<Behaviour> visited) {
    Cause direct = own.apply(behaviour);
    if (direct != null || !visited.add(behaviour)) return direct;
    var inOrder = new ArrayList<>(runs.apply(behaviour).entrySet());
    inOrder.sort(Comparator.comparingInt(run -> run.getValue().span().start()));
    for (var run : inOrder) {
      Behaviour other = behaviours.get(run.getKey());
      Cause further =
          other == null || !holds.test(other) ? null : why(other, own, holds, runs, visited);
      if (further != null) {
        var what = "runs " + run.getKey().function().displayName();
        return new Cause(run.getValue().span(), what, List.of(), further);
      }
    }
    return null;
  }

  /// Whether running the version may change anything that outlives it, so that running it twice, or
  /// in another order, could be seen. What it yields or raises does not count.
  public boolean hasEffects(Version version) {
    Behaviour behaviour = behaviours.get(version);
    return behaviour == null || behaviour.hasEffects;
  }
}

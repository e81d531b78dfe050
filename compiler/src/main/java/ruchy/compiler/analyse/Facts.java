package ruchy.compiler.analyse;

import java.util.Map;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;

/// What `Analysis` has found.
public final class Facts {
  private final Types types;
  private final Map<Version, Behaviour> behaviours;
  private final AwaitedResults awaited;

  Facts(Types types, Map<Version, Behaviour> behaviours, AwaitedResults awaited) {
    this.types = types;
    this.behaviours = behaviours;
    this.awaited = awaited;
  }

  /// Whether a call from unknown code may wait, or the library may wait for what the call yields.
  public boolean waits(Code code) {
    return types.openVersions(code).values().stream()
        .anyMatch(version -> waits(version) || awaited.mayBeYieldedBy(version));
  }

  private boolean waits(Version version) {
    Behaviour behaviour = behaviours.get(version);
    return behaviour != null && behaviour.waits;
  }

  /// Whether a call from unknown code may touch shared state.
  public boolean shares(Code code) {
    return types.openVersions(code).values().stream()
        .map(behaviours::get)
        .anyMatch(behaviour -> behaviour != null && behaviour.shares);
  }

  /// Whether running the version may change anything that outlives it, so that running it twice, or
  /// in another order, could be seen. What it yields or raises does not count.
  public boolean hasEffects(Version version) {
    Behaviour behaviour = behaviours.get(version);
    return behaviour == null || behaviour.hasEffects;
  }
}

package ruchy.compiler.analyse;

import java.util.Map;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;

/// What `Analysis` has found.
public final class Facts {
  private final Types types;
  private final Map<Version, Behaviour> behaviours;

  Facts(Types types, Map<Version, Behaviour> behaviours) {
    this.types = types;
    this.behaviours = behaviours;
  }

  /// Whether a call from unknown code may wait.
  public boolean waits(Code code) {
    return types.openVersions(code).values().stream()
        .map(behaviours::get)
        .anyMatch(behaviour -> behaviour != null && behaviour.waits);
  }

  /// Whether a call from unknown code may touch shared state.
  public boolean shares(Code code) {
    return types.openVersions(code).values().stream()
        .map(behaviours::get)
        .anyMatch(behaviour -> behaviour != null && behaviour.shares);
  }
}

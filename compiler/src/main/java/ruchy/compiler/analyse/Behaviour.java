package ruchy.compiler.analyse;

import java.util.LinkedHashSet;
import java.util.Set;
import ruchy.compiler.infer.Version;

/// What one version does itself, and what it runs: the facts of these become its own.
final class Behaviour {
  boolean waits;
  boolean shares;
  boolean hasEffects;
  final Set<Version> runs = new LinkedHashSet<>();

  /// It runs code of which nothing is known.
  void runsUnknown() {
    waits = true;
    shares = true;
    hasEffects = true;
  }

  /// Takes over the facts of what it runs; true if that changed something.
  boolean takeOver(Behaviour other) {
    boolean changed =
        (other.waits && !waits) || (other.shares && !shares) || (other.hasEffects && !hasEffects);
    waits |= other.waits;
    shares |= other.shares;
    hasEffects |= other.hasEffects;
    return changed;
  }
}

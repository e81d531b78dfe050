package ruchy.compiler.analyse;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;

/// What one version does itself, and what it runs: the facts of these become its own.
final class Behaviour {
  boolean waits;
  boolean shares;
  boolean hasEffects;

  /// Where it waits or shares itself, if it does: the first place in the source.
  private @Nullable Cause ownWait;

  private @Nullable Cause ownSharing;

  /// What it runs, with the first node that has it run.
  final Map<Version, Node> runs = new LinkedHashMap<>();

  @Nullable Cause ownWait() {
    return ownWait;
  }

  @Nullable Cause ownSharing() {
    return ownSharing;
  }

  /// `why` completes "it may wait, because it ..".
  void mayWait(Node node, String why) {
    waits = true;
    if (isEarlier(node, ownWait)) ownWait = new Cause(node.span(), why, null);
  }

  void mayShare(Node node, String why) {
    shares = true;
    if (isEarlier(node, ownSharing)) ownSharing = new Cause(node.span(), why, null);
  }

  private static boolean isEarlier(Node node, @Nullable Cause known) {
    return known == null || node.span().start() < known.place().start();
  }

  void runs(Version version, Node node) {
    runs.merge(version, node, (a, b) -> b.span().start() < a.span().start() ? b : a);
  }

  /// It runs code of which nothing is known.
  void runsUnknown(Node node) {
    mayWait(node, "runs code that is not known here");
    mayShare(node, "runs code that is not known here");
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

package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;

/// What one version does itself, and what it runs: the facts of these become its own.
final class Behaviour {
  boolean waits;
  boolean shares;
  boolean hasEffects;

  /// Where it waits or shares itself, if it does: the first place in the source.
  private @Nullable Cause ownWait;

  private @Nullable Cause ownSharing;

  /// What it runs, or has run by others, with the first node that does so.
  final Map<Version, Node> runs = new LinkedHashMap<>();

  /// What the runtime may run for one of its nodes without being told to.
  final Map<Version, Node> implicit = new LinkedHashMap<>();

  /// What it runs in its own task, with the first node that does so.
  Map<Version, Node> calls = Map.of();

  /// Every place where it touches shared state itself.
  final List<Touch> touches = new ArrayList<>();

  /// @param state the region or variable that is touched
  /// @param name of it, for people
  /// @param change where it is changed by the top level or `main` alone; null if others change it
  record Touch(Object state, String name, Span place, @Nullable Origin change) {}

  @Nullable Cause ownWait() {
    return ownWait;
  }

  @Nullable Cause ownSharing() {
    return ownSharing;
  }

  /// `why` completes "it may wait, because it ..".
  void mayWait(Node node, String why) {
    waits = true;
    if (isEarlier(node, ownWait)) ownWait = new Cause(node.span(), why, List.of(), null);
  }

  void mayShare(Node node, String why, List<Origin> because) {
    shares = true;
    if (isEarlier(node, ownSharing)) ownSharing = new Cause(node.span(), why, because, null);
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
    hasEffects = true;
  }

  /// Takes over whether what it runs may wait and has effects; true if that changed something.
  boolean takeOver(Behaviour other) {
    boolean changed = (other.waits && !waits) || (other.hasEffects && !hasEffects);
    waits |= other.waits;
    hasEffects |= other.hasEffects;
    return changed;
  }

  /// Takes over whether what it runs in its own task shares; true if that changed something.
  boolean takeOverSharing(Behaviour other) {
    boolean changed = other.shares && !shares;
    shares |= other.shares;
    return changed;
  }
}

package ruchy.compiler.emit;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// The values of which code with the detector tells it (see `Detector` of the runtime): what a node
/// looks into, or changes.
final class Detection {
  /// Whether the value of the node is changed.
  private final IdentityHashMap<Node, Boolean> watched = new IdentityHashMap<>();

  private Detection() {}

  static Detection of(Version version) {
    var detection = new Detection();
    for (Node node : version.nodes()) {
      switch (node) {
        case Node.ReadMember read -> detection.watch(read.target(), false, version);
        case Node.WriteMember write -> detection.watch(write.target(), true, version);
        case Node.ReadIndex read -> detection.watch(read.target(), false, version);
        case Node.WriteIndex write -> detection.watch(write.target(), true, version);
        case Node.SliceOf slice -> detection.watch(slice.target(), false, version);
        case Node.ForEach loop -> detection.watch(loop.iterable(), false, version);
        case Node.CallMethod call -> {
          if (version.targetOf(call) instanceof Target.OfLibrary(var function)) {
            detection.watch(call.target(), function.mutates(), version);
          }
        }
        default -> {} // looks into no value that can change
      }
    }
    return detection;
  }

  private void watch(Node node, boolean changes, Version version) {
    boolean mayBeState =
        version
            .typeOf(node)
            .mayBe(
                type ->
                    type == Type.Basic.ANY
                        || type instanceof Type.ListType
                        || type instanceof Type.MapType
                        || type instanceof Type.SetType
                        || type instanceof Type.ObjectType
                        || type instanceof Type.InstanceType);
    if (mayBeState) {
      watched.merge(node, changes, Boolean::logicalOr);
    }
  }

  /// Whether the value of the node is changed by what uses it; null if nothing looks into it.
  @Nullable Boolean changes(Node node) {
    return watched.get(node);
  }
}

package ruchy.compiler.analyse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// The regions of everything in a program that can hold a value: nodes and variables of versions,
/// and what versions yield. Null stands for what holds only values that never change, such as
/// numbers and strings.
final class Regions {
  private final Types types;
  private final IdentityHashMap<Version, OfVersion> versions = new IdentityHashMap<>();
  private final Map<Variable, Place> globals = new HashMap<>();
  private final Region thrown = new Region();

  /// What becomes known while regions are unified, and has consequences.
  final Deque<Runnable> queue = new ArrayDeque<>();

  private static final class OfVersion {
    final IdentityHashMap<Node, Region> nodes = new IdentityHashMap<>();
    final Map<Variable, Place> variables = new HashMap<>();
    final IdentityHashMap<Node.LoopLabel, Region> loops = new IdentityHashMap<>();
    final Region result = new Region();
  }

  Regions(Types types) {
    this.types = types;
  }

  /// Whether values of the type never change and lead to nothing that does.
  static boolean isPlain(Type type) {
    for (Type alternative : type.alternatives()) {
      boolean isPlain =
          switch (alternative) {
            case Type.Basic basic ->
                basic != Type.Basic.ANY
                    && basic != Type.Basic.OPTION
                    && basic != Type.Basic.FUNCTION;
            case Type.TupleType tuple -> tuple.elements().stream().allMatch(Regions::isPlain);
            case Type.ListType _,
                Type.SetType _,
                Type.MapType _,
                Type.ObjectType _,
                Type.CallableType _,
                Type.InstanceType _,
                Type.LibraryType _,
                Type.Union _ ->
                false;
          };
      if (!isPlain) {
        return false;
      }
    }
    return true;
  }

  private OfVersion in(Version version) {
    return versions.computeIfAbsent(version, _ -> new OfVersion());
  }

  @Nullable Region of(Version version, Node node) {
    if (isPlain(version.typeOf(node))) {
      return null;
    }
    return in(version).nodes.computeIfAbsent(node, _ -> new Region());
  }

  /// The variable, of that version or of one around it.
  Place place(Version version, Variable variable) {
    if (variable.isGlobal()) {
      return globals.computeIfAbsent(
          variable, v -> new Place(v, isPlain(types.typeOf(v)) ? null : new Region()));
    }
    Version owner = version.ownerOf(variable);
    return in(owner)
        .variables
        .computeIfAbsent(
            variable, v -> new Place(v, isPlain(owner.typeOf(v)) ? null : new Region()));
  }

  @Nullable Region result(Version version) {
    return isPlain(version.result().type()) ? null : in(version).result;
  }

  /// What `break` yields from a loop.
  Region loop(Version version, Node.LoopLabel label) {
    return in(version).loops.computeIfAbsent(label, _ -> new Region());
  }

  /// Everything that is thrown and caught.
  Region thrown() {
    return thrown;
  }

  void unify(@Nullable Region first, @Nullable Region second) {
    Region.unify(first, second, queue);
  }

  @Nullable Region elements(@Nullable Region region) {
    return region == null ? null : region.elements();
  }

  /// The elements of what may be an object with fields too.
  @Nullable Region allElements(@Nullable Region region) {
    return region == null ? null : region.allElements(queue);
  }

  @Nullable Region payload(@Nullable Region region) {
    return region == null ? null : region.payload();
  }

  @Nullable Region field(@Nullable Region region, String name) {
    return region == null ? null : region.field(name);
  }

  /// Does what has turned out to be done.
  void settle() {
    while (!queue.isEmpty()) {
      queue.remove().run();
    }
  }
}

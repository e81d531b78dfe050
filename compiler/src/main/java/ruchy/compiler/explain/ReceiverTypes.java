package ruchy.compiler.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// What may stand before a dot: an editor puts a name behind the dot that nothing else has, and
/// asks what the members of that name are read of.
public final class ReceiverTypes {
  private ReceiverTypes() {}

  /// The types of the values whose member of that name is read or called, in all versions of the
  /// code; empty if there are none. Where inference knows nothing, an annotated variable is of the
  /// type of its annotation.
  public static List<Type> of(Types types, String member) {
    Set<Type> found = new LinkedHashSet<>();
    List<Version> versions = new ArrayList<>(types.versions());
    versions.addAll(types.uncalled());
    for (Version version : versions) {
      for (Node node : version.nodes()) {
        Node target = targetOf(node, member);
        if (target != null) {
          Type type = version.typeOf(target);
          Type annotated = type == Type.Basic.ANY ? annotated(target) : null;
          found.addAll((annotated == null ? type : annotated).alternatives());
        }
      }
    }
    return new ArrayList<>(found);
  }

  private static @Nullable Node targetOf(Node node, String member) {
    return switch (node) {
      case Node.ReadMember read when read.name().equals(member) -> read.target();
      case Node.CallMethod call when call.name().equals(member) -> call.target();
      default -> null;
    };
  }

  private static @Nullable Type annotated(Node target) {
    if (!(target instanceof Node.Read read)) {
      return null;
    }
    return switch (read.variable().annotation()) {
      case Annotation.OfUserType(var type) -> new Type.InstanceType(type);
      case Annotation.OfLibraryType(String name) -> new Type.LibraryType(name);
      case null, default -> null;
    };
  }
}

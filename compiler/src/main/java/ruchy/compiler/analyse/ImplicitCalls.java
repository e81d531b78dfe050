package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// Calls that nobody has written: the text of a value is that of its `to_string` (L 9.4), and the
/// library compares, orders and computes with its operators (L 9.2).
final class ImplicitCalls {
  private final List<Version> methods;

  private ImplicitCalls(List<Version> methods) {
    this.methods = methods;
  }

  static ImplicitCalls of(Types types) {
    List<Version> methods = new ArrayList<>();
    for (Version version : types.versions()) {
      Function function = version.function();
      if (function.owner() != null && isCalledImplicitly(function.name())) {
        methods.add(version);
      }
    }
    return new ImplicitCalls(List.copyOf(methods));
  }

  static boolean isCalledImplicitly(String name) {
    return UserType.isTextMethod(name)
        || (!name.isEmpty()
            && !Character.isUnicodeIdentifierStart(name.charAt(0))
            && name.charAt(0) != '_');
  }

  /// Every method that such a call may reach.
  List<Version> methods() {
    return methods;
  }

  /// Whether the code of the node may make such a call. What a method of the program or a closure
  /// does counts where it is written.
  boolean mayBeMadeBy(Node node, Version version) {
    if (methods.isEmpty()) {
      return false;
    }
    return switch (node) {
      case Node.Format _,
          Node.CallLibrary _,
          Node.CallMethod _,
          Node.Binary _,
          Node.Unary _,
          Node.Match _,
          Node.Destructure _,
          Node.ReadIndex _,
          Node.WriteIndex _,
          Node.SliceOf _,
          Node.SetOf _,
          Node.MapOf _,
          Node.Cast _,
          Node.ForEach _,
          Node.ReadMember _,
          // The text of what is raised there may be told.
          Node.Await _,
          Node.Throw _ ->
          concernsInstances(node, version);
      case Node.CallValue call -> // it may be a function of the library
          !(version.targetOf(call) instanceof Target.OfClosure) && concernsInstances(node, version);
      default -> false;
    };
  }

  private static boolean concernsInstances(Node node, Version version) {
    boolean[] any = {false};
    Nodes.children(node, child -> any[0] |= mayHoldInstance(version.typeOf(child)));
    return any[0];
  }

  private static boolean mayHoldInstance(Type type) {
    for (Type alternative : type.alternatives()) {
      boolean plain =
          switch (alternative) {
            case Type.Basic basic -> basic != Type.Basic.ANY && basic != Type.Basic.OPTION;
            case Type.LibraryType _, Type.CallableType _ -> true;
            default -> false;
          };
      if (!plain) {
        return true;
      }
    }
    return false;
  }
}

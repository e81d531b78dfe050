package ruchy.compiler.analyse;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.runtime.library.LibraryFunction;

/// Where values go when the runtime by itself calls a method of the program: an operator, when it
/// compares or orders what is within collections, and the method for the text (L 9.2, 9.4).
///
/// Nearly all of these only look at their operands; what makes the call looks deeply at them
/// anyway. One that does more may change, or keep, whatever it is compared with: then everything
/// that is compared anywhere, with all that is within it, is one region.
final class Operators {
  /// What the key of a property's getter starts with.
  private static final String GETTER = "get ";

  private final Types types;
  private final Regions regions;
  private final ImplicitCalls implicit;
  private final Set<String> getters = new HashSet<>();
  private final IdentityHashMap<Version, Boolean> readers = new IdentityHashMap<>();

  /// Everything that such an operator may get; null while there is no such operator.
  private @Nullable Region compared;

  Operators(Types types, Regions regions) {
    this.types = types;
    this.regions = regions;
    this.implicit = ImplicitCalls.of(types);
    for (Version version : types.versions()) {
      UserType owner = version.function().owner();
      if (owner != null) {
        for (String method : owner.methods().keySet()) {
          if (method.startsWith(GETTER)) {
            getters.add(method.substring(GETTER.length()));
          }
        }
      }
    }
    for (Version method : implicit.methods()) {
      if (method.function().parameters().size() > 1 && !onlyReads(method)) {
        compared = new Region();
      }
    }
    if (compared != null) {
      regions.unify(compared.allElements(regions.queue), compared);
      regions.unify(compared.payload(), compared);
    }
  }

  /// An instance of the type is among the values.
  void isInstance(Region region, UserType type) {
    for (Map.Entry<String, Function> method : type.methods().entrySet()) {
      if (!ImplicitCalls.isCalledImplicitly(method.getKey())) {
        continue;
      }
      Code code = Code.ofMethod(method.getValue(), type);
      for (Version open : types.openVersions(code).values()) {
        if (!onlyReads(open)) {
          List<Function.Parameter> parameters = open.function().parameters();
          for (int i = 0; i < parameters.size(); i++) {
            Region parameter = regions.place(open, parameters.get(i).variable()).value;
            regions.unify(parameter, i == 0 ? region : compared);
          }
        }
      }
    }
  }

  /// The node may have the runtime compare what its operands hold.
  void look(Node node, Version version) {
    if (compared == null || isCallOfProgram(node, version)) {
      return;
    }
    if (implicit.mayBeMadeBy(node, version)) {
      Nodes.children(node, child -> regions.unify(compared, regions.of(version, child)));
    }
  }

  private static boolean isCallOfProgram(Node node, Version version) {
    return switch (version.targetOf(node)) {
      case Target.OfVersion _, Target.OfClosure _, Target.OfMethod _, Target.OfMethods _ -> true;
      case Target.OfLibrary _, Target.OfField _ -> false;
      case null -> false;
    };
  }

  /// Whether the version changes nothing and hands nothing on.
  private boolean onlyReads(Version version) {
    return readers.computeIfAbsent(
        version,
        v -> {
          for (Node node : v.nodes()) {
            if (!onlyReads(node, v)) return false;
          }
          return true;
        });
  }

  private boolean onlyReads(Node node, Version version) {
    return switch (node) {
      case Node.WriteMember _, Node.WriteIndex _, Node.WriteThrough _ -> false;
      case Node.ReadMember read -> !getters.contains(read.name());
      case Node.CallFunction _, Node.CallKnownMethod _, Node.CallValue _ -> false;
      case Node.CallMethod _, Node.CallLibrary _ ->
          version.targetOf(node) instanceof Target.OfLibrary(LibraryFunction function)
              && !function.mutates();
      case Node.Spawn _, Node.MakeClosure _, Node.Construct _, Node.Throw _ -> false;
      case Node.Write write -> !write.variable().isGlobal() && !write.variable().isCaptured();
      default -> true;
    };
  }
}

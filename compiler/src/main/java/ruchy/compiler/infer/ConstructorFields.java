package ruchy.compiler.infer;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;

/// Which fields a constructor sets before anything can see the instance: these are never nil, even
/// if they have no initial value (L 9.2).
final class ConstructorFields {
  private final Set<String> set = new HashSet<>();
  private final Variable self;

  private final UserType type;

  private ConstructorFields(Function constructor) {
    this.self = constructor.parameters().getFirst().variable();
    this.type = Objects.requireNonNull(constructor.owner());
  }

  /// The names of the fields that the constructor sets at its beginning.
  static Set<String> setBy(Function constructor) {
    var fields = new ConstructorFields(constructor);
    fields.follow(constructor.body());
    return fields.set;
  }

  /// Goes on as long as nothing reads the instance, gives it away, or leaves; false if it stopped.
  private boolean follow(Node node) {
    return switch (node) {
      case Node.Sequence sequence -> {
        for (Node each : sequence.nodes()) {
          if (!follow(each)) {
            yield false;
          }
        }
        yield true;
      }
      case Node.WriteMember write when isSelf(write.target()) -> {
        boolean isProperty = type.methods().containsKey("set " + write.name());
        if (isProperty || !isHarmless(write.value())) {
          yield false;
        }
        set.add(write.name());
        yield true;
      }
      case Node.CallKnownMethod call when isSelf(call.arguments().getFirst()) -> ofSuper(call);
      default -> isHarmless(node);
    };
  }

  /// `super(args)`
  private boolean ofSuper(Node.CallKnownMethod call) {
    UserType owner = call.function().owner();
    boolean isConstructor = owner != null && owner.constructors().containsValue(call.function());
    List<@Nullable Node> arguments = call.arguments();
    if (!isConstructor || !arguments.stream().skip(1).allMatch(this::isHarmless)) {
      return false;
    }
    var inherited = new ConstructorFields(call.function());
    boolean all = inherited.follow(call.function().body());
    set.addAll(inherited.set);
    return all;
  }

  private boolean isSelf(@Nullable Node node) {
    return node instanceof Node.Read read && read.variable() == self;
  }

  /// Whether the node neither leaves nor uses the instance, but for fields that are set.
  private boolean isHarmless(@Nullable Node node) {
    return switch (node) {
      case null -> true;
      case Node.Read read -> read.variable() != self;
      case Node.Return _ -> false;
      case Node.MakeClosure closure -> !closure.function().captures().contains(self);
      case Node.ReadMember read when isSelf(read.target()) -> set.contains(read.name());
      default -> {
        boolean[] harmless = {true};
        Nodes.children(node, child -> harmless[0] &= isHarmless(child));
        yield harmless[0];
      }
    };
  }
}

package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.VariadicFunction;
import ruchy.runtime.value.VariantValue;

/// A method read without being called: a callable bound to the receiver (L 8.4), for example `let g
/// = res.send`.
final class BoundMethod extends VariadicFunction {
  private final @Nullable Object receiver;
  private final String name;
  private final int arity;

  /// `arity` as `Dispatcher.arity` gives it.
  BoundMethod(@Nullable Object receiver, String name, int arity) {
    this.receiver = receiver;
    this.name = name;
    this.arity = arity;
  }

  @Override
  public int minimumArity() {
    return Arity.least(arity);
  }

  @Override
  public int maximumArity() {
    return Arity.most(arity);
  }

  @Override
  public boolean takes(int count) {
    // A method of the program takes what it can, as its functions do.
    return receiver instanceof InstanceValue
        ? super.takes(count)
        : count <= Math.max(minimumArity(), maximumArity() == 0 ? 0 : 1);
  }

  /// A handler of an actor is the method `receive M`.
  @Override
  public String name() {
    return name.substring(name.lastIndexOf(' ') + 1);
  }

  @Override
  public @Nullable String parameterNames() {
    return switch (receiver) {
      case InstanceValue instance -> instance.methodParameters(name);
      case VariantValue variant -> variant.type().methodParameters(name);
      case null, default -> null;
    };
  }

  @Override
  public @Nullable Object defaultOf(int index) {
    return switch (receiver) {
      case InstanceValue instance -> instance.methodDefault(name, index);
      case VariantValue variant -> variant.type().methodDefault(name, index);
      case null, default -> REQUIRED;
    };
  }

  @Override
  public @Nullable Object callLeavingOut(@Nullable Object[] args) {
    return switch (receiver) {
      case InstanceValue instance -> instance.invokeLeavingOut(name, args);
      case VariantValue variant -> variant.type().invokeLeavingOut(variant, name, args);
      case null, default -> callAll(args);
    };
  }

  @Override
  public @Nullable Object callAll(@Nullable Object[] args) {
    return Members.invokeMethod(receiver, name, args);
  }
}

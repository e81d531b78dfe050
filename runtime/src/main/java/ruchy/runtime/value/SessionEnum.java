package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// An enum of a session (L 20.3): its variants have the methods that it has now, not those of the
/// time when they were made.
public abstract class SessionEnum extends EnumType {
  /// As the constructor of `EnumType`.
  protected SessionEnum(
      String name,
      String[] variants,
      String @Nullable [] @Nullable [] fields,
      long[] discriminants,
      boolean carrying) {
    super(name, variants, fields, discriminants, carrying);
  }

  /// The methods of the enum.
  protected abstract Behaviour behaviour();

  @Override
  public @Nullable Object invoke(VariantValue self, String method, @Nullable Object[] args) {
    Object result = behaviour().invoke(self, method, args);
    return result == InstanceValue.UNDEFINED ? NO_METHOD : result;
  }

  @Override
  public int methodArity(String method) {
    return behaviour().methodArity(method);
  }

  @Override
  public @Nullable String methodParameters(String method) {
    return behaviour().methodParameters(method);
  }

  @Override
  public @Nullable Object methodDefault(String method, int index) {
    return behaviour().methodDefault(method, index);
  }

  @Override
  public @Nullable Object invokeLeavingOut(
      VariantValue self, String method, @Nullable Object[] args) {
    Object result = behaviour().invokeLeavingOut(self, method, args);
    return result == InstanceValue.UNDEFINED ? NO_METHOD : result;
  }

  @Override
  public @Nullable String text(VariantValue self) {
    return behaviour().text(self);
  }

  @Override
  public boolean implementsTrait(String trait) {
    return behaviour().isA(trait);
  }
}

package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// An instance of a struct or class of a session (L 20.3): it has the methods that its type has
/// now, not those of the time when it was made.
public abstract class SessionInstance extends InstanceValue {
  /// The methods of the type.
  protected abstract Behaviour behaviour();

  @Override
  public boolean isA(String type) {
    return behaviour().isA(type);
  }

  @Override
  public @Nullable Object invoke(String method, @Nullable Object[] args) {
    return behaviour().invoke(this, method, args);
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
  public @Nullable Object invokeLeavingOut(String method, @Nullable Object[] args) {
    return behaviour().invokeLeavingOut(this, method, args);
  }

  @Override
  public @Nullable Object binary(String operator, @Nullable Object right) {
    return behaviour().binary(this, operator, right);
  }

  @Override
  public boolean hasOperator(String operator) {
    return behaviour().hasOperator(operator);
  }

  @Override
  public @Nullable Object index(@Nullable Object index) {
    return behaviour().index(this, index);
  }

  @Override
  public @Nullable String text() {
    return behaviour().text(this);
  }
}

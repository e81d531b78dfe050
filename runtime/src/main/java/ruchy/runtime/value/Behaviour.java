package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// The methods and operators of a user type, apart from its values: the base of classes that the
/// compiler writes for the types of a session (L 20.3), whose methods may come when there are
/// values already. The receiver is the first argument; all else is as in `InstanceValue` and
/// `EnumType`.
public abstract class Behaviour {
  /// Calls a method, or answers `InstanceValue.UNDEFINED` or `EnumType.NO_METHOD`.
  public @Nullable Object invoke(Object self, String method, @Nullable Object[] args) {
    return InstanceValue.UNDEFINED;
  }

  /// As `InstanceValue.methodArity`.
  public int methodArity(String method) {
    return -1;
  }

  /// As `InstanceValue.methodParameters`.
  public @Nullable String methodParameters(String method) {
    return null;
  }

  /// As `InstanceValue.methodDefault`.
  public @Nullable Object methodDefault(String method, int index) {
    return FunctionValue.REQUIRED;
  }

  /// As `InstanceValue.invokeLeavingOut`.
  public @Nullable Object invokeLeavingOut(Object self, String method, @Nullable Object[] args) {
    return invoke(self, method, args);
  }

  /// An operator, or `InstanceValue.UNDEFINED`.
  public @Nullable Object binary(Object self, String operator, @Nullable Object right) {
    return InstanceValue.UNDEFINED;
  }

  /// As `InstanceValue.hasOperator`.
  public boolean hasOperator(String operator) {
    return false;
  }

  /// The operator `[]`, or `InstanceValue.UNDEFINED`.
  public @Nullable Object index(Object self, @Nullable Object index) {
    return InstanceValue.UNDEFINED;
  }

  /// The result of the user's `to_string` or `to_s` (L 9.4), or null without such a method.
  public @Nullable String text(Object self) {
    return null;
  }

  /// As `InstanceValue.isA`.
  public boolean isA(String type) {
    return false;
  }
}

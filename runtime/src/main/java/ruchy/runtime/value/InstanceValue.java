package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// An instance of a struct or class of the program (L 9.1, 9.2): the base of the classes that the
/// compiler writes. A subclass of the program's class extends the Java class of its superclass.
public abstract class InstanceValue {
  /// What `invoke`, `binary` and `index` answer when the type has no such method or operator.
  public static final Object UNDEFINED = new Object();

  /// The name of the struct or class.
  public abstract String typeName();

  /// The field names in the order of the declaration, inherited ones first; `"0"`, `"1"` ... for a
  /// tuple struct. The same array for every instance of the class; never changed.
  public abstract String[] fieldNames();

  /// Reads a field or property; raises KeyError `Object has no field named 'name'` (L 8.3).
  public abstract @Nullable Object get(String name);

  /// Writes a field or property; raises KeyError as `get`, and TypeError for a value that does not
  /// fit (L 4.3).
  public abstract void set(String name, @Nullable Object value);

  /// What a field holds that may be appended to in place: its value, or a `GrowingText` that must
  /// not leave its place. Raises as `get`.
  public @Nullable Object held(String name) {
    return get(name);
  }

  /// Replaces what a field holds by a value or a `GrowingText`. Raises as `set`.
  public void hold(String name, @Nullable Object held) {
    set(name, GrowingText.value(held));
  }

  /// True for structs, which are copied and compared by their fields; false for classes, which are
  /// shared.
  public abstract boolean isStruct();

  /// The name of its kind (L 6.1).
  public String kind() {
    return isStruct() ? "struct" : "class";
  }

  /// Whether its fields are nobody's business: it is shown by its text alone, also within other
  /// values, and is no data.
  public boolean isOpaque() {
    return false;
  }

  /// A new instance with the same field values (L 8.1).
  public abstract InstanceValue copy();

  /// Whether it is a tuple struct, whose fields are read by position.
  public boolean isPositional() {
    String[] names = fieldNames();
    return names.length > 0 && names[0].equals("0");
  }

  /// Whether there is a field of that name.
  public boolean has(String name) {
    for (String field : fieldNames()) {
      if (field.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the type, a superclass or a trait of it has that name (L 4.2, 11.2).
  public boolean isA(String type) {
    return typeName().equals(type);
  }

  /// Calls a user method with `self` (L 8.4), or answers `UNDEFINED`.
  public @Nullable Object invoke(String method, @Nullable Object[] args) {
    return UNDEFINED;
  }

  /// The fewest and most arguments of a user method without `self`, as `fewest << 8 | most & 0xff`
  /// (most is 0xff when a parameter takes the rest), or -1 when there is no such method.
  public int methodArity(String method) {
    return -1;
  }

  /// The names of the parameters of a user method as `FunctionValue.parameterNames` has them,
  /// without `self`; null if there is no such method or no program names arguments of values.
  public @Nullable String methodParameters(String method) {
    return null;
  }

  /// The default of a parameter of a user method, as `FunctionValue.defaultOf` has it.
  public @Nullable Object methodDefault(String method, int index) {
    return FunctionValue.REQUIRED;
  }

  /// Calls a user method as `FunctionValue.callLeavingOut` calls a function.
  public @Nullable Object invokeLeavingOut(String method, @Nullable Object[] args) {
    return invoke(method, args);
  }

  /// A user operator (L 9.2): `+ - * / % == < > <= >=` with this as left operand, or `UNDEFINED`.
  public @Nullable Object binary(String operator, @Nullable Object right) {
    return UNDEFINED;
  }

  /// Whether the user defined that operator (L 9.2).
  public boolean hasOperator(String operator) {
    return false;
  }

  /// The user operator `[]`, or `UNDEFINED`.
  public @Nullable Object index(@Nullable Object index) {
    return UNDEFINED;
  }

  /// The result of the user's `to_string` or `to_s` (L 9.4), or null without such a method.
  public @Nullable String text() {
    return null;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return Equality.equal(this, other);
  }

  @Override
  public final int hashCode() {
    return Equality.hash(this);
  }

  @Override
  public final String toString() {
    return Display.debug(this);
  }
}

package ruchy.runtime.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// A class without constructor as a value: `let make = Plain::new`. What it makes gets its fields
/// by their names, as in `Plain(x: 1)`, and nothing by position (L 9.2).
public final class FieldsFunction extends FunctionValue {
  private static final @Nullable Object[] NOTHING = {};

  /// Takes the fields in order, each with its default where it has one.
  private final FunctionValue inOrder;

  private FieldsFunction(FunctionValue inOrder) {
    this.inOrder = inOrder;
  }

  /// `inOrder` knows the names of its parameters, which are the fields.
  public static FunctionValue of(FunctionValue inOrder) {
    return new FieldsFunction(inOrder);
  }

  @Override
  public int minimumArity() {
    return 0;
  }

  /// The name of the class.
  @Override
  public String name() {
    return inOrder.name();
  }

  @Override
  public boolean waits() {
    return inOrder.waits();
  }

  @Override
  public boolean shares() {
    return inOrder.shares();
  }

  @Override
  public @Nullable Object call() {
    return make(NOTHING, new HashMapValue());
  }

  /// An instance with these fields. Raises ArgumentError for arguments without name, for a field
  /// that the class does not have, and for one that it needs.
  @Nullable Object make(@Nullable Object[] given, MapValue named) {
    if (given.length > 0) {
      throw wrongCount(given.length);
    }
    String names = inOrder.parameterNames();
    List<String> fields =
        names == null || names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    for (int position = 0; position < named.positions(); position++) {
      Object key = named.keyAt(position);
      if (key != null && !fields.contains(key.toString())) {
        throw Failure.argumentError("Struct " + name() + " does not have field '" + key + "'");
      }
    }
    for (int i = 0; i < fields.size(); i++) {
      if (inOrder.defaultOf(i) == REQUIRED && !named.has(fields.get(i))) {
        throw Failure.argumentError(
            "Missing required field '" + fields.get(i) + "' for struct " + name());
      }
    }
    return NamedArguments.call(inOrder, given, named);
  }
}

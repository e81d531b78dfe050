package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.GrowingText;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Wrapper;

/// `*e` and `*e = v` (L 7.6, L 12.9).
public final class References {
  private References() {}

  /// `*target`: the content of a cell; anything else is itself.
  public static @Nullable Object read(@Nullable Object target) {
    return target instanceof Wrapper wrapper ? wrapper.content() : target;
  }

  /// What a place that is appended to holds: that of a cell, or the target itself.
  public static @Nullable Object held(@Nullable Object target) {
    return target instanceof Wrapper wrapper ? wrapper.held() : target;
  }

  /// Gives the place what it holds from now on: `held` belongs to that place alone. Raises as
  /// `write`.
  public static void hold(@Nullable Object target, @Nullable Object held) {
    if (target instanceof Wrapper wrapper) {
      wrapper.hold(held);
    } else {
      write(target, GrowingText.value(held));
    }
  }

  /// `*target = value`, which yields the value: changes a cell, or all fields of a struct of the
  /// same type. TypeError `Cannot assign through a reference` for anything else.
  public static @Nullable Object write(@Nullable Object target, @Nullable Object value) {
    if (target instanceof Wrapper wrapper) {
      wrapper.setContent(value);
    } else if (target instanceof InstanceValue struct
        && struct.isStruct()
        && value instanceof InstanceValue other
        && other.typeName().equals(struct.typeName())) {
      for (String field : struct.fieldNames()) {
        struct.set(field, other.get(field));
      }
    } else {
      throw Failure.typeError("Cannot assign through a reference");
    }
    return value;
  }
}

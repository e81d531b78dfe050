package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A static export without receiver, reached through the name of a type: `String::from(x)`,
/// `i32::MAX`.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.FIELD})
public @interface Associated {
  /// The type names before the `::`, for example `HashMap` and `BTreeMap`.
  String[] value();
}

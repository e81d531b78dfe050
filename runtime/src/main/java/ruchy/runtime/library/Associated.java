package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An export of a `@Members` class without receiver, called through the type's name: `String::from(x)`.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface Associated {
  /// The type name before the \`::\`.
  String value();
}

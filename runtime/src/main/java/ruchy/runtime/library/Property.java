package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a public method a member that is read (no parameter) or written (one parameter) without
/// call, L 19.1 (1). The same name may also be an `@Export` (L 19.1 (3)).
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface Property {
  /// The Ruchy name; without it the Java name in snake case.
  String value() default "";
}

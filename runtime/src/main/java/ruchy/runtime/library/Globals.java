package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The exports of this class are global functions (L 16). A class may be `@Module` as well, when
/// its functions are known under both.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface Globals {
  /// What stands before each name as a global, for example `fs_`.
  String value() default "";
}

package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The exports of this class are members of a module: `@Module("http")`, `http::get`; of several
/// names if the module has more than one.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface Module {
  String[] value();
}

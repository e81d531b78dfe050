package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The static exports of this class are the methods of a kind: `@Members("string")`. Their first
/// parameter is the receiver. Kinds: `integer float number boolean string byte list map set tuple
/// range function option result error any`. `number` methods exist on integers and floats, `any`
/// methods exist on every value (L 17.1).
///
/// On a class that library types extend its instance exports are methods of all these types:
/// `@Members({"http::Server", "http::Router"})`.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface Members {
  String[] value();
}

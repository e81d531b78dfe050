package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A class of values that a program can hold: `@LibraryType("http::Server")`. Its instance exports
/// are methods of such values, its static exports are called through the type:
/// `http::Server::new(address)`.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface LibraryType {
  String value();
}

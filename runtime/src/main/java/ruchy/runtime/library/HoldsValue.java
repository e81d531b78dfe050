package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Its objects stand for the value that they hold (L 12.9): who looks at one looks at that value,
/// and a value and what holds it are one for all who reach either. Its associated functions make
/// such objects, whatever type they declare. Without it an object of the library and what is in it
/// are apart.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface HoldsValue {}

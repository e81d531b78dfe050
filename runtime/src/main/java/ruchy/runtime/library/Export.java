package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a public method (or a constant field) part of the Ruchy library. Overloads with fewer
/// parameters are optional arguments; a last `Object...` takes the rest; `@Nullable` means nil.
///
/// A name with a `#` in it, `fold#text`, is for calls that the compiler makes of what programs
/// write in other words. No program can write it; the manual, completion and suggestions do not
/// know it, and messages leave out what begins with the `#`.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.FIELD})
public @interface Export {
  /// The Ruchy names, the first being the main one; without names the Java name in snake case.
  String[] value() default {};
}

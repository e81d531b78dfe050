package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The argument is only read while the call lasts: not changed, not kept, not part of the result.
/// Without it a value passed where any value is taken counts as given away, and the compiler
/// forgets its types.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PARAMETER})
public @interface Reads {}

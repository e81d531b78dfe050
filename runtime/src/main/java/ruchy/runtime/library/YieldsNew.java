package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The list, set, map, tuple, option or function that it yields is made for this call, or can never
/// be changed; what is in it may come from the receiver, as the type says. Without it the compiler
/// takes the result for the receiver itself, too.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface YieldsNew {}

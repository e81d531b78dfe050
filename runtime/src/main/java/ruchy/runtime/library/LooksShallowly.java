package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// It looks at its receiver and its arguments, but not into what is within them. Without it the
/// compiler takes it to look at everything that can be reached from there. On a class it is said of
/// all exports.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface LooksShallowly {}

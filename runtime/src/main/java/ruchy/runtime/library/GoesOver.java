package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// It goes over its arguments before it returns, as a loop does (L 10.2): it waits, and takes
/// something away, where one is an object of the library such as a channel, and only there.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface GoesOver {}

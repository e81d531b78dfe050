package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Functions that are passed to it are called before it returns, in the task of the caller, or
/// never; none is kept. Without it the compiler takes them for handlers, which other tasks run
/// later.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface CallsAtOnce {}

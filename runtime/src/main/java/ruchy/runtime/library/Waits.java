package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A call may wait: it is a blocking point (L 12.4).
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface Waits {}

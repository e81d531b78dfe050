package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A call is no blocking point (L 12.4), so the task keeps the turn, but its thread waits for a
/// moment until others have done their part, such as binding a port: what makes the call must not
/// run on an event loop.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface KeepsThread {}

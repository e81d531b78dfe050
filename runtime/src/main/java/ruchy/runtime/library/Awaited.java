package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The library waits for an object of the type that a call-back yields, in the place of the
/// call-back (L 12.1). Its class is an `Awaitable`.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface Awaited {}

package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Its exports only compute: apart from those that are `@Mutates` or `@Waits`, a call changes
/// nothing that outlives it, so that nobody can tell whether it was made once or twice. Without it
/// a call counts as having an effect.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface Computes {}

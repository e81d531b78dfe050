package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A call-back with a parameter of type `any` gets there what other code has thrown, of any task.
/// Without it such a parameter is something that the call was given.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface PassesErrors {}

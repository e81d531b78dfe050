package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What is passed to it may come to other tasks: what any task has put into its receiver, or into
/// what it yields, is handed on to any task that has this. On a class it is said of all exports.
/// Without it an object of the library keeps what it is given for those that the declared types
/// name.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface HandsOn {}

package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The call changes its receiver: arguments whose type is a type variable of the receiver (`T`,
/// `K`, `V`) are stored in it.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface Mutates {}

package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// From this call on another task than that of the caller may run code of the program: it starts
/// one, opens what will call handlers, or takes a function that another task calls without further
/// ado. Without it the statements of the program up to and including the call still come before any
/// second task (L 12.3 (6)). A test reads off the class files that no export without it can do so.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface StartsTasks {}

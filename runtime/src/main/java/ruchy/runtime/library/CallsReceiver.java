package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// It calls its receiver, or yields a function that does, with what it is given, or with what that
/// yields.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface CallsReceiver {}

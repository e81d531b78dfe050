package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What it yields may be yielded to other tasks at the same time. Without it the result of a
/// library object that is handed to one task is taken for the own of that task.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface YieldsCommon {}

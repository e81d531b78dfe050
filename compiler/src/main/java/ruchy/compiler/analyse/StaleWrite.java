package ruchy.compiler.analyse;

import ruchy.compiler.source.Span;

/// A write to shared state of a value that was computed from what stood there before a wait: what
/// others have written meanwhile is lost (L 12.3, the guarantee covers a stretch only).
///
/// @param what the variable or member, as the source names it
/// @param read where it was read
/// @param pause where the task waits in between
/// @param write where it is written
public record StaleWrite(String what, Span read, Span pause, Span write) {}

package ruchy.compiler.analyse;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// Why a fact holds of some code: what stands at a place of it, and, if that is a call, why the
/// fact holds of what is called.
///
/// @param why completes "it may wait, because it ..", such as "sleeps" or "runs load"
public record Cause(Span place, String why, @Nullable Cause further) {}

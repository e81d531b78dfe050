package ruchy.compiler.analyse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// Why a fact holds of some code: what stands at a place of it, and, if that is a call, why the
/// fact holds of what is called.
///
/// @param why completes "it may wait, because it ..", such as "sleeps" or "runs load"
/// @param because what makes shared state of what it uses: how several tasks reach it, and where it
///   changes; empty for waiting and for calls
public record Cause(Span place, String why, List<Origin> because, @Nullable Cause further) {}

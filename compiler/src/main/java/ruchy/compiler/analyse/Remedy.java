package ruchy.compiler.analyse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// What would have to be otherwise for code not to touch one shared state.
///
/// @param state its name in the source, or where it comes from
/// @param places where the code touches it, in the order of the source
/// @param change what changes it, if that is done by statements of the top level or of `main`
///   alone: done before the first task it would be no change of shared state; else null
/// @param firstTask the statement that may start the first task; null if `change` is
public record Remedy(
    String state, List<Span> places, @Nullable Origin change, @Nullable Span firstTask) {}

package ruchy.compiler.tree;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// One parameter of a function, method or closure (L 3.2). `self` in all its forms is a
/// `Pattern.Binding` named `self`. `byReference`: written `&self`, `&mut self`. A rest parameter
/// (`...xs`) is the last.
public record Parameter(
    Pattern pattern,
    @Nullable TypeName type,
    @Nullable Expression fallback,
    boolean rest,
    boolean byReference,
    Span span) {}

package ruchy.compiler.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// What the programmer wrote where a value is taken apart (L 5.10).
public sealed interface Pattern {
  Span span();

  /// `_`
  record Wildcard(Span span) implements Pattern {}

  /// `..` among the arguments of a constructor: those that are not named, `A(first, ..)`
  record Rest(Span span) implements Pattern {}

  /// `1`, `-1`, `"s"`, `true`, `nil`, `:atom`, `b'x'`: the literal is an expression of that form (a
  /// negative number is folded into its literal).
  record Literal(Expression value, Span span) implements Pattern {}

  /// `1..5`, `90..`, `'a'..='z'`; the bounds are integer or one-character string literals
  record Range(@Nullable Expression start, @Nullable Expression end, boolean inclusive, Span span)
      implements Pattern {}

  /// `name` (an upper-case one may turn out to be a constant or a unit variant, L 10.3)
  record Binding(Identifier name, Span span) implements Pattern {}

  /// `name @ pattern`
  record Alias(Identifier name, Pattern pattern, Span span) implements Pattern {}

  /// `E::A`, `m::E::A`: a path of two or more segments without payload
  record Path(List<Identifier> segments, Span span) implements Pattern {}

  /// `E::A(p, q)`, `Some(p)`, `P(a, b)`
  record Constructor(List<Identifier> path, List<Pattern> arguments, Span span)
      implements Pattern {}

  /// `{name, age: 30}`, `S { x, .. }`, `E::C { x, y: p }`; an empty path matches any keyed value
  record Fields(List<Identifier> path, List<FieldPattern> fields, boolean open, Span span)
      implements Pattern {}

  /// `(a, b)`
  record Tuple(List<Pattern> elements, Span span) implements Pattern {}

  /// `[first, ..rest, last]`
  record ListPattern(List<ElementPattern> elements, Span span) implements Pattern {}

  /// `p | q`
  record Alternatives(List<Pattern> alternatives, Span span) implements Pattern {}

  /// `name`, `name: pattern`, `name: pattern = default`; without pattern the name is bound
  record FieldPattern(
      Identifier name, @Nullable Pattern pattern, @Nullable Expression fallback, Span span) {}

  /// One place of a list pattern.
  sealed interface ElementPattern {
    Span span();

    /// `p`, `p = default`
    record One(Pattern pattern, @Nullable Expression fallback, Span span)
        implements ElementPattern {}

    /// `..`, `..rest`, `...rest`
    record Rest(@Nullable Identifier name, Span span) implements ElementPattern {}
  }
}

package ruchy.compiler.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// What the programmer wrote where a type is expected (L 4.1). Lifetimes and refinements are not
/// kept.
public sealed interface TypeName {
  Span span();

  /// `http::Request`, `Vec<i32>`, `impl Shape`, `dyn Shape`
  record Named(List<Identifier> path, List<TypeName> arguments, Span span) implements TypeName {}

  /// `&T`, `&mut T`
  record Reference(TypeName target, boolean mutable, Span span) implements TypeName {}

  /// `fn(A, B) -> C`, `(A) -> C`, `Fn(A) -> C`
  record Function(List<TypeName> parameters, @Nullable TypeName result, Span span)
      implements TypeName {}

  /// `[T]`, `[T; 3]`
  record Array(TypeName element, Span span) implements TypeName {}

  /// `(A, B)`; without elements `()`
  record Tuple(List<TypeName> elements, Span span) implements TypeName {}

  /// `T?`
  record Optional(TypeName target, Span span) implements TypeName {}

  /// `!`, `_`, and what could not be parsed
  record Anything(Span span) implements TypeName {}
}

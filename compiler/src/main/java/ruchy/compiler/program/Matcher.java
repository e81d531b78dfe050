package ruchy.compiler.program;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A pattern with its names bound (L 10.3). Alternatives bind the same variables in each branch.
public sealed interface Matcher {
  Span span();

  /// anything
  record Anything(Span span) implements Matcher {}

  /// anything, bound to the variable
  record Bind(Variable variable, Span span) implements Matcher {}

  /// a string, bound to the variable if there is one
  record Text(@Nullable Variable variable, Span span) implements Matcher {}

  /// a cell (L 12.9)
  record Cell(Span span) implements Matcher {}

  /// a value to which the program gave a method of that name, or a callable to keep under it, that
  /// a call with so many arguments means (L 8.4); in a cell too
  record Answering(String name, int arguments, Span span) implements Matcher {}

  /// the pattern, and the whole value bound to the variable
  record Alias(Variable variable, Matcher matcher, Span span) implements Matcher {}

  /// a value equal to that of the node: a literal, or a read of a constant
  record Equal(Node value, Span span) implements Matcher {}

  /// an integer from `start` to `end`; null is open
  record IntegerRange(@Nullable Long start, @Nullable Long end, boolean inclusive, Span span)
      implements Matcher {}

  /// a one-character string from `start` to `end`
  record CharacterRange(@Nullable String start, @Nullable String end, boolean inclusive, Span span)
      implements Matcher {}

  /// a variant of an enum of the program with its payload
  record OfVariant(UserType.Variant variant, List<Matcher> payload, Span span) implements Matcher {}

  /// `Some(p)`
  record OfSome(Matcher payload, Span span) implements Matcher {}

  /// `None` and nil
  record OfNone(Span span) implements Matcher {}

  /// `Ok(p)`, `Err(p)`
  record OfResult(boolean ok, Matcher payload, Span span) implements Matcher {}

  /// a tuple of that length; `lists`: a list too (in `for` and `let`)
  record Tuple(List<Matcher> elements, boolean lists, Span span) implements Matcher {}

  /// a list with these first and last elements; without `rest` of exactly that length. `rest` null
  /// with `open` drops it
  record ListOf(
      List<Element> first, boolean open, @Nullable Variable rest, List<Element> last, Span span)
      implements Matcher {}

  /// one element of a list; with a fallback it may be missing or nil
  record Element(Matcher matcher, @Nullable Node fallback) {}

  /// a map, struct or class instance with these fields; `type` null for any of them
  record Fields(@Nullable UserType type, List<Field> fields, Span span) implements Matcher {}

  /// one field; with a fallback it may be missing or nil
  record Field(String name, Matcher matcher, @Nullable Node fallback) {}

  /// either
  record Alternatives(List<Matcher> alternatives, Span span) implements Matcher {}
}

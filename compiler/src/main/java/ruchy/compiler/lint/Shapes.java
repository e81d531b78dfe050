package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Node.OptionForm;
import ruchy.compiler.program.Variable;

/// The shapes of patterns, in one of two readings.
///
/// @param lenient a pattern that takes some of very many values (literals, ranges, lists, fields)
///   counts as one that takes all of them, so that what is left over is left over for certain; else
///   as one that takes no more than it does for certain
record Shapes(boolean lenient) {
  Shape of(Matcher matcher) {
    return switch (matcher) {
      case Matcher.Anything _ -> Shape.ANY;
      case Matcher.Bind _ -> Shape.ANY;
      case Matcher.Text _, Matcher.Cell _, Matcher.Answering _ -> some();
      case Matcher.Alias alias -> of(alias.matcher());
      case Matcher.Equal equal -> equal(equal.value());
      case Matcher.IntegerRange range -> lenient ? Shape.ANY : integers(range);
      case Matcher.CharacterRange range ->
          literal(List.of("" + range.start(), "" + range.end(), range.inclusive()));
      case Matcher.OfVariant variant -> of(new Shape.Variant(variant.variant()), variant.payload());
      case Matcher.OfSome some ->
          of(new Shape.Predeclared(OptionForm.SOME), List.of(some.payload()));
      case Matcher.OfNone _ -> of(new Shape.Predeclared(OptionForm.NONE), List.of());
      case Matcher.OfResult result ->
          of(
              new Shape.Predeclared(result.ok() ? OptionForm.OK : OptionForm.ERR),
              List.of(result.payload()));
      case Matcher.Tuple tuple -> of(new Shape.Tuple(tuple.elements().size()), tuple.elements());
      case Matcher.ListOf list -> lenient ? Shape.ANY : list(list);
      case Matcher.Fields _ -> some();
      case Matcher.Alternatives alternatives ->
          new Shape.Either(alternatives.alternatives().stream().map(this::of).toList());
    };
  }

  private Shape of(Shape.Constructor constructor, List<Matcher> parts) {
    return new Shape.Of(constructor, parts.stream().map(this::of).toList());
  }

  /// Values of which nothing is known but that they are not all.
  private Shape some() {
    return literal(new Object());
  }

  private Shape literal(Object key) {
    return lenient ? Shape.ANY : new Shape.Of(new Shape.Literal(key), List.of());
  }

  private Shape equal(Node value) {
    return switch (value) {
      case Node.Constant(Boolean truth, _) -> new Shape.Of(new Shape.Truth(truth), List.of());
      case Node.Constant(Object constant, _) -> literal(constant);
      case Node.AtomConstant atom -> literal(List.of("atom", atom.name()));
      case Node.ByteConstant constant -> literal(List.of("byte", constant.value()));
      case Node.Read(Variable variable, _, _) when variable.isConstant() -> literal(variable);
      case Node.MakeVariant make when make.payload().isEmpty() ->
          of(new Shape.Variant(make.variant()), List.of());
      default -> some();
    };
  }

  private Shape integers(Matcher.IntegerRange range) {
    long least = range.start() == null ? Long.MIN_VALUE : range.start();
    long greatest = range.end() == null ? Long.MAX_VALUE : range.end();
    if (range.end() != null && !range.inclusive()) {
      if (greatest == Long.MIN_VALUE) {
        return some();
      }
      greatest--;
    }
    return new Shape.Of(new Shape.Integers(least, greatest), List.of());
  }

  private Shape list(Matcher.ListOf list) {
    List<Matcher> parts = new ArrayList<>();
    for (List<Matcher.Element> elements : List.of(list.first(), list.last())) {
      for (Matcher.Element element : elements) {
        if (element.fallback() != null) {
          return some();
        }
        parts.add(element.matcher());
      }
    }
    return of(new Shape.Elements(list.first().size(), list.open(), list.last().size()), parts);
  }
}

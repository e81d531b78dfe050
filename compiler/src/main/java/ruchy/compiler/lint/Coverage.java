package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.lint.Shape.Constructor;
import ruchy.compiler.program.Node.OptionForm;

/// What rows of patterns leave over, and whether a row takes anything that the rows before it do
/// not: the matrices of Maranget, "Warnings for pattern matching" (JFP 17, 2007), section 3 and 5.
/// The work is limited; a matrix that needs more counts as fine.
final class Coverage {
  /// Rows that are looked at in one question.
  private static final int MOST_WORK = 50_000;

  /// Patterns that are left over and told.
  private static final int MOST_MISSING = 30;

  /// One row: as many shapes as there are columns.
  ///
  /// @param guarded it may let through what it matches
  record Row(List<Shape> shapes, boolean guarded) {
    private Row with(List<Shape> first) {
      List<Shape> all = new ArrayList<>(first);
      all.addAll(shapes.subList(1, shapes.size()));
      return new Row(all, guarded);
    }
  }

  private int work;

  private boolean isTooMuch(List<Row> rows) {
    work += 1 + rows.size();
    return work > MOST_WORK;
  }

  /// Patterns for what no row takes, none if there is nothing or nothing that is certain.
  static List<String> missing(List<Row> rows) {
    var coverage = new Coverage();
    Set<String> patterns = new LinkedHashSet<>();
    for (List<String> pattern : coverage.missing(rows, 1)) {
      patterns.add(pattern.getFirst());
    }
    return coverage.work > MOST_WORK ? List.of() : List.copyOf(patterns);
  }

  private List<List<String>> missing(List<Row> rows, int columns) {
    if (isTooMuch(rows)) {
      return List.of();
    }
    if (columns == 0) {
      return rows.stream().allMatch(Row::guarded) ? List.of(List.of()) : List.of();
    }
    Set<Constructor> heads = new LinkedHashSet<>();
    rows.forEach(row -> heads(row.shapes().getFirst(), heads));
    List<List<String>> missing = new ArrayList<>();
    if (heads.isEmpty()) {
      for (List<String> rest : missing(others(rows), columns - 1)) {
        missing.add(joined("_", rest));
      }
      return missing;
    }
    for (Constructor constructor : family(heads)) {
      int arity = constructor.arity();
      for (List<String> parts : missing(made(rows, constructor), arity + columns - 1)) {
        if (missing.size() < MOST_MISSING) {
          String first = text(constructor, parts.subList(0, arity));
          missing.add(joined(first, parts.subList(arity, parts.size())));
        }
      }
    }
    return missing;
  }

  private static List<String> joined(String first, List<String> rest) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  /// The constructors of the values in a column. Where there are patterns for values of several
  /// types, the type whose constructors are all there, or none.
  private static List<Constructor> family(Set<Constructor> heads) {
    List<Constructor> family = heads.iterator().next().siblings();
    if (family.containsAll(heads)) {
      return family;
    }
    for (Constructor head : heads) {
      if (heads.containsAll(head.siblings())) {
        return head.siblings();
      }
    }
    return List.of();
  }

  private static void heads(Shape shape, Set<Constructor> heads) {
    switch (shape) {
      case Shape.Any _ -> {}
      case Shape.Of of -> heads.add(of.constructor());
      case Shape.Either either -> either.choices().forEach(choice -> heads(choice, heads));
    }
  }

  private static String text(Constructor constructor, List<String> parts) {
    String inner = "(" + String.join(", ", parts) + ")";
    return switch (constructor) {
      case Shape.Variant(var variant) when variant.record() ->
          variant.owner() + "::" + variant.name() + " { .. }";
      case Shape.Variant(var variant) ->
          variant.owner() + "::" + variant.name() + (parts.isEmpty() ? "" : inner);
      case Shape.Predeclared(OptionForm form) ->
          switch (form) {
            case SOME -> "Some" + inner;
            case NONE -> "None";
            case OK -> "Ok" + inner;
            case ERR -> "Err" + inner;
          };
      case Shape.Truth(boolean value) -> String.valueOf(value);
      case Shape.Tuple _ -> inner;
      case Shape.Elements _, Shape.Literal _, Shape.Integers _ -> "_";
    };
  }

  /// Whether the row takes no value for certain that the rows before it let through.
  static boolean isCovered(List<Row> rows, Shape shape) {
    var coverage = new Coverage();
    return !coverage.takesMore(rows, List.of(shape)) && coverage.work <= MOST_WORK;
  }

  /// Constructors never count as all there are: that a value is of the type is not certain.
  private boolean takesMore(List<Row> rows, List<Shape> shapes) {
    if (rows.isEmpty() || isTooMuch(rows)) {
      return true;
    }
    if (shapes.isEmpty()) {
      return false;
    }
    List<Shape> rest = shapes.subList(1, shapes.size());
    return switch (shapes.getFirst()) {
      case Shape.Any _ -> takesMore(others(rows), rest);
      case Shape.Of of -> {
        List<Shape> inner = new ArrayList<>(of.parts());
        inner.addAll(rest);
        yield takesMore(made(rows, of.constructor()), inner);
      }
      case Shape.Either either -> {
        for (Shape choice : either.choices()) {
          if (takesMore(rows, joinedShapes(choice, rest))) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  private static List<Shape> joinedShapes(Shape first, List<Shape> rest) {
    List<Shape> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  /// The rows that take values made by the constructor, its parts in the place of the first column.
  private static List<Row> made(List<Row> rows, Constructor constructor) {
    List<Row> made = new ArrayList<>();
    rows.forEach(row -> made(row, row.shapes().getFirst(), constructor, made));
    return made;
  }

  private static void made(Row row, Shape first, Constructor constructor, List<Row> made) {
    switch (first) {
      case Shape.Any _ -> made.add(row.with(Shape.anything(constructor.arity())));
      case Shape.Of of -> {
        if (of.constructor().includes(constructor)) {
          made.add(row.with(of.parts()));
        }
      }
      case Shape.Either either ->
          either.choices().forEach(choice -> made(row, choice, constructor, made));
    }
  }

  /// The rows that take all values in the first column, without it.
  private static List<Row> others(List<Row> rows) {
    List<Row> others = new ArrayList<>();
    rows.forEach(row -> others(row, row.shapes().getFirst(), others));
    return others;
  }

  private static void others(Row row, Shape first, List<Row> others) {
    switch (first) {
      case Shape.Any _ -> others.add(row.with(List.of()));
      case Shape.Of _ -> {}
      case Shape.Either either -> either.choices().forEach(choice -> others(row, choice, others));
    }
  }
}

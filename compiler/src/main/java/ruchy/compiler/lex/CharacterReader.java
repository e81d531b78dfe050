package ruchy.compiler.lex;

import java.util.List;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// The characters of a source from `position` to `limit`, read one after the other.
final class CharacterReader {
  final Source source;
  final String text;
  final int limit;
  final Words words;

  /// In how many holes of f-strings the text stands.
  final int holes;

  int position;

  /// A string without end has been found; since then no string is longer than its line.
  boolean stringsEndAtLine;

  /// How many holes of f-strings had no end so far.
  int brokenHoles;

  /// The string read last has no end.
  boolean isWithoutEnd;

  private final List<Problem> problems;

  CharacterReader(
      Source source, int position, int limit, int holes, Words words, List<Problem> problems) {
    this.source = source;
    this.text = source.text();
    this.position = position;
    this.limit = limit;
    this.holes = holes;
    this.words = words;
    this.problems = problems;
  }

  /// A reader for the stretch of a hole.
  CharacterReader hole(int start, int end) {
    return new CharacterReader(source, start, end, holes + 1, words, problems);
  }

  /// The character at the position; NUL at the end.
  char peek() {
    return position < limit ? text.charAt(position) : '\0';
  }

  char peek(int ahead) {
    int index = position + ahead;
    return index < limit ? text.charAt(index) : '\0';
  }

  boolean atEnd() {
    return position >= limit;
  }

  Span span(int start, int end) {
    return new Span(source, start, end);
  }

  void report(Problem problem) {
    problems.add(problem);
  }
}

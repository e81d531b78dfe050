package ruchy.compiler.lex;

import java.util.List;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// The characters of a source from `position` to `limit`, read one after the other.
final class CharacterReader {
  final Source source;
  final String text;

  /// Those of all of the text: to ask a string for one takes a dozen times as long in code that is
  /// not compiled yet, as all of a lexer that lexes one short program is.
  final char[] characters;

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
    this(source, source.text().toCharArray(), position, limit, holes, words, problems);
  }

  private CharacterReader(
      Source source,
      char[] characters,
      int position,
      int limit,
      int holes,
      Words words,
      List<Problem> problems) {
    this.source = source;
    this.text = source.text();
    this.characters = characters;
    this.position = position;
    this.limit = limit;
    this.holes = holes;
    this.words = words;
    this.problems = problems;
  }

  /// A reader for the stretch of a hole.
  CharacterReader hole(int start, int end) {
    return new CharacterReader(source, characters, start, end, holes + 1, words, problems);
  }

  /// The character at the position; NUL at the end.
  char peek() {
    return position < limit ? characters[position] : '\0';
  }

  char peek(int ahead) {
    int index = position + ahead;
    return index < limit ? characters[index] : '\0';
  }

  /// The end of the letters, digits and underscores from `start` (L 1.3).
  int wordEnd(int start) {
    return wordEnd(start, limit);
  }

  /// The same, where the text ends before the limit of the reader.
  int wordEnd(int start, int end) {
    int i = start;
    while (i < end) {
      char c = characters[i];
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') {
        i++;
      } else if (c < 128) {
        break;
      } else {
        int point = text.codePointAt(i);
        if (!Character.isLetterOrDigit(point)) {
          break;
        }
        i += Character.charCount(point);
      }
    }
    return Math.min(i, end);
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

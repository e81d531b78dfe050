package ruchy.compiler.format;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.lex.Trivia;
import ruchy.compiler.source.Source;

/// What stands between two tokens.
///
/// @param lines the line ends before the token, after its last comment
/// @param isSpaced whether white space stands before the token
record Gap(List<Comment> comments, int lines, boolean isSpaced) {
  /// The comment before an item that is not to be laid out.
  private static final String IGNORE = "ruchy-fmt-ignore";

  /// @param lines the line ends before it
  /// @param column where it stands, from the indentation of its line; -1 if directly after the code
  /// @param isLine whether it goes to the end of its line
  /// @param isSpaced whether white space stands before it
  record Comment(String text, int lines, int column, boolean isLine, boolean isSpaced) {}

  static Gap before(Tokens tokens, int index, int indent) {
    Source source = tokens.source();
    List<Comment> comments = new ArrayList<>();
    int lines = 0;
    boolean isSpaced = false;
    for (Trivia trivia : tokens.trivia(index)) {
      switch (trivia.kind()) {
        case NEWLINE -> {
          lines++;
          isSpaced = true;
        }
        case SPACE -> isSpaced = true;
        case BROKEN -> {}
        case LINE_COMMENT, DOC_COMMENT, BLOCK_COMMENT -> {
          var text = source.text().substring(trivia.start(), trivia.end());
          int column = column(source, trivia.start(), indent);
          boolean isLine = trivia.kind() != Trivia.Kind.BLOCK_COMMENT;
          comments.add(
              new Comment(isLine ? text.stripTrailing() : text, lines, column, isLine, isSpaced));
          lines = 0;
          isSpaced = false;
        }
      }
    }
    return new Gap(List.copyOf(comments), lines, isSpaced);
  }

  private static int column(Source source, int offset, int indent) {
    String line = source.lineText(source.line(offset));
    int at = source.column(offset) - 1;
    String before = line.substring(0, line.offsetByCodePoints(0, at));
    if (before.length() - before.stripTrailing().length() < 2 && !before.endsWith("\t")) {
      return -1;
    }
    String code = before.stripLeading();
    return columns(before, indent)
        - columns(before.substring(0, before.length() - code.length()), indent);
  }

  private static int columns(String text, int indent) {
    int columns = 0;
    int tab = Math.max(1, indent);
    for (int point : text.codePoints().toArray()) {
      columns += point == '\t' ? tab - columns % tab : 1;
    }
    return columns;
  }

  /// Whether a line ends in it, comments aside.
  boolean hasLineEnd() {
    return lines > 0 || comments.stream().anyMatch(comment -> comment.lines() > 0);
  }

  /// Whether a comment in it makes a line end.
  boolean hasEndingComment() {
    return !comments.isEmpty() && (hasLineEnd() || comments.stream().anyMatch(Comment::isLine));
  }

  boolean isIgnored() {
    return comments.stream().anyMatch(comment -> comment.text().contains(IGNORE));
  }
}

package ruchy.runtime.db;

import java.util.Locale;
import java.util.Set;

/// What can be told of SQL text without knowing its grammar: what is in quotes or in a comment is
/// skipped.
///
/// @param placeholders how many `?` stand for arguments
/// @param isEmpty whether there is nothing but comments
/// @param isSingle whether nothing follows the first statement
/// @param writes whether it may change anything
/// @param changesRows whether it adds, changes or deletes rows of tables
/// @param isOfTransaction whether it begins or ends a transaction
record Statement(
    String sql,
    int placeholders,
    boolean isEmpty,
    boolean isSingle,
    boolean writes,
    boolean changesRows,
    boolean isOfTransaction) {
  private static final int SHOWN = 120;
  private static final Set<String> OF_TRANSACTIONS =
      Set.of("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release");

  static Statement of(String sql, Lexicon lexicon) {
    return new Scan(sql, lexicon).statement();
  }

  /// The text in one line, shortened: for messages.
  String shown() {
    String line = sql.strip().replaceAll("\\s+", " ");
    int end = Math.min(line.length(), SHOWN);
    return line.length() <= SHOWN
        ? line
        : line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
            + "...";
  }

  private static final class Scan {
    private final String sql;
    private final Lexicon lexicon;
    private int at;
    private int placeholders;
    private boolean isEmpty = true;
    private boolean hasEnded;
    private boolean isSingle = true;
    private boolean isFirstWord = true;
    private boolean writes;
    private boolean isOfWith;
    private boolean changesRows;
    private boolean isOfTransaction;

    Scan(String sql, Lexicon lexicon) {
      this.sql = sql;
      this.lexicon = lexicon;
    }

    Statement statement() {
      while (at < sql.length()) {
        step(sql.charAt(at));
      }
      return new Statement(
          sql,
          placeholders,
          isEmpty,
          isSingle,
          writes || isFirstWord,
          changesRows,
          isOfTransaction);
    }

    private void step(char unit) {
      int afterComment = lexicon.afterComment(sql, at);
      if (afterComment > at) {
        at = afterComment;
      } else if (Character.isWhitespace(unit)) {
        at++;
      } else if (unit == ';') {
        hasEnded = true;
        at++;
      } else {
        isSingle &= !hasEnded;
        isEmpty = false;
        token(unit);
      }
    }

    private void token(char unit) {
      int afterQuoted = lexicon.afterQuoted(sql, at);
      if (afterQuoted > at) {
        at = afterQuoted;
      } else if (Character.isLetter(unit) || unit == '_') {
        word();
      } else {
        placeholders += unit == '?' ? 1 : 0;
        at++;
      }
    }

    private void word() {
      int start = at;
      while (at < sql.length() && isOfWord(sql.charAt(at))) {
        at++;
      }
      String word = sql.substring(start, at).toLowerCase(Locale.ROOT);
      boolean reads =
          switch (word) {
            case "select", "values", "explain", "pragma", "with", "show", "table" -> true;
            default -> false;
          };
      boolean changes =
          switch (word) {
            case "insert", "update", "delete", "replace", "merge" -> true;
            default -> false;
          };
      isOfWith |= isFirstWord && word.equals("with");
      writes |= isFirstWord ? !reads : changes;
      changesRows |= changes && (isFirstWord || isOfWith);
      isOfTransaction |= isFirstWord && OF_TRANSACTIONS.contains(word);
      isFirstWord = false;
    }

    private static boolean isOfWord(char unit) {
      return Character.isLetterOrDigit(unit) || unit == '_' || unit == '$';
    }
  }
}

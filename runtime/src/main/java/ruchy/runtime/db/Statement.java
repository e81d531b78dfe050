package ruchy.runtime.db;

import java.util.Locale;
import java.util.Set;

/// What can be told of SQL text without knowing its grammar: what is in quotes or in a comment is
/// skipped, as SQLite and PostgreSQL do.
///
/// @param placeholders how many `?` stand for arguments; `??` is PostgreSQL's operator `?`
/// @param isSingle whether nothing follows the first statement
/// @param writes whether it may change anything
/// @param isOfTransaction whether it begins or ends a transaction
record Statement(
    String sql, int placeholders, boolean isSingle, boolean writes, boolean isOfTransaction) {
  private static final int SHOWN = 120;
  private static final Set<String> OF_TRANSACTIONS =
      Set.of("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release");

  static Statement of(String sql) {
    return new Scan(sql).statement();
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
    private int at;
    private int placeholders;
    private boolean hasEnded;
    private boolean isSingle = true;
    private boolean isFirstWord = true;
    private boolean writes;
    private boolean isOfTransaction;

    Scan(String sql) {
      this.sql = sql;
    }

    Statement statement() {
      while (at < sql.length()) {
        step(sql.charAt(at));
      }
      return new Statement(sql, placeholders, isSingle, writes || isFirstWord, isOfTransaction);
    }

    private void step(char unit) {
      if (Character.isWhitespace(unit)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        at = after("*/", at + 2);
      } else if (unit == ';') {
        hasEnded = true;
        at++;
      } else {
        isSingle &= !hasEnded;
        token(unit);
      }
    }

    private void token(char unit) {
      switch (unit) {
        case '\'' ->
            at =
                sql.startsWith("E'", at - 1) || sql.startsWith("e'", at - 1)
                    ? afterEscaped(at + 1)
                    : after("'", at + 1);
        case '"', '`' -> at = after(String.valueOf(unit), at + 1);
        case '?' -> {
          boolean isOperator = sql.startsWith("??", at);
          placeholders += isOperator ? 0 : 1;
          at += isOperator ? 2 : 1;
        }
        case '$' -> dollar();
        default -> {
          if (Character.isLetter(unit) || unit == '_') {
            word();
          } else {
            at++;
          }
        }
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
      writes |=
          isFirstWord
              ? !reads
              : word.equals("insert")
                  || word.equals("update")
                  || word.equals("delete")
                  || word.equals("replace");
      isOfTransaction |= isFirstWord && OF_TRANSACTIONS.contains(word);
      isFirstWord = false;
    }

    private static boolean isOfWord(char unit) {
      return Character.isLetterOrDigit(unit) || unit == '_' || unit == '$';
    }

    /// `$tag$ text $tag$` of PostgreSQL.
    private void dollar() {
      int end = at + 1;
      while (end < sql.length() && isOfWord(sql.charAt(end)) && sql.charAt(end) != '$') {
        end++;
      }
      boolean isQuote = end < sql.length() && sql.charAt(end) == '$';
      at = isQuote ? after(sql.substring(at, end + 1), end + 1) : end;
    }

    private int afterEscaped(int from) {
      int place = from;
      while (place < sql.length() && sql.charAt(place) != '\'') {
        place += sql.charAt(place) == '\\' ? 2 : 1;
      }
      return Math.min(sql.length(), place + 1);
    }

    private int after(String mark, int from) {
      int found = sql.indexOf(mark, from);
      return found < 0 ? sql.length() : found + mark.length();
    }
  }
}

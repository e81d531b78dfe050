package ruchy.runtime.db;

/// What in the SQL text of a database is no part of its grammar: in it, a question mark stands for
/// nothing and a semicolon ends nothing.
public interface Lexicon {
  /// The place after the comment that begins here; `at` if none does.
  int afterComment(String sql, int at);

  /// The place after the quoted text or name, or the operator with a question mark, that begins
  /// here; `at` if none does.
  int afterQuoted(String sql, int at);

  /// The place after the next mark, or the end of the text.
  ///
  /// @param from where to look
  static int after(String sql, String mark, int from) {
    int found = sql.indexOf(mark, from);
    return found < 0 ? sql.length() : found + mark.length();
  }
}

package ruchy.runtime.sqlite;

import ruchy.runtime.db.Lexicon;

/// Comments and quotes of SQLite, which has no escapes but doubled quotes: these read as two texts
/// side by side.
final class SqliteLexicon implements Lexicon {
  @Override
  public int afterComment(String sql, int at) {
    if (sql.startsWith("--", at)) {
      return Lexicon.after(sql, "\n", at);
    }
    return sql.startsWith("/*", at) ? Lexicon.after(sql, "*/", at + 2) : at;
  }

  @Override
  public int afterQuoted(String sql, int at) {
    char unit = sql.charAt(at);
    return switch (unit) {
      case '\'', '"', '`' -> Lexicon.after(sql, String.valueOf(unit), at + 1);
      case '[' -> Lexicon.after(sql, "]", at + 1);
      default -> at;
    };
  }
}

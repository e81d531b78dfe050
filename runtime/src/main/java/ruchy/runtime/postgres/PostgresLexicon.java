package ruchy.runtime.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.db.Lexicon;

/// Comments and quotes of PostgreSQL. A doubled quote reads as two texts side by side.
final class PostgresLexicon implements Lexicon {
  /// What begins a text with escapes. A name may end with the same letter.
  private static final Pattern ESCAPED = Pattern.compile("(?<![\\w$\\x{80}-\\x{10FFFF}])[eE]'");

  /// What begins and ends a text without any escapes.
  private static final Pattern DOLLARS =
      Pattern.compile("\\$([A-Za-z_\\x{80}-\\x{10FFFF}][\\w\\x{80}-\\x{10FFFF}]*)?\\$");

  @Override
  public int afterComment(String sql, int at) {
    if (sql.startsWith("--", at)) {
      int end = at;
      while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
        end++;
      }
      return end;
    }
    return sql.startsWith("/*", at) ? afterNested(sql, at) : at;
  }

  /// A comment may contain others.
  private static int afterNested(String sql, int at) {
    int depth = 0;
    int place = at;
    do {
      if (sql.startsWith("/*", place)) {
        depth++;
        place += 2;
      } else if (sql.startsWith("*/", place)) {
        depth--;
        place += 2;
      } else {
        place++;
      }
    } while (depth > 0 && place < sql.length());
    return place;
  }

  @Override
  public int afterQuoted(String sql, int at) {
    char unit = sql.charAt(at);
    return switch (unit) {
      case '\'', '"' -> Lexicon.after(sql, String.valueOf(unit), at + 1);
      case 'e', 'E' -> begins(ESCAPED, sql, at) == null ? at : afterEscaped(sql, at + 2);
      case '$' -> {
        String mark = begins(DOLLARS, sql, at);
        yield mark == null ? at : Lexicon.after(sql, mark, at + mark.length());
      }
      case '?' -> sql.startsWith("??", at) ? at + 2 : at;
      default -> at;
    };
  }

  private static @Nullable String begins(Pattern pattern, String sql, int at) {
    Matcher matcher = pattern.matcher(sql).region(at, sql.length()).useTransparentBounds(true);
    return matcher.lookingAt() ? matcher.group() : null;
  }

  private static int afterEscaped(String sql, int from) {
    int place = from;
    while (place < sql.length() && sql.charAt(place) != '\'') {
      place += sql.charAt(place) == '\\' ? 2 : 1;
    }
    return Math.min(sql.length(), place + 1);
  }
}

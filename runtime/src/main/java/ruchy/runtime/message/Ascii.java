package ruchy.runtime.message;

/// Characters of the grammar of HTTP.
public final class Ascii {
  private Ascii() {}

  /// ALPHA or DIGIT (RFC 5234, appendix B.1).
  public static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  public static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}

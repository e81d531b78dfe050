package ruchy.runtime.http;

/// Characters of the grammar of HTTP.
final class Ascii {
  private Ascii() {}

  /// ALPHA or DIGIT (RFC 5234, appendix B.1).
  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}

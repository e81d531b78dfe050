package ruchy.runtime.member;

import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;

/// What can be asked of the characters of a `string` (L 17.3): true when there is at least one and
/// all qualify.
@Members("string")
@Computes
public final class StringTestMembers {
  private StringTestMembers() {}

  /// Whether all characters are digits.
  ///
  /// ```ruchy
  /// "2025".is_digit()   // => true
  /// ```
  @Export
  public static boolean isDigit(String text) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (!Character.isDigit(character)) {
        return false;
      }
      i += Character.charCount(character);
    }
    return !text.isEmpty();
  }

  /// Whether all characters are digits of a number system, such as 16.
  ///
  /// ```ruchy
  /// "7f".is_digit(16)   // => true
  /// ```
  @Export
  public static boolean isDigit(String text, long base) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (base < Character.MIN_RADIX
          || base > Character.MAX_RADIX
          || Character.digit(character, (int) base) < 0) {
        return false;
      }
      i += Character.charCount(character);
    }
    return !text.isEmpty();
  }

  /// Whether all characters are letters.
  ///
  /// ```ruchy
  /// "abc1".is_alphabetic()   // => false
  /// ```
  @Export
  public static boolean isAlphabetic(String text) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (!Character.isLetter(character)) {
        return false;
      }
      i += Character.charCount(character);
    }
    return !text.isEmpty();
  }

  /// Whether all characters are letters or digits.
  ///
  /// ```ruchy
  /// "abc1".is_alphanumeric()   // => true
  /// ```
  @Export
  public static boolean isAlphanumeric(String text) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (!Character.isLetterOrDigit(character)) {
        return false;
      }
      i += Character.charCount(character);
    }
    return !text.isEmpty();
  }

  /// Whether all characters are white space.
  ///
  /// ```ruchy
  /// " \t".is_whitespace()   // => true
  /// ```
  @Export
  public static boolean isWhitespace(String text) {
    return !text.isEmpty() && text.isBlank();
  }

  /// Whether all characters are letters in upper case.
  ///
  /// ```ruchy
  /// "ABC".is_uppercase()   // => true
  /// ```
  @Export
  public static boolean isUppercase(String text) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (!Character.isUpperCase(character)) {
        return false;
      }
      i += Character.charCount(character);
    }
    return !text.isEmpty();
  }

  /// Whether all characters are letters in lower case.
  ///
  /// ```ruchy
  /// "Abc".is_lowercase()   // => false
  /// ```
  @Export
  public static boolean isLowercase(String text) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (!Character.isLowerCase(character)) {
        return false;
      }
      i += Character.charCount(character);
    }
    return !text.isEmpty();
  }

  /// Whether all characters are below code point 128.
  ///
  /// ```ruchy
  /// "héllo".is_ascii()   // => false
  /// ```
  @Export
  public static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}

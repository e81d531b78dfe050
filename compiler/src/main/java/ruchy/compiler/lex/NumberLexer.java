package ruchy.compiler.lex;

import ruchy.compiler.problem.SyntaxProblem;

/// Numbers (L 1.4).
final class NumberLexer {
  private NumberLexer() {}

  /// Reads the number at the position. `afterDot`: only digits, for they are an index (`t.0.1`).
  static Token lex(CharacterReader reader, boolean afterDot) {
    int start = reader.position;
    String text = reader.text;
    if (afterDot) {
      reader.position = digitsEnd(reader, start);
      return integer(reader, start, text.substring(start, reader.position), 10);
    }
    char second = reader.peek(1);
    if (reader.peek() == '0') {
      if (second == 'x' || second == 'X') {
        return based(reader, start, 16, "a hexadecimal number has the digits 0 to 9 and A to F");
      }
      if (second == 'o' || second == 'O') {
        return based(reader, start, 8, "an octal number has the digits 0 to 7");
      }
      if (second == 'b' || second == 'B') {
        return based(reader, start, 2, "a binary number has the digits 0 and 1");
      }
    }
    return decimal(reader, start);
  }

  private static Token decimal(CharacterReader reader, int start) {
    String text = reader.text;
    int end = digitsEnd(reader, start);
    boolean isFloat = false;
    if (charAt(reader, end) == '.' && isDigit(charAt(reader, end + 1))) {
      isFloat = true;
      end = digitsEnd(reader, end + 1);
    }
    char mark = charAt(reader, end);
    if (mark == 'e' || mark == 'E') {
      char next = charAt(reader, end + 1);
      int digits = next == '+' || next == '-' ? end + 2 : end + 1;
      if (isDigit(charAt(reader, digits))) {
        isFloat = true;
        end = digitsEnd(reader, digits);
      }
    }
    String number = text.substring(start, end);
    int suffixEnd = reader.wordEnd(end);
    String suffix = text.substring(end, suffixEnd);
    reader.position = suffixEnd;
    if (isFloatSuffix(suffix)) {
      isFloat = true;
    } else if (!suffix.isEmpty() && (isFloat || !isIntegerSuffix(suffix))) {
      invalid(reader, start, unknownSuffix(suffix, isFloat));
    }
    if (isFloat) {
      double value = Double.parseDouble(number.replace("_", ""));
      return new Token(TokenKind.FLOAT, start, suffixEnd, 0, value);
    }
    return integer(reader, start, number, 10);
  }

  private static Token based(CharacterReader reader, int start, int base, String reason) {
    int end = start + 2;
    int digits = 0;
    while (isBasedDigit(charAt(reader, end), base)) {
      digits += charAt(reader, end) == '_' ? 0 : 1;
      end++;
    }
    String number = reader.text.substring(start + 2, end);
    int suffixEnd = reader.wordEnd(end);
    String suffix = reader.text.substring(end, suffixEnd);
    reader.position = suffixEnd;
    if ((!suffix.isEmpty() && !isIntegerSuffix(suffix)) || digits == 0) {
      invalid(reader, start, reason);
      return new Token(TokenKind.INTEGER, start, suffixEnd, Token.BROKEN, 0L);
    }
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) != '_' && Character.digit(number.charAt(i), base) < 0) {
        invalid(reader, start, reason);
        return new Token(TokenKind.INTEGER, start, suffixEnd, Token.BROKEN, 0L);
      }
    }
    return integer(reader, start, number, base);
  }

  /// A token for the digits, which end at the reader's position but for a suffix; the value must
  /// fit 64 bits signed.
  private static Token integer(CharacterReader reader, int start, String digits, int base) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c == '_') {
        continue;
      }
      int digit = Character.digit(c, base);
      if (value > (Long.MAX_VALUE - digit) / base) {
        return large(reader, start, digits.replace("_", ""), base);
      }
      value = value * base + digit;
    }
    return new Token(TokenKind.INTEGER, start, reader.position, 0, value);
  }

  private static Token large(CharacterReader reader, int start, String digits, int base) {
    int end = reader.position;
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    if (base == 10
        && digits.startsWith("9223372036854775808", zeros)
        && digits.length() - zeros == 19) {
      return new Token(TokenKind.INTEGER, start, end, Token.NEEDS_MINUS, Long.MIN_VALUE);
    }
    reader.report(new SyntaxProblem.IntegerOutOfRange(reader.span(start, end)));
    return new Token(TokenKind.INTEGER, start, end, Token.BROKEN, 0L);
  }

  private static void invalid(CharacterReader reader, int start, String reason) {
    reader.report(new SyntaxProblem.InvalidNumber(reader.span(start, reader.position), reason));
  }

  private static String unknownSuffix(String suffix, boolean isFloat) {
    return isFloat && isIntegerSuffix(suffix)
        ? "`" + suffix + "` is a suffix of integers"
        : "there is no suffix `" + suffix + "`";
  }

  private static boolean isFloatSuffix(String suffix) {
    return suffix.equals("f64") || suffix.equals("f32");
  }

  private static boolean isIntegerSuffix(String suffix) {
    return switch (suffix) {
      case "i8", "i16", "i32", "i64", "i128", "isize" -> true;
      case "u8", "u16", "u32", "u64", "u128", "usize" -> true;
      default -> false;
    };
  }

  private static int digitsEnd(CharacterReader reader, int start) {
    int i = start;
    while (isDigit(charAt(reader, i)) || charAt(reader, i) == '_') {
      i++;
    }
    return i;
  }

  private static char charAt(CharacterReader reader, int index) {
    return index < reader.limit ? reader.characters[index] : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBasedDigit(char c, int base) {
    return isDigit(c)
        || c == '_'
        || (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
  }
}

package ruchy.compiler.lex;

/// What a token is. Keywords are the hard ones of L 1.3; soft keywords are words.
public enum TokenKind {
  /// the end of the source, or of the hole of an f-string
  END("end of file", Category.END),

  /// a name or a soft keyword; the value is its text
  WORD("a name", Category.WORD),
  /// the value is a `Long`
  INTEGER("a number", Category.LITERAL),
  /// the value is a `Double`
  FLOAT("a number", Category.LITERAL),
  /// the value is the text with its escapes replaced
  STRING("a string", Category.LITERAL),
  /// the value is a `FormatText`
  FORMAT_STRING("an f-string", Category.LITERAL),
  /// the value is an `Integer` from 0 to 255
  BYTE("a byte", Category.LITERAL),
  /// the value is a list of `Integer` from 0 to 255
  BYTES("bytes", Category.LITERAL),
  /// `'outer`, also a lifetime; the value is the name without the mark
  LABEL("a label", Category.LABEL),

  FUN("fun", Category.KEYWORD),
  FN("fn", Category.KEYWORD),
  LET("let", Category.KEYWORD),
  VAR("var", Category.KEYWORD),
  CONST("const", Category.KEYWORD),
  MUT("mut", Category.KEYWORD),
  PUB("pub", Category.KEYWORD),
  IF("if", Category.KEYWORD),
  ELSE("else", Category.KEYWORD),
  MATCH("match", Category.KEYWORD),
  FOR("for", Category.KEYWORD),
  IN("in", Category.KEYWORD),
  WHILE("while", Category.KEYWORD),
  LOOP("loop", Category.KEYWORD),
  RETURN("return", Category.KEYWORD),
  BREAK("break", Category.KEYWORD),
  CONTINUE("continue", Category.KEYWORD),
  STRUCT("struct", Category.KEYWORD),
  ENUM("enum", Category.KEYWORD),
  IMPL("impl", Category.KEYWORD),
  TRAIT("trait", Category.KEYWORD),
  CLASS("class", Category.KEYWORD),
  TRY("try", Category.KEYWORD),
  CATCH("catch", Category.KEYWORD),
  THROW("throw", Category.KEYWORD),
  TRUE("true", Category.KEYWORD),
  FALSE("false", Category.KEYWORD),
  NULL("null", Category.KEYWORD),
  NIL("nil", Category.KEYWORD),
  USE("use", Category.KEYWORD),
  IMPORT("import", Category.KEYWORD),
  MOD("mod", Category.KEYWORD),
  SELF("self", Category.KEYWORD),

  LEFT_PAREN("(", Category.OPENER),
  RIGHT_PAREN(")", Category.CLOSER),
  LEFT_BRACKET("[", Category.OPENER),
  RIGHT_BRACKET("]", Category.CLOSER),
  LEFT_BRACE("{", Category.OPENER),
  RIGHT_BRACE("}", Category.CLOSER),
  /// begins an attribute; `]` closes it
  HASH_BRACKET("#[", Category.OPENER),

  COMMA(",", Category.SIGN),
  SEMICOLON(";", Category.SIGN),
  COLON(":", Category.SIGN),
  COLON_COLON("::", Category.SIGN),
  DOT(".", Category.SIGN),
  DOT_DOT("..", Category.SIGN),
  DOT_DOT_EQUAL("..=", Category.SIGN),
  ELLIPSIS("...", Category.SIGN),
  AT("@", Category.SIGN),
  BACKSLASH("\\", Category.SIGN),
  ARROW("->", Category.SIGN),
  FAT_ARROW("=>", Category.SIGN),

  PLUS("+", Category.SIGN),
  MINUS("-", Category.SIGN),
  STAR("*", Category.SIGN),
  SLASH("/", Category.SIGN),
  PERCENT("%", Category.SIGN),
  STAR_STAR("**", Category.SIGN),
  EQUAL_EQUAL("==", Category.SIGN),
  NOT_EQUAL("!=", Category.SIGN),
  LESS("<", Category.SIGN),
  LESS_EQUAL("<=", Category.SIGN),
  GREATER(">", Category.SIGN),
  GREATER_EQUAL(">=", Category.SIGN),
  AND_AND("&&", Category.SIGN),
  PIPE_PIPE("||", Category.SIGN),
  BANG("!", Category.SIGN),
  AMPERSAND("&", Category.SIGN),
  PIPE("|", Category.SIGN),
  CARET("^", Category.SIGN),
  TILDE("~", Category.SIGN),
  SHIFT_LEFT("<<", Category.SIGN),
  SHIFT_RIGHT(">>", Category.SIGN),
  PLUS_PLUS("++", Category.SIGN),
  MINUS_MINUS("--", Category.SIGN),
  PIPELINE("|>", Category.SIGN),
  QUESTION("?", Category.SIGN),
  QUESTION_QUESTION("??", Category.SIGN),
  QUESTION_DOT("?.", Category.SIGN),
  SEND("<-", Category.SIGN),
  ASK("<?", Category.SIGN),

  EQUAL("=", Category.SIGN),
  PLUS_EQUAL("+=", Category.SIGN),
  MINUS_EQUAL("-=", Category.SIGN),
  STAR_EQUAL("*=", Category.SIGN),
  SLASH_EQUAL("/=", Category.SIGN),
  PERCENT_EQUAL("%=", Category.SIGN),
  STAR_STAR_EQUAL("**=", Category.SIGN),
  AMPERSAND_EQUAL("&=", Category.SIGN),
  PIPE_EQUAL("|=", Category.SIGN),
  CARET_EQUAL("^=", Category.SIGN),
  SHIFT_LEFT_EQUAL("<<=", Category.SIGN),
  SHIFT_RIGHT_EQUAL(">>=", Category.SIGN),
  AND_AND_EQUAL("&&=", Category.SIGN),
  PIPE_PIPE_EQUAL("||=", Category.SIGN),
  QUESTION_QUESTION_EQUAL("??=", Category.SIGN);

  /// The kinds by what they have in common.
  enum Category {
    END,
    WORD,
    LITERAL,
    LABEL,
    KEYWORD,
    OPENER,
    CLOSER,
    SIGN
  }

  private final String text;
  private final Category category;

  TokenKind(String text, Category category) {
    this.text = text;
    this.category = category;
  }

  /// The text of a keyword or sign; for other kinds what to call it in a sentence.
  public String text() {
    return text;
  }

  /// Whether it is written as a word: after `.` and before a map's `:` every word is a plain name
  /// (L 1.3).
  public boolean isWord() {
    return category == Category.WORD || category == Category.KEYWORD;
  }

  public boolean isKeyword() {
    return category == Category.KEYWORD;
  }

  public boolean isLiteral() {
    return category == Category.LITERAL;
  }

  public boolean isOpener() {
    return category == Category.OPENER;
  }

  public boolean isCloser() {
    return category == Category.CLOSER;
  }

  /// The closing bracket of an opening one; any other kind is a mistake of the caller.
  public TokenKind closer() {
    return switch (this) {
      case LEFT_PAREN -> RIGHT_PAREN;
      case LEFT_BRACKET, HASH_BRACKET -> RIGHT_BRACKET;
      case LEFT_BRACE -> RIGHT_BRACE;
      default -> throw new IllegalStateException(this + " opens nothing");
    };
  }

  /// As a problem names it: signs and keywords in backticks, the others in words.
  public String quoted() {
    return switch (category) {
      case END, WORD, LITERAL, LABEL -> text;
      case KEYWORD, OPENER, CLOSER, SIGN -> "`" + text + "`";
    };
  }
}

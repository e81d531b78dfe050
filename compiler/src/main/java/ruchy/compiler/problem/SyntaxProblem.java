package ruchy.compiler.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// The text is not a Ruchy program (L 1 to L 5).
public sealed interface SyntaxProblem extends Problem {
  /// Whether more text after the end could make the program right: the REPL then reads another
  /// line.
  default boolean wantsMoreText() {
    return false;
  }

  /// A text for a message: not too long for a line.
  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }

  /// Something else was expected here: `Syntax error: expected ')', found '}'`.
  record Unexpected(String expected, String found, Span span, @Nullable String hint)
      implements SyntaxProblem {
    @Override
    public String code() {
      return "R0001";
    }

    @Override
    public String message() {
      return "Syntax error: expected " + expected + ", found " + found;
    }

    @Override
    public boolean wantsMoreText() {
      return found.equals("end of file");
    }
  }

  /// `Syntax error: expected ')', found 'let'`, with the bracket that nothing closes
  record Unclosed(String opener, String closer, String found, Span openerSpan, Span span)
      implements SyntaxProblem {
    @Override
    public String code() {
      return "R0002";
    }

    @Override
    public String message() {
      boolean isSame = found.equals("`" + closer + "`");
      return isSame
          ? "Syntax error: expected one more `" + closer + "`"
          : "Syntax error: expected `" + closer + "`, found " + found;
    }

    @Override
    public List<Label> labels() {
      return List.of(new Label(openerSpan, "this `" + opener + "` is not closed"));
    }

    @Override
    public boolean wantsMoreText() {
      return found.equals("end of file");
    }
  }

  /// `Syntax error: unexpected '}'`
  record Unopened(String closer, Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0003";
    }

    @Override
    public String message() {
      return "Syntax error: unexpected `" + closer + "`";
    }

    @Override
    public String hint() {
      return "nothing is open here that it could close";
    }
  }

  /// `Syntax error: unknown character '$'`
  record UnknownCharacter(String text, Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0004";
    }

    @Override
    public String message() {
      boolean isOne = text.codePointCount(0, text.length()) == 1;
      return "Syntax error: unknown character" + (isOne ? " " : "s ") + shown();
    }

    private String shown() {
      int point = text.codePointAt(0);
      boolean isVisible =
          !Character.isISOControl(point)
              && !Character.isSpaceChar(point)
              && Character.getType(point) != Character.FORMAT;
      return isVisible ? "`" + shortened(text) + "`" : String.format("U+%04X", point);
    }

    @Override
    public @Nullable String hint() {
      return switch (text) {
        case "“", "”", "„", "«", "»", "``" -> "write a plain quote: \"";
        case "‘", "’", "`" -> "strings are written \"like this\" or 'like this'";
        case "\u00A0" -> "this is a no-break space; write an ordinary one";
        case "×" -> "write `*`";
        case "÷" -> "write `/`";
        case "≠" -> "write `!=`";
        case "≤" -> "write `<=`";
        case "≥" -> "write `>=`";
        default -> null;
      };
    }
  }

  /// `Syntax error: text in backticks`
  record TemplateString(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0019";
    }

    @Override
    public String message() {
      return "Syntax error: text in backticks";
    }

    @Override
    public @Nullable String hint() {
      return Habits.of(Habits.Form.TEMPLATE);
    }
  }

  /// `Syntax error: unterminated string`, at its opening quote
  record UnterminatedString(String quote, Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0005";
    }

    @Override
    public String message() {
      return "Syntax error: unterminated string";
    }

    @Override
    public String hint() {
      return quote.equals("'") ? "no `'` ends it on its line" : "no `" + quote + "` ends it";
    }

    @Override
    public boolean wantsMoreText() {
      return !quote.equals("'");
    }
  }

  /// `Syntax error: unterminated comment`, at its opening
  record UnterminatedComment(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0006";
    }

    @Override
    public String message() {
      return "Syntax error: unterminated comment";
    }

    @Override
    public String hint() {
      return "no `*/` ends it";
    }

    @Override
    public boolean wantsMoreText() {
      return true;
    }
  }

  /// `Syntax error: invalid number '0b102'`
  record InvalidNumber(Span span, String reason) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0007";
    }

    @Override
    public String message() {
      return "Syntax error: invalid number `" + shortened(span.text()) + "`";
    }

    @Override
    public String hint() {
      return reason;
    }
  }

  /// `Syntax error: integer out of range: 9223372036854775808`
  record IntegerOutOfRange(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0008";
    }

    @Override
    public String message() {
      return "Syntax error: integer out of range: " + shortened(span.text());
    }

    @Override
    public String hint() {
      return "integers go from -9223372036854775808 to 9223372036854775807";
    }
  }

  /// `Syntax error: invalid byte b'ab'`
  record InvalidByte(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0009";
    }

    @Override
    public String message() {
      return "Syntax error: invalid byte";
    }

    @Override
    public String hint() {
      return "a byte is one character of code 0 to 255: b'x'";
    }
  }

  /// `Syntax error: 'ESCAPE' is no character`
  record InvalidEscape(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0010";
    }

    @Override
    public String message() {
      return "Syntax error: `" + span.text() + "` is no character";
    }

    @Override
    public String hint() {
      return "characters go from \\u{0} to \\u{10FFFF}, without \\u{D800} to \\u{DFFF}";
    }
  }

  /// `Syntax error: unclosed '{' in an f-string`
  record UnclosedHole(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0011";
    }

    @Override
    public String message() {
      return "Syntax error: unclosed `{` in an f-string";
    }

    @Override
    public String hint() {
      return "close it with `}`, or write `{{` for a brace";
    }
  }

  /// `Syntax error: unmatched '}' in an f-string`
  record UnopenedHole(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0012";
    }

    @Override
    public String message() {
      return "Syntax error: unmatched `}` in an f-string";
    }

    @Override
    public String hint() {
      return "write `}}` for a brace";
    }
  }

  /// `Syntax error: nested too deeply`
  record NestedTooDeeply(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0013";
    }

    @Override
    public String message() {
      return "Syntax error: nested too deeply";
    }

    @Override
    public String hint() {
      return "give the inner parts names with `let`, or move them to functions";
    }
  }

  /// `Syntax error: only a name, a member or an element can be assigned`
  record InvalidTarget(Span span, @Nullable String hint) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0014";
    }

    @Override
    public String message() {
      return "Syntax error: only a name, a member or an element can be assigned";
    }
  }

  /// `Cannot assign to a slice` (L 8.2)
  record SliceAssigned(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0020";
    }

    @Override
    public String message() {
      return "Cannot assign to a slice";
    }

    @Override
    public String hint() {
      return "assign its elements one by one, or make a new list: `[...before, ...new, ...after]`";
    }
  }

  /// `Syntax error: a list pattern can have only one rest` (L 5.10)
  record SecondRest(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0021";
    }

    @Override
    public String message() {
      return "Syntax error: a list pattern can have only one rest";
    }
  }

  /// `Not supported yet: yield`: what Appendix A marks
  record NotSupported(String what, Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0015";
    }

    @Override
    public String message() {
      return "Not supported yet: " + what;
    }

    @Override
    public @Nullable String hint() {
      return Habits.ofUnsupported(what);
    }
  }

  /// `Unknown macro: m!` (L 5.8)
  record UnknownMacro(String name, Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0016";
    }

    @Override
    public String message() {
      return "Unknown macro: " + name + "!";
    }
  }

  /// `JVM interop is not available` (L 14.4)
  record JvmInterop(Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0017";
    }

    @Override
    public String message() {
      return "JVM interop is not available";
    }
  }

  /// `Contract is not checked`, a warning (L 3.2)
  record UncheckedContract(String word, Span span) implements SyntaxProblem {
    @Override
    public String code() {
      return "R0018";
    }

    @Override
    public String message() {
      return "Contract is not checked: " + word;
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }
}

package ruchy.compiler.resolve;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;

/// The names that the text of a program assigns, for questions that must be answered before all of
/// it is resolved. A name that is assigned is among them; one that is among them need not be.
final class AssignedNames {
  private static final Set<TokenKind> ASSIGNMENTS =
      EnumSet.of(
          TokenKind.EQUAL,
          TokenKind.PLUS_EQUAL,
          TokenKind.MINUS_EQUAL,
          TokenKind.STAR_EQUAL,
          TokenKind.SLASH_EQUAL,
          TokenKind.PERCENT_EQUAL,
          TokenKind.STAR_STAR_EQUAL,
          TokenKind.AMPERSAND_EQUAL,
          TokenKind.PIPE_EQUAL,
          TokenKind.CARET_EQUAL,
          TokenKind.SHIFT_LEFT_EQUAL,
          TokenKind.SHIFT_RIGHT_EQUAL,
          TokenKind.AND_AND_EQUAL,
          TokenKind.PIPE_PIPE_EQUAL,
          TokenKind.QUESTION_QUESTION_EQUAL);

  private final Set<String> declared = new HashSet<>();
  private final Set<String> assigned = new HashSet<>();

  private AssignedNames(List<Tokens> files) {
    files.forEach(this::read);
  }

  static AssignedNames of(List<Tokens> files) {
    return new AssignedNames(files);
  }

  /// Whether a variable of that name may get another value than its first one.
  boolean contains(String name) {
    return assigned.contains(name);
  }

  private void read(Tokens tokens) {
    int i = 0;
    while (i < tokens.size()) {
      Token token = tokens.get(i);
      TokenKind kind = token.kind();
      if (kind == TokenKind.LET || kind == TokenKind.VAR || kind == TokenKind.CONST) {
        i = declaration(tokens, i + 1);
        continue;
      }
      if (ASSIGNMENTS.contains(kind) && i > 0) {
        target(tokens, i - 1);
      } else if (kind == TokenKind.MUT) {
        add(tokens.get(i + 1)); // `&mut f` may be assigned through
      } else if (kind == TokenKind.FORMAT_STRING) {
        holes(tokens, token);
      }
      i++;
    }
  }

  /// What stands between `let` and `=`: a second declaration of a name assigns it anew (L 7.2).
  /// Without `=` it reads on to the next one: what is assigned there was declared elsewhere, so it
  /// is seen twice, too. Yields the index behind it.
  private int declaration(Tokens tokens, int start) {
    for (int i = start; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      switch (token.kind()) {
        case EQUAL -> {
          return i + 1;
        }
        case LET, VAR, CONST, SEMICOLON -> {
          return i;
        }
        case FORMAT_STRING -> holes(tokens, token);
        default -> {
          if (token.is(TokenKind.WORD) && !declared.add(token.text())) {
            assigned.add(token.text());
          }
        }
      }
    }
    return tokens.size();
  }

  /// What stands before `=`: a name, or names within brackets.
  private void target(Tokens tokens, int last) {
    int first = tokens.get(last).kind().isCloser() ? tokens.pair(last) : last;
    for (int i = first; i <= last; i++) {
      add(tokens.get(i));
    }
  }

  private void add(Token token) {
    if (token.is(TokenKind.WORD)) {
      assigned.add(token.text());
    }
  }

  /// An f-string, the holes of which may assign something.
  private void holes(Tokens tokens, Token token) {
    String text = tokens.source().text().substring(token.start(), token.end());
    if (text.contains("=")) {
      assigned.addAll(List.of(text.split("[^\\p{L}\\p{N}_]+", -1)));
    }
  }
}

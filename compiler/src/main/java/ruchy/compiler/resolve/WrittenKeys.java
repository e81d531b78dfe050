package ruchy.compiler.resolve;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;

/// The names under which the text of a program may keep a function in a map or an object, `{fold:
/// f}`, `m["fold"] = f`, `o.fold = f`, so that a call of that name may mean it and not the library
/// (L 8.4). For questions that must be answered before all of the text is resolved: one that is
/// among them need not be kept anywhere.
final class WrittenKeys {
  private final Set<String> keys = new HashSet<>();

  private WrittenKeys(List<Tokens> files) {
    files.forEach(this::read);
  }

  static WrittenKeys of(List<Tokens> files) {
    return new WrittenKeys(files);
  }

  boolean contains(String name) {
    return keys.contains(name);
  }

  private void read(Tokens tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isKey =
          token.is(TokenKind.STRING)
              || token.is(TokenKind.WORD)
                  && i + 1 < tokens.size()
                  && isBehindKey(tokens.get(i + 1));
      if (isKey && token.value() instanceof String text) {
        keys.add(text);
      }
    }
  }

  private static boolean isBehindKey(Token token) {
    return token.is(TokenKind.COLON) || token.is(TokenKind.FAT_ARROW) || token.is(TokenKind.EQUAL);
  }
}

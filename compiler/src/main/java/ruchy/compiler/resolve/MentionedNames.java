package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;

/// How names stand in the text of a program, for questions that must be answered before all of it
/// is resolved. What is not seen here cannot be; what is seen need not mean anything.
final class MentionedNames {
  private final Set<String> keys = new HashSet<>();
  private final Map<String, Integer> assignments = new HashMap<>();

  private MentionedNames(List<Tokens> files) {
    files.forEach(this::read);
  }

  static MentionedNames of(List<Tokens> files) {
    return new MentionedNames(new ArrayList<>(files));
  }

  private void read(Tokens tokens) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      TokenKind next = tokens.get(i + 1).kind();
      if (token.is(TokenKind.STRING)) {
        keys.add(token.text());
      } else if (token.is(TokenKind.WORD)) {
        switch (next) {
          case COLON, FAT_ARROW -> keys.add(token.text());
          case EQUAL -> {
            keys.add(token.text());
            assignments.merge(token.text(), 1, Integer::sum);
          }
          default -> {} // neither a key nor a target
        }
      }
    }
  }

  /// Whether a field or key of that name may hold something.
  boolean isKey(String name) {
    return keys.contains(name);
  }

  /// Whether a variable of that name may get another value than its first one.
  boolean isAssignedAgain(String name) {
    return assignments.getOrDefault(name, 0) > 1;
  }
}

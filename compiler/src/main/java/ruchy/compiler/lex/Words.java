package ruchy.compiler.lex;

/// The words of a source, each as one string, with the kind of the hard keywords (L 1.3).
final class Words {
  private static final TokenKind[] KINDS = TokenKind.values();

  private String[] texts = new String[512];
  private TokenKind[] kinds = new TokenKind[512];
  private int count;

  Words() {
    for (TokenKind kind : KINDS) {
      if (kind.isKeyword()) {
        int slot = slot(kind.text().hashCode(), kind.text(), 0, kind.text().length());
        texts[slot] = kind.text();
        kinds[slot] = kind;
        count++;
      }
    }
  }

  /// The place of the word that stands in the text of the reader from `start` to `end`; good until
  /// the next call.
  int find(CharacterReader reader, int start, int end) {
    String text = reader.text;
    int hash = hash(reader.characters, start, end);
    int slot = slot(hash, text, start, end);
    if (texts[slot] == null) {
      if (count * 2 >= texts.length) {
        grow();
        slot = slot(hash, text, start, end);
      }
      texts[slot] = text.substring(start, end);
      kinds[slot] = TokenKind.WORD;
      count++;
    }
    return slot;
  }

  String text(int slot) {
    return texts[slot];
  }

  TokenKind kind(int slot) {
    return kinds[slot];
  }

  /// As [String#hashCode].
  private static int hash(char[] characters, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + characters[i];
    }
    return hash;
  }

  private int slot(int hash, String text, int start, int end) {
    int mask = texts.length - 1;
    int slot = (hash ^ hash >>> 15) & mask;
    while (texts[slot] != null && !isSame(texts[slot], text, start, end)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static boolean isSame(String word, String text, int start, int end) {
    return word.length() == end - start && text.startsWith(word, start);
  }

  private void grow() {
    String[] oldTexts = texts;
    TokenKind[] oldKinds = kinds;
    texts = new String[oldTexts.length * 2];
    kinds = new TokenKind[oldTexts.length * 2];
    for (int i = 0; i < oldTexts.length; i++) {
      String word = oldTexts[i];
      if (word != null) {
        int slot = slot(word.hashCode(), word, 0, word.length());
        texts[slot] = word;
        kinds[slot] = oldKinds[i];
      }
    }
  }
}

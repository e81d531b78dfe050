package ruchy.benchmarks.code.typed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// The words of a text of ten megabytes are counted in a map.
final class WordCount {
  private WordCount() {}

  static String run() {
    String text = makeText(1_200_000);
    Map<String, Long> counts = countWords(text);
    String most = "";
    long highest = 0;
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      if (most.isEmpty() || entry.getValue() > highest) {
        most = entry.getKey();
        highest = entry.getValue();
      }
    }
    return text.length() + " " + counts.size() + " " + most + " " + highest;
  }

  private static String makeText(int words) {
    StringJoiner pieces = new StringJoiner(" ");
    long state = 42;
    for (int i = 0; i < words; i++) {
      state = (state * 1103515245 + 12345) % 2147483648L;
      pieces.add("word" + state / 65536 % 5000);
    }
    return pieces.toString();
  }

  @SuppressWarnings("StringSplitter") // What Ruchy's split does; there is no empty end here.
  private static Map<String, Long> countWords(String text) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String word : text.split(" ")) {
      counts.merge(word, 1L, Long::sum);
    }
    return counts;
  }
}

package ruchy.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options of one command: `--name value` pairs.
public final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /// Reads the pairs; raises IllegalArgumentException for a name that is not known or has no value.
  static Options parse(List<String> words, String... known) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      String name = words.get(i);
      if (!name.startsWith("--") || !Set.of(known).contains(name.substring(2))) {
        throw new IllegalArgumentException("unknown option " + name);
      }
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      values.put(name.substring(2), words.get(i + 1));
    }
    return new Options(values);
  }

  public int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}

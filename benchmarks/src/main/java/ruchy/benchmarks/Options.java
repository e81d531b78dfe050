package ruchy.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options of one command: `--name value` pairs.
public final class Options {
  /// What is wrong with the options, in words for the one who wrote them.
  public static final class WrongOption extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongOption(String message) {
      super(message);
    }
  }

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /// Reads the pairs; raises WrongOption for a name that is not known or has no value.
  static Options parse(List<String> words, String... known) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      String name = words.get(i);
      if (!name.startsWith("--") || !Set.of(known).contains(name.substring(2))) {
        throw new WrongOption("unknown option " + name);
      }
      if (i + 1 == words.size()) {
        throw new WrongOption(name + " needs a value");
      }
      values.put(name.substring(2), words.get(i + 1));
    }
    return new Options(values);
  }

  /// Raises WrongOption when the value is no number.
  public int number(String name, int otherwise) {
    String value = values.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException wrong) {
      throw new WrongOption("--" + name + " takes a number, not " + value);
    }
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /// Those of `all` that the value names, separated by commas, in the order of `all`; all of them
  /// without the option. Raises WrongOption for a name that is not among them.
  public List<String> chosen(String name, List<String> all) {
    String value = values.get(name);
    if (value == null) {
      return all;
    }
    List<String> wanted = List.of(value.split(",", -1));
    for (String each : wanted) {
      if (!all.contains(each)) {
        throw new WrongOption(
            "--" + name + " does not know " + each + ", only " + String.join(", ", all));
      }
    }
    List<String> chosen = new ArrayList<>(all);
    chosen.retainAll(wanted);
    return chosen;
  }
}

package ruchy.cli;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rules of `ruchyc lint` by words, for those that people choose.
final class LintRules {
  private static final Map<String, Set<String>> CODES =
      Map.of(
          "unused", Set.of("R0116", "R0303", "R0310"),
          "unreachable", Set.of("R0302", "R0309"),
          "naming", Set.of("R0401"),
          "complexity", Set.of("R0402"),
          "shadowing", Set.of("R0403"),
          "documentation", Set.of("R0404"));

  private static final Pattern CODE = Pattern.compile("R\\d{4}");

  private LintRules() {}

  /// The first of a list that is neither a code nor a word that is known; null if there is none.
  static @Nullable String firstUnknown(String list) {
    for (String rule : list.split(",", -1)) {
      var name = rule.strip();
      if (!name.isEmpty() && !CODES.containsKey(name) && !CODE.matcher(name).matches()) return name;
    }
    return null;
  }

  /// The codes that a list of codes and words means; none for an empty list.
  static Set<String> codes(String list) {
    var codes = new HashSet<String>();
    for (String rule : list.split(",", -1)) {
      if (!rule.isBlank()) codes.addAll(CODES.getOrDefault(rule.strip(), Set.of(rule.strip())));
    }
    return codes;
  }
}

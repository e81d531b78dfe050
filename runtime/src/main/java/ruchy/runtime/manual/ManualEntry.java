package ruchy.runtime.manual;

import java.util.ArrayList;
import java.util.List;

/// What the manual says of one declaration of the library.
///
/// @param owner the kind of receiver, the type or the module; `globals` for what needs none
/// @param heading the declaration as programs use it: `list.first(n: integer) -> list<T>`
/// @param aliases the other names
/// @param text the comment: paragraphs and fenced examples, in Markdown
public record ManualEntry(String owner, String heading, List<String> aliases, String text) {
  private static final String FENCE = "```";

  /// The programs between fences that begin with `ruchy`, each without its fences.
  public List<String> examples() {
    List<String> examples = new ArrayList<>();
    StringBuilder example = null;
    for (String line : text.lines().toList()) {
      if (example == null) {
        example = line.equals(FENCE + "ruchy") ? new StringBuilder() : null;
      } else if (line.equals(FENCE)) {
        examples.add(example.toString());
        example = null;
      } else {
        example.append(line).append('\n');
      }
    }
    return examples;
  }

  /// The text before the first example, on one line.
  public String summary() {
    int fence = text.indexOf(FENCE);
    return (fence < 0 ? text : text.substring(0, fence)).strip().replaceAll("\\s+", " ");
  }
}

package ruchy.runtime.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every name that the tables of the language reference list (L 11.2, 12.7, 12.9, 16 to 18) is in
/// the index.
class LanguageNamesTest {
  private final Library library = Library.load();

  @Test
  void every_name_of_the_language_reference_is_in_the_index() throws IOException {
    List<String> missing = new ArrayList<>();
    int count = 0;
    for (String row : rows()) {
      int colon = row.indexOf(": ");
      String owner = row.substring(0, colon);
      for (String name : row.substring(colon + 2).split(" ", -1)) {
        count++;
        if (!isKnown(owner, name)) {
          missing.add(owner + " " + name);
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(count > 700, count + " names");
  }

  private boolean isKnown(String owner, String name) {
    List<String> owners =
        switch (owner) {
          case "global" -> List.of("");
          case "integer", "float" -> List.of(owner, "number", "any");
          case "range" -> List.of(owner, "list", "any");
          default -> List.of(owner, "any");
        };
    return owners.stream().anyMatch(one -> !library.functions(one, name).isEmpty());
  }

  /// One row for each owner.
  private static List<String> rows() throws IOException {
    try (InputStream file = LanguageNamesTest.class.getResourceAsStream("/language-names.txt")) {
      assertTrue(file != null);
      List<String> rows = new ArrayList<>();
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith(" ")) {
          rows.add(rows.removeLast() + " " + line.strip());
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          rows.add(line);
        }
      }
      return rows;
    }
  }
}

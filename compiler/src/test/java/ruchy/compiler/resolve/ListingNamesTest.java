package ruchy.compiler.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Source;

/// The listings of the chapter mean something as they stand; three of them with the helpers that
/// they leave to the reader (L Appendix B).
final class ListingNamesTest {
  private static final Path LISTINGS = Path.of("src", "test", "resources", "listings");

  private static final Map<String, String> HELPERS =
      Map.of(
          "03_http_client.ruchy",
          """
          let token = "secret"
          fun process_data(data) { println(data) }
          """,
          "05_rest_api.ruchy",
          """
          fun validate_token(token) { true }
          fun decode_token(token) { {id: 1} }
          """,
          "06_chat.ruchy",
          """
          let history = {}
          fun get_room_history(room) { history.get(room, []) }
          fun save_message(room, message) { history[room] = message }
          fun find_user_by_name(name) { users.values().find(|u| u.name == name) }
          """);

  /// Variables that the listings assign after their first `let`.
  private static final Map<String, Set<String>> REASSIGNED =
      Map.of(
          "03_http_client.ruchy", Set.of("response"),
          "08_load_balancer.ruchy", Set.of("current_backend"));

  @TestFactory
  Stream<DynamicTest> listings_have_no_problem() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(LISTINGS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ruchy")).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        String text = Files.readString(file);
        tests.add(DynamicTest.dynamicTest(name, () -> check(name, text)));
      }
    }
    assertEquals(10, tests.size());
    return tests.stream();
  }

  private static void check(String name, String text) {
    List<Source> files = new ArrayList<>();
    if (HELPERS.containsKey(name)) {
      files.add(Source.of("helpers.ruchy", HELPERS.get(name)));
    }
    files.add(Source.of(name, text));
    Meaning meaning = Meaning.of(files, Map.of());
    assertEquals("", meaning.problemLines());
    Set<String> reassigned = new TreeSet<>();
    for (Variable global : meaning.program().globals()) {
      if (global.isReassigned()) {
        reassigned.add(global.name());
      }
    }
    assertEquals(REASSIGNED.getOrDefault(name, Set.of()), reassigned);
    Set<String> checked = new TreeSet<>();
    for (Function function : meaning.program().functions()) {
      collectChecked(function.body(), checked);
    }
    assertEquals(Set.of(), checked, "all globals are initialised before functions read them");
  }

  private static void collectChecked(Node node, Set<String> checked) {
    if (node instanceof Node.Read read && read.checked()) {
      checked.add(read.variable().name());
    }
    Nodes.children(node, child -> collectChecked(child, checked));
  }
}

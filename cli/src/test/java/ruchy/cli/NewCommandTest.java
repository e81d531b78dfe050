package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewCommandTest {
  @TempDir private Path folder;
  private final FakeTerminal terminal = FakeTerminal.ofAPerson();

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static List<String> files(String project) throws IOException {
    var root = Path.of(project);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void a_new_project_has_a_program_that_is_valid_and_a_test_that_passes() throws IOException {
    var shop = path("my-shop");
    assertEquals(0, terminal.run("new", shop));
    assertEquals(
        "✓ Created project "
            + shop
            + "\n  cd "
            + shop
            + " && ruchyc run src/main.ruchy && ruchyc test\n",
        terminal.output());
    assertEquals(List.of("ruchy.toml", "src/main.ruchy", "tests/main_test.ruchy"), files(shop));
    assertTrue(Files.readString(Path.of(shop, "ruchy.toml")).contains("name = \"my-shop\""));
    assertEquals(0, terminal.run("check", shop + "/src/main.ruchy"));
    var tested = FakeTerminal.ofAPerson();
    assertEquals(0, tested.run("test", shop));
    assertTrue(tested.output().contains("Passed: 1"), tested.output());
  }

  @Test
  void a_new_library_has_no_program() throws IOException {
    var library = path("tools");
    assertEquals(0, terminal.run("new", "--lib", library));
    assertEquals(List.of("ruchy.toml", "src/lib.ruchy", "tests/main_test.ruchy"), files(library));
    assertEquals(0, terminal.run("test", library));
  }

  @Test
  void new_files_are_laid_out_as_fmt_does() {
    var shop = path("shop");
    terminal.run("new", shop);
    int status =
        terminal.run("fmt", "--check", shop + "/src/main.ruchy", shop + "/tests/main_test.ruchy");
    assertEquals(0, status, terminal.output());
  }

  @Test
  void what_is_there_is_left_alone() throws IOException {
    var shop = Files.createDirectory(folder.resolve("shop"));
    assertEquals(1, terminal.run("new", shop.toString()));
    assertEquals("error: Cannot create " + shop + ": it is there already\n", terminal.errors());
    assertEquals(List.of(), files(shop.toString()));
  }

  @Test
  void a_bad_name_is_refused() {
    for (String name : List.of("1st", "a b", "é", "", "..", "a.b")) {
      assertEquals(2, terminal.run("new", path("x") + "/" + name), name);
    }
    assertEquals(2, terminal.run("new"));
    assertEquals(2, terminal.run("new", "a", "b"));
    assertFalse(Files.exists(folder.resolve("x")));
  }
}

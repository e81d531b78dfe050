package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocCommandTest {
  @TempDir private Path folder;
  private final FakeTerminal terminal = FakeTerminal.ofAPerson();
  private String shop = "";
  private Path pages = Path.of("");

  @BeforeEach
  void a_program() throws IOException {
    shop =
        Files.writeString(
                folder.resolve("shop.ruchy"), "/// Adds up.\nfun total(xs) { xs.sum() }\n")
            .toString();
    pages = folder.resolve("pages");
  }

  @Test
  void without_a_folder_markdown_is_printed() {
    assertEquals(0, terminal.run("doc", shop));
    assertEquals(
        """
        # shop

        ## function `total`

        ```ruchy
        fun total(xs)
        ```

        Adds up.
        """,
        terminal.output());
  }

  @Test
  void json_is_printed_for_tools() {
    assertEquals(0, terminal.run("doc", shop, "--format", "json"));
    assertTrue(
        terminal.output().startsWith("[\n{\"name\":\"shop\",\"entries\":["), terminal.output());
  }

  @Test
  void a_folder_gets_a_page_for_each_file_and_one_that_names_them() throws IOException {
    var other = Files.createDirectories(folder.resolve("lib")).resolve("Shop.ruchy");
    Files.writeString(other, "fun rest() { }");
    assertEquals(0, terminal.run("doc", shop, other.toString(), "--output", pages.toString()));
    assertEquals("✓ Documentation written to: " + pages + "\n", terminal.output());
    assertTrue(Files.readString(pages.resolve("shop.html")).contains("Adds up."));
    assertTrue(Files.readString(pages.resolve("Shop-2.html")).contains("rest"));
    var index = Files.readString(pages.resolve("index.html"));
    assertTrue(index.contains("<a href=\"Shop-2.html\">Shop</a>"), index);
  }

  @Test
  void the_folder_may_get_markdown() throws IOException {
    assertEquals(0, terminal.run("doc", shop, "-o", pages.toString(), "--format", "markdown"));
    assertTrue(Files.readString(pages.resolve("shop.md")).contains("## function `total`"));
    assertEquals(
        "# Documentation\n\n- [shop](shop.md)\n", Files.readString(pages.resolve("README.md")));
  }

  @Test
  void the_library_has_pages() throws IOException {
    assertEquals(0, terminal.run("doc", "--library", "--output", pages.toString()));
    assertTrue(Files.readString(pages.resolve("list.html")).contains("[1, 2, 3]"));
    assertTrue(Files.readString(pages.resolve("globals.html")).contains("println"));
  }

  @Test
  void faults_of_syntax_are_told_and_nothing_is_written() throws IOException {
    var bad = Files.writeString(folder.resolve("bad.ruchy"), "fun f( {").toString();
    assertEquals(1, terminal.run("doc", shop, bad, "--output", pages.toString()));
    assertTrue(terminal.errors().contains("error: Syntax error"), terminal.errors());
    assertTrue(Files.notExists(pages));
  }

  @Test
  void wrong_usage_is_told() {
    assertEquals(2, terminal.run("doc"));
    assertEquals(2, terminal.run("doc", shop, "--format", "pdf"));
    assertEquals(2, terminal.run("doc", "--library", shop));
    assertEquals(1, terminal.run("doc", folder.resolve("none.ruchy").toString()));
  }
}

package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FormatCommandTest {
  private static final String UGLY = "let x=1\nlet y = 2\n";
  private static final String NICE = "let x = 1\nlet y = 2\n";

  @TempDir private Path folder;
  private final FakeTerminal terminal = FakeTerminal.ofAPerson();
  private String ugly = "";
  private String nice = "";
  private String bad = "";

  @BeforeEach
  void three_programs() throws IOException {
    ugly = program("ugly", UGLY);
    nice = program("nice", NICE);
    bad = program("bad", "let = 1\n");
  }

  private String program(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".ruchy"), text).toString();
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  @Test
  void files_are_laid_out_in_place_and_told() throws IOException {
    assertEquals(0, terminal.run("fmt", ugly, nice));
    assertEquals("✓ Laid out: " + ugly + "\n", terminal.output());
    assertEquals(NICE, text(ugly));
    assertEquals(NICE, text(nice));
  }

  @Test
  void check_changes_nothing_and_fails_if_something_would_change() throws IOException {
    assertEquals(1, terminal.run("fmt", "--check", ugly, nice));
    assertEquals("✗ Would be laid out: " + ugly + "\n", terminal.output());
    assertEquals(UGLY, text(ugly));
    assertEquals(0, FakeTerminal.ofAPerson().run("fmt", "--check", nice));
  }

  @Test
  void the_result_may_go_to_standard_output() throws IOException {
    assertEquals(0, terminal.run("fmt", "--stdout", ugly));
    assertEquals(NICE, terminal.output());
    assertEquals(UGLY, text(ugly));
    var piped = FakeTerminal.reading(UGLY);
    assertEquals(0, piped.run("fmt", "-"));
    assertEquals(NICE, piped.output());
  }

  @Test
  void diff_tells_the_lines_that_would_change() throws IOException {
    assertEquals(0, terminal.run("fmt", "--diff", ugly, nice));
    assertEquals(
        "--- " + ugly + "\n+++ " + ugly + "\n@@ -1,2 +1,2 @@\n-let x=1\n+let x = 1\n let y = 2\n",
        terminal.output());
    assertEquals(UGLY, text(ugly));
    assertEquals(1, FakeTerminal.ofAPerson().run("fmt", "--diff", "--check", ugly));
  }

  @Test
  void a_file_with_a_syntax_error_is_left_alone_and_the_others_are_not() throws IOException {
    assertEquals(1, terminal.run("fmt", bad, ugly));
    assertTrue(terminal.errors().startsWith("error: Syntax error: "), terminal.errors());
    assertEquals("let = 1\n", text(bad));
    assertEquals(NICE, text(ugly));
  }

  @Test
  void width_and_indentation_are_chosen() throws IOException {
    var block = program("block", "fun f() { first(); second() }\n");
    assertEquals(0, terminal.run("fmt", "--line-width", "20", "--indent", "2", block));
    assertEquals("fun f() {\n  first();\n  second()\n}\n", text(block));
    assertEquals(0, terminal.run("fmt", "--use-tabs", block));
    assertEquals("fun f() {\n\tfirst();\n\tsecond()\n}\n", text(block));
  }

  @Test
  void wrong_usage_is_told() {
    assertEquals(2, terminal.run("fmt"));
    assertEquals(2, terminal.run("fmt", "--all", ugly));
    assertEquals(2, terminal.run("fmt", "--line-width", "0", ugly));
    assertEquals(2, terminal.run("fmt", "--indent", "x", ugly));
    assertEquals(1, terminal.run("fmt", "nowhere.ruchy"));
  }
}

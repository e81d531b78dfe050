package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LintCommandTest {
  @TempDir private Path folder;
  private final FakeTerminal terminal = FakeTerminal.ofAPerson();
  private String good = "";
  private String doubtful = "";
  private String bad = "";

  @BeforeEach
  void three_programs() throws IOException {
    good = program("good", "println(1)");
    doubtful = program("doubtful", "fun f(n) {\n  let x = 1\n  if n == 1 || 2 { 3 }\n}\n");
    bad = program("bad", "println(totl)");
  }

  private String program(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".ruchy"), text).toString();
  }

  @Test
  void a_program_without_problems_is_told_by_name() {
    assertEquals(0, terminal.run("lint", good));
    assertEquals("✓ No issues found in " + good + "\n", terminal.output());
    assertEquals("", terminal.errors());
  }

  @Test
  void each_warning_is_one_line_with_its_code() {
    assertEquals(0, terminal.run("lint", doubtful));
    assertEquals(
        doubtful
            + ":2:7: R0116: The name 'x' is not used\n"
            + doubtful
            + ":3:6: R0308: This condition is always true\n",
        terminal.output());
  }

  @Test
  void errors_fail_and_warnings_do_when_they_are_denied() {
    assertEquals(1, terminal.run("lint", bad));
    assertEquals(bad + ":1:9: R0101: Undefined variable: totl\n", terminal.output());
    assertEquals(1, terminal.run("lint", "--deny-warnings", doubtful));
    assertEquals(0, terminal.run("lint", "--deny-warnings", good));
  }

  @Test
  void rules_choose_the_warnings_and_leave_the_errors() {
    assertEquals(0, terminal.run("lint", "--rules", "R0301,R0308", doubtful));
    assertEquals(doubtful + ":3:6: R0308: This condition is always true\n", terminal.output());
    assertEquals(1, terminal.run("lint", "--rules", "R0301", bad));
  }

  @Test
  void json_is_one_array_for_all_files() {
    assertEquals(0, terminal.run("lint", "--format", "json", good, doubtful));
    assertTrue(terminal.output().startsWith("[\n  {\"severity\":\"warning\",\"code\":\"R0116\""));
    assertEquals(2, terminal.output().lines().filter(line -> line.contains("code")).count());
  }

  @Test
  void without_files_or_with_an_unknown_format_the_usage_is_wrong() {
    assertEquals(2, terminal.run("lint"));
    assertEquals(2, terminal.run("lint", "--all", good));
    assertEquals(2, terminal.run("lint", "--format", "xml", good));
  }
}

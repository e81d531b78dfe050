package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
  @TempDir private Path folder;
  private final FakeTerminal terminal = FakeTerminal.ofAPerson();
  private String good = "";
  private String bad = "";

  @BeforeEach
  void two_programs() throws IOException {
    good = Files.writeString(folder.resolve("good.ruchy"), "println(1)").toString();
    bad = Files.writeString(folder.resolve("bad.ruchy"), "println(totl)\nlet =").toString();
  }

  @Test
  void a_right_program_is_valid_and_does_not_run() {
    assertEquals(0, terminal.run("check", good));
    assertEquals("✓ Syntax is valid\n", terminal.output());
    assertEquals("", terminal.errors());
  }

  @Test
  void each_fault_is_one_line() throws IOException {
    var wrong = Files.writeString(folder.resolve("wrong.ruchy"), "println(totl)\nmisst()\n");
    assertEquals(1, terminal.run("check", wrong.toString()));
    assertEquals("", terminal.output());
    assertEquals(
        "✗ "
            + wrong
            + ":1:9: Undefined variable: totl\n"
            + "✗ "
            + wrong
            + ":2:1: Undefined function: misst\n",
        terminal.errors());
  }

  @Test
  void faults_of_syntax_say_so() {
    assertEquals(1, terminal.run("check", bad));
    assertTrue(terminal.errors().contains("✗ " + bad + ":2:5: Syntax error: "), terminal.errors());
  }

  @Test
  void of_several_programs_each_is_told_by_name() {
    assertEquals(1, terminal.run("check", good, bad));
    assertEquals("✓ " + good + ": Syntax is valid\n", terminal.output());
    assertTrue(terminal.errors().startsWith("✗ " + bad + ":"), terminal.errors());
  }

  @Test
  void a_file_that_cannot_be_read_is_told_and_the_others_are_checked() {
    String none = folder.resolve("none.ruchy").toString();
    assertEquals(1, terminal.run("check", none, good));
    assertEquals("✓ " + good + ": Syntax is valid\n", terminal.output());
    assertEquals("error: Cannot read " + none + ": there is no such file\n", terminal.errors());
    assertEquals(1, terminal.run("check", "--json", none, bad));
    assertTrue(terminal.output().contains("\"line\":2,\"column\":5"), terminal.output());
  }

  @Test
  void json_goes_to_standard_output() {
    assertEquals(1, terminal.run("check", "--json", bad));
    assertTrue(terminal.output().contains("\"severity\":\"error\""), terminal.output());
    assertTrue(terminal.output().contains("\"line\":2,\"column\":5"), terminal.output());
    assertEquals("", terminal.errors());
  }

  @Test
  void json_of_a_right_program_is_an_empty_array() {
    assertEquals(0, terminal.run("check", good, "--json"));
    assertEquals("[]\n", terminal.output());
  }

  @Test
  void a_file_that_is_missing_is_told() {
    assertEquals(1, terminal.run("check", "nosuch.ruchy"));
    assertEquals("error: Cannot read nosuch.ruchy: there is no such file\n", terminal.errors());
  }

  @Test
  void the_inferred_types_are_told_when_asked_for() {
    assertEquals(0, terminal.run("check", good, "--explain-types"));
    assertEquals("✓ Syntax is valid\n" + good + " top level\n", terminal.output());
  }

  @Test
  void how_handlers_run_is_told_when_asked_for() throws IOException {
    var task = Files.writeString(folder.resolve("task.ruchy"), "spawn { sleep(1) }").toString();
    assertEquals(0, terminal.run("check", "--explain-concurrency", task));
    assertEquals(
        "✓ Syntax is valid\n"
            + task
            + """
            :1:1 task in top level, a task
              waits:  maybe: it calls sleep (1:9)
              shares: no
              so it runs on a virtual thread, beside everything else, on any core
            """,
        terminal.output());
  }
}

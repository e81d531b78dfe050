package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private String told(String text, String... options) throws IOException {
    var file = program("told", text);
    var fresh = FakeTerminal.ofAPerson();
    var args = new ArrayList<>(List.of("lint", file));
    args.addAll(List.of(options));
    fresh.run(args.toArray(String[]::new));
    return fresh.output().replace(file, "F");
  }

  @Test
  void names_are_written_as_their_kind_is() throws IOException {
    assertEquals(
        """
        F:1:5: R0401: The name of a function is written in snake_case: 'doIt'
        F:1:10: R0401: The name of a parameter is written in snake_case: 'aB'
        F:2:8: R0401: The name of a struct is written in CamelCase: 'Old_Point'
        F:2:20: R0401: The name of a field is written in snake_case: 'xPos'
        F:3:7: R0401: The name of a constant is written in UPPER_CASE: 'max'
        """,
        told(
            """
            fun doIt(aB) { aB }
            struct Old_Point { xPos: i32 }
            const max = 1
            let LIMIT = 2
            enum Color { Red, DarkBlue }
            actor Counter { n: i32 = 0 receive { Inc(k) => { n += k } } }
            println(doIt(Old_Point { xPos: 1 }), max, LIMIT, Color::Red, spawn Counter)
            """));
  }

  @Test
  void a_function_with_too_many_ways_through_is_told() throws IOException {
    var text = "fun f(n) { if n > 1 && n < 9 { 1 } else { match n { 1 => 2, 2 => 3, _ => 4 } } }";
    assertEquals("✓ No issues found in F\n", told(text));
    assertEquals(
        "F:1:5: R0402: The complexity of 'f' is 5, more than 4\n",
        told(text, "--max-complexity", "4"));
    assertEquals("✓ No issues found in F\n", told(text, "--max-complexity", "5"));
  }

  @Test
  void a_variable_that_hides_another_of_its_function_is_told() throws IOException {
    assertEquals(
        "F:4:13: R0403: 'x' hides another 'x'\nF:7:14: R0403: 'x' hides another 'x'\n",
        told(
            """
            let y = 1
            fun f(x, y) {
                if x > 1 {
                    let x = x + y
                    println(x)
                }
                [1].map(|x| x)
                match x { Some(x) => x, _ => 0 }
            }
            """));
  }

  @Test
  void strict_asks_for_comments_of_what_is_public() throws IOException {
    var text = "pub fun f() { 1 }\n/// Two.\npub fun g() { 2 }\nfun h() { 3 }\n";
    assertEquals("✓ No issues found in F\n", told(text));
    assertEquals("F:1:9: R0404: 'f' is public and has no comment\n", told(text, "--strict"));
  }

  @Test
  void rules_may_be_chosen_by_words() throws IOException {
    var text = "fun aB() {\n  let x = 1\n  2\n}\n";
    assertEquals(
        "F:2:7: R0116: The name 'x' is not used\n", told(text, "--rules", "unused,complexity"));
    assertTrue(told(text, "--rules", "naming").startsWith("F:1:5: R0401: "));
  }

  @Test
  void fix_mends_the_names_that_are_not_used() throws IOException {
    var file = program("mended", "fun f() {\n  let x = 1\n  let y = 2\n  y\n}\n");
    assertEquals(0, terminal.run("lint", "--fix", file));
    assertEquals(
        "✓ Mended 1 in " + file + "\n✓ No issues found in " + file + "\n", terminal.output());
    assertEquals("fun f() {\n  let _x = 1\n  let y = 2\n  y\n}\n", Files.readString(Path.of(file)));
  }

  @Test
  void what_is_left_over_is_told_by_lint_alone() throws IOException {
    var text = "fun f(n, m) { n }\nlet unread = 1\nfor i in 0..2 { println(f(1, 2)) }\n";
    assertEquals(
        """
        F:1:10: R0310: The parameter 'm' of f is not used
        F:2:5: R0116: The name 'unread' is not used
        F:3:5: R0116: The name 'i' is not used
        """,
        told(text));
    assertEquals(0, terminal.run("check", program("left", text)));
    assertEquals("", terminal.errors());
  }

  @Test
  void articles_fit_their_nouns() throws IOException {
    assertTrue(told("enum my_kind { A }").contains("The name of an enum is written"));
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

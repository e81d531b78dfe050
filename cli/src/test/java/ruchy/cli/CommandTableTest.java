package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandTableTest {
  @Test
  void options_of_build_may_stand_anywhere() {
    var expected = new BuildCommand("app.ruchy", "out.jar", List.of("p.ruchy"), true, false);
    assertMeans(expected, "build", "-o", "out.jar", "-v", "--prelude", "p.ruchy", "app.ruchy");
    assertMeans(
        expected, "build", "app.ruchy", "--output=out.jar", "--verbose", "--prelude=p.ruchy");
    assertMeans(expected, "--prelude", "p.ruchy", "-v", "compile", "app.ruchy", "-oout.jar");
    assertMeans(new BuildCommand("a", null, List.of(), false, true), "build", "a", "--aot");
    assertMeans(new BuildCommand(null, null, List.of(), false, false), "build");
  }

  @Test
  void check_takes_several_files() {
    assertMeans(
        new CheckCommand(List.of("a.ruchy", "b.ruchy"), List.of(), true),
        "check",
        "a.ruchy",
        "--json",
        "b.ruchy");
  }

  @Test
  void code_may_be_given_with_a_format_and_arguments() {
    assertMeans(
        new EvaluateCommand("1", List.of("-x", "y"), List.of("p"), true),
        "--format",
        "json",
        "--prelude",
        "p",
        "-e",
        "1",
        "--",
        "-x",
        "y");
    assertMeans(
        new EvaluateCommand("1", List.of("a", "-b"), List.of(), false), "--eval", "1", "a", "-b");
    assertMeans(new EvaluateCommand("-1", List.of(), List.of(), false), "-e", "-1");
    assertMeans(new EvaluateCommand(null, List.of(), List.of(), false));
  }

  @Test
  void a_word_is_a_file_if_there_is_one(@TempDir Path folder) throws IOException {
    var script = Files.writeString(folder.resolve("script"), "").toString();
    assertMeans(new RunCommand(script, List.of("-x"), List.of()), script, "-x");
  }

  @Test
  void without_anything_a_person_gets_the_repl() {
    assertEquals(new ReplCommand(null), CommandTable.parse(FakeTerminal.ofAPerson().terminal()));
    assertMeans(new ReplCommand(null), "repl");
    assertMeans(new ReplCommand("r.ruchy"), "repl", "--record", "r.ruchy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chek a.ruchy|Unknown command: chek, did you mean `check`?",
        "transpile a.ruchy|Unknown command: transpile",
        "check --jsn a.ruchy|Unknown option: --jsn, did you mean `--json`?",
        "build -x a.ruchy|Unknown option: -x",
        "--nope|Unknown option: --nope",
        "run|ruchyc run needs FILE",
        "run --prelude|Missing required parameter for option '--prelude' (FILE)",
        "check|ruchyc check needs FILES",
        "build a b|ruchyc build takes one FILE, and got 2",
        "-e 1 run a|-e CODE is a command itself, and cannot be given to run",
        "-e|Missing required parameter for option '--eval' (CODE)",
        "lint --rules naming,nonsense a.ruchy|--rules takes codes such as R0301 and words, and no"
            + " nonsense",
        "--format xml -e 1|--format is text or json, not xml"
      })
  void a_command_line_that_means_nothing_is_wrong_usage(String line, String sentence) {
    var person = FakeTerminal.ofAPerson();
    assertEquals(2, person.run(line.split(" ", -1)));
    assertTrue(person.errors().startsWith("error: " + sentence), person.errors());
    assertEquals("", person.output());
  }

  @Test
  void calls_are_traced_where_a_program_is_run() {
    var traced = new RunCommand("a.ruchy", List.of("--trace"), List.of(), true);
    assertMeans(traced, "--trace", "a.ruchy", "--trace");
    assertMeans(traced, "--trace", "run", "a.ruchy", "--trace");
    assertMeans(traced, "run", "--trace", "a.ruchy", "--trace");
    assertMeans(new EvaluateCommand("1", List.of(), List.of(), false, true), "--trace", "-e", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "run -h", "build --help", "compile -h", "check --help"})
  void help_is_printed_on_standard_output(String line) {
    var person = FakeTerminal.ofAPerson();
    assertEquals(0, person.run(line.split(" ", -1)));
    assertTrue(person.output().startsWith("Usage: ruchyc"), person.output());
    assertEquals("", person.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-V", "--version"})
  void the_version_is_one_line(String option) {
    var person = FakeTerminal.ofAPerson();
    assertEquals(0, person.run(option));
    assertTrue(person.output().matches("ruchyc \\S+\n"), person.output());
  }

  private static void assertMeans(Command expected, String... args) {
    assertEquals(expected, CommandTable.parse(FakeTerminal.reading("").terminal(), args));
  }
}

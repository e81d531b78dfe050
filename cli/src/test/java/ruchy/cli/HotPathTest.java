package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HotPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.ruchy",
        "app.ruchy a -b --prelude c -",
        "folder/app.rchy @file",
        "run app.ruchy",
        "run run",
        "run - x",
        "run --prelude a.ruchy --prelude b.ruchy app.ruchy --prelude c.ruchy",
        "--prelude a.ruchy app.ruchy -e",
        "run --prelude -v app.ruchy",
        "-e println(1)",
        "-e -1",
        "-e run",
        "app.ruchy a -- b",
        "build",
        "build app.ruchy",
        "compile app.ruchy -o out.jar",
        "build -v --output out.jar --prelude a.ruchy app.ruchy --prelude b.ruchy",
        "build -o -v app.ruchy",
        "check a.ruchy b.ruchy --json",
        "check - --prelude a.ruchy @file",
        "-V",
        "--version"
      })
  void an_everyday_command_line_is_understood_as_the_table_understands_it(String line) {
    var args = line.split(" ", -1);
    var hot = HotPath.parse(args);
    assertEquals(tabled(args), hot);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "run --help",
        "run -v app.ruchy",
        "run --prelude",
        "-e",
        "-e 1 --format json",
        "-e 1 run",
        "-e --",
        "build a.ruchy b.ruchy",
        "build a.ruchy --json",
        "build a.ruchy -oout.jar",
        "build -o a.jar -o b.jar c.ruchy",
        "build --aot a.ruchy",
        "check",
        "check -v a.ruchy",
        "check --json --json a.ruchy",
        "word",
        "--version build"
      })
  void everything_else_is_left_to_the_table(String line) {
    assertNull(HotPath.parse(line.isEmpty() ? new String[0] : line.split(" ", -1)));
  }

  @Property
  void never_does_it_mean_something_else(@ForAll("lines") List<String> line) {
    var args = line.toArray(String[]::new);
    var hot = HotPath.parse(args);
    if (hot != null) assertEquals(tabled(args), hot);
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.of(
            "run",
            "build",
            "check",
            "app.ruchy",
            "b.rchy",
            "word",
            "-",
            "--",
            "-e",
            "--eval",
            "--eval=1",
            "-e1",
            "1+1",
            "--prelude",
            "--prelude=a.ruchy",
            "-v",
            "-V",
            "-h",
            "--format",
            "json",
            "--json",
            "-x",
            "@list",
            "",
            " ",
            "\"quoted\"",
            "a=b",
            "--trace",
            "fmt",
            "-o",
            "out.jar",
            "--output",
            "--output=x",
            "-ox",
            "compile",
            "--verbose",
            "--version",
            "--watch",
            "--aot")
        .list()
        .ofMaxSize(6);
  }

  @Test
  void arguments_of_the_program_may_look_like_options() {
    var run = assertInstanceOf(RunCommand.class, HotPath.parse("app.ruchy", "--help", "-e", "run"));
    assertEquals(List.of("--help", "-e", "run"), run.args());
  }

  private static Command tabled(String... args) {
    return CommandTable.parse(FakeTerminal.reading("").terminal(), args);
  }
}

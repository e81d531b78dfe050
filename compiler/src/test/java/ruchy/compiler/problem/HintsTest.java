package ruchy.compiler.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.compiler.Compiler;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// What the problems of a program advise: one problem for one mistake, with what was meant.
final class HintsTest {
  private static final Library LIBRARY = Library.load();

  /// The problems, each as `MESSAGE => HINT`.
  private static String hints(String program) {
    var sources = List.of(Source.of("app.ruchy", program));
    return Compiler.compile(sources, ModuleSource.NONE, LIBRARY, Compiler.Options.STANDARD)
        .problems()
        .stream()
        .map(problem -> problem.message() + " => " + problem.hint())
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          println(undefined)       | Undefined variable: undefined => write `nil`
          let x = parseInt('5')    | Undefined function: parseInt => write `text.to_i()`, or `parse_int(text)`
          console.lgo(1)           | Undefined function: console::lgo => did you mean `console::log`?
          fs::raed('x')            | Undefined function: fs::raed => did you mean `fs::read`?
          """)
  void names_of_other_languages_and_slips_are_understood(String program, String expected) {
    assertEquals(expected, hints(program));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          let o = {name: 1}; o.nam      | Object has no field named 'nam' => did you mean `name`?
          [1].pussh(2)                  | Unknown method 'pussh' on type array => did you mean `push`?
          [1].forEach(println)          | Unknown method 'forEach' on type array => did you mean `for_each`?
          "a".toUpperCase()             | Unknown method 'toUpperCase' on type string => did you mean `to_uppercase`?
          http::Server::new("a:1").gett("/") | Unknown method 'gett' on type http::Server => did you mean `get`?
          """)
  void members_are_suggested_from_those_that_the_value_has(String program, String expected) {
    assertEquals(expected, hints(program));
  }
}

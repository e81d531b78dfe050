package ruchy.compiler.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// The texts of L 11.4.
final class ProblemPrinterTest {
  private static Problem undefined(String text, String name, @Nullable String suggestion) {
    Source source = Source.of("shop.ruchy", text);
    int start = text.indexOf(name);
    Span span = new Span(source, start, start + name.length());
    return new NameProblem.UndefinedVariable(name, span, suggestion);
  }

  private static String plain(Problem problem) {
    return new ProblemPrinter(false, false).print(List.of(problem));
  }

  @Test
  void a_problem_shows_its_line_and_what_to_do() {
    assertEquals(
        """
        error: Undefined variable: totl
          at shop.ruchy:2:13
           |     println(totl)
           |             ^^^^ did you mean `total`?
        """,
        plain(undefined("let total = 1\n    println(totl)\n", "totl", "total")));
  }

  @Test
  void the_code_follows_the_message() {
    String text = ProblemPrinter.plain().print(List.of(undefined("x", "x", null)));
    assertTrue(text.startsWith("error: Undefined variable: x [R0101]\n"), text);
  }

  @Test
  void a_label_is_a_further_excerpt() {
    Source source = Source.of("a.ruchy", "fun f() {\n  g(\n");
    Problem problem =
        new SyntaxProblem.Unclosed(
            "{", "}", "end of file", new Span(source, 8, 9), new Span(source, 14, 14));
    assertEquals(
        """
        error: Syntax error: expected `}`, found end of file
          at a.ruchy:2:5
           |   g(
           |     ^
          at a.ruchy:1:9
           | fun f() {
           |         ^ this `{` is not closed
        """,
        plain(problem));
  }

  @Test
  void carets_stand_under_the_place_after_wide_characters() {
    assertEquals(
        """
        error: Undefined variable: zz
          at shop.ruchy:1:9
           | "日本🚀" + zz
           |            ^^
        """,
        plain(undefined("\"日本🚀\" + zz", "zz", null)));
  }

  @Test
  void a_combining_mark_takes_no_column() {
    assertEquals(
        """
        error: Undefined variable: zz
          at shop.ruchy:1:8
           | "é" + zz
           |       ^^
        """,
        plain(undefined("\"e\u0301\" + zz", "zz", null)).replace("e\u0301", "é"));
  }

  @Test
  void tabs_are_shown_as_spaces() {
    assertEquals(
        """
        error: Undefined variable: zz
          at shop.ruchy:1:4
           |     x   zz
           |         ^^
        """,
        plain(undefined("\tx\tzz", "zz", null)));
  }

  @Test
  void control_characters_are_visible_and_harmless() {
    String text = plain(undefined("\u001B[2J\u0000 zz", "zz", null));
    assertTrue(text.contains("␛[2J␀ zz"), text);
  }

  @Test
  void a_long_line_is_cut_around_the_place() {
    String text = plain(undefined("a".repeat(500) + " zz " + "b".repeat(500), "zz", null));
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(2).startsWith("   | …aaa"), text);
    assertTrue(lines.get(2).endsWith("b…"), text);
    assertTrue(lines.get(2).length() < 120, text);
    assertEquals(lines.get(2).indexOf("zz"), lines.get(3).indexOf("^^"), text);
  }

  @Test
  void the_end_of_a_long_line_is_shown_too() {
    String text = plain(undefined("a".repeat(500) + " zz", "zz", null));
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(2).endsWith("a zz"), text);
    assertEquals(lines.get(2).indexOf("zz"), lines.get(3).indexOf("^^"), text);
  }

  @Test
  void a_place_over_several_lines_shows_its_first() {
    Source source = Source.of("a.ruchy", "f(1,\n2)");
    assertEquals(
        """
        error: JVM interop is not available
          at a.ruchy:1:1
           | f(1,
           | ^^^^
        """,
        plain(new SyntaxProblem.JvmInterop(new Span(source, 0, 7))));
  }

  @Test
  void the_end_of_an_empty_file_has_a_place() {
    Source source = Source.of("a.ruchy", "");
    assertEquals(
        """
        error: JVM interop is not available
          at a.ruchy:1:1
           |
           | ^
        """,
        plain(new SyntaxProblem.JvmInterop(new Span(source, 0, 0))));
  }

  @Test
  void colours_change_nothing_but_colours() {
    Problem problem = undefined("let a = totl", "totl", "total");
    String coloured = new ProblemPrinter(true, true).print(List.of(problem));
    assertTrue(coloured.contains("\u001B[1;31merror"), coloured);
    assertEquals(
        ProblemPrinter.plain().print(List.of(problem)),
        coloured.replaceAll("\u001B\\[[0-9;]*m", ""));
  }

  @Test
  void a_warning_says_so() {
    Source source = Source.of("a.ruchy", "requires");
    Problem problem = new SyntaxProblem.UncheckedContract("requires", new Span(source, 0, 8));
    assertTrue(plain(problem).startsWith("warning: "));
  }

  @Test
  void json_holds_everything_escaped() {
    Problem problem = undefined("\"\\\n\u0001 zz\u2028", "zz", "a\"b\\c\n\u0007");
    assertEquals(
        """
        [
          {"severity":"error","code":"R0101","message":"Undefined variable: zz",\
        "file":"shop.ruchy","line":2,"column":3,"endLine":2,"endColumn":5,\
        "hint":"did you mean `a\\"b\\\\c\\n\\u0007`?","labels":[]}
        ]
        """,
        ProblemPrinter.json(List.of(problem)));
  }

  @Test
  void json_of_no_problems_is_an_empty_array() {
    assertEquals("[]\n", ProblemPrinter.json(List.of()));
  }

  @Test
  void json_holds_labels_with_their_places() {
    Source source = Source.of("a.ruchy", "f(");
    Problem problem =
        new SyntaxProblem.Unclosed(
            "(", ")", "end of file", new Span(source, 1, 2), new Span(source, 2, 2));
    assertTrue(
        ProblemPrinter.json(List.of(problem))
            .contains(
                "\"labels\":[{\"text\":\"this `(` is not closed\",\"file\":\"a.ruchy\",\"line\":1,"
                    + "\"column\":2,\"endLine\":1,\"endColumn\":3}]"));
  }
}

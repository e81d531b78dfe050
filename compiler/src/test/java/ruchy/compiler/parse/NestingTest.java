package ruchy.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.compiler.FrontEnd;

/// Programs that are deep or long: the parser stands them on an ordinary stack, and says where it
/// stops.
final class NestingTest {
  private static final int DEEP = 100_000;
  private static final List<String> TOO_DEEP = List.of("Syntax error: nested too deeply");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "( ~ 1 ~ )",
        "[ ~ 1 ~ ]",
        "{ ~ 1 ~ }",
        "{a: ~ 1 ~ }",
        "f( ~ 1 ~ )",
        "- ~ 1 ~ ``",
        "! ~ x ~ ``",
        "* ~ x ~ ``",
        "& ~ x ~ ``",
        "`|x| ` ~ x ~ ``",
        "x => ~ 1 ~ ``",
        "`|| ` ~ 1 ~ ``",
        "fun f() { ~ 1 ~ }",
        "mod m { ~ 1 ~ }",
        "class C { x = ~ 1 ~ }",
        "if a { ~ 1 ~ }",
        "match x { _ => ~ 1 ~ }",
        "try { ~ 1 ~ } finally { }",
        "S { x: ~ 1 ~ }",
        "`a = ` ~ 1 ~ ``",
        "`a ** ` ~ 1 ~ ``",
        "`a ! ` ~ 1 ~ ``",
        "`let a = 1 in ` ~ 1 ~ ``",
        "`spawn ` ~ x ~ ``",
        "`return ` ~ x ~ ``",
        "[a for x in ~ xs ~ ]",
        "{a for x in ~ xs ~ }",
        "(1 + [2 || {a: f( ~ 1 ~ )}])",
      })
  void a_construct_in_itself_is_nested_too_deeply(String open, String middle, String close) {
    FrontEnd result = FrontEnd.of(open.repeat(DEEP) + middle + close.repeat(DEEP));
    assertEquals(TOO_DEEP, result.messages());
  }

  @Test
  void a_use_tree_in_itself_is_nested_too_deeply() {
    FrontEnd result = FrontEnd.of("use " + "a::{".repeat(DEEP) + "b" + "}".repeat(DEEP));
    assertEquals(TOO_DEEP, result.messages());
  }

  @ParameterizedTest
  @CsvSource({"&", "[", "(", "Vec<", "fn() -> "})
  void a_type_in_itself_is_nested_too_deeply(String open) {
    String close = open.equals("Vec<") ? ">" : open.equals("[") ? "]" : open.equals("(") ? ")" : "";
    FrontEnd result =
        FrontEnd.of("let x: " + open.repeat(DEEP) + "i32" + close.repeat(DEEP) + " = 1");
    assertEquals(TOO_DEEP, result.messages());
  }

  @ParameterizedTest
  @CsvSource({"(", "[", "a @ "})
  void a_pattern_in_itself_is_nested_too_deeply(String open) {
    String close = open.equals("(") ? ")" : open.equals("[") ? "]" : "";
    FrontEnd result = FrontEnd.of("let " + open.repeat(DEEP) + "a" + close.repeat(DEEP) + " = 1");
    assertEquals(TOO_DEEP, result.messages());
  }

  @ParameterizedTest
  @CsvSource({
    "a, ' + a', 10000",
    "a, ' ?? a', 10000",
    "a, ' |> f', 10000",
    "a, '.b(1)', 10000",
    "a, '\n    .b(1)', 10000",
    "a, '[0]', 10000",
    "a, ' as i32', 10000",
    "if a { }, ' else if a { }', 5000",
    "x =, ' a ? b :', 5000",
    "match x { 1, ' | 1', 100000",
    "a, '::b', 100000",
    "f(1, ', 1', 100000",
    "'', 'a = b + 1\n', 100000",
    "'', '// a\n', 100000",
  })
  void a_long_chain_is_no_deep_nesting(@Nullable String start, String link, int count) {
    String begin = start == null ? "" : start;
    String end =
        switch (begin) {
          case "match x { 1" -> " => 2 }";
          case "f(1" -> ")";
          case "x =" -> " c";
          default -> "";
        };
    FrontEnd result = FrontEnd.of(begin + link.repeat(count) + end);
    assertEquals(List.of(), result.messages());
  }

  @ParameterizedTest
  @CsvSource({"a, ' + a'", "a, '.b(1)'", "a, '[0]'", "f, '()'", "if a { }, ' else if a { }'"})
  void an_endless_chain_is_nested_too_deeply(String start, String link) {
    assertEquals(TOO_DEEP, FrontEnd.of(start + link.repeat(DEEP)).messages());
  }

  @Test
  void comments_nest_without_limit() {
    assertEquals(List.of(), FrontEnd.of("/*".repeat(DEEP) + "*/".repeat(DEEP) + " 1").messages());
  }

  @Test
  void holes_nest_as_deeply_as_anybody_writes_them() {
    assertEquals(List.of(), FrontEnd.of("f\"{".repeat(15) + "1" + "}\"".repeat(15)).messages());
  }
}

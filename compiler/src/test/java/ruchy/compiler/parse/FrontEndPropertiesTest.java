package ruchy.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import ruchy.compiler.FrontEnd;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.lex.Trivia;
import ruchy.compiler.print.TreePrinter;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.ProblemPrinter;

/// What holds for every text. The seeds are fixed: every run sees the same texts.
final class FrontEndPropertiesTest {
  private static final String[] SOUP = {
    "a",
    "B",
    "1",
    "2.5",
    "\"s\"",
    "'c'",
    "f\"{",
    "}\"",
    "f\"{x}\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "#[",
    ",",
    ";",
    ":",
    "::",
    ".",
    "..",
    "..=",
    "...",
    "@",
    "\\",
    "->",
    "=>",
    "+",
    "-",
    "*",
    "/",
    "**",
    "==",
    "!=",
    "<",
    ">",
    ">>",
    ">=",
    "&&",
    "||",
    "!",
    "&",
    "|",
    "^",
    "~",
    "++",
    "--",
    "|>",
    "?",
    "??",
    "?.",
    "<-",
    "<?",
    "=",
    "+=",
    "??=",
    "'l",
    "'",
    "\"",
    "\n",
    "\n",
    " ",
    " ",
    "//c\n",
    "/*",
    "*/",
    "fun",
    "let",
    "var",
    "const",
    "mut",
    "pub",
    "if",
    "else",
    "match",
    "for",
    "in",
    "while",
    "loop",
    "return",
    "break",
    "continue",
    "struct",
    "enum",
    "impl",
    "trait",
    "class",
    "try",
    "catch",
    "throw",
    "nil",
    "use",
    "import",
    "mod",
    "self",
    "async",
    "await",
    "spawn",
    "lazy",
    "move",
    "as",
    "not",
    "actor",
    "export",
    "unsafe",
    "type",
    "static",
    "from",
    "where",
    "requires",
    "finally",
    "super",
    "yield",
    "println!",
    "vec!",
    "$",
    "é",
    "🚀",
    "\\\"",
    "r#\"",
    "b'"
  };

  @Property(tries = 500, seed = "1")
  @Label("any bytes are lexed and parsed")
  void any_bytes(@ForAll @Size(max = 300) byte[] bytes) {
    check(new String(bytes, StandardCharsets.UTF_8));
    check(new String(bytes, StandardCharsets.ISO_8859_1));
    check(new String(bytes, StandardCharsets.UTF_16));
  }

  @Property(tries = 2000, seed = "2")
  @Label("any row of tokens is lexed and parsed")
  void any_row_of_tokens(@ForAll long seed, @ForAll @IntRange(max = 120) int length) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(SOUP[random.nextInt(SOUP.length)]).append(random.nextInt(3) == 0 ? "" : " ");
    }
    check(text.toString());
  }

  @Property(tries = 1000, seed = "3")
  @Label("a program with a mistake is lexed and parsed")
  void a_program_with_a_mistake(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(new ProgramText(seed, 60).program());
    for (int i = random.nextInt(3); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, SOUP[random.nextInt(SOUP.length)]);
        default -> text.setLength(at);
      }
    }
    check(text.toString());
  }

  @Property(tries = 2000, seed = "2")
  @Label("a printed program parses to the same tree")
  void a_printed_program_parses_to_the_same_tree(@ForAll long seed) {
    FrontEnd result = FrontEnd.of(new ProgramText(seed, 80).program());
    boolean isRight = result.problems().stream().noneMatch(FrontEndPropertiesTest::isError);
    Statistics.collect(isRight);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 50));
    if (isRight) {
      assertPrintsBack(result);
    }
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }

  /// Every character belongs to a token or to the trivia before one, every problem stands in the
  /// text and prints, and a right program prints to one with the same tree.
  private static void check(String text) {
    FrontEnd result = FrontEnd.of(text);
    assertCovers(result.tokens(), text);
    for (Problem problem : result.problems()) {
      int end = problem.span().end();
      assertTrue(problem.span().start() <= end && end <= text.length(), problem::toString);
    }
    assertEquals(
        result.problems().isEmpty(),
        new ProblemPrinter(true, false).print(result.problems()).isEmpty());
    assertTrue(ProblemPrinter.json(result.problems()).startsWith("["));
    if (result.problems().stream().noneMatch(FrontEndPropertiesTest::isError)) {
      assertPrintsBack(result);
    }
  }

  private static void assertCovers(Tokens tokens, String text) {
    int at = 0;
    for (int i = 0; i < tokens.size(); i++) {
      for (Trivia trivia : tokens.trivia(i)) {
        assertEquals(at, trivia.start(), "gap in the trivia");
        at = trivia.end();
      }
      Token token = tokens.get(i);
      assertEquals(at, token.start(), "gap before a token");
      at = token.end();
    }
    assertEquals(text.length(), at);
  }

  private static void assertPrintsBack(FrontEnd result) {
    String printed = TreePrinter.source(result.file());
    FrontEnd again = FrontEnd.of(printed);
    List<Problem> errors =
        again.problems().stream().filter(FrontEndPropertiesTest::isError).toList();
    assertEquals("", ProblemPrinter.plain().print(errors));
    assertEquals(result.outline(), again.outline());
  }
}

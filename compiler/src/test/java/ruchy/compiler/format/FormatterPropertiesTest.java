package ruchy.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.FrontEnd;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.lex.Trivia;
import ruchy.compiler.parse.ProgramText;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;

/// What holds for the layout of every program.
final class FormatterPropertiesTest {
  private static final List<Style> STYLES = List.of(Style.STANDARD, new Style(30, 2, true));

  @Example
  @Label("every program of the repository keeps tokens, comments and meaning")
  void every_program_of_the_repository() throws IOException {
    int laidOut = 0;
    for (Path file : programs()) {
      laidOut += check(file.toString(), Files.readString(file)) ? 1 : 0;
    }
    assertTrue(laidOut > 200, laidOut + " programs were laid out");
  }

  @Property(tries = 200, seed = "5")
  @Label("every program keeps tokens, comments and meaning")
  void every_program(@ForAll long seed) {
    check("random " + seed, new ProgramText(seed, 60).program());
  }

  private static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      return files
          .filter(file -> file.toString().endsWith(".ruchy") && !file.toString().contains("target"))
          .sorted()
          .toList();
    }
  }

  private static boolean check(String name, String text) {
    for (Style style : STYLES) {
      String laidOut = format(name, text, style);
      if (laidOut == null) {
        return false;
      }
      assertEquals(laidOut, format(name, laidOut, style), name + " is laid out anew");
      FrontEnd before = FrontEnd.of(name, text);
      FrontEnd after = FrontEnd.of(name, laidOut);
      assertEquals(before.outline(), after.outline(), name);
      assertEquals(words(before.tokens()), words(after.tokens()), name);
    }
    return true;
  }

  private static @Nullable String format(String name, String text, Style style) {
    return Formatter.format(Source.of(name, text), style, new Problems()).orElse(null);
  }

  /// The texts of tokens and comments, in order.
  private static String words(Tokens tokens) {
    var words = new StringBuilder();
    String text = tokens.source().text();
    for (int i = 0; i < tokens.size(); i++) {
      for (Trivia trivia : tokens.trivia(i)) {
        switch (trivia.kind()) {
          case SPACE, NEWLINE -> {}
          case LINE_COMMENT, DOC_COMMENT, BLOCK_COMMENT, BROKEN ->
              words.append(text.substring(trivia.start(), trivia.end()).strip()).append('\n');
        }
      }
      words.append(tokens.span(i).text()).append('\n');
    }
    return words.toString();
  }
}

package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// A name that means nothing is one problem: the rest of the program is looked at as before, and
/// nothing else is told because of it (L 11.4).
final class WrongNamesTest {
  private static final Path FOLDER = Path.of("src", "test", "conformance");
  private static final Library LIBRARY = Library.load();
  private static final String WRONG = "qqwrongqq";
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w.'\"])(?!(?:fun|fn|let|var|const|mut|pub|if|else|match|for|in|while|loop|try"
              + "|return|break|continue|struct|enum|impl|trait|class|catch|throw|async|mod|use"
              + "|import|spawn|actor|export|module|self|super|crate|type|receive|as|interface"
              + "|where)\\b|static\\s+\\w|move\\s*[|{])" // the last two may be names elsewhere
              + "[a-z_]\\w*(?![\\w\"])"); // the letter before a quote is the string's

  private static List<Problem> problems(String text) {
    List<Source> sources = List.of(Source.of("a.ruchy", text));
    return Compiler.compile(sources, ModuleSource.NONE, LIBRARY, Compiler.Options.STANDARD)
        .problems();
  }

  @Test
  void one_wrong_name_is_one_problem() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.filter(file -> file.toString().endsWith(".ruchy")).sorted().toList();
    }
    var random = new Random(1);
    List<String> noise = new ArrayList<>();
    int undefined = 0;
    for (Path file : files) {
      String text = Files.readString(file);
      if (problems(text).stream().anyMatch(WrongNamesTest::isError)) {
        continue; // it has modules
      }
      List<MatchResult> names = NAME.matcher(text).results().toList();
      for (int i = 0; i < Integer.getInteger("wrong.names", 2); i++) {
        MatchResult name = names.get(random.nextInt(names.size()));
        String wrong = text.substring(0, name.start()) + WRONG + text.substring(name.end());
        List<Problem> problems = problems(wrong);
        boolean isUse =
            problems.stream()
                .anyMatch(
                    problem ->
                        problem.span().start() == name.start()
                            && problem.message().matches("Undefined \\w+: " + WRONG));
        if (!isUse) {
          continue;
        }
        undefined++;
        problems.stream()
            .filter(problem -> isError(problem) && !problem.message().contains(WRONG))
            .forEach(
                problem ->
                    noise.add(
                        file.getFileName()
                            + ":"
                            + problem.span().line()
                            + " "
                            + problem.message()
                            + " (for "
                            + name.group()
                            + " at "
                            + text.substring(0, name.start()).lines().count()
                            + ")"));
      }
    }
    assertEquals("", String.join("\n", noise));
    assertFalse(undefined == 0);
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }
}

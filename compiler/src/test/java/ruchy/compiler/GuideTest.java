package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.ProblemPrinter;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// Every example of the pages in `docs/` does what stands beside it, with types inferred and
/// without.
final class GuideTest {
  private static final Path FOLDER = Path.of("../docs");
  private static final Library LIBRARY = Library.load();

  @TestFactory
  Stream<DynamicTest> examples_do_what_stands_beside_them() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> pages = Files.list(FOLDER)) {
      for (Path page : pages.sorted().toList()) {
        for (GuideExample example : GuideExample.of(Files.readString(page))) {
          for (boolean specialise : new boolean[] {true, false}) {
            String place = page.getFileName() + ":" + example.line();
            String name = place + (specialise ? " with types" : " without types");
            tests.add(DynamicTest.dynamicTest(name, () -> check(example, specialise)));
          }
        }
      }
    }
    return tests.stream();
  }

  @Test
  void the_guide_to_the_language_has_examples() throws IOException {
    assertTrue(GuideExample.of(Files.readString(FOLDER.resolve("language.md"))).size() > 40);
  }

  private static void check(GuideExample example, boolean specialise) throws Exception {
    ManualExample marked = ManualExample.of(example.text());
    String program = marked.program();
    List<Problem> errors = errors(program, example);
    if (!errors.isEmpty()) {
      // Some errors are found with types alone; without them the program runs into them.
      assertEquals(example.output() == null ? "" : example.output(), report(errors));
      return;
    }
    if (!marked.isRun()) {
      return;
    }
    String printed = ProgramsTest.run("example.ruchy", program, example, specialise);
    assertEquals(
        String.join("\n", marked.expected()),
        String.join("\n", ManualExample.marks(printed)),
        () -> program + "prints\n" + printed);
    if (example.output() != null) {
      assertTrue(marked.expected().isEmpty(), "marks and a block of output");
      assertEquals(example.output(), printed);
    } else {
      assertFalse(printed.contains("error: "), () -> program + "prints\n" + printed);
    }
  }

  private static List<Problem> errors(String program, GuideExample example) {
    return Compiler.compile(
            List.of(Source.of("example.ruchy", program)),
            example,
            LIBRARY,
            Compiler.Options.STANDARD)
        .problems()
        .stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .toList();
  }

  private static String report(List<Problem> errors) {
    return new ProblemPrinter(false, false).print(errors).stripTrailing() + "\n";
  }
}

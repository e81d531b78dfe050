package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.problem.LintProblem;
import ruchy.compiler.problem.NameProblem;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// Warnings are calm: nothing in the programs of `src/test/programs` and of `examples` is told to
/// be hardly meant.
final class OrdinaryProgramsTest {
  private static final Path FOLDER = Path.of("src", "test", "programs");

  /// Programs that show what a match does that no arm fits.
  private static final Set<String> ON_PURPOSE = Set.of("deep-patterns.ruchy");

  private static final Library LIBRARY = Library.load();

  @TestFactory
  Stream<DynamicTest> ordinary_programs_are_not_warned_of() throws IOException {
    List<Path> programs = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.filter(OrdinaryProgramsTest::isAlone).sorted().forEach(programs::add);
    }
    assertFalse(programs.isEmpty());
    return programs.stream()
        .map(file -> DynamicTest.dynamicTest("" + file.getFileName(), () -> check(file)));
  }

  /// Whether the file is a program without modules of its own.
  private static boolean isAlone(Path file) {
    String name = "" + file.getFileName();
    return name.endsWith(".ruchy")
        && !ON_PURPOSE.contains(name)
        && !Files.isDirectory(file.resolveSibling(name.replace(".ruchy", "")));
  }

  private static void check(Path file) throws IOException {
    var source = Source.of("" + file.getFileName(), Files.readString(file));
    var compilation =
        Compiler.compile(List.of(source), ModuleSource.NONE, LIBRARY, Compiler.Options.STANDARD);
    assertNotNull(compilation.classes());
    assertEquals(
        List.of(), compilation.problems().stream().filter(OrdinaryProgramsTest::isLint).toList());
  }

  private static boolean isLint(Problem problem) {
    return problem instanceof LintProblem || problem instanceof NameProblem.UnusedName;
  }
}

package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.problem.LintProblem;
import ruchy.compiler.problem.NameProblem;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.problem.TypeProblem;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// The programs in `src/test/problems`. Each says itself what is wrong with it, under the place:
///
/// ```ruchy
///     let x = 08b1
///     //      ^^^^ Syntax error: invalid number `08b1`
/// ```
///
/// A place in the first two columns has its carets after `//<`: as many as the place is long, and
/// the column does not count. An example that begins with `// lint:` is looked at as `ruchyc lint`
/// does. Every kind of problem needs an example.
final class ProblemExamplesTest {
  private static final Path FOLDER = Path.of("src", "test", "problems");

  private static final Library LIBRARY = Library.load();

  private static final List<Class<? extends Problem>> FAMILIES =
      List.of(SyntaxProblem.class, NameProblem.class, TypeProblem.class, LintProblem.class);

  /// Kinds whose examples would have thousands of lines; other tests make such programs.
  private static final Set<String> TOO_LONG = Set.of("TooLarge");

  /// What the stages find in an example; the first ones alone if it is no program at all.
  private static List<Problem> problems(String name, String text) {
    List<Source> sources = List.of(Source.of(name, text));
    var options = text.startsWith("// lint:") ? Compiler.Options.LINT : Compiler.Options.STANDARD;
    return Compiler.compile(sources, ModuleSource.NONE, LIBRARY, options).problems();
  }

  /// What stands where: the length of the place in its first line, and the message.
  private record Finding(int line, int column, int length, String message) {}

  @TestFactory
  Stream<DynamicNode> examples() throws IOException {
    List<Path> examples = files();
    assertFalse(examples.isEmpty());
    return examples.stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ruchy")).sorted().toList();
    }
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    List<Finding> found = new ArrayList<>();
    for (Problem problem : problems(file.getFileName().toString(), text)) {
      found.add(finding(problem));
    }
    assertEquals(lines(expected(text)), lines(found));
  }

  private static Finding finding(Problem problem) {
    var span = problem.span();
    String line = span.source().lineText(span.line());
    int rest = line.codePointCount(0, line.length()) - span.column() + 1;
    int length = Math.max(1, Math.min(span.text().codePointCount(0, span.text().length()), rest));
    int column = span.column() <= 2 ? 1 : span.column();
    return new Finding(span.line(), column, length, problem.message());
  }

  private static List<Finding> expected(String text) {
    List<Finding> expected = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int line = 0;
    for (int i = 0; i < lines.size(); i++) {
      String comment = lines.get(i).strip();
      boolean isExpectation = comment.matches("//<?\\s*\\^+ .*");
      if (!isExpectation) {
        line = i + 1;
        continue;
      }
      String whole = lines.get(i);
      int caret = whole.indexOf('^');
      int end = caret;
      while (end < whole.length() && whole.charAt(end) == '^') {
        end++;
      }
      int column = comment.startsWith("//<") ? 1 : whole.codePointCount(0, caret) + 1;
      expected.add(new Finding(line, column, end - caret, whole.substring(end).strip()));
    }
    return expected;
  }

  private static String lines(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      lines.add(finding.toString());
    }
    Collections.sort(lines);
    return String.join("\n", lines);
  }

  @Test
  void every_kind_of_problem_has_an_example() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (Path file : files()) {
      for (Problem problem : problems("", Files.readString(file))) {
        shown.add(problem.getClass().getSimpleName());
      }
    }
    Set<String> missing = new TreeSet<>();
    for (Class<? extends Problem> family : FAMILIES) {
      for (Class<?> kind : family.getPermittedSubclasses()) {
        if (!shown.contains(kind.getSimpleName())) {
          missing.add(kind.getSimpleName());
        }
      }
    }
    missing.removeAll(TOO_LONG);
    assertEquals(Set.of(), missing);
  }

  @Test
  void every_kind_of_problem_has_a_code_of_its_own() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (Path file : files()) {
      for (Problem problem : problems("", Files.readString(file))) {
        codes.add(problem.code() + " " + problem.getClass().getSimpleName());
      }
    }
    long distinct = codes.stream().map(code -> code.substring(0, 5)).distinct().count();
    assertEquals(codes.size(), distinct, codes::toString);
  }
}

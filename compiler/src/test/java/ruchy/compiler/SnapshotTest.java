package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.analyse.Analysis;
import ruchy.compiler.explain.ConcurrencyExplanation;
import ruchy.compiler.explain.TypeExplanation;
import ruchy.compiler.lex.TokenText;
import ruchy.compiler.problem.ProblemPrinter;
import ruchy.compiler.resolve.Meaning;
import ruchy.runtime.library.Library;

/// Compares what the compiler makes of small programs with the texts in `src/test/snapshots`. With
/// `-Dsnapshots=update` it writes the texts instead; read the difference before you commit it.
///
/// A stage joins by one line in `SECTIONS`: the name of its section, and the text it makes of a
/// source.
final class SnapshotTest {
  private static final Path FOLDER = Path.of("src", "test", "snapshots");
  private static final boolean UPDATES = "update".equals(System.getProperty("snapshots"));

  private static final Map<String, UnaryOperator<String>> SECTIONS =
      Map.of(
          "Tokens", source -> TokenText.of(FrontEnd.of(source).tokens()),
          "Tree", source -> FrontEnd.of(source).outline(),
          "Problems", source -> ProblemPrinter.plain().print(FrontEnd.of(source).problems()),
          "Program", source -> Meaning.of(source).print(),
          "Name problems", source -> Meaning.of(source).problemLines(),
          "Types", source -> TypeExplanation.of(Compiled.types(source)),
          "Concurrency", SnapshotTest::concurrency);

  private static String concurrency(String source) {
    var types = Compiled.types(source);
    return ConcurrencyExplanation.of(types, Analysis.analyse(types, Library.load()));
  }

  @TestFactory
  Stream<DynamicNode> snapshots() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
      assertFalse(found.isEmpty(), "no snapshots in " + FOLDER.toAbsolutePath());
      return found.stream().map(SnapshotTest::container);
    }
  }

  private static DynamicNode container(Path file) {
    Snapshot snapshot = read(file);
    if (UPDATES) {
      return dynamicTest(FOLDER.relativize(file).toString(), () -> update(file, snapshot));
    }
    return dynamicContainer(
        FOLDER.relativize(file).toString(),
        snapshot.cases().stream().map(one -> dynamicTest(one.title(), () -> check(one))));
  }

  private static Snapshot read(Path file) {
    try {
      return Snapshot.parse(Files.readString(file));
    } catch (IOException failure) {
      throw new IllegalStateException(file + " cannot be read", failure);
    }
  }

  private static void check(Snapshot.Case one) {
    String source = one.source();
    assertFalse(one.sections().isEmpty(), "nothing is compared");
    for (Snapshot.Part.Section section : one.sections()) {
      assertEquals(section.text(), text(section.name(), source), section.name());
    }
  }

  private static String text(String section, String source) {
    UnaryOperator<String> stage = SECTIONS.get(section);
    assertNotNull(stage, "no stage makes the section " + section);
    return stage.apply(source);
  }

  private static void update(Path file, Snapshot snapshot) throws IOException {
    List<Snapshot.Case> cases = new ArrayList<>();
    for (Snapshot.Case one : snapshot.cases()) {
      String source = one.source();
      List<Snapshot.Part> parts = new ArrayList<>();
      for (Snapshot.Part part : one.parts()) {
        boolean isResult =
            part instanceof Snapshot.Part.Section section
                && !section.name().equals(Snapshot.SOURCE);
        parts.add(isResult ? updated((Snapshot.Part.Section) part, source) : part);
      }
      cases.add(new Snapshot.Case(one.title(), List.copyOf(parts)));
    }
    Files.writeString(file, new Snapshot(List.copyOf(cases)).print());
  }

  private static Snapshot.Part updated(Snapshot.Part.Section section, String source) {
    return new Snapshot.Part.Section(section.name(), section.fence(), text(section.name(), source));
  }
}

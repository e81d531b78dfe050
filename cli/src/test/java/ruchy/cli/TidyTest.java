package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must hold for the text of the repository, where the compiler and its checks do not look.
final class TidyTest {
  /// Set by the build to the root of the repository.
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("ruchy.root")));

  private static final List<String> MODULES =
      List.of("runtime", "compiler", "cli", "examples", "benchmarks");

  private static final Pattern TYPE_DECLARATION =
      Pattern.compile(
          "^(public |abstract |final |sealed |non-sealed |strictfp )*"
              + "(class|interface|record|enum|@interface) ",
          Pattern.MULTILINE);

  @Test
  void the_sources_are_in_sight() {
    assertFalse(sources("main").isEmpty());
    assertFalse(sources("test").isEmpty());
  }

  @Test
  void every_package_says_what_it_is_for_and_is_null_marked() {
    var unexplained =
        sources("main").stream()
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !isExplained(folder.resolve("package-info.java")))
            .toList();
    assertNone(unexplained, "without a package-info.java that has a /// comment and @NullMarked");
  }

  @Test
  void every_room_stands_in_the_map_of_the_readme() {
    String map = text(ROOT.resolve("README.md"));
    for (String module : List.of("compiler", "runtime")) {
      Path top = ROOT.resolve(module).resolve("src/main/java/ruchy").resolve(module);
      assertNone(
          javaFiles(top)
              .map(Path::getParent)
              .distinct()
              .filter(room -> !room.equals(top))
              .filter(room -> !map.contains("`" + room.getFileName() + "`"))
              .toList(),
          "that the README does not name");
    }
  }

  @Test
  void every_type_of_a_file_of_its_own_has_a_comment() {
    assertNone(
        sources("main").stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .filter(file -> !hasComment(text(file)))
            .toList(),
        "whose type has no /// comment");
  }

  @Test
  void no_test_is_disabled() {
    assertNone(where("test", text -> text.contains("@" + "Disabled")), "with a disabled test");
  }

  @Test
  void no_test_sleeps_and_hopes() {
    assertNone(where("test", text -> text.contains("Thread." + "sleep(")), "that sleeps");
  }

  private static boolean isExplained(Path packageInfo) {
    if (!Files.exists(packageInfo)) return false;
    var text = text(packageInfo);
    return text.startsWith("///") && text.contains("@NullMarked");
  }

  private static boolean hasComment(String text) {
    var declaration = TYPE_DECLARATION.matcher(text);
    return declaration.find() && text.substring(0, declaration.start()).contains("\n///");
  }

  private static List<Path> where(String kind, Predicate<String> found) {
    return sources(kind).stream().filter(file -> found.test(text(file))).toList();
  }

  private static List<Path> sources(String kind) {
    return MODULES.stream()
        .map(module -> ROOT.resolve(module).resolve("src").resolve(kind).resolve("java"))
        .filter(Files::isDirectory)
        .flatMap(TidyTest::javaFiles)
        .toList();
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void assertNone(List<Path> offending, String offence) {
    assertEquals(List.of(), offending.stream().map(ROOT::relativize).toList(), offence);
  }
}

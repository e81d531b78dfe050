package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Short programs of `src/test/apart` that must not stand in one: what the compiler knows of one
/// value depends on all other code. Each begins with a line `==== NAME` and ends with what it
/// prints, behind a line `----`, with types inferred and without.
final class ProgramsApartTest {
  private static final Path FOLDER = Path.of("src/test/apart");

  private record Program(String name, String text, String prints) {}

  @TestFactory
  Stream<DynamicTest> short_programs_print_what_stands_behind_them() throws IOException {
    List<Program> programs = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        read(Files.readString(file), programs);
      }
    }
    return programs.stream()
        .flatMap(
            program ->
                Stream.of(true, false)
                    .map(
                        specialise ->
                            DynamicTest.dynamicTest(
                                program.name() + (specialise ? "" : ", without types"),
                                () -> check(program, specialise))));
  }

  private static void read(String file, List<Program> programs) {
    for (String section : file.split("(?m)^==== ", -1)) {
      int name = section.indexOf('\n');
      int end = section.indexOf("\n----\n");
      if (name >= 0) {
        String text = section.substring(name + 1, end + 1);
        programs.add(new Program(section.substring(0, name), text, section.substring(end + 6)));
      }
    }
  }

  private static void check(Program program, boolean specialise) throws Exception {
    assertEquals(program.prints(), ProgramsTest.run("apart.ruchy", program.text(), specialise));
  }
}

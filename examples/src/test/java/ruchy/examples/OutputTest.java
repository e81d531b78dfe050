package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class OutputTest {
  @ParameterizedTest
  @MethodSource("programs")
  void a_program_prints_what_stands_beside_it(Path program, Way way, @TempDir Path folder)
      throws Exception {
    try (var process = way.start(program, folder)) {
      assertEquals(0, process.status(), process::errors);
      assertEquals(Files.readString(Examples.output(program)), process.output());
      assertEquals("", process.errors());
    }
  }

  static List<Arguments> programs() throws IOException {
    var programs = new ArrayList<Arguments>();
    for (Path program : Examples.withOutput()) {
      for (Way way : Way.values()) programs.add(Arguments.of(program, way));
    }
    return programs;
  }
}

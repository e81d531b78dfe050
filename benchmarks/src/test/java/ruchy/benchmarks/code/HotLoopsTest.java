package ruchy.benchmarks.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ruchy.benchmarks.code.typed.TypedProgram;
import ruchy.compiler.Compiler;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class HotLoopsTest {
  private static final Library LIBRARY = Library.load();

  /// What comes out of JSON has no type that could be known.
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "json_document",
          Set.of(
              "topLevel: Appending.grown",
              "topLevel: Appending.sum",
              "topLevel: Members.get",
              "topLevel: Truth.truth"));

  static List<String> programs() {
    return TypedProgram.all().stream().map(TypedProgram::name).toList();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void the_loops_of_a_measured_program_box_nothing_and_look_nothing_up(String program)
      throws Exception {
    var file = Path.of("programs/code", program + ".ruchy");
    var source = Source.of(program + ".ruchy", Files.readString(file));
    var compilation =
        Compiler.compile(List.of(source), ModuleSource.NONE, LIBRARY, Compiler.Options.STANDARD);
    assertEquals(List.of(), compilation.problems());
    assertEquals(
        new TreeSet<>(KNOWN.getOrDefault(program, Set.of())),
        LoopCalls.in(compilation.classes().files()));
  }
}

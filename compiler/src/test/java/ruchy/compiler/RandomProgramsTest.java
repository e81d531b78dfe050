package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Detector;
import ruchy.runtime.library.Library;

/// Types must never change what a program does. `-Drandom.programs=10000` is the long form, and
/// `-Drandom.first=5000` begins with another program.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RandomProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("random.programs", 150);
  private static final long FIRST = Long.getLong("random.first", 0);
  private static final Library LIBRARY = Library.load();

  @Test
  void random_programs_print_the_same_with_and_without_inferred_types() throws Exception {
    printTheSame(RandomProgram::of);
  }

  @Test
  void random_sums_overflow_or_not_whatever_is_proved_of_them() throws Exception {
    printTheSame(RandomSums::of);
  }

  private static void printTheSame(LongFunction<String> programs) throws Exception {
    for (long seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
      String program = programs.apply(seed);
      String plain = printed(program, false, seed);
      String typed = printed(program, true, seed);
      assertEquals(plain, typed, "seed " + seed + ":\n" + program);
    }
  }

  private static String printed(String program, boolean specialise, long seed) throws Exception {
    var source = Source.of("random.ruchy", program);
    var options = Compiled.options(specialise);
    var compilation = Compiler.compile(List.of(source), ModuleSource.NONE, LIBRARY, options);
    Classes classes = compilation.classes();
    List<String> errors =
        compilation.problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .map(problem -> problem.span().line() + ": " + problem.message())
            .toList();
    assertTrue(classes != null, () -> "seed " + seed + " " + errors + ":\n" + program);
    int before = Detector.faults();
    String printed = ProgramsTest.run("random.ruchy", classes);
    if (Compiled.DETECTS) { // Else faults are of what programs with planted ones have left behind.
      assertEquals(before, Detector.faults(), () -> "faults of seed " + seed + ":\n" + program);
    }
    return printed;
  }
}

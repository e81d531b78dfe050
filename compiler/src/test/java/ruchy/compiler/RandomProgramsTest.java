package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Types must never change what a program does. `-Drandom.programs=10000` is the long form.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RandomProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("random.programs", 150);

  @Test
  void random_programs_print_the_same_with_and_without_inferred_types() throws Exception {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      String program = RandomProgram.of(seed);
      String plain = ProgramsTest.run("random.ruchy", program, false);
      String typed = ProgramsTest.run("random.ruchy", program, true);
      assertEquals(plain, typed, "seed " + seed + ":\n" + program);
    }
  }
}

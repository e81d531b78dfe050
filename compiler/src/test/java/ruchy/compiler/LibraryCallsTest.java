package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.TypeProblem;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Detector;
import ruchy.runtime.engine.Output;
import ruchy.runtime.library.Library;

/// Calls of the library with wrong arguments end the same whether types are inferred or not, to the
/// letter of the message (L 16), and what the compiler warns of is what happens (L 11.4).
/// `-Dlibrary.calls=all` tries every wrong value, which takes minutes.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class LibraryCallsTest {
  private static final Library LIBRARY = Library.load();
  private static final boolean ALL = "all".equals(System.getProperty("library.calls"));

  /// How many calls stand in one program.
  private static final int AT_ONCE = 250;

  private static final String BEGINNING =
      """
      struct P { x: any }
      class C { n = 1 }
      enum E { A, B(i64) }
      let on = parse_json("true")
      let failure = try { 1 / 0 } catch e { e }
      let kept = [nil, 1, 2.5, "a", true, [1], {a: 1}, (1, 2)]
      fun hide(x) { kept[0] = x; kept[0] }
      fun tell(x) { print("told "); x }
      fun show(v) { println(f"{v:?}") }
      fun fail(e) { println(f"{e.type}: {e}") }
      const END = "---"
      """;

  private static final int FIRST_LINE = (int) BEGINNING.lines().count() + 1;

  /// What a program printed, and what was told of it before.
  private record Outcome(String printed, List<Problem> problems) {}

  @Test
  void wrong_calls_of_the_library_end_the_same_with_and_without_types() throws Exception {
    List<String> calls = LibraryCalls.of(LIBRARY, ALL);
    List<String> differences = new ArrayList<>();
    Output.ERROR.redirect(OutputStream.nullOutputStream());
    try {
      for (int start = 0; start < calls.size(); start += AT_ONCE) {
        List<String> some = calls.subList(start, Math.min(start + AT_ONCE, calls.size()));
        String program = program(some);
        Outcome typed = run(program, true);
        Outcome plain = run(program, false);
        compare(some, typed, plain, differences);
      }
    } finally {
      Output.ERROR.redirect(null);
    }
    assertEquals("", String.join("\n", differences));
  }

  private static String program(List<String> calls) {
    var text = new StringBuilder(BEGINNING);
    for (String call : calls) {
      text.append("try { show(").append(call).append(") } catch e { fail(e) } println(END)\n");
    }
    return text.toString();
  }

  private static Outcome run(String program, boolean specialise) throws Exception {
    var source = Source.of("calls.ruchy", program);
    var options = Compiled.options(specialise);
    var compilation = Compiler.compile(List.of(source), ModuleSource.NONE, LIBRARY, options);
    Classes classes = compilation.classes();
    assertNotNull(
        classes,
        () ->
            compilation.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> problem.message() + " in " + line(program, problem))
                .toList()
                .toString());
    int before = Detector.faults();
    String printed = ProgramsTest.run("calls.ruchy", classes);
    if (Compiled.DETECTS) { // Else faults are of what programs with planted ones have left behind.
      assertEquals(before, Detector.faults(), "faults of the analysis of shared state");
    }
    return new Outcome(printed, compilation.problems());
  }

  private static String line(String program, Problem problem) {
    return program.lines().skip(problem.span().line() - 1L).findFirst().orElse("");
  }

  private static void compare(
      List<String> calls, Outcome typed, Outcome plain, List<String> differences) {
    List<String> expected = List.of(plain.printed().split("---\n", -1));
    List<String> actual = List.of(typed.printed().split("---\n", -1));
    for (int i = 0; i < calls.size(); i++) {
      String without = i < expected.size() ? expected.get(i) : "";
      String with = i < actual.size() ? actual.get(i) : "";
      if (!with.equals(without)) {
        differences.add(calls.get(i) + "\n  typed: " + with + "  plain: " + without);
      }
    }
    for (Problem problem : typed.problems()) {
      int call = problem.span().line() - FIRST_LINE;
      String happened = call >= 0 && call < actual.size() ? actual.get(call) : "";
      if (call >= 0 && problem instanceof TypeProblem && !isTold(problem, happened)) {
        differences.add(calls.get(call) + "\n  told: " + problem.message() + "\n  is: " + happened);
      }
    }
  }

  /// Whether what happened is what the problem said.
  private static boolean isTold(Problem problem, String happened) {
    return happened.endsWith(": " + problem.message() + "\n");
  }
}

package ruchy.compiler.analyse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.Compiled;
import ruchy.compiler.explain.ConcurrencyExplanation;
import ruchy.compiler.infer.Types;
import ruchy.runtime.library.Library;

/// Which tasks and handlers touch state that others can reach (L 12.3). The programs stand in
/// `src/test/sharing`; the last task or handler of each is the one in question.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SharingTest {
  private static final Path FOLDER = Path.of("src", "test", "sharing");
  private static final Pattern PROGRAM =
      Pattern.compile("^# ([^\\n]*)\\n```ruchy\\n(.*?)\\n```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> what_several_tasks_reach_and_some_code_changes_is_shared()
      throws IOException {
    return programs("shared.md")
        .flatMap(
            program ->
                Stream.of(
                    expect(program, true, true),
                    // Without types less is known, so nothing can be found free that is not.
                    expect(program, true, false)));
  }

  @TestFactory
  Stream<DynamicTest> what_one_task_has_for_itself_or_nobody_changes_is_free() throws IOException {
    return programs("free.md").map(program -> expect(program, false, true));
  }

  private static Stream<MatchResult> programs(String file) throws IOException {
    List<MatchResult> programs =
        PROGRAM.matcher(Files.readString(FOLDER.resolve(file))).results().toList();
    assertTrue(programs.size() > 20, "programs in " + file);
    return programs.stream();
  }

  private static DynamicTest expect(MatchResult program, boolean shares, boolean hasTypes) {
    String text = program.group(2);
    return DynamicTest.dynamicTest(
        program.group(1) + (hasTypes ? "" : ", without types"),
        () -> {
          String all = explanation(text, hasTypes);
          String last = all.substring(all.lastIndexOf("  shares: "));
          assertEquals(shares, last.startsWith("  shares: maybe"), text + "\n\n" + all);
        });
  }

  @Test
  void waiting_for_a_task_waits_and_calling_a_function_that_waits_does_too() {
    assertTrue(lastWaits("fun f() { sleep(1) }\nspawn { f() }"));
    assertTrue(lastWaits("let t = async { 1 }\nspawn { t.join() }"));
    assertEquals(false, lastWaits("spawn { println(1 + 1) }"));
  }

  private static boolean lastWaits(String program) {
    String all = explanation(program, true);
    return all.substring(all.lastIndexOf("  waits:  ")).startsWith("  waits:  maybe");
  }

  private static String explanation(String program, boolean hasTypes) {
    Types types = hasTypes ? Compiled.types(program) : Compiled.withoutTypes(program);
    return ConcurrencyExplanation.of(types, Analysis.analyse(types, Library.load()));
  }
}

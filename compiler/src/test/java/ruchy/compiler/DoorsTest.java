package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import ruchy.compiler.Compiler.Options;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.runtime.engine.Detector;
import ruchy.runtime.engine.Output;

/// Every way in which a value comes to be reached by several tasks (L 12.3), as a program that
/// counts by it: it must come out exactly, the detector must find no fault, and it must find one
/// when the compiler is made to err. With `-Dprograms.detect=true` without types too.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DoorsTest {
  private static final Path DOORS = Path.of("src", "test", "sharing", "doors.md");
  private static final Pattern DOOR =
      Pattern.compile(
          "^# ([^\\n]*)\\n```ruchy\\n(.*?)^```\\n```out( always in turn)?\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final boolean IS_LONG = Boolean.getBoolean("programs.detect");

  private record Door(String title, String program, boolean isAlwaysInTurn, String output) {
    Door(MatchResult found) {
      this(found.group(1), found.group(2), found.group(3) != null, found.group(4));
    }

    String run(boolean specialise, Options.Detector detector) throws Exception {
      return ProgramsTest.run("door.ruchy", program, ModuleSource.NONE, specialise, detector);
    }
  }

  private static Stream<Door> doors() throws IOException {
    List<Door> doors = DOOR.matcher(Files.readString(DOORS)).results().map(Door::new).toList();
    assertTrue(doors.size() > 100, "programs in " + DOORS);
    return doors.stream();
  }

  private static Stream<Boolean> ways() {
    return IS_LONG ? Stream.of(true, false) : Stream.of(true);
  }

  private interface Check {
    void on(Door door, boolean specialise) throws Exception;
  }

  private static Stream<DynamicTest> tests(Stream<Boolean> ways, Check check) throws IOException {
    List<Door> doors = doors().toList();
    return ways.flatMap(
        specialise ->
            doors.stream()
                .map(
                    door ->
                        DynamicTest.dynamicTest(
                            door.title + (specialise ? "" : ", without types"),
                            () -> check.on(door, specialise))));
  }

  @Order(1)
  @TestFactory
  Stream<DynamicTest> no_update_is_lost() throws IOException {
    return tests(
        ways(),
        (door, specialise) ->
            assertEquals(door.output, door.run(specialise, Options.Detector.ABSENT)));
  }

  @Order(2)
  @TestFactory
  Stream<DynamicTest> the_detector_finds_no_fault() throws IOException {
    return tests(
        Stream.of(true, false),
        (door, specialise) -> {
          int before = Detector.faults();
          assertEquals(door.output, door.run(specialise, Options.Detector.WATCHING));
          assertEquals(before, Detector.faults());
        });
  }

  // Last, because what a faulty program leaves behind goes on being found.
  @Order(3)
  @TestFactory
  Stream<DynamicTest> the_detector_finds_a_wrong_verdict() throws IOException {
    return tests(
        ways(),
        (door, specialise) -> {
          int before = Detector.faults();
          Output.ERROR.redirect(OutputStream.nullOutputStream());
          String printed;
          try {
            printed = door.run(specialise, Options.Detector.WATCHING_WRONG_VERDICTS);
          } finally {
            Output.ERROR.redirect(null);
          }
          if (door.isAlwaysInTurn) {
            assertEquals(door.output, printed);
          } else {
            assertTrue(Detector.faults() > before, () -> "no fault in\n" + door.program);
          }
        });
  }
}

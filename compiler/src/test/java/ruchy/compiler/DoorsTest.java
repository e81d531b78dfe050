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
/// when the compiler is made to err. With `-Druchy.detect=true` without types too.
// The last class and in it the last test, because what a faulty program leaves behind goes on being
// found.
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DoorsTest {
  private static final Path DOORS = Path.of("src", "test", "sharing", "doors.md");
  private static final Pattern DOOR =
      Pattern.compile(
          "^# ([^\\n]*)\\n```ruchy\\n(.*?)^```\\n```out( always in turn)?\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  /// The wait after which both tasks of a program go on.
  private static final String PAUSE = "if k == 0 { sleep(1) }";

  /// With a wrong verdict it ends when both have come there, so that neither is done before the
  /// other has begun: who comes first waits for the second. One that has been stopped already comes
  /// no more.
  private static final String MEETING =
      "let (doors_first, doors_place) = channel(); let (doors_knock, doors_opened) = channel(); "
          + "doors_first.send(1); fun doors_meet() { if doors_place.try_recv() == nil "
          + "{ doors_knock.send(1) } else { doors_opened.recv_timeout(2000) } }; ";

  private static final String PART =
      """
      let all = [{n: 0}]
      fun part() { EXPRESSION }
      let a = spawn {
          let own = part()
          for k in 0..2000 {
              own.n += 1
              if k == 0 { sleep(1) }
          }
      }
      let b = spawn {
          for k in 0..2000 {
              all[0].n += 1
              if k == 0 { sleep(1) }
          }
      }
      await a
      await b
      println(all[0].n)
      """;

  /// How often a program with a wrong verdict is run until the detector raises. Nearly all do at
  /// once.
  private static final int RUNS_FOR_A_FAULT = 10;

  private static final boolean IS_LONG = Boolean.getBoolean("ruchy.detect");

  private record Door(String title, String program, boolean isAlwaysInTurn, String output) {
    Door(MatchResult found) {
      this(found.group(1), found.group(2), found.group(3) != null, found.group(4));
    }

    String run(boolean specialise, Options.Detector detector) throws Exception {
      return ProgramsTest.run("door.ruchy", program, ModuleSource.NONE, specialise, detector);
    }

    /// What it prints when nothing in it counts as shared; its errors are not told.
    String withWrongVerdicts(boolean specialise) throws Exception {
      Output.ERROR.redirect(OutputStream.nullOutputStream());
      try {
        return run(specialise, Options.Detector.WATCHING_WRONG_VERDICTS);
      } finally {
        Output.ERROR.redirect(null);
      }
    }

    Door whoseTasksMeet() {
      return program.contains(PAUSE)
          ? new Door(
              title,
              MEETING + program.replace(PAUSE, "if k == 0 { doors_meet() }"),
              isAlwaysInTurn,
              output)
          : this;
    }
  }

  private static Stream<Door> doors() throws IOException {
    List<Door> doors = DOOR.matcher(Files.readString(DOORS)).results().map(Door::new).toList();
    assertTrue(doors.size() > 200, "programs in " + DOORS);
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

  /// Each expression of `parts.txt` gives an element of the list `all`, and nobody knows it by its
  /// name: one task changes it as that, the other one as `all[0]`.
  @Order(3)
  @TestFactory
  Stream<DynamicTest> what_the_library_hands_out_is_no_copy() throws IOException {
    List<String> parts = Files.readAllLines(DOORS.resolveSibling("parts.txt"));
    assertTrue(parts.size() > 100, "expressions");
    return parts.stream()
        .map(
            part ->
                DynamicTest.dynamicTest(
                    part,
                    () -> {
                      var door = new Door(part, PART.replace("EXPRESSION", part), false, "4000\n");
                      int before = Detector.faults();
                      assertEquals(door.output, door.run(true, Options.Detector.WATCHING));
                      assertEquals(before, Detector.faults());
                    }));
  }

  @Order(4)
  @TestFactory
  Stream<DynamicTest> the_detector_finds_a_wrong_verdict() throws IOException {
    return tests(
        ways(),
        (door, specialise) -> {
          int before = Detector.faults();
          Door meeting = door.whoseTasksMeet();
          if (door.isAlwaysInTurn) {
            assertEquals(door.output, meeting.withWrongVerdicts(specialise));
            return;
          }
          // Without the turn two tasks may also each make what they were to share.
          for (int run = 0; run < RUNS_FOR_A_FAULT && Detector.faults() == before; run++) {
            meeting.withWrongVerdicts(specialise);
          }
          assertTrue(Detector.faults() > before, () -> "no fault in\n" + door.program);
        });
  }
}

package ruchy.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.env.EnvModule;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;

/// L 16, 18.3.
class CommandTest {
  private static MapValue shell(String script) {
    return ProcessModule.execute("sh", ListValue.of("-c", script));
  }

  @Test
  void output_errors_and_status_are_collected() {
    MapValue result = shell("echo out; echo err >&2; exit 3");
    assertEquals("out\n", result.get("stdout"));
    assertEquals("err\n", result.get("stderr"));
    assertEquals(3L, result.get("exit_code"));
    assertEquals(false, result.get("success"));
  }

  @Test
  void much_output_on_both_streams_stops_nobody() {
    MapValue result =
        shell(
            "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; "
                + "echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done");
    assertEquals(3000 * 41, ((String) result.get("stdout")).length());
    assertEquals(3000 * 41, ((String) result.get("stderr")).length());
  }

  @Test
  void a_program_gets_the_variables_of_this_one() {
    EnvModule.setVar("RUCHY_TEST_CHILD", "given");
    assertEquals("given\n", shell("echo $RUCHY_TEST_CHILD").get("stdout"));
    EnvModule.removeVar("RUCHY_TEST_CHILD");
    assertEquals("\n", shell("echo $RUCHY_TEST_CHILD").get("stdout"));
  }

  @Test
  void commands_are_built_step_by_step() {
    MapValue output =
        assertInstanceOf(
            MapValue.class,
            Command.of("echo").arg("a").args(ListValue.of(1L, "b c")).output().at(0));
    assertEquals("a 1 b c\n", output.get("stdout"));
    assertTrue(assertInstanceOf(ExitStatus.class, output.get("status")).success());
    ExitStatus status = assertInstanceOf(ExitStatus.class, Command.of("false").status().at(0));
    assertFalse(status.success());
    assertEquals(1, status.code());
  }

  @Test
  void a_program_that_is_not_there_is_an_error() {
    Object error = Command.of("no such program").output().at(0);
    assertTrue(Options.isErr(Command.of("no such program").status()));
    assertEquals(
        "Cannot run no such program: No such file or directory",
        assertInstanceOf(ErrorValue.class, error).message());
    Failure failure = assertThrows(Failure.class, () -> ProcessModule.execute("no such program"));
    assertTrue(failure.matchesType("IoError"));
  }
}

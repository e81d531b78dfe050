package ruchy.runtime.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.value.Options;

/// L 16, 18.3.
class EnvModuleTest {
  @Test
  void variables_are_set_and_removed_for_this_program() {
    EnvModule.setVar("RUCHY_TEST_VARIABLE", "1");
    assertEquals("1", EnvModule.get("RUCHY_TEST_VARIABLE"));
    assertEquals(Options.ok("1"), EnvModule.variable("RUCHY_TEST_VARIABLE"));
    assertEquals("1", EnvModule.vars().get("RUCHY_TEST_VARIABLE"));
    EnvModule.removeVar("RUCHY_TEST_VARIABLE");
    assertNull(EnvGlobals.env("RUCHY_TEST_VARIABLE"));
    assertEquals("d", EnvGlobals.env("RUCHY_TEST_VARIABLE", "d"));
    assertTrue(Options.isErr(EnvGlobals.envVar("RUCHY_TEST_VARIABLE")));
  }

  @Test
  void a_working_folder_must_exist() {
    String before = EnvModule.currentDir();
    assertEquals(
        Options.err("No such directory: /no such folder"),
        EnvModule.setCurrentDir("/no such folder"));
    assertEquals(before, EnvModule.currentDir());
  }
}

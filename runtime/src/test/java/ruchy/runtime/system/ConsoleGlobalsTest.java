package ruchy.runtime.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import ruchy.runtime.engine.Output;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// L 15.2.
@Isolated
class ConsoleGlobalsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void redirect() {
    Output.STANDARD.redirect(out);
    Output.ERROR.redirect(errors);
  }

  @AfterEach
  void restore() {
    Output.STANDARD.redirect(null);
    Output.ERROR.redirect(null);
  }

  private void assertPrinted(String expected) {
    assertEquals(expected, out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void println_prints_the_p_form_and_a_line_end() {
    ConsoleGlobals.println();
    ConsoleGlobals.println("a \"b\"");
    ConsoleGlobals.println((Object) 1.0);
    ConsoleGlobals.println((Object) null);
    ConsoleGlobals.println((Object) ListValue.of("a", 2L));
    assertPrinted("\na \"b\"\n1.0\nnil\n[\"a\", 2]\n");
  }

  @Test
  void a_single_text_is_never_a_format_string() {
    ConsoleGlobals.println("{} {{}} {0}");
    assertPrinted("{} {{}} {0}\n");
  }

  @Test
  void a_format_string_takes_the_arguments_into_its_placeholders() {
    ConsoleGlobals.println("{} is {}", "Al", 30L);
    ConsoleGlobals.println("{1} {0} {{}} {x}", 1L, 2L);
    ConsoleGlobals.println("{} {}", 1L);
    ConsoleGlobals.println("{:>4}|{:.2}", 7L, 3L);
    assertPrinted("Al is 30\n2 1 {} {x}\n1 {}\n   7|3.00\n");
  }

  @Test
  void other_arguments_are_printed_with_spaces_between() {
    ConsoleGlobals.println("a", 1L, HashMapValue.of("k", "v"));
    ConsoleGlobals.println(1L, "{}", 2L);
    assertPrinted("a 1 {k: \"v\"}\n1 {} 2\n");
  }

  @Test
  void print_has_no_line_end() {
    ConsoleGlobals.print("a");
    ConsoleGlobals.print((Object) 1L);
    ConsoleGlobals.print("{}-{}", 1L, 2L);
    assertPrinted("a11-2");
  }

  @Test
  void errors_have_an_output_of_their_own() {
    ConsoleGlobals.eprintln("no such file", 1L);
    ConsoleGlobals.eprint("{}!", "x");
    ConsoleModule.error("bad");
    assertPrinted("");
    assertEquals("no such file 1\nx!bad\n", errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void console_log_prints_as_println_does() {
    ConsoleModule.log("{} {}", 1L, "a");
    assertPrinted("1 a\n");
  }

  @Test
  void dbg_prints_the_d_form_and_yields_the_value() {
    assertEquals("a", ConsoleGlobals.dbg("a"));
    assertPrinted("[DEBUG] \"a\"\n");
  }

  @Test
  void format_yields_what_print_would_print() {
    assertEquals("Al is 30", ConsoleGlobals.format("{} is {}", "Al", 30L));
    assertEquals("{}", ConsoleGlobals.format("{}"));
    assertEquals("", ConsoleGlobals.format());
  }
}

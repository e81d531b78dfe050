package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(CONCURRENT)
final class RunCommandTest {
  private static final String FULL = "/dev/full";

  @TempDir private Path folder;

  @Test
  void only_what_the_program_prints_is_printed() throws Exception {
    write("app.ruchy", "println(\"Grüße, 🚀\")\n42");
    for (var args : new String[][] {{"app.ruchy"}, {"run", "app.ruchy"}}) {
      var result = ruchyc().run(args);
      assertEquals(new RuchycProcess.Result(0, "Grüße, 🚀\n", ""), result);
    }
  }

  @Test
  void calls_are_traced_on_standard_error() throws Exception {
    write(
        "app.ruchy",
        """
        struct Shop { name: String }
        impl Shop { fn label(&self, times = 2) { self.name.repeat(times) } }
        class Cat { name: String
          new(name) { self.name = name } }
        fun half(n) { if n == 0 { return } n / 2.0 }
        [0, 3].each(half)
        println(Shop { name: "a" }.label())
        Cat("Tom")
        fun fail() { throw "bad" }
        fail()
        """);
    var traces =
        """
        TRACE: → half(0: integer)
        TRACE: ← half = nil: nil
        TRACE: → half(3: integer)
        TRACE: ← half = 1.5: float
        TRACE: → Shop.label(Shop {name: "a"}: struct)
        TRACE: ← Shop.label = "aa": string
        TRACE: → Cat.new("Tom": string)
        TRACE: ← Cat.new = Cat {name: "Tom"}: class
        TRACE: → fail()
        error: bad
          at app.ruchy:9:14 in fail
          at app.ruchy:10:1 in top level
        """;
    for (var args : new String[][] {{"--trace", "app.ruchy"}, {"run", "--trace", "app.ruchy"}}) {
      var result = ruchyc().run(args);
      assertEquals(new RuchycProcess.Result(1, "aa\n", traces), result);
    }
  }

  @Test
  void arguments_that_a_call_leaves_out_are_not_traced() throws Exception {
    write(
        "app.ruchy",
        """
        fun seven() { 7 }
        fun join(a, b = seven(), c = 3) { f"{a} {b} {c}" }
        let joins = [join][0]
        println(joins(1, c: 4))
        """);
    var traces =
        """
        TRACE: → join(1: integer, 4: integer)
        TRACE: → seven()
        TRACE: ← seven = 7: integer
        TRACE: ← join = "1 7 4": string
        """;
    assertEquals(
        new RuchycProcess.Result(0, "1 7 4\n", traces), ruchyc().run("--trace", "app.ruchy"));
  }

  @Test
  void a_program_may_come_from_standard_input() throws Exception {
    assertEquals(
        new RuchycProcess.Result(0, "5\n", ""),
        ruchyc().runWithInput("println(2 + 3)", "run", "-"));
  }

  /// The device takes nothing, as a full disk does.
  @ParameterizedTest
  @ValueSource(strings = {"println(1)", "println(1)\nexit(0)"})
  @EnabledIf("hasFullDevice")
  void output_that_cannot_be_written_is_an_error(String program) throws Exception {
    write("app.ruchy", program);
    var result = ruchyc().runInto(FULL, "app.ruchy");
    var message = "error: Cannot write to standard output: No space left on device\n";
    assertEquals(new RuchycProcess.Result(1, "", message), result);
  }

  @Test
  @EnabledIf("hasFullDevice")
  void an_error_is_told_beside_output_that_cannot_be_written() throws Exception {
    write("app.ruchy", "println(1)\nthrow \"lost\"");
    var result = ruchyc().runInto(FULL, "app.ruchy");
    assertEquals(1, result.status());
    assertTrue(result.errors().contains("error: lost\n  at app.ruchy:2:1 in top level\n"));
    assertFalse(result.errors().contains("Exception in thread"), result.errors());
  }

  @Test
  @EnabledIf("hasFullDevice")
  void help_that_cannot_be_written_is_an_error() throws Exception {
    var message = "error: Cannot write to standard output: No space left on device\n";
    assertEquals(new RuchycProcess.Result(1, "", message), ruchyc().runInto(FULL, "--help"));
  }

  static boolean hasFullDevice() {
    return Files.exists(Path.of(FULL));
  }

  @Test
  void an_endless_recursion_is_told_in_few_lines() throws Exception {
    write("app.ruchy", "fun a(n) { 1 + b(n) }\nfun b(n) {\n  1 + a(n) }\na(1)");
    var result = ruchyc().run("app.ruchy");
    assertEquals(1, result.status());
    assertTrue(result.errors().startsWith("error: Recursion limit exceeded\n  at app.ruchy:"));
    var repeated =
        Pattern.compile("^ {2}\\.\\.\\. the same 2, 12[67] times more$", Pattern.MULTILINE);
    assertTrue(repeated.matcher(result.errors()).find(), result.errors());
    assertTrue(result.errors().lines().count() < 8, result.errors());
  }

  @Test
  void a_prelude_and_the_program_share_their_names() throws Exception {
    write("helpers.ruchy", "fun double(n) { n * factor }");
    write("app.ruchy", "let factor = 2\nprintln(double(21))");
    var result = ruchyc().run("run", "--prelude", "helpers.ruchy", "app.ruchy");
    assertEquals(new RuchycProcess.Result(0, "42\n", ""), result);
  }

  @Test
  void modules_are_found_beside_the_program_and_in_src() throws Exception {
    write("lib/shapes.ruchy", "pub fun area(a, b) { a * b }");
    write("src/texts.ruchy", "pub fun shout(t) { t + \"!\" }");
    write(
        "lib/app.ruchy", "use shapes\nuse texts::shout\nprintln(shout(shapes::area(3, 4).to_s()))");
    assertEquals(new RuchycProcess.Result(0, "12!\n", ""), ruchyc().run("lib/app.ruchy"));
  }

  @Test
  void a_module_that_is_missing_is_an_error_of_the_program() throws Exception {
    write("app.ruchy", "use nowhere\nprintln(1)");
    var result = ruchyc().run("app.ruchy");
    assertEquals(1, result.status());
    assertEquals("", result.output());
    assertTrue(result.errors().startsWith("error: Module not found: nowhere\n"), result.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"let x = (1 +", "println(totl)", "let = 5", "\"unterminated", "fun f( {"})
  void a_program_with_errors_does_not_run(String text) throws Exception {
    write("app.ruchy", "println(\"never\")\n" + text);
    var result = ruchyc().run("app.ruchy");
    assertEquals(1, result.status());
    assertEquals("", result.output());
    assertTrue(result.errors().startsWith("error: "), result.errors());
    assertTrue(result.errors().contains("\n  at app.ruchy:"), result.errors());
    assertFalse(result.errors().contains("\tat "), result.errors());
    assertFalse(result.errors().contains("java."), result.errors());
  }

  @Test
  void an_uncaught_error_shows_where_it_happened_in_the_program() throws Exception {
    write(
        "shop.ruchy",
        """
        fun total(prices) {
            prices[5]
        }
        println("before")
        total([1, 2, 3])
        """);
    var result = ruchyc().run("shop.ruchy");
    assertEquals(1, result.status());
    assertEquals("before\n", result.output());
    assertEquals(
        """
        error: Index 5 out of bounds for array of length 3
          at shop.ruchy:2:5 in total
          at shop.ruchy:5:1 in top level
        """,
        result.errors());
  }

  @Test
  void a_file_that_cannot_be_read_is_told_in_one_sentence() throws Exception {
    assertFails("Cannot read nosuch.ruchy: there is no such file", "nosuch.ruchy");
    assertFails("Cannot read .: it is a folder", "run", ".");
    Files.write(folder.resolve("latin.ruchy"), new byte[] {'"', (byte) 0xe9, '"'});
    assertFails("Cannot read latin.ruchy: it is not UTF-8 text", "latin.ruchy");
    write("app.ruchy", "1");
    assertFails(
        "Cannot read nosuch.ruchy: there is no such file",
        "run",
        "--prelude",
        "nosuch.ruchy",
        "app.ruchy");
  }

  @Test
  void a_deeply_nested_program_is_compiled() throws Exception {
    write("app.ruchy", "println(" + "(".repeat(2000) + "7" + ")".repeat(2000) + ")");
    var result = ruchyc().run("app.ruchy");
    assertFalse(result.errors().contains("internal error"), result.errors());
  }

  @Test
  void a_byte_order_mark_and_an_interpreter_line_are_skipped() throws Exception {
    write("app.ruchy", "\uFEFF#!/usr/bin/env ruchyc\nprintln(1)");
    assertEquals(new RuchycProcess.Result(0, "1\n", ""), ruchyc().run("app.ruchy"));
  }

  private RuchycProcess ruchyc() {
    return new RuchycProcess(folder);
  }

  private void assertFails(String sentence, String... args) throws Exception {
    assertEquals(new RuchycProcess.Result(1, "", "error: " + sentence + "\n"), ruchyc().run(args));
  }

  private void write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}

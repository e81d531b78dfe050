package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.cli.RuchycProcess.Result;

@Execution(CONCURRENT)
final class EvaluateCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 2|3",
        "\"a\" + \"b\"|\"ab\"",
        "[1, \"x\", 2.0]|[1, \"x\", 2.0]",
        "let x = 4; x * x|16",
        "test|error"
      })
  void the_last_value_is_printed_in_its_display_form(String code, String printed) throws Exception {
    var result = ruchyc().run("-e", code);
    if (printed.equals("error")) {
      assertEquals(1, result.status());
      assertTrue(result.errors().startsWith("error: Undefined variable: test\n"), result.errors());
    } else {
      assertEquals(new Result(0, printed + "\n", ""), result);
    }
  }

  @ParameterizedTest
  @CsvSource({"nil", "println(1); nil", "let f = if false { 1 }; f"})
  void nothing_is_printed_for_nil(String code) throws Exception {
    assertEquals(
        new Result(0, code.contains("println") ? "1\n" : "", ""), ruchyc().run("--eval", code));
  }

  @Test
  void a_program_on_standard_input_is_evaluated() throws Exception {
    assertEquals(new Result(0, "42\n", ""), ruchyc().runWithInput("let a = 40\na + 2\n"));
    assertEquals(new Result(0, "", ""), ruchyc().runWithInput(""));
    assertEquals(
        new Result(0, "hello\n", ""), ruchyc().runWithInput("fun main() { println('hello') }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 2|0|{\"success\":true,\"result\":\"3\"}",
        "nil|0|{\"success\":true,\"result\":\"nil\"}",
        "\"a\\\"b\\n\"|0|{\"success\":true,\"result\":\"\\\"a\\\"b\\n\\\"\"}",
        "throw \"no\"|1|{\"success\":false,\"error\":\"no\"}",
        "[1][7]|1|{\"success\":false,\"error\":\"Index 7 out of bounds for array of length 1\"}",
        "totl|1|{\"success\":false,\"error\":\"Undefined variable: totl\"}",
        "fun main() { Err(\"bad\") }|1|{\"success\":false,\"error\":\"bad\"}"
      })
  void the_value_or_the_error_is_one_line_of_json_on_demand(String code, int status, String line)
      throws Exception {
    assertEquals(new Result(status, line + "\n", ""), ruchyc().run("--format", "json", "-e", code));
  }

  @Test
  void the_format_may_stand_before_and_after_the_code() throws Exception {
    for (var args :
        new String[][] {
          {"-e", "--format", "json", "1 + 2"},
          {"-e", "1 + 2", "--format", "json"},
          {"--format", "json", "--eval", "1 + 2"}
        }) {
      assertEquals(new Result(0, "{\"success\":true,\"result\":\"3\"}\n", ""), ruchyc().run(args));
    }
  }

  @Test
  void arguments_after_the_code_belong_to_it() throws Exception {
    var result = ruchyc().run("-e", "println(args().len())", "a", "-b");
    assertEquals(new Result(0, "3\n", ""), result);
  }

  private RuchycProcess ruchyc() {
    return new RuchycProcess(folder);
  }
}

package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.w3c.dom.Element;
import ruchy.cli.RuchycProcess.Result;
import ruchy.runtime.json.JsonModule;
import ruchy.runtime.value.Display;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(CONCURRENT)
final class TestCommandTest {
  private static final Pattern DURATION = Pattern.compile("Duration: \\d+\\.\\d\\ds");
  private static final Pattern MILLIS = Pattern.compile("\\(\\d+\\.\\d ms\\)");

  /// Where in its line a thread is is found out as well as can be.
  private static final Pattern COLUMN = Pattern.compile("(slow\\.ruchy:\\d+):\\d+ in");

  @TempDir private Path folder;

  @Test
  void passed_tests_are_dots_and_the_counts() throws Exception {
    write("math.ruchy", "fun add(a, b) { a + b }\n@test\nfun adds() { assert_eq(add(1, 2), 3) }");
    assertEquals(
        new Result(
            0,
            """
            .

            Total: 1
            Passed: 1
            Failed: 0
            Ignored: 0
            Duration: 0s

            ✅ All tests passed!
            """,
            ""),
        test("math.ruchy"));
  }

  @Test
  void what_is_marked_and_never_run_is_told() throws Exception {
    write(
        "marked.ruchy",
        """
        #[test]
        fn adds() { assert_eq(1 + 2, 3) }
        #[test]
        fn takes(x) { throw "no test" }
        struct S
        impl S { #[test] fn inside(&self) { assert(false) } }
        """);
    Result result = test("marked.ruchy");
    assertEquals(0, result.status());
    assertTrue(result.output().contains("Total: 1\n"), result.output());
    assertEquals(
        """
        warning: 'takes' is marked as a test and never run: a test has no parameters
          at marked.ruchy:4:4
           | fn takes(x) { throw "no test" }
           |    ^^^^^
        warning: 'inside' is marked as a test and never run: a test is a function of the top level or of a module
          at marked.ruchy:6:21
           | impl S { #[test] fn inside(&self) { assert(false) } }
           |                     ^^^^^^
        """,
        result.errors());
  }

  @Test
  void a_failure_tells_its_message_its_stack_and_what_was_printed() throws Exception {
    write(
        "shop.ruchy",
        """
        println("top level")
        fun total(prices) { prices[5] }

        #[test]
        fun sums() {
            println("before")
            eprintln("aside")
            total([1, 2])
        }
        """);
    assertEquals(
        new Result(
            1,
            """
            F

            ✗ shop.ruchy sums
              Index 5 out of bounds for array of length 2
                at shop.ruchy:2:21 in total
                at shop.ruchy:8:5 in sums
              It printed:
                top level
                before
                aside

            Total: 1
            Passed: 0
            Failed: 1
            Ignored: 0
            Duration: 0s
            """,
            ""),
        test("shop.ruchy"));
  }

  @Test
  void each_test_has_a_top_level_of_its_own_and_main_does_not_run() throws Exception {
    write(
        "state.ruchy",
        """
        let seen = []
        fun main() { throw "main" }
        #[test]
        fun one() { seen.push(1); assert_eq(seen, [1]) }
        #[test]
        fun two() { seen.push(2); assert_eq(seen, [2]) }
        """);
    assertEquals(0, test("state.ruchy").status());
    assertEquals(0, test("state.ruchy", "--parallel").status());
  }

  @Test
  void marks_say_which_tests_are_not_run_and_which_must_raise() throws Exception {
    write(
        "marks.ruchy",
        """
        #[test]
        #[ignore]
        fun later() { throw "never" }
        #[test]
        #[should_panic]
        fun raises() { 1 / 0 }
        @test
        @should_panic
        fun does_not_raise() { 1 }
        fun unmarked() { throw "no test" }
        """);
    assertEquals(
        new Result(
            1,
            """
            test marks.ruchy later ... ignored
            test marks.ruchy raises ... ok (0 ms)
            test marks.ruchy does_not_raise ... FAILED (0 ms)

            ✗ marks.ruchy does_not_raise
              The test should have raised an error
                at marks.ruchy:9 in does_not_raise

            Total: 3
            Passed: 1
            Failed: 1
            Ignored: 1
            Duration: 0s
            """,
            ""),
        test("--verbose", "marks.ruchy"));
  }

  @Test
  void tests_may_wait_and_stand_in_modules() throws Exception {
    write(
        "app.ruchy",
        """
        fun secret() { 7 }
        #[test]
        async fun waits() { sleep(1); assert(false, "in the task") }
        mod tests {
            use super::*
            #[test]
            fun sees_all() { assert_eq(secret(), 7) }
        }
        """);
    var result = test("app.ruchy", "--verbose");
    assertTrue(result.output().contains("test app.ruchy waits ... FAILED"), result.output());
    assertTrue(result.output().contains("Assertion failed: in the task\n"), result.output());
    assertTrue(result.output().contains("test app.ruchy tests::sees_all ... ok"), result.output());
  }

  @Test
  void a_test_neither_ends_the_process_nor_disturbs_the_next_one() throws Exception {
    write(
        "wild.ruchy",
        """
        #[test]
        fun exits() { try { exit(3) } finally { println("no") } }
        #[test]
        fun leaves_things() {
            spawn { loop { sleep(1) } }
            set_interval(|| println("tick"), 1)
        }
        #[test]
        fun returns_an_error() { Err("bad") }
        #[test]
        fun quiet() { sleep(10); throw "only this" }
        """);
    var result = test("wild.ruchy");
    assertEquals(1, result.status());
    assertTrue(result.output().contains("  The test called exit(3)\n"), result.output());
    assertTrue(result.output().contains("  The test returned Err(\"bad\")\n"), result.output());
    assertFalse(result.output().contains("tick"), result.output());
    assertFalse(result.output().contains("It printed:"), result.output());
    assertTrue(result.output().startsWith("F.FF\n"), result.output());
  }

  @Test
  void all_files_under_a_folder_are_tested_except_hidden_ones() throws Exception {
    write("a/one.ruchy", "#[test]\nfun first() {}");
    write("a/b/two.ruchy", "use part\n#[test]\nfun second() { assert_eq(part::f(), 1) }");
    write("a/b/part.ruchy", "pub fun f() { 1 }");
    write("a/.git/three.ruchy", "#[test]\nfun third() { throw 1 }");
    write("a/notes.txt", "#[test]");
    for (var args : List.of(List.of("a"), List.of("a", "--parallel"), List.<String>of())) {
      var result = test(args.toArray(String[]::new));
      assertEquals(0, result.status(), result.output());
      assertTrue(
          result.output().contains("No test functions found in a/b/part.ruchy\n"), result.output());
      assertTrue(result.output().contains("Total: 2\nPassed: 2\n"), result.output());
    }
  }

  @Test
  void a_filter_chooses_by_name() throws Exception {
    write("app.ruchy", "#[test]\nfun adds() {}\n#[test]\nfun fails() { throw 1 }");
    assertEquals(0, test("--filter", "add").status());
    assertEquals(1, test("--filter", "fail").status());
    var none = test("--filter", "nothing");
    assertEquals(1, none.status());
    assertEquals("error: no test has a name that contains nothing\n", none.errors());
  }

  @Test
  void a_file_with_errors_fails_the_run_and_not_the_other_files() throws Exception {
    write("bad.ruchy", "#[test]\nfun t() { totl }");
    write("good.ruchy", "#[test]\nfun t() {}");
    var result = test();
    assertEquals(1, result.status());
    assertTrue(result.output().contains("Passed: 1\n"), result.output());
    assertTrue(result.errors().startsWith("error: Undefined variable: totl\n"), result.errors());
  }

  @Test
  void no_test_at_all_is_a_failure() throws Exception {
    write("app.ruchy", "println(1)");
    var result = test();
    assertEquals(1, result.status());
    assertTrue(
        result.output().startsWith("No test functions found in app.ruchy\n"), result.output());
    assertEquals(
        new Result(1, "", "error: Cannot read nowhere: there is no such file or folder\n"),
        test("nowhere"));
  }

  @Test
  void preludes_belong_to_each_file() throws Exception {
    write("help/before.ruchy", "fun helper() { 5 }");
    write("tests/app.ruchy", "#[test]\nfun t() { assert_eq(helper(), 5) }");
    assertEquals(0, test("--prelude", "help/before.ruchy", "tests").status());
  }

  @Test
  void the_report_for_tools_is_json() throws Exception {
    write(
        "app.ruchy",
        "#[test]\nfun good() {}\n#[test]\nfun bad() { println(\"p\"); throw \"<&\\\"\" }");
    var result = test("--format", "json");
    assertEquals(1, result.status());
    var report = JsonModule.parse(result.output());
    assertTrue(
        Display.debug(report)
            .matches(
                "\\{duration_ms: [\\d.]+, errors: \\[], failed: 1, ignored: 0, passed: 1, success:"
                    + " false, tests: \\[\\{duration_ms: [\\d.]+, file: \"app.ruchy\", name:"
                    + " \"good\", status: \"passed\"}, \\{duration_ms: [\\d.]+, file:"
                    + " \"app.ruchy\", message: \"<&\"\", name: \"bad\", output: \"p\n"
                    + "\", stack: \\[\"app.ruchy:4:27 in bad\"], status: \"failed\"}], total: 2}"),
        () -> Display.debug(report));
  }

  @Test
  void the_report_for_build_servers_is_xml() throws Exception {
    write(
        "app.ruchy",
        "#[test]\n"
            + "fun good() {}\n"
            + "#[test]\n"
            + "fun bad() { println(\"<\\x01>\"); throw \"a<&\\\"\\n"
            + "\" }");
    write("broken.ruchy", "let = 1");
    var result = test("--format", "junit");
    assertEquals(1, result.status());
    var xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(result.output().getBytes(StandardCharsets.UTF_8)));
    var root = xml.getDocumentElement();
    assertEquals("2", root.getAttribute("tests"));
    assertEquals("1", root.getAttribute("failures"));
    assertEquals("1", root.getAttribute("errors"));
    var failure = (Element) root.getElementsByTagName("failure").item(0);
    assertEquals("a<&\"\n", failure.getAttribute("message"));
    assertEquals("at app.ruchy:4:32 in bad\n", failure.getTextContent());
    assertEquals("<\uFFFD>\n", root.getElementsByTagName("system-out").item(0).getTextContent());
    assertEquals(
        "compiles", ((Element) root.getElementsByTagName("testcase").item(2)).getAttribute("name"));
  }

  @Test
  void a_test_that_does_not_end_fails_where_it_is_and_the_next_ones_run() throws Exception {
    write(
        "slow.ruchy",
        """
        fun forever() {
            println("begun")
            loop { }
        }
        #[test]
        fun loops() { forever() }
        #[test]
        fun catches_all() {
            loop { try { loop { sleep(1000) } } catch e { } }
        }
        #[test]
        async fun waits() {
            sleep(1_000_000)
        }
        #[test]
        #[should_panic]
        fun must_raise() { while true { } }
        #[test]
        fun cannot_be_stopped() {
            try { loop { } } finally { loop { } }
        }
        #[test]
        fun leaves_a_task() { spawn { let n = 0; loop { n += 1 } }; sleep(1) }
        #[test]
        fun is_quick() { sleep(1) }
        #[test]
        fun is_called_back() { let all: any = 0..9_000_000_000_000; all.each(|n| { }) }
        """);
    for (var parallel : List.of(List.<String>of(), List.of("--parallel"))) {
      var args = new ArrayList<>(List.of("--timeout", "0.3"));
      args.addAll(parallel);
      var result = test(args.toArray(String[]::new));
      assertEquals(1, result.status());
      assertEquals(
          """
          FFFFF..F

          ✗ slow.ruchy loops
            The test did not end within 0.3 s
              at slow.ruchy:3 in forever
              at slow.ruchy:6 in loops
            It printed:
              begun

          ✗ slow.ruchy catches_all
            The test did not end within 0.3 s
              at slow.ruchy:9 in catches_all

          ✗ slow.ruchy waits
            The test did not end within 0.3 s
              at slow.ruchy:13 in task in waits

          ✗ slow.ruchy must_raise
            The test did not end within 0.3 s
              at slow.ruchy:17 in must_raise

          ✗ slow.ruchy cannot_be_stopped
            The test did not end within 0.3 s
              at slow.ruchy:20 in cannot_be_stopped

          ✗ slow.ruchy is_called_back
            The test did not end within 0.3 s
              at slow.ruchy:27 in is_called_back

          Total: 8
          Passed: 2
          Failed: 6
          Ignored: 0
          Duration: 0s
          """,
          COLUMN.matcher(result.output()).replaceAll("$1 in"));
    }
  }

  @Test
  void reports_for_tools_tell_a_test_whose_time_is_over() throws Exception {
    write("app.ruchy", "#[test]\nfun bad() {\n  sleep(1_000_000)\n}");
    var json = test("--format", "json", "--timeout", "0.2").output();
    assertTrue(json.contains("\"status\":\"failed\""), json);
    assertTrue(json.contains("\"timed_out\":true"), json);
    assertTrue(json.contains("\"message\":\"The test did not end within 0.2 s\""), json);
    assertTrue(json.contains("\"stack\":[\"app.ruchy:3:3 in bad\"]"), json);
    var junit = test("--format", "junit", "--timeout", "0.2").output();
    assertTrue(
        junit.contains(
            "<failure message=\"The test did not end within 0.2 s\" type=\"timeout\">"
                + "at app.ruchy:3:3 in bad\n</failure>"),
        junit);
  }

  @Test
  void without_a_limit_a_test_has_all_the_time() throws Exception {
    write("app.ruchy", "#[test]\nfun good() { sleep(20) }");
    assertEquals(0, test("--timeout", "0").status());
  }

  @Test
  void wrong_usage_is_told() throws Exception {
    for (var args :
        new String[][] {
          {"--format", "yaml"}, {"a", "b"}, {"--nosuch"}, {"--timeout", "soon"}, {"--timeout", "-1"}
        }) {
      assertEquals(2, test(args).status());
    }
  }

  /// The result with all times as 0.
  private Result test(String... args) throws Exception {
    var all = new String[args.length + 1];
    all[0] = "test";
    System.arraycopy(args, 0, all, 1, args.length);
    var result = new RuchycProcess(folder).run(all);
    var output = DURATION.matcher(result.output()).replaceAll("Duration: 0s");
    output = MILLIS.matcher(output).replaceAll("(0 ms)");
    return new Result(result.status(), output, result.errors());
  }

  private void write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}

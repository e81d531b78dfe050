package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// Large functions are cut into methods that the JIT compiles, and do what small ones do.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class LargeFunctionsTest {
  /// The JIT leaves larger methods to the interpreter.
  private static final int MOST_BYTES = 8_000;

  private static final String PADDING = "pad += 1; if pad < 0 { pad = 0 }\n".repeat(120);

  /// Programs in which `PAD` may stand for nothing or for many statements.
  static Stream<String> programs() {
    return Stream.of(
        """
        fun f(n) {
            let pad = 0
            let total = 0
            'outer: for i in 0..n {
                PAD
                let j = 0
                while true {
                    j += 1
                    if j > 4 { continue 'outer }
                    PAD
                    if i * j == 12 { break 'outer }
                    if total > 500 { return "early " + total }
                    total += i * j
                    PAD
                }
                PAD
            }
            "late " + total
        }
        println(f(3), f(8), f(100))
        """,
        """
        fun f(xs) {
            let pad = 0
            let found = for x in xs {
                PAD
                if x > 10 { break x * 2 }
                if x < 0 { break "negative" }
                PAD
            }
            PAD
            found
        }
        println(f([1, 2]), f([1, 20]), f([-1]))
        """,
        """
        let log = []
        fun f(way) {
            let pad = 0
            for i in 0..3 {
                PAD
                try {
                    PAD
                    if way == "return" { return "returned" }
                    if way == "break" { break i }
                    if way == "continue" { continue }
                    if way == "throw" { throw "thrown" }
                    PAD
                } catch e {
                    PAD
                    log.push("caught " + e)
                } finally {
                    PAD
                    log.push(way + i)
                }
                PAD
            }
        }
        for way in ["return", "break", "continue", "throw", "none"] { println(f(way)) }
        println(log)
        """,
        """
        fun f(start, step = 2) {
            let pad = 0
            let count = start
            let base = 100
            PAD
            fun even(n) { if n == 0 { base } else { odd(n - 1) } }
            PAD
            fun odd(n) { if n == 0 { count } else { even(n - 1) } }
            let add = |n| { count += n * step; count }
            fun late(n) { add(n) + even(n) }
            PAD
            let fs = []
            for i in 0..3 { let own = i; fs.push(|| { own += count; own }); PAD }
            PAD
            add(1)
            [count, late(2), fs.map(|g| g()), fs.map(|g| g())]
        }
        println(f(1), f(5, 7))
        """,
        """
        fun f(v) {
            let pad = 0
            PAD
            let part = v?
            PAD
            let text = match part {
                0 => { PAD "zero" }
                [a, ..rest] if a > 1 => { PAD f"list {a} {rest}" }
                {name} => { PAD return Ok(name) }
                n => { PAD n + 1 }
            }
            PAD
            Ok(text)
        }
        println(f(Ok(0)), f(Some([2, 3])), f({name: "n"}), f(Err("e")), f(None), f(7))
        """,
        """
        fun f(n) {
            let pad = 0
            let text = ""
            for i in 0..n {
                PAD
                text += i
                PAD
                if text.len() == 3 { text = "" }
                text.push(".")
            }
            PAD
            text
        }
        println(f(2), f(9))
        """,
        """
        let pad = 0
        let seen = 0
        PAD
        fun touch() { seen += 1; seen }
        PAD
        for i in 0..5 { PAD; if i == 3 { break }; touch() }
        PAD
        let last = if seen > 2 { PAD; "many" } else { PAD; "few" }
        let counter = || { seen += 10; last }
        PAD
        println(counter(), seen, last)
        """,
        """
        class Shop {
            items = []
            fun fill(n) {
                let pad = 0
                for i in 0..n {
                    PAD
                    items.push(i)
                    self.items.push(i * 1.5)
                    PAD
                }
                PAD
                items.len()
            }
        }
        let shop = Shop()
        println(shop.fill(3), shop.items)
        fun fails() { let pad = 0; PAD; let xs = [1]; PAD; xs[5] }
        fails()
        """);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void many_statements_change_nothing(String program) throws Exception {
    String small = withoutLines(ProgramsTest.run("large.ruchy", program.replace("PAD", ""), true));
    for (boolean specialise : new boolean[] {true, false}) {
      String large = program.replace("PAD", PADDING);
      assertEquals(small, withoutLines(ProgramsTest.run("large.ruchy", large, specialise)));
    }
    checkSizes(program.replace("PAD", PADDING));
  }

  /// Stack texts without numbers of lines.
  private static String withoutLines(String printed) {
    return printed.replaceAll("ruchy:[0-9]+:[0-9]+", "ruchy");
  }

  private static void checkSizes(String program) {
    Compiled.classes(program)
        .files()
        .forEach(
            (name, file) -> {
              for (MethodModel method : ClassFile.of().parse(file).methods()) {
                int size =
                    method
                        .findAttribute(Attributes.code())
                        .map(code -> code.codeLength())
                        .orElse(0);
                assertTrue(
                    size <= MOST_BYTES,
                    () -> name + "." + method.methodName().stringValue() + ": " + size);
              }
            });
  }

  private static String lines(int count, IntFunction<String> line) {
    return String.join("\n", IntStream.range(0, count).mapToObj(line).toList()) + "\n";
  }

  private static void prints(String expected, String program) throws Exception {
    assertEquals(expected, ProgramsTest.run("large.ruchy", program, true));
    checkSizes(program);
  }

  @Test
  void a_function_of_5000_lines_runs() throws Exception {
    prints(
        "6252498\n",
        "fun f(n) {\nlet total = 0\n"
            + lines(2500, i -> "let v" + i + " = n * " + i + "\ntotal += v" + i)
            + "total + v2499\n}\nprintln(f(2))\n");
  }

  @Test
  void ten_thousand_constants_have_room() throws Exception {
    prints(
        "19998 10001\n",
        lines(10_000, i -> "const C" + i + " = " + i * 2)
            + "fun f() { C5000 + 1 }\nprintln(C9999, f())\n");
  }

  @Test
  void a_literal_of_a_megabyte_has_room() throws Exception {
    prints(
        "14000 user 13999 97993000\n",
        "let users = ["
            + lines(
                14_000,
                i ->
                    "{id: N, name: \"user N\", tags: [\"a\"], at: {x: N, y: 0.5}},"
                        .replace("N", "" + i))
            + "]\nprintln(users.len(), users[13999].name, users.map(|u| u.at.x).sum())\n");
  }

  @Test
  void a_table_of_ten_thousand_keys_has_room() throws Exception {
    prints(
        "10000 9999 [7]\n",
        "let table = {"
            + lines(10_000, i -> "k" + i + ": " + (i == 7 ? "[7]" : i) + ",")
            + "}\nprintln(table.len(), table.k9999, table[\"k7\"])\n");
  }

  @Test
  void a_match_of_five_thousand_arms_has_room() throws Exception {
    prints(
        "n0 n4999 none\n",
        "fun f(n) {\nmatch n {\n"
            + lines(5_000, i -> i + " => \"n" + i + "\"")
            + "_ => \"none\"\n}\n}\nprintln(f(0), f(4999), f(-1))\n");
  }

  /// With types and without, for what each of them does in its own way.
  private static void printsBothWays(String expected, String program) throws Exception {
    prints(expected, program);
    assertEquals(expected, ProgramsTest.run("large.ruchy", program, false));
  }

  @Test
  void as_many_parameters_as_are_allowed_have_room() throws Exception {
    String parameters = String.join(", ", IntStream.range(0, 125).mapToObj(i -> "p" + i).toList());
    String arguments = String.join(", ", IntStream.range(0, 125).mapToObj(i -> "" + i).toList());
    printsBothWays(
        "7750 7750 124.0\n",
        "fun sum("
            + parameters
            + ") { "
            + parameters.replace(",", " +")
            + " }\n"
            + "struct S {\nfun last(self, "
            + parameters.replace(",", ": f64,")
            + ": f64) { p124 }\n}\n"
            + "let offset = 0\nlet g = |"
            + parameters
            + "| sum("
            + parameters
            + ") + offset\n"
            + "println(sum("
            + arguments
            + "), g("
            + arguments
            + "), S {}.last("
            + arguments
            + "))\n");
  }

  @Test
  void a_closure_over_more_than_a_hundred_of_variables_has_room() throws Exception {
    printsBothWays(
        "9045\n9180\n",
        "fun f() {\n"
            + lines(135, i -> "let v" + i + " = " + i)
            + "let sum = || "
            + String.join(" + ", IntStream.range(0, 135).mapToObj(i -> "v" + i).toList())
            + "\nprintln(sum())\nlet grow = || {\n"
            + lines(135, i -> "v" + i + " += 1")
            + "}\ngrow()\nprintln(sum())\n}\nf()\n");
  }

  @Test
  void a_chain_of_hundreds_of_methods_has_room() throws Exception {
    printsBothWays(
        "411\n",
        "let sum = [1, 2, 3]"
            + ".filter(|x| x > 0).map(|x| x + 1)".repeat(135)
            + ".sum()\nprintln(sum)\n");
  }

  @Test
  void names_and_keys_may_be_very_long() throws Exception {
    String name = "n".repeat(100_000);
    printsBothWays(
        "7 8 2 9 10\n",
        "fun N(a) { let N2 = a + 1; || N2 }\nlet m = {N: 8, b: 1}\nstruct SN { N: i64 }\nconst CN = 10\n"
                .replace("N", name)
            + "println(N(6)(), m.N, m.len(), SN { N: 9 }.N, CN)\n".replace("N", name));
  }

  @Test
  void many_tries_within_expressions_have_room() throws Exception {
    printsBothWays(
        "1\n".repeat(40) + "40\n",
        "let log = []\nfun risky(n) { if n >= 0 { throw n } n }\n"
            + lines(
                40,
                i ->
                    ("try { println(try { risky(I) + try { risky(1) } catch { 2 } } catch e { 1 })"
                         + " } catch e { println([try { log[I] } catch { 0 }, {a: try { log.a }"
                         + " catch e { e.message }, b: [try { log.b } catch { I }, I]}]) } finally"
                         + " { log.push(try { log.last() + [I, try { I } catch { 1 }] } catch { try"
                         + " { risky(I) } catch { I } }) }")
                        .replace("I", "" + i))
            + "println(log.len())\n");
  }

  @Test
  void what_the_jvm_does_not_take_is_a_problem() {
    String program = "println((" + "1, ".repeat(20_000) + "1))";
    var compilation =
        Compiler.compile(
            List.of(Source.of("large.ruchy", program)),
            ModuleSource.NONE,
            Library.load(),
            Compiler.Options.STANDARD);
    assertEquals(
        List.of("Code too large: top level"),
        compilation.problems().stream().map(Problem::message).toList());
  }
}

package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import ruchy.cli.RuchycProcess.Result;

/// Sessions whose lines come from a pipe (L 20.3).
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(CONCURRENT)
final class ReplCommandTest {
  @TempDir private Path folder;

  @Test
  void values_are_printed_and_names_persist() throws Exception {
    session(
        """
        1 + 1
        let x = 5
        nil
        println("hi", x)
        fun double(n) { n * x }
        double(4)
        x = 7
        double(4)
        let x = "text"
        x
        let (a, b) = (1, 2)
        a + b
        """,
        """
        2
        5
        hi 5
        <function>
        20
        7
        28
        "text"
        "text"
        (1, 2)
        3
        Goodbye!
        """);
  }

  @Test
  void values_and_trees_are_inspected() throws Exception {
    session(
        """
        let xs = [1, 2]
        :inspect xs
        :inspect "né"
        :inspect nil
        :ast 1 + x
        """,
        """
        [1, 2]
        Type: Array
        Value: [1, 2]
        Length: 2
        Type: String
        Value: "né"
        Length: 2
        Type: Nil
        Value: nil
        (Binary ADD (IntegerLiteral 1) (Name "x"))
        Goodbye!
        """);
  }

  @Test
  void in_the_mode_ast_trees_are_shown_and_nothing_runs() throws Exception {
    session(
        """
        :mode
        :mode ast
        let x = f(1)
        :mode normal
        2
        """,
        """
        Mode: normal
        (Let (Binding x) (Call (Name "f") arguments: [(Argument (IntegerLiteral 1))]))
        2
        Goodbye!
        """);
    var result = new RuchycProcess(folder).runWithInput(":mode vm\n:mode debug\n5\n", "repl");
    assertEquals("error: The modes are normal, debug and ast, not vm\n", result.errors());
    assertTrue(result.output().startsWith("5\nType: Integer\nTime: "), result.output());
  }

  @Test
  void an_entry_that_reads_standard_input_gets_the_line_behind_it() throws Exception {
    session(
        """
        let name = input()
        Ännchen
        name.len()
        let all = input_multiline()
        let a = 1
        let b = 2

        all
        1 + 1
        """,
        """
        "Ännchen"
        8
        "let a = 1
        let b = 2"
        "let a = 1
        let b = 2"
        2
        Goodbye!
        """);
  }

  @Test
  void constants_are_made_once() throws Exception {
    session(
        """
        const LIST = [1]
        LIST.push(2)
        LIST
        const ALL = [LIST, LIST]
        LIST.push(3)
        ALL
        const LIST = [7]
        LIST
        ALL[0]
        """,
        """
        [1]
        [1, 2]
        [[1, 2], [1, 2]]
        [[1, 2, 3], [1, 2, 3]]
        [7]
        [7]
        [1, 2, 3]
        Goodbye!
        """);
  }

  @Test
  void an_entry_goes_on_until_it_is_complete() throws Exception {
    session(
        """
        let list = [
            1,

            2
        ]
        if list.len() > 1 {
            "many"
        } else {
            "few"
        }
        "open
        string"
        /* a comment
        goes on */ 5
        1 +
        2
        let prices = [1,
        2,
        ]
        fun sum(
        a,
        b
        ) {
        a + b
        }
        sum(prices[0],
        prices[1])
        """,
        """
        [1, 2]
        "many"
        "open
        string"
        5
        3
        [1, 2]
        <function>
        3
        Goodbye!
        """);
  }

  @Test
  void transcripts_can_be_pasted() throws Exception {
    session(
        """
        >>> # a comment
        >>> let x = {
        >>>     a: 1
        ... }
        >>>
        ruchy> x.a
        >>> exit
        never
        """,
        """
        {a: 1}
        1
        """);
  }

  @Test
  void types_and_their_methods_may_come_in_any_entry() throws Exception {
    session(
        """
        class First { fun one() { 1 } }
        First().one()
        struct Point { x: i32 }
        impl Point { fun moved(&self) { Point { x: self.x + 1 } } }
        let p = Point { x: 1 }
        p.moved()
        p == Point { x: 1 }
        enum Shape { Dot, Circle(f64) }
        let s = Shape::Circle(2.0)
        match s { Shape::Dot => 0, Shape::Circle(r) => r }
        class Counter {
            n = 0
            fun up() { n += 1; n }
        }
        let c = Counter()
        c.up(); c.up()
        trait Named { fun name(&self) { "named" } }
        impl Named for Point { }
        Point { x: 1 }.name()
        """,
        """
        1
        Point {x: 1}
        Point {x: 2}
        true
        Circle(2.0)
        2.0
        Counter {n: 0}
        2
        "named"
        Goodbye!
        """);
  }

  @Test
  void values_have_the_methods_that_their_type_has_now() throws Exception {
    session(
        """
        struct Point { x: i32 }
        let p = Point { x: 1 }
        impl Point { fun moved(&self) { Point { x: self.x + 1 } } }
        p.moved()
        [p][0].moved().moved() == Point { x: 3 }
        fun tag() { "old" }
        impl Point { fun tagged(&self) { tag() + str(self.x) } }
        p.tagged()
        fun tag() { "new" }
        p.tagged()
        trait Named { fun name(&self) { "named" } }
        impl Named for Point { }
        p.name()
        fun named(n: Named) { n.name() }
        named(p)
        impl Point { fun to_string(&self) { f"<{self.x}>" } }
        println(p)
        enum Shape { Dot, Circle(f64) }
        let s = Shape::Circle(2.0)
        impl Shape { fun area(&self) { match self { Shape::Dot => 0, Shape::Circle(r) => r * r } } }
        s.area()
        Shape::Dot.area()
        class Counter { n = 0 fun up() { n += 1; n } }
        let c = Counter()
        c.up()
        impl Counter { fun twice() { self.up(); self.up() } }
        c.twice()
        """,
        """
        Point {x: 1}
        Point {x: 2}
        true
        <function>
        "old1"
        <function>
        "new1"
        "named"
        <function>
        "named"
        <1>
        Circle(2.0)
        4.0
        0
        Counter {n: 0}
        1
        3
        Goodbye!
        """);
  }

  @Test
  void a_later_declaration_replaces_an_earlier_one() throws Exception {
    session(
        """
        fun f() { "old" }
        f()
        fun f() { "new" }
        f()
        struct P { a: i32 }
        let p = P { a: 1 }
        struct P { b: i32 }
        P { b: 2 }
        let f = 3
        f
        """,
        """
        <function>
        "old"
        <function>
        "new"
        P {a: 1}
        P {b: 2}
        3
        3
        Goodbye!
        """);
  }

  @Test
  void the_session_goes_on_after_errors() throws Exception {
    var result =
        ruchyc()
            .runWithInput(
                """
                totl
                [1][5]
                let a = 1; let b = [1][9]
                a
                b
                """,
                "repl");
    assertEquals(
        new Result(
            0,
            "1\nGoodbye!\n",
            """
            error: Undefined variable: totl
              at <entry 1>:1:1
               | totl
               | ^^^^
            error: Index 5 out of bounds for array of length 1
              at <entry 2>:1:1 in top level
            error: Index 9 out of bounds for array of length 1
              at <entry 3>:1:20 in top level
            error: Undefined variable: b (used before it is initialised)
              at <entry 5>:1:1 in top level
            """),
        result);
  }

  @Test
  void tasks_and_timers_go_on_and_servers_are_closed_at_the_end() throws Exception {
    var result =
        ruchyc()
            .runWithInput(
                """
                let ticks = 0
                let timer = set_interval(|| { ticks += 1 }, 1); nil
                let task = async { while ticks < 3 { sleep(1) }; "three" }
                await task
                let server = http::serve(0, |req, res| { res.text("hi") }); nil
                server.port > 0
                """,
                "repl");
    // Standard error has what the JVM says of native libraries.
    assertEquals("0\n<task>\n\"three\"\ntrue\nGoodbye!\n", result.output());
    assertEquals(0, result.status());
  }

  @Test
  void commands_tell_about_the_session() throws Exception {
    session(
        """
        let b = [1]
        let a = "x"
        fun f() { 1 }
        :vars
        :env
        :type a
        :type 1.5
        :type f
        :type Some(1)
        :type :atom
        :history
        :clear
        :history
        :reset
        :vars
        :quit
        """,
        """
        [1]
        "x"
        <function>
        a = "x"
        b = [1]
        a = "x"
        b = [1]
        f
        Type: String
        Type: Float
        Type: Function
        Type: Enum
        Type: Atom
        1: let b = [1]
        2: let a = "x"
        3: fun f() { 1 }
        """);
  }

  @Test
  void an_unknown_command_is_told() throws Exception {
    assertEquals(
        new Result(0, "Unknown command: :nosuch\nGoodbye!\n", ""),
        ruchyc().runWithInput(":nosuch\n", "repl"));
  }

  @Test
  void files_are_loaded_saved_and_recorded() throws Exception {
    Files.writeString(
        folder.resolve("lib.ruchy"), "let greeting = \"hello\"\nfun twice(s) { s + s }\n");
    var result =
        ruchyc()
            .runWithInput(
                ":load lib.ruchy\ntwice(greeting)\n:save all.ruchy\n:load nosuch.ruchy\n",
                "repl",
                "--record",
                "record.ruchy");
    assertEquals(
        new Result(
            0,
            "<function>\n\"hellohello\"\nGoodbye!\n",
            "error: Cannot read nosuch.ruchy: there is no such file\n"),
        result);
    assertEquals("twice(greeting)\n", Files.readString(folder.resolve("all.ruchy")));
    assertTrue(Files.readString(folder.resolve("record.ruchy")).endsWith("twice(greeting)\n"));
  }

  @Test
  void modules_can_be_imported() throws Exception {
    Files.writeString(
        folder.resolve("shapes.ruchy"),
        "println(\"loaded\")\n"
            + "let made = 0\n"
            + "pub fun area(a) { made += 1; a * a }\n"
            + "pub fun count() { made }\n");
    session(
        """
        use shapes
        shapes::area(3)
        use shapes::area
        area(4)
        shapes::count()
        """,
        """
        loaded
        9
        16
        2
        Goodbye!
        """);
  }

  @Test
  void exit_ends_the_process_with_its_status() throws Exception {
    assertEquals(new Result(3, "1\n", ""), ruchyc().runWithInput("1\nexit(3)\n2\n", "repl"));
  }

  private void session(String lines, String printed) throws Exception {
    assertEquals(new Result(0, printed, ""), ruchyc().runWithInput(lines, "repl"));
  }

  private RuchycProcess ruchyc() {
    return new RuchycProcess(folder);
  }
}

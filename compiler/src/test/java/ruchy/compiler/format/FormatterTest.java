package ruchy.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;

/// What programs look like when they are laid out (L 20.2).
final class FormatterTest {
  private static final Style NARROW = new Style(40, 4, false);

  private static void check(Style style, String before, String after) {
    var problems = new Problems();
    var laidOut = Formatter.format(Source.of("t.ruchy", before), style, problems);
    assertEquals(after, laidOut.orElse("a syntax error"));
    assertTrue(problems.inOrder().isEmpty(), problems::toString);
  }

  private static void check(String before, String after) {
    check(Style.STANDARD, before, after);
  }

  @Test
  void tokens_stand_apart_as_in_the_examples() {
    check(
        "let x=a+b*-1;let  y :Vec<i32>=[1 ,2]\nif ! ok{f ( x )}",
        "let x = a + b * -1;\nlet y: Vec<i32>= [1, 2]\nif !ok { f(x) }\n");
    check("a<-1\nx?.y ?? z\nc?p : q\nf(x)?\n", "a < -1\nx?.y ?? z\nc ? p : q\nf(x)?\n");
    check("|a,b|a|b\nx=>x+1\n\\x->x\n", "|a, b| a | b\nx => x + 1\n\\x -> x\n");
    check("for i in 0 .. n{}\nxs[ 1 : 2 ]\nx as f64\n", "for i in 0..n {}\nxs[1:2]\nx as f64\n");
    check(
        "fun f<T:Into<String>>(x:&mut T)->T?{x}",
        "fun f<T: Into<String>>(x: &mut T) -> T? { x }\n");
    check("println!( 1)\nawait(x)\nspawn[a]", "println!(1)\nawait (x)\nspawn [a]\n");
  }

  @Test
  void a_block_and_a_list_stay_short_or_long_as_they_were_written() {
    check("fun f(x){x*2}\nlet m={a:1}", "fun f(x) { x * 2 }\nlet m = {a: 1}\n");
    check("let m = { a: 1 }", "let m = { a: 1 }\n");
    check(
        "fun f(x){\nx*2}\nlet m={\na:1,b:2,\nc:3}",
        "fun f(x) {\n    x * 2\n}\nlet m = {\n    a: 1, b: 2,\n    c: 3\n}\n");
  }

  @Test
  void what_does_not_fit_is_broken_from_the_outside_in() {
    check(
        NARROW,
        "let total = price + tax * amount + shipping\n"
            + "open(\"some name\", \"another name\", 1234567)",
        """
        let total = price
            + tax * amount
            + shipping
        open(
            "some name",
            "another name",
            1234567
        )
        """);
    check(
        NARROW,
        "xs.filter(|x| x > 1).map(|x| x * 2).sum()\nif a { one() } else { two(three, four, five) }",
        """
        xs.filter(|x| x > 1)
            .map(|x| x * 2)
            .sum()
        if a {
            one()
        } else {
            two(three, four, five)
        }
        """);
    check(
        NARROW,
        "match x { Some(value) => \"a longer text to show\", None => 1 }",
        """
        match x {
            Some(value) =>
                "a longer text to show",
            None => 1
        }
        """);
  }

  @Test
  void blocks_that_belong_together_all_end_lines_or_none_does() {
    check(
        "if a>b{return a}else{\nb}\nlet x = if a { b } else { c }",
        """
        if a > b {
            return a
        } else {
            b
        }
        let x = if a { b } else { c }
        """);
    check(
        "if a { b } else if c {\nd } else { e }\ntry { f() } catch e {\ng() } finally { h() }",
        """
        if a {
            b
        } else if c {
            d
        } else {
            e
        }
        try {
            f()
        } catch e {
            g()
        } finally {
            h()
        }
        """);
  }

  @Test
  void thousands_of_branches_on_one_line_are_laid_out() throws Exception {
    var before = new StringBuilder("if x == 0 { 0 }");
    var after = new StringBuilder("if x == 0 {\n    0\n}");
    for (int i = 1; i < 5000; i++) {
      before.append(" else if x == ").append(i).append(" { ").append(i).append(" }");
      after.append(" else if x == ").append(i).append(" {\n    ").append(i).append("\n}");
    }
    after.append('\n');
    // As deep as a program may be nested: the command line has such a stack as well.
    var check = new FutureTask<>(() -> check(before.toString(), after.toString()), true);
    new Thread(null, check, "deep", 1L << 29).start();
    assertTrue(check.get());
  }

  @Test
  void a_last_block_is_broken_instead_of_the_arguments() {
    check(
        NARROW,
        "server.get(\"/users\", |req, res| { res.json(users) })",
        """
        server.get("/users", |req, res| {
            res.json(users)
        })
        """);
    check(
        NARROW,
        "set_timeout(|| { println(\"later\"); stop() }, 30)",
        """
        set_timeout(|| {
            println("later");
            stop()
        }, 30)
        """);
  }

  @Test
  void long_rows_of_numbers_are_filled() {
    check(
        new Style(20, 4, false),
        "let xs = [1, 2, 3, 4, 5, 6, 7, 8, 9]",
        "let xs = [\n    1, 2, 3, 4, 5,\n    6, 7, 8, 9\n]\n");
  }

  @Test
  void line_ends_of_chains_and_operators_stay() {
    check(
        "let r = http::get(url)\n  .timeout(5)\n  .send()\nlet a = b ||\n  c\n",
        "let r = http::get(url)\n    .timeout(5)\n    .send()\nlet a = b\n    || c\n");
  }

  @Test
  void in_the_arms_of_a_match_a_line_never_begins_with_a_minus_or_a_bar() {
    check(
        new Style(24, 4, false),
        "match x {\n    1 => first_value - second_value\n    2 => aaaaaaaaa || bbbbbbbbbbbb\n}",
        """
        match x {
            1 => first_value -
                second_value
            2 => aaaaaaaaa ||
                bbbbbbbbbbbb
        }
        """);
  }

  @Test
  void empty_lines_group_and_never_pile_up() {
    check("\n\na\n\n\n\nb\nf({\n\n  c\n\n\n  d\n\n})", "a\n\nb\nf({\n    c\n\n    d\n})\n");
  }

  @Test
  void comments_stay_where_they_belong() {
    var text =
        """
        #!/usr/bin/env ruchyc
        // head

        /* block */ let x = 1 // one
        let y = { // opened
            // before

            a

            // after
        }
        fun f(a /* first */, b) { /* nothing */ }
        fun g() {
            // nothing
        }
        let m = {
            a: 1, // one

            // two
            b: 2
            // end
        }
        if a { b } // then
        else { c }
        xs
            // a link
            .map(|x| x + 1) // and a remark
            .len()
        let a = 1 + // why
            2
        // end
        """;
    check(text, text);
    check("f(a, // one\nb)", "f(\n    a, // one\n    b\n)\n");
  }

  @Test
  void remarks_in_columns_keep_their_column() {
    check(
        "a(1)      // one\nbcd(2)    // two\nlonger_than(before)  // three",
        "a(1)      // one\nbcd(2)    // two\nlonger_than(before)  // three\n");
    check("  a(1)    // one\n  bc(2)   // two", "a(1)    // one\nbc(2)   // two\n");
  }

  @Test
  void what_follows_the_ignoring_comment_is_kept_as_it_is() {
    var text =
        """
        // ruchy-fmt-ignore
        let matrix = [1,0,
                      0,1]
        impl Foo {
            // ruchy-fmt-ignore
            #[test]
          fun  a()  { }
            fun b() {}
        }
        match x {
            // ruchy-fmt-ignore
            1    => "a"
            10   => "b"
        }
        """;
    check(text, text.replace("10   =>", "10 =>"));
  }

  @Test
  void members_and_attributes_have_lines_of_their_own() {
    check(
        "class A:B{x:i32=1;@field y=2\n#[test]\nfun f(){}\nproperty p:i32{get=>x,set(v)=>x=v}}",
        """
        class A:B {
            x: i32 = 1;
            @field y = 2
            #[test]
            fun f() {}
            property p: i32 { get => x, set(v) => x = v }
        }
        """
            .replace("A:B", "A: B"));
    check("enum E{A,B(i32),C{x:i32}}", "enum E { A, B(i32), C { x: i32 } }\n");
    check(
        "use a::{b,c as d}\nimport {f} from \"m\"", "use a::{b, c as d}\nimport {f} from \"m\"\n");
  }

  @Test
  void indentation_may_be_tabs_or_other_widths() {
    check(new Style(100, 2, false), "fun f() {\n g(\n 1)\n}", "fun f() {\n  g(\n    1\n  )\n}\n");
    check(new Style(100, 4, true), "fun f() {\n g(\n 1)\n}", "fun f() {\n\tg(\n\t\t1\n\t)\n}\n");
  }

  @Test
  void strings_over_several_lines_are_left_alone() {
    var text = "let s = \"\"\"a\n  b\n\"\"\"\nlet t = \"x\n y\"\n";
    check(text, text);
  }

  @Test
  void a_file_with_a_syntax_error_is_not_laid_out() {
    var problems = new Problems();
    assertTrue(Formatter.format(Source.of("t", "let = 1"), Style.STANDARD, problems).isEmpty());
    assertEquals(1, problems.inOrder().size());
    check("", "");
  }
}

package ruchy.compiler.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.compiler.Compiler;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// What the problems of a program advise: one problem for one mistake, with what was meant.
final class HintsTest {
  private static final Library LIBRARY = Library.load();

  /// The problems, each as `MESSAGE => HINT`.
  private static String hints(String program) {
    var sources = List.of(Source.of("app.ruchy", program));
    return Compiler.compile(sources, ModuleSource.NONE, LIBRARY, Compiler.Options.STANDARD)
        .problems()
        .stream()
        .map(problem -> problem.message() + " => " + problem.hint())
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          println(undefined)       | Undefined variable: undefined => write `nil`
          let x = parseInt('5')    | Undefined function: parseInt => write `text.to_i()`, or `parse_int(text)`
          console.lgo(1)           | Undefined function: console::lgo => did you mean `console::log`?
          println(this.x)          | Undefined variable: this => an object calls itself `self`
          class C { fun a() { 1 } fun b() { a() } } | Undefined function: a => did you mean `self.a`?
          struct S { x: int } impl S { fun f() { 1 } fun g(self) { f() } } | Undefined function: f => did you mean `S::f`?
          http::Servr::new('a:1')  | Undefined function: http::Servr => did you mean `http::Server`?
          use std::fs::{wriet}     | Unknown standard module: std::fs::wriet => did you mean `std::fs::write`?
          println 'hello'          | 'println' has no effect => a call is written `println(..)`
          fs::raed('x')            | Undefined function: fs::raed => did you mean `fs::read`?
          let h = BinaryHeap::new() | Undefined function: BinaryHeap::new => write `let s = BTreeSet::new()`, `s.insert((priority, x))`, `s.pop_first()`
          use std::collections::BinaryHeap | Unknown standard module: std::collections::BinaryHeap => write `let s = BTreeSet::new()`, `s.insert((priority, x))`, `s.pop_first()`
          char::from_digit(5, 10)  | Undefined function: char::from_digit => write `n.to_string()`, or `n.to_string(16)`
          iter::repeat(1).take(3)  | Undefined function: iter::repeat => a list of n times x is written `[x; n]`
          let n = std::iter::repeat(1) | Undefined function: repeat => a list of n times x is written `[x; n]`, text `s.repeat(n)`
          isNaN(1.0)               | Undefined function: isNaN => write `x.is_nan()`
          structuredClone([1])     | Undefined function: structuredClone => write `x.clone()`
          let n = Number('3')      | Undefined function: Number => write `float(x)`, or `int(x)`
          println(process.argv)    | Undefined variable: process::argv => write `args()`
          println(process.env.HOME) | Undefined variable: process::env::HOME => write `env("NAME")`
          totals = 5               | Undefined variable: totals => a new variable is declared: `let x = ..`
          """)
  void names_of_other_languages_and_slips_are_understood(String program, String expected) {
    assertEquals(expected, hints(program));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          for (let i = 0; i < 3; i++) { }  # write `for i in 0..10 { }`
          for (const x of xs) { }          # write `for x in xs { }`
          switch (x) { case 1: f() }       # write `match x { 1 => .., _ => .. }`
          const {a} = {a: 1}               # write `let {a} = ..`; a constant has one name
          let a = `x ${y}`                 # text with values in it is written f"hello {name}"
          let a = new A(5)                 # objects are made without `new`: `A(5)`
          let a = not true                 # write `!x`
          class A { constructor(x) { } }   # a constructor is written `new(x) { self.x = x }`
          class A { area() { 1 } }         # a method is written `fun area() { }`
          if 1 instanceof B { }            # write `match x { A { .. } => .. }`
          f("/y" |a| a)                    # a comma separates arguments: `get("/", |req, res| ..)`
          println!("{:>width$}", 3)        # pad the text itself: `x.to_string().pad_start(width)`; `to_fixed(n)` rounds
          f"{3:.digits$}"                  # pad the text itself: `x.to_string().pad_start(width)`; `to_fixed(n)` rounds
          let s = ""; write!(s, "x")       # write `text += f".."`
          struct J { x: i32 } impl J { fun join(self) { 1 } } let t = "ab".chars().collect::<String>(); println(t, J { x: 1 }.join())  # write `.join("")`
          let s = ["("]; println(s.pop() == Some("("))  # the other side is the value itself, or nil: leave out `Some`
          setTimeout(println, 1)           # write `set_timeout(|| .., ms)`
          sorted([1])                      # write `xs.sorted()`, or `xs.sort_by(|x| ..)`
          println(Ok(3) == 1 + 2)          # the other side is the value itself: leave out `Ok`
          for x in [1].iter_mut() { *x += 1 } # values of this kind never change: assign the variable or the element itself
          """)
  void forms_of_other_languages_are_one_problem(String program, String hint) {
    var problem = hints(program);
    assertEquals(hint, problem.substring(problem.indexOf(" => ") + 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          fun f(a, b = 1) { a + b }; f()       # it is called as `f(a, b = ..)`
          struct S { x: i32, y: i32 }; S(1, 2) # write `S {x: .., y: ..}`
          "a".repeat()                         # it is called as `repeat(count)`
          http::Server::new("a:1").listen(3)   # `http::Server` has `listen()`
          class A { fun f(x) { x } }; A().f()  # it is called as `f(x)`
          class C { x: i32 = 0 }; C(1)         # `C` has no constructor: `new(x) { self.x = x }`
          """)
  void wrong_numbers_of_arguments_tell_what_is_expected(String program, String hint) {
    var problem = hints(program);
    assertEquals(hint, problem.substring(problem.indexOf(" => ") + 4));
  }

  @Test
  void what_the_compiler_calls_instead_is_told_as_it_is_written() {
    assertEquals(
        "Unknown method 'fold' on type integer => null", hints("5.fold(\"\", |text, x| text + x)"));
    assertEquals(
        "fold expects 2 arguments, got 3 => it is called as `fold(init, f)`",
        hints("[1].fold(\"\", |text, x| text + x, true)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          let o = {name: 1}; o.nam      | Object has no field named 'nam' => did you mean `name`?
          [1].pussh(2)                  | Unknown method 'pussh' on type array => did you mean `push`?
          [1].forEach(println)          | Unknown method 'forEach' on type array => did you mean `for_each`?
          [1].iter().cycle()            | Unknown method 'cycle' on type array => take elements by `xs[i % xs.len()]`
          [1].try_fold(0, println)      | Unknown method 'try_fold' on type array => write a `for` loop, which `return`, `break` and `?` leave
          ", ".join([1])                | Unknown method 'join' on type string => the list comes first: `xs.join(", ")`
          [1].at(-1)                    | Unknown method 'at' on type array => write `xs[i]`; a negative index counts from the end
          {}.entry("a").and_modify(println) | Unknown method 'and_modify' on type MapEntry => write `*m.entry(k).or_insert(0) += 1`
          "a".toUpperCase()             | Unknown method 'toUpperCase' on type string => did you mean `to_uppercase`?
          {}.entry(1).insert_if_absent("") | Unknown method 'insert_if_absent' on type MapEntry => null
          http::Server::new("a:1").gett("/") | Unknown method 'gett' on type http::Server => did you mean `get`?
          """)
  void members_are_suggested_from_those_that_the_value_has(String program, String expected) {
    assertEquals(expected, hints(program));
  }
}

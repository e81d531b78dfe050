package ruchy.compiler.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ruchy.compiler.source.Source;

/// Files that import each other, and prelude files (L 13.2, L 14).
final class ModulesTest {
  private static Meaning program(String text, Map<String, String> modules) {
    return Meaning.of(List.of(Source.of("main.ruchy", text)), modules);
  }

  private static String problems(String text, Map<String, String> modules) {
    return program(text, modules).problemLines();
  }

  @Test
  void the_code_of_a_module_runs_before_that_of_the_file_that_imports_it() {
    var meaning =
        program(
            "import a\nprintln(a::x)", Map.of("a", "import b\nlet x = b::y + 1", "b", "let y = 1"));
    assertEquals(
        """
        global y
        global x
        function top level ()
          (do
            (declare y 1)
            (declare x (add y 1))
            (call-library println x))
        """,
        meaning.print());
  }

  @Test
  void an_import_that_fails_is_one_problem() {
    assertEquals(
        "1:5 R0110 Module not found: shop\n",
        problems("use shop::total\nprintln(total(1), shop::tax)", Map.of()));
    assertEquals(
        "1:5 R0110 Module not found: shop\n", problems("use shop::*\nprintln(total(1))", Map.of()));
  }

  @Test
  void what_is_broken_in_a_module_is_no_problem_of_those_who_import_it() {
    assertEquals(
        """
        1:13 R0001 Syntax error: expected `,` or `)`, found `b`
        3:10 R0101 Undefined variable: totl
        """,
        problems(
            "use shop::{f, g}\nprintln(f(1), g(2))\nprintln( totl)",
            Map.of("shop", "pub fun f(a b) { a }\npub fun g(a) { a }")));
  }

  @Test
  void members_are_bound_in_every_form_of_import() {
    var modules =
        Map.of(
            "shop",
            "pub fun total(x) { x }\npub const TAX = 2\npub enum Size { Small, Large }",
            "lib/x.ruchy",
            "fun f() { 1 }",
            "a/b",
            "pub fun g() { 2 }");
    String text =
        """
        use shop::{total, TAX as tax}
        from shop import Size
        import { total as sum } from "shop"
        import "lib/x.ruchy"
        import "lib/x.ruchy" as y
        use a::b
        use a::b::g
        use shop::*
        use shop as store
        use Size::*
        total(tax)
        sum(TAX)
        x::f() + y::f() + b::g() + g()
        store::total(1)
        Small == Size::Large
        """;
    assertEquals("", problems(text, modules));
  }

  @Test
  void private_names_are_not_visible_outside_unless_nothing_is_public() {
    var modules = Map.of("m", "pub fun f() { g() }\nfun g() { 1 }", "n", "fun g() { 1 }");
    assertEquals(
        "3:4 R0102 Undefined function: m::g\n",
        problems("import m\nimport n\nm::g() + m::f() + n::g()", modules));
  }

  @Test
  void exports_pass_on_members_of_other_modules() {
    var modules =
        Map.of(
            "all",
            "export { f as g } from \"one\"\n"
                + "pub use one::h\n"
                + "export default 42\n"
                + "fun own() { 1 }\n"
                + "export { own }",
            "one",
            "pub fun f() { 1 }\npub fun h() { 2 }");
    assertEquals(
        "", problems("import all\nall::g() + all::h() + all::default + all::own()", modules));
  }

  @Test
  void files_that_import_each_other_are_a_problem() {
    assertEquals(
        "1:8 R0111 Circular dependency detected: a -> b -> a\n",
        problems("import a", Map.of("a", "import b", "b", "import a")));
  }

  @Test
  void a_module_that_is_not_there_is_a_problem() {
    assertEquals(
        """
        1:8 R0110 Module not found: nowhere
        2:5 R0110 Module not found: a::b
        3:19 R0110 Module not found: x.ruchy
        """,
        problems("import nowhere\nuse a::b::c\nimport { f } from \"x.ruchy\"", Map.of()));
  }

  @Test
  void a_member_that_a_module_does_not_have_is_a_problem() {
    assertEquals(
        """
        1:8 R0102 Undefined function: m::nothing
        3:4 R0102 Undefined function: m::ff (did you mean `m::f`?)
        """,
        problems("use m::nothing\nimport m\nm::ff()", Map.of("m", "pub fun f() {}")));
  }

  @Test
  void prelude_and_program_share_their_names_in_both_directions() {
    var prelude =
        Source.of(
            "prelude.ruchy",
            "let history = {}\nfun helper() { users.len() + from_program() }\nfun same() { 1 }");
    var program =
        Source.of(
            "main.ruchy",
            "let users = []\n"
                + "fun from_program() { history.len() }\n"
                + "fun same() { 2 }\n"
                + "helper()\n"
                + "same()");
    Meaning meaning = Meaning.of(List.of(prelude, program), Map.of());
    assertEquals("", meaning.problemLines());
    assertEquals(
        """
        global history, used in functions
        global users, used in functions
        function top level ()
          (do
            (declare history map)
            (declare users list)
            (call helper)
            (call same#2))
        function helper ()
          (add (method users len) (call from_program))
        function same ()
          1
        function from_program ()
          (method history len)
        function same#2 ()
          2
        """,
        meaning.print());
  }

  @Test
  void a_return_in_a_prelude_file_leaves_only_its_own_code() {
    var prelude = Source.of("prelude.ruchy", "if args() { return }\nprintln(1)");
    var program = Source.of("main.ruchy", "fun args() { true }\nprintln(2)");
    assertEquals(
        """
        function top level ()
          (do
            (loop '1
              (do
                (do
                  (if (call args) (break '1 nil) nil)
                  (call-library println 1))
                (break '1 nil)))
            (call-library println 2))
        function args ()
          true
        """,
        Meaning.of(List.of(prelude, program), Map.of()).print());
  }
}

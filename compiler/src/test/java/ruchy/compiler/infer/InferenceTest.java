package ruchy.compiler.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import ruchy.compiler.Compiled;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class InferenceTest {
  private static void versions(String program, String expected) {
    assertEquals(expected, Compiled.versions(program));
  }

  @Test
  void a_function_called_with_integers_works_on_integers() {
    versions(
        """
        fun fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }
        let r = fib(30)
        """,
        """
        top level() -> integer
        fib(n: integer) -> integer
        """);
  }

  @Test
  void a_function_has_one_version_for_each_tuple_of_argument_types() {
    versions(
        """
        fun add(a, b) { a + b }
        add(1, 2); add(1.5, 2); add("a", 1); add(3, 4)
        nil
        """,
        """
        top level() -> nil
        add(a: integer, b: integer) -> integer
        add(a: float, b: integer) -> float
        add(a: string, b: integer) -> string
        """);
  }

  @Test
  void beyond_the_budget_a_function_has_one_open_version() {
    versions(
        """
        fun id(x) { x }
        id(1); id(1.5); id("s"); id(true); id(nil); id([1])
        nil
        """,
        """
        top level() -> nil
        id(x: integer) -> integer
        id(x: float) -> float
        id(x: string) -> string
        id(x: boolean) -> boolean
        id(x: nil | list<integer>) -> nil | list<integer>
        """);
  }

  @Test
  void collections_that_are_made_from_lists_have_their_elements() {
    versions(
        """
        fun id(x) { x }
        id(Vec::from([1])); id(VecDeque::from([1.5])); id(HashSet::from(["a"])); id(set([true]))
        nil
        """,
        """
        top level() -> nil
        id(x: list<integer>) -> list<integer>
        id(x: list<float>) -> list<float>
        id(x: set<string>) -> set<string>
        id(x: set<boolean>) -> set<boolean>
        """);
  }

  @Test
  void a_test_for_nil_narrows_until_the_variable_is_assigned() {
    versions(
        """
        fun take(v) { v }
        fun use_it(m) {
            let v = m.get(1)
            if v != nil { take(v) }
            while v != nil { v = m.get(v) }
            take(v)
            let w = m.get(2)
            if w == nil { return nil }
            take(w)
            match m.get(3) { nil => nil, x => take(x) }
        }
        use_it({1: 2})
        nil
        """,
        """
        top level() -> nil
        use_it(m: map<integer, integer>) -> nil | integer
        take(v: integer) -> integer
        take(v: integer | nil) -> integer | nil
        """);
  }

  @Test
  void what_is_put_into_a_list_decides_its_element_type() {
    versions(
        """
        fun total(xs) { let t = 0; for x in xs { t += x }; t }
        let xs = []
        xs.push(1)
        total(xs)
        """,
        """
        top level() -> integer
        total(xs: list<integer>) -> integer
        """);
  }

  @Test
  void a_list_under_two_names_has_one_element_type() {
    versions(
        """
        fun first(xs) { xs[0] }
        let a = [1]
        let b = a
        b.push("text")
        first(a)
        """,
        """
        top level() -> integer | string
        first(xs: list<integer | string>) -> integer | string
        """);
  }

  @Test
  void objects_of_one_layout_share_their_field_types() {
    versions(
        """
        fun name(u) { u.name }
        let users = [{id: 1, name: "Ann"}, {id: 2, name: "Bob"}]
        name(users[0])
        """,
        """
        top level() -> string
        name(u: {id: integer, name: string}) -> string
        """);
  }

  @Test
  void what_comes_from_outside_is_any() {
    versions(
        """
        fun name(u) { u.name }
        name(parse_json("{}"))
        """,
        """
        top level() -> any
        name(u: any) -> any
        """);
  }

  @Test
  void a_list_that_only_is_printed_keeps_its_types() {
    versions(
        """
        fun head(xs) { xs[0] }
        let xs = [1, 2]
        println(xs)
        println(to_json(xs))
        head(xs)
        """,
        """
        top level() -> integer
        head(xs: list<integer>) -> integer
        """);
  }

  @Test
  void a_value_that_does_not_fit_its_annotation_is_a_problem_at_the_value() {
    assertEquals(
        List.of("1:14 Type mismatch: expected integer, got string (variable 'x')"),
        Compiled.problems("let x: i32 = \"a\"\nprintln(x)\n"));
    assertEquals(
        List.of("2:6 Type mismatch: expected float, got string (parameter 'r' of area)"),
        Compiled.problems("fun area(r: f64) -> f64 { 3.0 * r * r }\narea(\"2\")\n"));
  }

  @Test
  void a_function_that_nothing_calls_is_looked_at_too() {
    assertEquals(
        List.of("1:23 Type mismatch: expected integer, got string (variable 'x')"),
        Compiled.problems("fun f() { let x: i8 = \"a\"; x }\n"));
  }

  @Test
  void what_certainly_raises_is_a_warning() {
    warns("let a = 1 - \"a\"\nprintln(a)\n", "1:9 Cannot subtract integer and string");
    warns("let b = 5.push(1)\nprintln(b)\n", "1:11 Unknown method 'push' on type integer");
    warns("let p = {x: 1}\nprintln(p.z)\n", "2:11 Object has no field named 'z'");
  }

  private static void warns(String program, String warning) {
    assertEquals(List.of(warning), Compiled.problems(program));
  }

  @Test
  void what_may_succeed_is_no_warning() {
    assertEquals(
        List.of(),
        Compiled.problems(
            """
            fun f(x) { x.push(1); x.z; x - "a" }
            let p = {x: 1}
            p.z = 2
            println(5.unwrap(), p.z, f)
            """));
  }

  @Test
  void a_member_that_the_program_replaces_anywhere_is_unknown_on_library_objects() {
    versions(
        """
        let server = http::Server::new("127.0.0.1:0")
        fun where(req) { req.path }
        server.use(|req, res, next| { where(req); next() })
        """,
        """
        top level() -> http::Server
        closure in top level(req: http::Request, res: http::Response, next: http::Next) -> any
        where(req: http::Request) -> string
        """);
    versions(
        """
        let server = http::Server::new("127.0.0.1:0")
        fun where(req) { req.path }
        server.use(|req, res, next| { req.path = "/"; where(req); next() })
        """,
        """
        top level() -> http::Server
        closure in top level(req: http::Request, res: http::Response, next: http::Next) -> any
        where(req: http::Request) -> any
        """);
  }

  @Test
  void a_new_collection_holds_what_is_put_into_it() {
    versions(
        """
        fun see(list, map, set, pairs) { nil }
        let list = Vec::with_capacity(2)
        list.push(1)
        let map = HashMap::new()
        map.insert("a", 2.5)
        let set = HashSet::new()
        set.insert("b")
        see(list, map, set, BTreeMap::from([("c", 3)]))
        """,
        """
        top level() -> nil
        see(list: list<integer>, map: map<string, float>, set: set<string>, \
        pairs: map<string, integer>) -> nil
        """);
  }
}

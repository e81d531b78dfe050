package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;

class RouterTest {
  private final List<Route> routes = new ArrayList<>();
  private final IdentityHashMap<FunctionValue, String> names = new IdentityHashMap<>();

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/users, /users",
    "/users, /users/",
    "/users/, /users",
    "/users/:id, /users/42",
    "/users/:id, /users/42/",
    "/users/:id/posts/:post, /users/1/posts/2",
    "/a/:b/c, /a/x/c",
    "/files/*, /files/a/b/c",
    "/files/*, /files/",
    "/:a/*, /x/y",
    "*, /",
    "*, /any/thing",
    "/*, /any/thing",
    "/v1/things:batch, /v1/things:batch",
    "/café, /café",
    "'', /"
  })
  void a_pattern_matches(String pattern, String path) {
    assertEquals(1, matching(path, PathPattern.route(pattern)).cardinality(), path);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /users",
    "/users, /",
    "/users, /user",
    "/users, /users2",
    "/users, /users/2",
    "/users, //users",
    "/users, /users//",
    "/users, /Users",
    "/users/:id, /users",
    "/users/:id, /users/",
    "/users/:id, /users/1/2",
    "/users/:id/posts, /users//posts",
    "/files/*, /files",
    "/files/*, /file"
  })
  void a_pattern_does_not_match(String pattern, String path) {
    assertEquals(0, matching(path, PathPattern.route(pattern)).cardinality(), path);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /, true",
    "/, /a/b, true",
    "/api, /api, true",
    "/api, /api/, true",
    "/api, /api/users, true",
    "/api/, /api/users, true",
    "/api, /apis, false",
    "/api, /, false",
    "/:tenant/api, /acme/api/users, true",
    "/:tenant/api, /acme/apis, false"
  })
  void a_prefix_matches_its_path_and_all_below(String prefix, String path, boolean matches) {
    assertEquals(matches ? 1 : 0, matching(path, PathPattern.prefix(prefix)).cardinality(), path);
  }

  @ParameterizedTest
  @CsvSource({
    "/users/:id, /users/42, '{id: \"42\"}'",
    "/:a/:b, /x/y/, '{a: \"x\", b: \"y\"}'",
    "/files/*, /files/a/b, '{*: \"a/b\"}'",
    "*, /a, '{*: \"a\"}'",
    "/:a/*, /x/y/z, '{*: \"y/z\", a: \"x\"}'",
    "/users, /users, {}"
  })
  void parameters_are_the_texts_of_the_path(String pattern, String path, String expected) {
    assertEquals(expected, Display.debug(PathPattern.route(pattern).parameters(path)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "/a*", "/*/a", "/a/*/b", "a/*"})
  void other_texts_are_no_patterns(String text) {
    assertThrows(Failure.class, () -> PathPattern.route(text));
  }

  @Test
  void functions_run_in_the_order_of_registration() {
    use("/", "first");
    get("/users/:id", "parameter");
    use("/users", "second");
    get("/users/me", "literal");
    get("*", "rest");
    assertEquals(
        List.of("first", "parameter", "second", "literal", "rest"), plan("GET", "/users/me"));
    assertEquals(List.of("first", "parameter", "second", "rest"), plan("GET", "/users/you"));
    assertEquals(List.of("first", "rest"), plan("GET", "/other"));
    assertEquals(List.of("first", "second"), plan("POST", "/users/me"));
  }

  @Test
  void get_answers_head_unless_head_does() {
    get("/a", "get a");
    get("/b", "get b");
    route("HEAD", "/b", "head b");
    assertEquals(List.of("get a"), plan("HEAD", "/a"));
    assertEquals(List.of("head b"), plan("HEAD", "/b"));
  }

  @Test
  void the_end_of_a_plan_depends_on_the_methods_of_the_path() {
    get("/a", "get");
    route("PUT", "/a", "put");
    route(null, "/all", "all");
    Router router = new Router(routes);
    assertEquals(Plan.Ending.NOT_FOUND, router.plan("GET", "/a").ending());
    assertEquals(Plan.Ending.METHOD_NOT_ALLOWED, router.plan("POST", "/a").ending());
    assertEquals(Plan.Ending.METHOD_NOT_ALLOWED, router.plan("TRACE", "/a").ending());
    assertEquals(Plan.Ending.NOT_IMPLEMENTED, router.plan("PURGE", "/a").ending());
    assertEquals(Plan.Ending.NOT_IMPLEMENTED, router.plan("PURGE", "/none").ending());
    assertEquals(Plan.Ending.NOT_FOUND, router.plan("TRACE", "/none").ending());
    assertEquals(Plan.Ending.OPTIONS, router.plan("OPTIONS", "/a").ending());
    assertEquals(Plan.Ending.NOT_FOUND, router.plan("OPTIONS", "/none").ending());
    assertEquals(Plan.Ending.NOT_FOUND, router.plan("PURGE", "/all").ending());
    assertEquals("GET, PUT, HEAD, OPTIONS", router.plan("POST", "/a").allow());
    assertEquals("GET, PUT, HEAD, OPTIONS", router.wholeServer().allow());
  }

  @Test
  void a_plan_waits_and_shares_when_one_of_its_functions_does() {
    routes.add(new Route.Middleware(PathPattern.prefix("/w"), middleware(true, false, PASS)));
    routes.add(new Route.Middleware(PathPattern.prefix("/:x/s"), middleware(false, true, PASS)));
    get("*", "plain");
    Router router = new Router(routes);
    assertEquals(Plan.Cell.CALL, router.plan("GET", "/a").cell());
    assertEquals(Plan.Cell.THREAD, router.plan("GET", "/w").cell());
    assertEquals(Plan.Cell.CALL_IN_TURN, router.plan("GET", "/a/s").cell());
    assertEquals(Plan.Cell.THREAD_IN_TURN, router.plan("GET", "/w/s").cell());
  }

  @Test
  void plans_are_made_once() {
    for (int i = 0; i < 200; i++) {
      get("/many/" + i + "/:x", "route " + i);
    }
    Router large = new Router(routes);
    assertEquals(large.plan("GET", "/many/150/a"), large.plan("GET", "/many/150/b"));
    Router small = new Router(routes.subList(0, 10));
    assertEquals(small.plan("GET", "/many/5/a"), small.plan("GET", "/many/5/b"));
  }

  @Test
  void the_tree_finds_what_matching_one_pattern_after_the_other_finds() {
    Random random = new Random(7);
    String[] names = {"a", "ab", "abc", "b", "ba", ":p", ":q", "c"};
    for (int round = 0; round < 2_000; round++) {
      PathPattern[] patterns = new PathPattern[1 + random.nextInt(12)];
      String[] texts = new String[patterns.length];
      for (int i = 0; i < patterns.length; i++) {
        texts[i] = path(random, names) + (random.nextInt(5) == 0 ? "/*" : "");
        patterns[i] =
            random.nextInt(4) == 0 ? PathPattern.prefix(texts[i]) : PathPattern.route(texts[i]);
      }
      String path = path(random, names).replace(":", "") + (random.nextInt(5) == 0 ? "/" : "");
      BitSet expected = new BitSet();
      for (int i = 0; i < patterns.length; i++) {
        expected.set(i, matchesAlone(patterns[i], path.isEmpty() ? "/" : path));
      }
      assertEquals(
          expected, matching(path.isEmpty() ? "/" : path, patterns), path + " " + List.of(texts));
    }
  }

  private static String path(Random random, String[] names) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = names[random.nextInt(names.length)];
      // The parameters of one path have different names.
      path.append('/').append(name.startsWith(":") ? name + i : name);
    }
    return path.toString();
  }

  /// The rule itself, segment by segment.
  private static boolean matchesAlone(PathPattern pattern, String path) {
    StringBuilder text = new StringBuilder();
    pattern.parts().forEach(part -> text.append(PathPattern.isParameter(part) ? ":" : part));
    String[] wanted = text.toString().split("/", -1);
    String plain =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return switch (pattern.end()) {
      case EXACT ->
          same(wanted, plain.equals("/") ? new String[] {""} : plain.split("/", -1), false);
      case PREFIX ->
          same(wanted, plain.equals("/") ? new String[] {""} : plain.split("/", -1), true);
      case REST -> {
        String[] given = path.split("/", -1);
        String[] before = Arrays.copyOf(wanted, wanted.length - 1);
        yield given.length > before.length && same(before, given, true);
      }
    };
  }

  private static boolean same(String[] wanted, String[] given, boolean mayGoOn) {
    if (given.length < wanted.length || (given.length > wanted.length && !mayGoOn)) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      boolean fits = wanted[i].equals(":") ? !given[i].isEmpty() : wanted[i].equals(given[i]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static BitSet matching(String path, PathPattern... patterns) {
    PatternTree tree = new PatternTree();
    for (int i = 0; i < patterns.length; i++) {
      tree.add(patterns[i], i);
    }
    BitSet found = tree.matching(path);
    assertEquals(found, BitSet.valueOf(new long[] {tree.smallMatching(path)}));
    return found;
  }

  private static final Handlers.Three PASS = (req, res, next) -> next.call();

  private void use(String path, String name) {
    routes.add(new Route.Middleware(PathPattern.prefix(path), named(name)));
  }

  private void get(String path, String name) {
    route("GET", path, name);
  }

  private void route(@Nullable String method, String path, String name) {
    routes.add(new Route.Handlers(method, PathPattern.route(path), List.of(named(name))));
  }

  private FunctionValue named(String name) {
    FunctionValue function = handler((req, res) -> name);
    names.put(function, name);
    return function;
  }

  private List<String> plan(String method, String path) {
    List<String> found = new ArrayList<>();
    for (Plan.Step step : new Router(routes).plan(method, path).steps()) {
      found.add(names.getOrDefault(step.function(), "unknown"));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/p/:a-:b|A parameter is a whole segment, its name letters, digits and '_': '/p/:a-:b'",
        "/f/:a.json|A parameter is a whole segment, its name letters, digits and '_': '/f/:a.json'",
        "/o/:a?|A parameter is a whole segment, its name letters, digits and '_': '/o/:a?'",
        "/:a/x/:a|A path has two parameters 'a': '/:a/x/:a'"
      })
  void paths_that_promise_more_than_they_keep_are_refused(String path, String message) {
    Failure failure = assertThrows(Failure.class, () -> PathPattern.route(path));
    assertEquals(message, failure.message());
  }

  @Test
  void an_escaped_path_is_the_same_as_a_plain_one() {
    assertEquals("/café", PathPattern.route("/caf%C3%A9").literal());
    assertEquals("/100%", PathPattern.route("/100%").literal());
  }
}

package ruchy.cli.editor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ruchy.compiler.Compiler;
import ruchy.compiler.explain.ReceiverTypes;
import ruchy.compiler.format.Formatter;
import ruchy.compiler.format.Style;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;

/// Messages in, messages out. Problems are those of the syntax alone; there is one module, `shop`.
final class LanguageServerTest {
  private static final String URI = "file:///work/app.ruchy";
  private static final String SHOP = "/// What it costs.\npub fun price(n) { n }\n";

  /// The parser, and one module.
  private static final Workshop WORKSHOP =
      new Workshop() {
        @Override
        public List<Problem> check(Source program) {
          var problems = new Problems();
          Parser.parse(Lexer.lex(program, problems), problems);
          return problems.inOrder();
        }

        @Override
        public List<Type> receivers(Source program, String member) {
          var types = Compiler.types(List.of(program), (path, importing) -> null, Library.load());
          return ReceiverTypes.of(types, member);
        }

        @Override
        public Optional<String> format(Source program, Style style) {
          return Formatter.format(program, style, new Problems());
        }

        @Override
        public Optional<Source> module(String path, Source importing) {
          return path.equals("shop")
              ? Optional.of(Source.of("/work/shop.ruchy", SHOP))
              : Optional.empty();
        }
      };

  private final List<Map<String, Object>> messages = new ArrayList<>();

  private LanguageServerTest request(String method, Map<String, ?> parameters) {
    return message(Map.of("id", messages.size(), "method", method, "params", parameters));
  }

  private LanguageServerTest tell(String method, Map<String, ?> parameters) {
    return message(Map.of("method", method, "params", parameters));
  }

  private LanguageServerTest message(Map<String, ?> message) {
    messages.add(new LinkedHashMap<>(message));
    return this;
  }

  private LanguageServerTest open(String text) {
    return tell("textDocument/didOpen", Map.of("textDocument", Map.of("uri", URI, "text", text)));
  }

  /// A request about the place of `|` in a text, which is opened without it.
  private LanguageServerTest at(String method, String text) {
    int offset = text.indexOf('|');
    var source = Source.of("x", text.replace("|", ""));
    return open(source.text())
        .request(
            "textDocument/" + method,
            Map.of(
                "textDocument", Map.of("uri", URI), "position", Places.position(source, offset)));
  }

  /// What the server has written, and whether it was shut down in order.
  private record Served(List<Map<?, ?>> messages, boolean isOrderly) {
    /// The result of the last request.
    String result() {
      var replies = messages.stream().filter(each -> each.containsKey("id")).toList();
      return String.valueOf(replies.getLast().get("result"));
    }

    List<String> diagnostics() {
      return messages.stream()
          .filter(each -> "textDocument/publishDiagnostics".equals(each.get("method")))
          .map(each -> String.valueOf(each.get("params")))
          .toList();
    }
  }

  private Served serve() throws IOException {
    var input = new ByteArrayOutputStream();
    var writing = new Wire(new ByteArrayInputStream(new byte[0]), input);
    for (var message : messages) writing.write(message);
    var output = new ByteArrayOutputStream();
    boolean isOrderly =
        LanguageServer.serve(new ByteArrayInputStream(input.toByteArray()), output, WORKSHOP, "1");
    var reading = new Wire(new ByteArrayInputStream(output.toByteArray()), output);
    var written = new ArrayList<Map<?, ?>>();
    while (reading.read() instanceof Map<?, ?> message) written.add(message);
    return new Served(written, isOrderly);
  }

  @Test
  void it_says_what_it_can_and_ends_in_order() throws IOException {
    request("initialize", Map.of()).tell("initialized", Map.of());
    request("shutdown", Map.of()).tell("exit", Map.of());
    var served = serve();
    assertTrue(served.isOrderly());
    var first = String.valueOf(served.messages().getFirst().get("result"));
    for (var offered : List.of("hoverProvider=true", "definitionProvider=true", "ruchyc")) {
      assertTrue(first.contains(offered), first);
    }
    assertEquals("null", served.result());
  }

  @Test
  void an_editor_that_goes_away_without_a_word_is_noticed() throws IOException {
    assertFalse(request("initialize", Map.of()).serve().isOrderly());
    assertFalse(tell("exit", Map.of()).serve().isOrderly());
  }

  @Test
  void problems_are_told_when_all_that_was_typed_is_read() throws IOException {
    open("let = 1\n")
        .tell(
            "textDocument/didChange",
            Map.of(
                "textDocument",
                Map.of("uri", URI),
                "contentChanges",
                List.of(Map.of("text", "a\nlet y = )\n"))));
    var told = serve().diagnostics();
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().contains("line=1"), told.getFirst());
    assertTrue(told.getFirst().contains("severity=1"), told.getFirst());
    assertTrue(told.getFirst().contains("message=Syntax error: "), told.getFirst());
  }

  @Test
  void a_closed_file_has_no_problems_any_more() throws IOException {
    open("let = 1").tell("textDocument/didClose", Map.of("textDocument", Map.of("uri", URI)));
    var told = serve().diagnostics();
    assertEquals(1, told.size());
    assertTrue(told.getFirst().contains("diagnostics=[]"), told.getFirst());
  }

  /// Whether a label is among the completions; the members of one stand in no order.
  private static boolean offers(String completions, String label) {
    return completions.contains("label=" + label + ",")
        || completions.contains("label=" + label + "}");
  }

  @Test
  void completion_offers_what_is_seen() throws IOException {
    var names =
        at("completion", "let total = 1\nfun f(count) { let here = 2; | }\nfun g(other) { 1 }")
            .serve()
            .result();
    for (var seen : List.of("total", "f", "g", "count", "here", "println", "http", "while")) {
      assertTrue(offers(names, seen), seen + " in " + names);
    }
    assertFalse(offers(names, "other"), names);
    assertFalse(offers(names, "to_upper"), names);
  }

  @Test
  void completion_after_a_dot_offers_members_and_after_an_owner_its_names() throws IOException {
    var members = at("completion", "struct P { width: i32 }\nlet p = P { width: 1 }\np.|").serve();
    assertTrue(offers(members.result(), "width"), members.result());
    assertFalse(offers(members.result(), "to_upper"), members.result());
    assertFalse(offers(members.result(), "println"), members.result());
    var owned = at("completion", "let s = http::Server::n|").serve();
    assertTrue(offers(owned.result(), "new"), owned.result());
    assertFalse(offers(owned.result(), "println"), owned.result());
  }

  /// What is offered after a dot, and what is not because the value before it has no such member.
  private void members(String text, List<String> offered, List<String> others) throws IOException {
    messages.clear();
    var names = at("completion", text).serve().result();
    for (var name : offered) assertTrue(offers(names, name), name + " in " + names);
    for (var name : others) assertFalse(offers(names, name), name + " in " + names);
  }

  @Test
  void after_a_dot_stand_the_members_of_the_value_before_it() throws IOException {
    members("let s = \"a\"\ns.|", List.of("to_upper", "len", "push"), List.of("listen", "sqrt"));
    members("let s = \"a\"\nprintln(s.to|)", List.of("to_upper"), List.of("listen"));
    members("fun f(xs) { xs.| }\nf([1])", List.of("push", "map"), List.of("to_upper", "has_key"));
    members("let n = 1\nlet m = n.|\nlet k = 2", List.of("is_even", "abs"), List.of("to_upper"));
    members("{name: 1}.|", List.of("name", "has_key"), List.of("to_upper", "sqrt"));
    members("(1..3).|", List.of("step_by", "map"), List.of("to_upper"));
    members("Some(1).|", List.of("unwrap_or"), List.of("to_upper"));
  }

  @Test
  void after_a_dot_stand_the_members_of_types_of_the_program() throws IOException {
    var point = "struct P { x: i32 }\nimpl P { fun far(&self) { 1 } }\nstruct Q { other: i32 }\n";
    members(point + "P { x: 1 }.|", List.of("x", "far", "clone"), List.of("other", "push"));
    members(point + "fun never_called(p: P) { p.| }", List.of("x", "far"), List.of("other"));
    var dog =
        "class A { name: String\n fun hi() { name } }\n"
            + "class D : A { property age: i32 { get => 1 } }\n";
    members(dog + "D(name: \"a\").|", List.of("name", "hi", "age"), List.of("push"));
    members(
        "enum E { A, B }\nimpl E { fun next(&self) { 1 } }\nE::A.|",
        List.of("next"),
        List.of("push"));
  }

  @Test
  void after_a_dot_stand_the_members_of_objects_of_the_library() throws IOException {
    var server = "let s = http::Server::new(\"x:1\")\n";
    members(server + "s.|", List.of("listen", "get"), List.of("to_upper"));
    var handler = server + "s.get(\"/\", (req, res) => { ";
    members(handler + "req.| })", List.of("query", "params"), List.of("listen", "push"));
    members(handler + "res.st|atus(200) })", List.of("status", "json"), List.of("query"));
  }

  @Test
  void errors_elsewhere_do_not_hide_members() throws IOException {
    members("let a = )\nlet s = \"a\"\nunknown(1)\ns.|", List.of("to_upper"), List.of("listen"));
  }

  @Test
  void members_of_all_kinds_are_offered_where_nothing_is_known() throws IOException {
    members("fun f(x) { x.| }", List.of("to_upper", "push"), List.of());
  }

  @Test
  void hover_tells_signature_and_comment() throws IOException {
    var own =
        at("hover", "/// Twice as much.\nfun double(n: i32) -> i32 { n * 2 }\ndou|ble(3)").serve();
    assertTrue(own.result().contains("fun double(n: i32) -> i32"), own.result());
    assertTrue(own.result().contains("Twice as much."), own.result());
    var library = at("hover", "\"a\".to_up|per()").serve();
    assertTrue(library.result().contains("string.to_upper() -> string"), library.result());
    assertEquals("null", at("hover", "unknown_na|me").serve().result());
  }

  @Test
  void the_definition_is_the_innermost_that_is_seen() throws IOException {
    var inner = at("definition", "let x = 1\nfun f(x) {\n  x| + 1\n}").serve();
    assertTrue(inner.result().contains("start={"), inner.result());
    assertTrue(inner.result().contains("line=1"), inner.result());
    assertFalse(inner.result().contains("line=0"), inner.result());
    var member = at("definition", "class A {\n  size: i32\n}\nA().si|ze").serve();
    assertTrue(member.result().contains("line=1"), member.result());
    assertEquals("null", at("definition", "noth|ing").serve().result());
  }

  @Test
  void the_definition_may_be_in_a_module() throws IOException {
    for (var text :
        List.of(
            "use shop::price\npri|ce(1)",
            "use shop::*\npri|ce(1)",
            "use shop::price as cost\nco|st(1)",
            "use shop\nshop::pri|ce(1)",
            "use shop as s\ns::pri|ce(1)")) {
      var result = at("definition", text).serve().result();
      assertTrue(result.contains("uri=file:///work/shop.ruchy"), text + ": " + result);
      assertTrue(result.contains("line=1"), text + ": " + result);
    }
    var whole = at("definition", "use shop\nsh|op::price(1)").serve().result();
    assertTrue(whole.contains("uri=file:///work/shop.ruchy"), whole);
  }

  @Test
  void a_file_is_laid_out_as_the_editor_indents() throws IOException {
    var layout =
        Map.of(
            "textDocument",
            Map.of("uri", URI),
            "options",
            Map.of("tabSize", 2, "insertSpaces", true));
    var changed = open("fun f() {\n1}").request("textDocument/formatting", layout).serve();
    assertTrue(changed.result().contains("newText=fun f() {\n  1\n}\n"), changed.result());
    var broken = open("let =").request("textDocument/formatting", layout).serve();
    assertEquals("[]", broken.result());
  }

  @Test
  void unknown_requests_are_refused_and_unknown_news_are_ignored() throws IOException {
    var served = tell("$/whatever", Map.of()).request("workspace/nothing", Map.of()).serve();
    assertEquals(1, served.messages().size());
    assertTrue(String.valueOf(served.messages().getFirst().get("error")).contains("-32601"));
  }

  @Test
  void columns_are_counted_in_utf_16() {
    var source = Source.of("x", "a\n\"🚀\" b");
    int offset = source.text().indexOf('b');
    assertEquals(Map.of("line", 1, "character", 5), Places.position(source, offset));
    assertEquals(offset, Places.offset(source, Map.of("line", 1L, "character", 5L)));
    assertEquals(1, Places.offset(source, Map.of("line", 0L, "character", 99L)));
  }

  @Test
  void what_is_no_message_ends_the_server() {
    for (var text :
        List.of("hello\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: 9\r\n\r\n{}")) {
      var input = new ByteArrayInputStream(text.getBytes(UTF_8));
      var output = new ByteArrayOutputStream();
      assertThrows(
          IOException.class, () -> LanguageServer.serve(input, output, WORKSHOP, "1"), text);
    }
  }
}

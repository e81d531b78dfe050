package ruchy.compiler.parse;

import java.util.Random;
import java.util.function.Supplier;

/// Random programs, most of them right: every form of L 3 to L 5 in every place where it may stand.
public final class ProgramText {
  private static final String[] NAMES = {"a", "b", "xs", "f", "type", "from", "state", "Point"};
  private static final String[] BINARY = {
    "+", "-", "*", "/", "%", "**", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "&", "|", "^",
    "<<", ">>", "??", "|>", "in", "not in", "..", "..=", "!", "<-", "<?"
  };
  private static final String[] ASSIGN = {
    "=", "+=", "-=", "*=", "/=", "%=", "**=", "&=", "|=", "^=", "<<=", ">>=", "&&=", "||=", "??="
  };
  private static final String[] LITERALS = {
    "1",
    "42",
    "0xFF",
    "0b10",
    "1_000",
    "2.5",
    "1e3",
    "1.5e-3",
    "\"s\"",
    "'c'",
    "r\"\\d\"",
    "true",
    "false",
    "nil",
    "null",
    "b'x'",
    "b\"ab\"",
    ":ok",
    "()",
    "f\"a\"",
    "f\"{a}{b:>5}\"",
    "f\"{{}}\"",
    "f\"{a ? b : xs}\"",
    "f\"{m[\"k\"]}\"",
    "\"\"\"a\"b\"\"\"",
    "{}",
    "[]"
  };

  private final Random random;
  private int budget;

  public ProgramText(long seed, int budget) {
    this.random = new Random(seed);
    this.budget = budget;
  }

  public String program() {
    return body(8);
  }

  private String body(int most) {
    StringBuilder out = new StringBuilder();
    int count = random.nextInt(most);
    for (int i = 0; i < count; i++) {
      out.append(statement()).append(random.nextInt(4) == 0 ? "; " : "\n");
    }
    return out.toString();
  }

  private String pick(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private boolean isEmpty() {
    return --budget <= 0;
  }

  private String name() {
    return pick(NAMES);
  }

  private String list(Supplier<String> part, String separator) {
    StringBuilder out = new StringBuilder();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : separator).append(part.get());
    }
    return out.toString();
  }

  private String maybe(Supplier<String> part) {
    return random.nextInt(3) == 0 ? part.get() : "";
  }

  String statement() {
    if (isEmpty()) {
      return name();
    }
    return switch (random.nextInt(12)) {
      case 0, 1 -> maybe(() -> "/// doc\n") + maybe(() -> "#[test] ") + item();
      case 2, 3 -> let();
      case 4 -> control();
      case 5 -> target() + " " + pick(ASSIGN) + " " + expression();
      default -> expression();
    };
  }

  private String target() {
    return pick("a", "a.b", "xs[0]", "*f", "(a, b)", "[a, xs[1]]", "(a)", "self.x", "m::x", "p.0");
  }

  private String let() {
    String pattern = pattern();
    String type = maybe(() -> ": " + type());
    return switch (random.nextInt(5)) {
      case 0 -> "let " + name();
      case 1 -> "let " + pattern + type + " = " + expression() + " else { return }";
      case 2 -> "let " + pattern + type + " = (" + expression() + ") in " + expression();
      case 3 -> "var " + pattern + type + " = " + expression();
      default -> "let " + pick("", "mut ") + pattern + type + " = " + expression();
    };
  }

  private String block() {
    return pick("{ ", "{\n") + body(4) + "}";
  }

  private String condition() {
    return random.nextInt(4) == 0 ? "let " + pattern() + " = " + expression() : expression();
  }

  private String control() {
    return switch (random.nextInt(8)) {
      case 0 -> "if " + condition() + " " + block();
      case 1 ->
          "if "
              + condition()
              + " "
              + block()
              + " else if "
              + condition()
              + block()
              + "\nelse "
              + block();
      case 2 -> pick("", "'l: ", "@l: ") + "while " + condition() + " " + block();
      case 3 -> pick("", "'l: ") + "for " + list1(this::pattern) + " in " + expression() + block();
      case 4 -> pick("", "@l: ") + "loop " + block();
      case 5 ->
          "try "
              + block()
              + pick(" catch ", " catch e ", " catch (e: Error) ", "\ncatch E(e) ")
              + block()
              + maybe(() -> " finally " + block());
      default -> match();
    };
  }

  private String list1(Supplier<String> part) {
    String rest = list(part, ", ");
    return part.get() + (rest.isEmpty() ? "" : ", " + rest);
  }

  private String match() {
    StringBuilder out = new StringBuilder("match " + expression() + " {");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      out.append(pick(" ", "\n")).append(pick("", "| ")).append(alternatives());
      out.append(maybe(() -> " if " + expression()));
      out.append(pick(" => ", " -> ")).append(random.nextBoolean() ? block() : expression());
      out.append(pick(",", ",", "\n"));
    }
    return out.append(" }").toString();
  }

  String expression() {
    if (isEmpty()) {
      return pick("a", "1", "b");
    }
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> expression() + " " + pick(BINARY) + " " + expression();
      case 3 -> pick("-", "!", "~", "*", "&", "&mut ", "+", "&&", "**", "- -") + postfix();
      case 4 -> pick("await ", "spawn ", "lazy ") + pick(name(), "(" + name() + ")", "f(1).b");
      case 5 -> expression() + " ? " + expression() + " : " + expression();
      case 6 -> expression() + " as " + type();
      case 7 -> closure();
      case 8 -> "(" + expression() + ")";
      default -> postfix();
    };
  }

  private String closure() {
    String body = random.nextBoolean() ? block() : expression();
    return pick("", "", "async ")
        + switch (random.nextInt(6)) {
          case 0 -> "|" + list(this::parameter, ", ") + "| " + body;
          case 1 -> "|| " + body;
          case 2 -> name() + " => " + body;
          case 3 -> "(" + list(this::parameter, ", ") + ") => " + body;
          case 4 -> "|" + list(this::parameter, ", ") + "| -> " + type() + " " + block();
          default -> "\\" + list1(this::name) + " -> " + body;
        };
  }

  private String parameter() {
    return pick("", "", "mut ")
        + pattern()
        + maybe(() -> ": " + type())
        + maybe(() -> " = " + expression());
  }

  private String postfix() {
    if (isEmpty()) {
      return name();
    }
    return switch (random.nextInt(14)) {
      case 0, 1 -> postfix() + pick(".", ".", "?.", "\n.") + name();
      case 2, 3 ->
          postfix()
              + pick(".", "?.")
              + name()
              + maybe(() -> "::<" + type() + ">")
              + "("
              + list(this::argument, ", ")
              + ")";
      case 4 -> postfix() + "(" + list(this::argument, ", ") + ")";
      case 5 -> postfix() + "[" + expression() + "]";
      case 6 -> postfix() + pick("[a:b]", "[:]", "[a:]", "[: b]", "[..]", "[1..]", "[:ok]");
      case 7 -> postfix() + pick("?", "??", "? ?");
      case 8 -> pick(postfix() + pick(".0", ".0.1", ".await"), target() + pick("++", "--"));
      case 9 ->
          pick("Point", "a::B", "E::C")
              + " { "
              + list(() -> name() + ": " + expression(), ", ")
              + " }";
      case 10 -> pick("a::b", "Vec::<i32>::new", "self.x", "super.m(1)", "std::async", "self::x");
      default -> primary();
    };
  }

  private String argument() {
    return pick("", "", "...", "k: ", "k = ") + expression();
  }

  private String primary() {
    if (isEmpty()) {
      return pick(LITERALS);
    }
    return switch (random.nextInt(18)) {
      case 0 -> "[" + list(() -> pick("", "...") + expression(), ", ") + "]";
      case 1 -> "[" + expression() + "; " + expression() + "]";
      case 2 -> "[" + expression() + clauses() + "]";
      case 3 ->
          "{" + list(() -> pick("...m", key() + pick(": ", " => ") + expression()), ", ") + "}";
      case 4 -> "({" + expression() + ", " + list(this::expression, ", ") + "})";
      case 5 -> "({" + expression() + clauses() + "})";
      case 6 -> "{k: " + expression() + clauses() + "}";
      case 7 -> "(" + expression() + ", " + list(this::expression, ", ") + ")";
      case 8 -> control();
      case 9 -> block();
      case 10 -> pick("async ", "unsafe ", "spawn ", "async move ") + block();
      case 11 -> pick("println", "vec", "assert_eq") + "!" + "(" + list(this::argument, ", ") + ")";
      case 12 -> pick("return", "break", "continue", "break 'l", "continue @l", "throw e");
      case 13 -> "fun(" + list(this::parameter, ", ") + ") " + block();
      case 14 -> "f\"x{" + expression() + pick("", ":>5", ":?", ":08.2f") + "}y\"";
      case 15 -> pick("1..2", "..b", "(a..)", "1..=2", "vec![1; 2]");
      default -> pick(LITERALS);
    };
  }

  private String key() {
    return pick("a", "type", "if", "\"k\"", "1", "-1", ":at");
  }

  private String clauses() {
    return " for "
        + list1(this::pattern)
        + " in "
        + expression()
        + maybe(() -> " if " + expression())
        + maybe(() -> " for p in q");
  }

  private String alternatives() {
    return pattern() + maybe(() -> " | " + pattern());
  }

  String pattern() {
    if (isEmpty()) {
      return name();
    }
    return switch (random.nextInt(16)) {
      case 0 -> pick("_", "1", "-1", "2.5", "\"s\"", "true", "nil", "null", ":at", "b'x'");
      case 1 -> pick("1..5", "1..=5", "-5..-1", "90..", "'a'..='z'");
      case 2 -> name() + " @ " + pattern();
      case 3 -> pick("E::A", "a::E::B", "Some", "P") + "(" + list(this::alternatives, ", ") + ")";
      case 4 -> pick("", "S ", "E::C ") + "{" + list(this::field, ", ") + "}";
      case 5 -> pick("S { a, .. }", "{..}", "{a: 1, ..}");
      case 6 -> "(" + list(this::alternatives, ", ") + pick("", ",") + ")";
      case 7 -> "[" + list(() -> pattern() + maybe(() -> " = " + expression()), ", ") + "]";
      case 8 -> pick("[first, ..rest]", "[.., z]", "[a, ...b, c]", "E::A", "()");
      case 9 -> pick("mut ", "ref ", "&", "&mut ") + pattern();
      case 10 -> "(" + alternatives() + ")";
      default -> name();
    };
  }

  private String field() {
    return name() + maybe(() -> ": " + alternatives()) + maybe(() -> " = " + expression());
  }

  String type() {
    if (isEmpty()) {
      return pick("i32", "String", "_");
    }
    return switch (random.nextInt(12)) {
      case 0 -> "&" + pick("", "mut ", "'a ", "'a mut ") + type();
      case 1 -> "Vec<" + type() + ">";
      case 2 -> "[" + type() + pick("", "; 3", "; N") + "]";
      case 3 -> "(" + list(this::type, ", ") + ")";
      case 4 -> pick("fn", "fun", "Fn") + "(" + list(this::type, ", ") + ") -> " + type();
      case 5 -> "(" + list(this::type, ", ") + ") -> " + type();
      case 6 -> "HashMap<" + type() + ", " + type() + ">";
      case 7 -> pick("impl ", "dyn ") + "Shape";
      case 8 -> type() + "?";
      case 9 -> pick("!", "http::Request", "nil", "Self", "&'a str", "(i32,)");
      default -> pick("i32", "f64", "String", "any", "T");
    };
  }

  private String generics() {
    return pick("", "", "<T>", "<T: A + B, U>", "<'a, T: 'a>");
  }

  private String function() {
    return pick("fun ", "fn ")
        + name()
        + generics()
        + "("
        + list(this::parameter, ", ")
        + ")"
        + maybe(() -> " -> " + type())
        + maybe(() -> " where T: A + B, U: C")
        + maybe(() -> "\n requires a > 0 ensures b")
        + pick(" " + block(), " = " + expression());
  }

  private String method() {
    String self = pick("self", "&self", "&mut self", "mut self", "&'a self");
    return maybe(() -> "pub ")
        + maybe(() -> "async ")
        + "fun "
        + name()
        + "("
        + self
        + maybe(() -> ", " + parameter())
        + ") "
        + block();
  }

  private String fieldDeclaration() {
    return pick("", "pub ", "private ", "mut ")
        + name()
        + ": "
        + type()
        + maybe(() -> " = " + expression());
  }

  String item() {
    return switch (random.nextInt(18)) {
      case 0, 1, 2 -> pick("", "pub ", "async ", "const ", "pub(crate) ") + function();
      case 3 ->
          "struct S"
              + generics()
              + " {"
              + list(this::fieldDeclaration, ",\n")
              + "\n"
              + method()
              + "}";
      case 4 -> pick("struct U", "struct U;", "struct P(i32, pub f64)", "struct Q<T>(T);");
      case 5 ->
          pick("", "abstract ", "final ", "sealed ")
              + "class C"
              + pick("", ": D + T<i32>")
              + " {"
              + list(this::classMember, "\n")
              + "}";
      case 6 ->
          "enum E" + generics() + " { A, B(" + type() + ", i32) C { x: " + type() + " }, D = -4 }";
      case 7 ->
          pick("trait", "interface")
              + " T: A + B { type I; const N: i32 = 1\n fun m(self)\n"
              + method()
              + "}";
      case 8 ->
          "impl"
              + pick("", "<T>")
              + pick(" S", " T for S<T>")
              + " { const N: i32 = 1;"
              + method()
              + "}";
      case 9 ->
          "actor A { mut n: i64 = 0\n state { m: i32, } receive { Inc(k) => "
              + expression()
              + " Get => { n } }\n receive Set(v) -> i32 { v }\n"
              + method()
              + "}";
      case 10 -> pick("mod", "module", "pub mod") + " m " + pick(";", block());
      case 11 ->
          pick(
              "use a::b",
              "use a::*",
              "use a::{b, c as d, self, e::{f, *}}",
              "use *",
              "use std::async as x",
              "use self::x",
              "use super::y",
              "use crate::z");
      case 12 ->
          pick(
              "import a.b",
              "import a::b as c",
              "import \"x.ruchy\" as y",
              "import {a as b, c} from \"m\"",
              "import {f} from m.n",
              "from m import *",
              "from a.b import c as d, e");
      case 13 ->
          pick(
              "export default 1",
              "export {a as b, c}",
              "export {a} from \"m\"",
              "export let x = 1",
              "pub let y = 2",
              "export fun f() {}",
              "export const X = 1");
      case 14 -> "const X" + maybe(() -> ": " + type()) + " = " + expression();
      case 15 -> "static " + pick("", "mut ") + "g = " + expression();
      case 16 -> "type A" + pick("", "<T>") + " = " + type();
      default -> function();
    };
  }

  private String classMember() {
    return switch (random.nextInt(8)) {
      case 0 -> "const K: i32 = " + expression();
      case 1 -> "property p: " + type() + " { get => " + expression() + ", set(v) => { } }";
      case 2 -> "operator " + pick("+", "==", "[]", "<=") + "(o) " + block();
      case 3 -> pick("new", "init", "new named") + "(a, b) " + block();
      case 4 -> "abstract fun m()";
      case 5 -> pick("", "static ", "let ", "pub ") + "x" + pick(": i32", " = 1", ": i32 = 2");
      default -> pick("", "static ", "override ", "final ", "private ") + method();
    };
  }
}

package ruchy.compiler;

import java.util.List;
import java.util.Random;
import ruchy.compiler.RandomNames.Kind;

/// Writes random programs that compile: numbers, texts, collections, structs, classes with
/// inheritance and traits, enums, closures kept in data, functions with defaults, names and a rest,
/// patterns, loops with labels, and errors that are thrown and caught. They may raise; they end.
final class RandomProgram {
  /// What all programs have, for expressions to use. `keep` hides from nobody what its argument is,
  /// but no annotation can be proved wrong through it, which would be an error before the program
  /// runs.
  private static final String DECLARATIONS =
      """
      struct Point { x: NUMBER, y: any = 0 }
      impl Point {
          fun at(x, y) { Point { x: keep(x), y: y } }
          fun sum(self) { self.x + self.y }
          fun moved(mut self, by) { self.x += by; self }
      }
      trait Named {
          fun label(self) { f"<{self.name}>" }
          fun describe(self) { self.label() + "!" }
      }
      class Item : Named {
          n: FIELD
          name = "item"
          new(n = 1, name = "item") { self.n = n; self.name = name }
          fun value() { n }
          fun bump(by) { n = n + by; n }
          fun weight() { self.value() * 2 }
          fun same() { self }
          operator +(other) { Item(self.n + other.n) }
      }
      class Special : Item {
          bonus = 10
          new(n, name = "special") { super(n, name) }
          fun value() { super.value() + bonus }
          fun label() { "special " + name }
      }
      enum Shape { Dot, Ring(any), Box { w: NUMBER, h: any } }
      impl Shape {
          fun area(self) {
              match self { Shape::Dot => 0, Shape::Ring(r) => r * r, Shape::Box { w, h } => w * h }
          }
          fun grown(self) {
              match self { Shape::Ring(r) => Shape::Ring(r + 1), other => other }
          }
      }
      actor Counter {
          mut total: FIELD = 0
          receive {
              Add(by = 1) => { total += by; total }
              Both(a, b) => (a, b, total)
              Total => total
          }
      }
      fun keep(x) { x }
      fun tell(x) { print("."); x }
      fun twice(x) { x + x }
      fun adder(n) { |p| p + n }
      fun half(x: f64) { x / 2.0 }
      fun scaled(xs: Vec<f64> = [1, 2], by = 2) { xs.map(|x| x * by) }
      fun many(first, ...rest) { let t = first; for r in rest { t += r } t }
      fun tried(m) { let v = m?; Some(v) }
      """;

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final RandomNames names;
  private final RandomExpressions expressions;

  /// The loops around what is being written: they can be left and gone on with.
  private int loops;

  private RandomProgram(long seed) {
    this.random = new Random(seed);
    this.names = new RandomNames(random);
    this.expressions = new RandomExpressions(random, names);
  }

  static String of(long seed) {
    return new RandomProgram(seed).program();
  }

  private String program() {
    text.append(
        DECLARATIONS
            .replace("NUMBER", pick("i64", "f64", "any"))
            .replace("FIELD", pick("any", "i64", "any")));
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      function();
    }
    for (int i = 0; i < 2; i++) {
      declare(0);
    }
    for (int i = 0; i < 6; i++) {
      boolean isTopLevel = i % 3 == 0;
      text.append(isTopLevel ? "" : "fun part" + i + "() {\n").append("try {\n");
      int visible = names.enter();
      int statements = 1 + random.nextInt(4);
      for (int j = 0; j < statements; j++) {
        statement(2);
      }
      text.append("println(").append(expressions.any(3)).append(")\n");
      names.leave(visible);
      text.append("} catch e { println(f\"E {e}\") }\n");
      text.append(isTopLevel ? "" : "}\npart" + i + "()\n");
    }
    return text.toString();
  }

  private void function() {
    List<String> hidden = names.hide();
    text.append("fun f").append(expressions.functions()).append("(a, b = ");
    text.append(pick("1", "a", "[a]", "nil")).append(") {\n");
    names.add("a", expressions.kind());
    names.add("b", expressions.kind());
    for (int i = 0; i < 2; i++) {
      statement(1);
    }
    if (random.nextInt(3) == 0) {
      text.append("if (").append(expressions.of(Kind.TRUTH, 1)).append(") { return ");
      text.append(expressions.any(1)).append(" }\n");
    }
    text.append(expressions.any(3)).append("\n}\n");
    expressions.addFunction();
    names.restore(hidden);
  }

  private String pick(String... choices) {
    return expressions.pick(choices);
  }

  private void statement(int depth) {
    switch (random.nextInt(depth > 0 ? 22 : 7)) {
      case 0, 1, 2 -> declare(2);
      case 3 -> assign();
      case 4 -> change();
      case 5 -> text.append("println(").append(expressions.any(2)).append(")\n");
      case 6 -> destructure();
      case 7 -> {
        text.append("if (").append(expressions.of(Kind.TRUTH, 1)).append(") {\n");
        block(depth);
        text.append("} else {\n");
        block(depth);
        text.append("}\n");
      }
      case 8 -> {
        text.append("if let ").append(pick("Some(w)", "[w, ..]", "{a: w}", "Shape::Ring(w)"));
        text.append(" = (").append(expressions.any(1)).append(") {\nprintln(w)\n");
        block(depth);
        text.append("}\n");
      }
      case 9, 10 -> each(depth);
      case 11 -> count(depth);
      case 12 -> endless(depth);
      case 13 -> attempt(depth);
      case 14 -> match(depth);
      case 15 -> closure();
      case 16 -> nested(depth);
      case 17 -> shrink(depth);
      case 18 -> keepClosures();
      case 19 -> changeWithin();
      case 20 -> send();
      default -> grow();
    }
  }

  private void declare(int depth) {
    Kind kind = expressions.kind();
    String value = expressions.of(kind, depth);
    String name = names.fresh();
    text.append("let ").append(name).append(" = ").append(value).append('\n');
    names.add(name, kind);
  }

  private void assign() {
    Kind kind = expressions.kind();
    String target = names.variable(kind);
    if (target != null) {
      String operator = kind == Kind.INTEGER ? pick(" = ", " += ", " -= ", " *= ") : " = ";
      text.append(target).append(operator).append(expressions.of(kind, 2)).append('\n');
    }
  }

  /// Changes what a variable holds.
  private void change() {
    Kind kind = expressions.kind();
    String held = names.variable(kind);
    if (held == null) {
      return;
    }
    String n = expressions.of(Kind.INTEGER, 1);
    String any = expressions.any(1);
    String changed =
        switch (kind) {
          case NUMBERS, TEXTS ->
              pick(
                  held + ".push(" + any + ")",
                  held + "[0] = " + any,
                  held + ".insert(0, " + n + ")",
                  held + ".extend([" + n + "])",
                  held + ".swap(0, 1)",
                  held + ".remove(0)",
                  held + "[-1] += " + n);
          case MAP ->
              pick(
                  held + ".a = " + any,
                  held + "[\"b\"] = " + any,
                  held + ".set(" + n + ", " + any + ")",
                  held + ".remove(\"a\")",
                  held + ".entry(\"n\").or_insert([]).push(" + n + ")",
                  held + ".update({a: " + n + "})");
          case POINT ->
              pick(
                  held + ".x += keep(" + n + ")", held + ".y = " + any, held + ".moved(" + n + ")");
          case ITEM ->
              pick(
                  held + ".bump(" + n + ")",
                  held + ".n = keep(" + n + ")",
                  held + ".name += \"+\"");
          case TEXT -> pick(held + " += " + any, held + ".push_str(\"z\")");
          default -> held + " = " + expressions.of(kind, 1);
        };
    text.append(changed).append('\n');
  }

  private void destructure() {
    String first = names.fresh();
    String second = names.fresh();
    String pattern =
        switch (random.nextInt(4)) {
          case 0 ->
              "("
                  + first
                  + ", "
                  + second
                  + ") = ("
                  + expressions.any(1)
                  + ", "
                  + expressions.any(1);
          case 1 -> "[" + first + ", .." + second + "] = (" + expressions.of(Kind.NUMBERS, 1);
          case 2 -> "[" + first + ", " + second + " = 5] = ([" + expressions.any(1) + "]";
          default -> "{x: " + first + ", y: " + second + "} = (" + expressions.of(Kind.POINT, 1);
        };
    text.append("let ").append(pattern).append(")\n");
    names.add(first, Kind.ANY);
    names.add(second, Kind.ANY);
  }

  private void each(int depth) {
    String name = names.fresh();
    String second = names.fresh();
    boolean isPair = random.nextInt(4) == 0;
    String iterable =
        isPair
            ? pick(expressions.of(Kind.MAP, 1), expressions.of(Kind.NUMBERS, 1) + ".enumerate()")
            : expressions.iterable(1);
    text.append("for ").append(name).append(isPair ? ", " + second : "");
    text.append(" in (").append(iterable).append(") {\n");
    int visible = names.enter();
    names.add(name, isPair ? Kind.ANY : Kind.INTEGER);
    if (isPair) {
      names.add(second, Kind.ANY);
    }
    inLoop(depth);
    names.leave(visible);
    text.append("}\n");
  }

  private void inLoop(int depth) {
    loops++;
    if (random.nextInt(4) == 0) {
      text.append("if (").append(expressions.of(Kind.TRUTH, 1));
      text.append(pick(") { break }\n", ") { continue }\n"));
    }
    block(depth);
    loops--;
  }

  private void count(int depth) {
    String counter = names.fresh();
    text.append("let ").append(counter).append(" = 0\n");
    text.append("while ").append(counter).append(" < 3 {\n").append(counter).append(" += 1\n");
    inLoop(depth);
    text.append("}\n");
  }

  /// A loop that is left with a value, from a loop within it.
  private void endless(int depth) {
    String counter = names.fresh();
    String result = names.fresh();
    text.append("let ").append(counter).append(" = 0\n");
    text.append("let ").append(result).append(" = 'out: loop {\n").append(counter);
    text.append(" += 1\nfor i in 0..3 {\nif i + ").append(counter).append(" > ");
    text.append(random.nextInt(5)).append(" { break 'out ").append(expressions.any(1));
    text.append(" }\nif i == 1 { continue 'out }\n");
    block(depth);
    text.append("}\nif ").append(counter).append(" > 4 { break }\n}\n");
    names.add(result, Kind.ANY);
  }

  private void attempt(int depth) {
    text.append("try {\n");
    block(depth);
    if (random.nextInt(2) == 0) {
      String thrown =
          pick("\"thrown\"", "{type: \"Custom\", message: \"m\"}", "Item(5)", "Shape::Dot");
      text.append("if (").append(expressions.of(Kind.TRUTH, 1)).append(") { throw ");
      text.append(thrown).append(" }\n");
    }
    text.append(
        pick(
            "} catch (e: TypeError) { println(\"T \" + e.message)\n",
            "} catch Custom(e) { println(e)\n",
            "} catch (e: Item) { println(e.n)\n",
            "} catch e { println(f\"{e} {e.type ?? nil}\")\n"));
    text.append(pick("", "} catch { println(\"any\")\n", "} catch e { println(e)\n"));
    text.append(pick("", "} finally { println(\"finally\")\n"));
    text.append("}\n");
  }

  private void match(int depth) {
    text.append("match (").append(expressions.any(2)).append(") {\n");
    text.append(pick("1..=3", "\"ab\"", "Point { x, y }", "[x, ..]", "nil")).append(" => {\n");
    block(depth);
    text.append("}\n").append("n if (n == ").append(expressions.any(0)).append(") => println(n)\n");
    text.append("_ => {\n");
    block(depth);
    text.append("}\n}\n");
  }

  /// A closure that changes what is around it, and is called.
  private void closure() {
    String captured = names.fresh();
    String name = names.fresh();
    text.append("let ").append(captured).append(" = ").append(expressions.of(Kind.INTEGER, 1));
    text.append("\nlet ").append(name).append(" = |p| { ").append(captured);
    text.append(pick(" += p; ", " = p; ", " = [p]; ", " += 1; ")).append(captured);
    text.append(" }\nprintln(").append(name).append("(").append(expressions.any(0));
    text.append("), ").append(captured).append(")\n");
    String kept =
        pick("[" + name + "][0](2)", "{f: " + name + "}.f(3)", "[4, 5].map(" + name + ")");
    text.append("println(").append(kept).append(")\n");
    names.add(captured, Kind.INTEGER);
  }

  private void nested(int depth) {
    String name = "g" + names.fresh();
    text.append("fun ").append(name).append("(p, q = 2) {\n");
    int visible = names.enter();
    names.add("p", expressions.kind());
    int around = loops;
    loops = 0;
    block(depth);
    loops = around;
    text.append(expressions.any(1)).append("\n}\n");
    names.leave(visible);
    text.append("println(").append(name).append("(").append(expressions.any(1)).append("))\n");
  }

  /// Text and a list that grow in a loop.
  private void grow() {
    String grown = names.fresh();
    text.append("let ").append(grown).append(" = ").append(pick("\"\"", "[]", "nil", "0"));
    text.append("\nfor i in 0..3 { ").append(grown).append(pick(" += f\"{i}\"", " += [i]", " = i"));
    text.append(" }\n");
    names.add(grown, Kind.ANY);
  }

  /// A loop that goes on while there is something.
  private void shrink(int depth) {
    String list = names.fresh();
    text.append("let ").append(list).append(" = [").append(expressions.any(1)).append(", ");
    text.append(expressions.any(0)).append("]\nwhile let Some(w) = ").append(list);
    text.append(".pop() {\nprintln(w)\n");
    inLoop(depth);
    text.append("}\n");
  }

  /// Closures that keep the variables of their round.
  private void keepClosures() {
    String kept = names.fresh();
    String value = expressions.any(1);
    text.append("let ").append(kept).append(" = []\nfor i in 0..3 { let j = ").append(value);
    text.append("\n").append(kept).append(".push(").append(pick("|| (i, j)", "|| { j = i; j }"));
    text.append(") }\nprintln(").append(kept).append(".map(|f| f()), ").append(kept);
    text.append(".map(|f| f()))\n");
  }

  /// Elements of collections within collections and fields, changed in their places.
  private void changeWithin() {
    String whole = names.fresh();
    String n = "keep(" + expressions.of(Kind.INTEGER, 1) + ")";
    text.append("let ").append(whole).append(" = {ps: [").append(expressions.of(Kind.POINT, 1));
    text.append(", ").append(expressions.any(0)).append("], m: {k: [1, 2]}, i: ");
    text.append(expressions.of(Kind.ITEM, 1)).append("}\n");
    text.append(whole).append(".ps[0].x += ").append(n).append("\n");
    text.append(whole).append(pick(".m.k[1] = ", ".m[\"k\"][0] += ", ".i.n = ")).append(n);
    text.append("\nfor p in ").append(whole).append(".ps { p.x = ").append(n).append(" }\n");
    text.append("let copy = ").append(whole).append(pick(".ps[0]", ".m", ".i", ".clone()"));
    text.append("\n").append(whole).append(".m.k.push(copy)\nprintln(").append(whole);
    text.append(".ps, ").append(whole).append(".m, ").append(whole).append(".i)\n");
  }

  /// Messages to an actor.
  private void send() {
    String actor = names.fresh();
    text.append("let ").append(actor).append(" = spawn Counter\n");
    text.append(actor).append(" ! Add(").append(expressions.of(Kind.INTEGER, 1)).append(")\n");
    text.append("println(").append(actor).append(" <? ");
    text.append(pick("Total", "Add(2)", "Add(by: 3)", "Both(1, [2])", "Missing(1)"));
    text.append(", ").append(actor).append(" <? Total)\n");
  }

  private void block(int depth) {
    int visible = names.enter();
    statement(depth - 1);
    names.leave(visible);
  }
}

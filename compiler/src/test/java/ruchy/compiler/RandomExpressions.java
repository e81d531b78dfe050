package ruchy.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import ruchy.compiler.RandomNames.Kind;

/// Writes random expressions that end: of every kind of value, with the operators, methods, calls,
/// patterns and comprehensions that go with it. They may raise.
final class RandomExpressions {
  private final Random random;
  private final RandomNames names;

  /// How many functions `f0`, `f1` ... there are to call, each with two parameters.
  private int functions;

  RandomExpressions(Random random, RandomNames names) {
    this.random = random;
    this.names = names;
  }

  void addFunction() {
    functions++;
  }

  int functions() {
    return functions;
  }

  Kind kind() {
    Kind[] kinds = Kind.values();
    return kinds[random.nextInt(kinds.length)];
  }

  String any(int depth) {
    return of(kind(), depth);
  }

  /// An expression that is mostly of that kind.
  String of(Kind kind, int depth) {
    if (random.nextInt(24) == 0) {
      return of(kind(), Math.max(0, depth - 1));
    }
    String variable = random.nextInt(3) == 0 ? names.variable(kind) : null;
    if (variable != null) {
      return variable;
    }
    if (depth <= 0) {
      return leaf(kind);
    }
    return random.nextInt(6) == 0 ? general(kind, depth - 1) : special(kind, depth - 1);
  }

  private String leaf(Kind kind) {
    return switch (kind) {
      case INTEGER ->
          pick("0", "1", "2", "3", "-1", "7", "9223372036854775807", "b'a'", "\"ab\".len()");
      case FLOAT -> pick("2.5", "0.0", "-1.5", "1e3", "f64::NAN", "1.0 / 3.0");
      case TEXT -> pick("\"ab\"", "\"\"", "\"x,y\"", "\"Ünï\"", "'c'", "\"12\"");
      case TRUTH -> pick("true", "false");
      case NUMBERS -> pick("[1, 2, 3]", "[]", "(1..4).to_vec()", "[2.5, 1]", "[3, 1, 2]");
      case TEXTS -> pick("[\"b\", \"a\"]", "\"x y\".split(\" \")", "[]");
      case MAP -> pick("{a: 1, b: 2}", "{}", "{x: \"t\", y: 2.5}", "{1: \"one\"}");
      case POINT -> pick("Point { x: 1 }", "Point { x: 2, y: 3 }", "Point::at(4, 5)");
      case ITEM -> pick("Item(1)", "Item(2, \"i\")", "Special(3)", "Special(name: \"s\", n: 4)");
      case SHAPE ->
          pick("Shape::Dot", "Shape::Ring(2)", "Shape::Box { w: 1, h: 2 }", "Shape::Ring(1.5)");
      case FUNCTION -> pick("|p| p", "|p| p + 1", "twice", "|| 3", "|p, q| p", "Shape::Ring");
      case MAYBE -> pick("Some(1)", "None", "nil", "Ok(2)", "Err(\"e\")", "Some(\"s\")");
      case ANY -> leaf(kind());
    };
  }

  /// What can be of any kind.
  private String general(Kind kind, int depth) {
    return switch (random.nextInt(14)) {
      case 0 ->
          "(" + of(Kind.TRUTH, depth) + " ? " + of(kind, depth) + " : " + of(kind, depth) + ")";
      case 1 ->
          "(if ("
              + of(Kind.TRUTH, depth)
              + ") { "
              + of(kind, depth)
              + " } else { "
              + of(kind, depth)
              + " })";
      case 2 -> match(kind, depth);
      case 3 ->
          "[" + of(kind, depth) + ", " + of(kind, depth) + "][" + pick("0", "1", "-1", "2") + "]";
      case 4 -> "({k: " + of(kind, depth) + ", l: " + any(0) + "}).k";
      case 5 -> "(|p| p)(" + of(kind, depth) + ")";
      case 6 -> "(" + of(Kind.MAYBE, 0) + " ?? " + of(kind, depth) + ")";
      case 7 -> "(" + of(kind, depth) + ", " + any(0) + ").0";
      case 8 -> "Some(" + of(kind, depth) + ").unwrap_or(" + of(kind, 0) + ")";
      case 9 -> functions == 0 ? of(kind, depth) : call();
      case 10 -> "tell(" + of(kind, depth) + ")";
      case 11 -> "(try { " + of(kind, depth) + " } catch e { " + of(kind, 0) + " })";
      case 12 -> "{ let t = " + of(kind, depth) + "; t }";
      default -> "(" + of(kind, depth) + " |> keep)";
    };
  }

  private String call() {
    int function = random.nextInt(functions);
    String a = any(1);
    String b = any(1);
    return "f"
        + function
        + pick("(" + a + ", " + b + ")", "(" + a + ")", "(b: " + b + ", a: " + a + ")");
  }

  private String match(Kind kind, int depth) {
    String first = arm(kind, depth);
    String second = arm(kind, 0);
    String arms =
        switch (random.nextInt(6)) {
          case 0 -> "1 | 2 => " + first + ", n if n == 3 => " + second + ", _ => " + arm(kind, 0);
          case 1 ->
              "Shape::Ring(r) => "
                  + first
                  + ", Shape::Box { w, h } if w != h => "
                  + second
                  + ", _ => "
                  + arm(kind, 0);
          case 2 -> "Some(m) => " + first + ", None => " + second + ", other => " + arm(kind, 0);
          case 3 ->
              "[] => "
                  + second
                  + ", [h, ..t] => "
                  + first
                  + ", {a, ..} => "
                  + second
                  + ", _ => "
                  + second;
          case 4 ->
              "\"ab\" => "
                  + first
                  + ", 'a'..='z' => "
                  + second
                  + ", Point { x, .. } => "
                  + first
                  + ", _ => "
                  + second;
          default -> "0..3 => " + first + ", (l, r) => " + second + ", Ok(o) | Err(o) => " + second;
        };
    return "(match (" + any(1) + ") { " + arms + " })";
  }

  /// What stands behind `=>`: an arm that begins with a brace ends with it (L 2.5).
  private String arm(Kind kind, int depth) {
    String text = of(kind, depth);
    return text.startsWith("{") ? "(" + text + ")" : text;
  }

  private String special(Kind kind, int depth) {
    return switch (kind) {
      case INTEGER -> integer(depth);
      case FLOAT -> floating(depth);
      case TEXT -> text(depth);
      case TRUTH -> truth(depth);
      case NUMBERS -> numbers(depth);
      case TEXTS -> texts(depth);
      case MAP -> map(depth);
      case POINT -> point(depth);
      case ITEM -> item(depth);
      case SHAPE -> shape(depth);
      case FUNCTION -> function(depth);
      case MAYBE -> maybe(depth);
      case ANY -> any(depth);
    };
  }

  private String integer(int depth) {
    String n = of(Kind.INTEGER, depth);
    String xs = of(Kind.NUMBERS, depth);
    return switch (random.nextInt(22)) {
      case 0, 1, 2, 3 ->
          "("
              + n
              + pick(" + ", " - ", " * ", " / ", " % ", " & ", " | ", " ^ ", " << ")
              + of(Kind.INTEGER, depth)
              + ")";
      case 4 -> xs + ".sum()";
      case 5 -> xs + ".len()";
      case 6 ->
          of(Kind.TEXT, depth) + "." + pick("len()", "char_count()", "to_int()", "index_of(\"a\")");
      case 7 -> "(" + of(Kind.FLOAT, depth) + " as i64)";
      case 8 -> xs + "[" + of(Kind.INTEGER, 0) + "]";
      case 9 -> xs + ".fold(0, |s, x| s + x)";
      case 10 -> xs + ".map(|x| x * 2).filter(|x| x > 2).sum()";
      case 11 -> of(Kind.POINT, depth) + pick(".x", ".y", ".sum()");
      case 12 -> of(Kind.ITEM, depth) + pick(".n", ".value()", ".bump(1)", ".weight()");
      case 13 -> of(Kind.SHAPE, depth) + ".area()";
      case 14 -> of(Kind.MAP, depth) + pick(".len()", ".get(\"a\", 0)", "[\"a\"]", ".a");
      case 15 -> n + pick(".abs()", ".pow(2)", ".min(3)", ".clamp(0, 5)", ".gcd(4)");
      case 16 ->
          of(Kind.MAYBE, depth)
              + pick(".unwrap_or(0)", ".unwrap()", ".map(|x| x + 1).unwrap_or(9)");
      case 17 ->
          xs
              + pick(
                  ".max()",
                  ".min()",
                  ".first()",
                  ".last()",
                  ".pop()",
                  ".count(|x| x > 1)",
                  ".position(|x| x == 2)");
      case 18 -> "(" + of(Kind.FUNCTION, depth) + ")(" + n + ")";
      case 19 -> "many(" + n + ", " + of(Kind.INTEGER, 0) + pick(")", ", 3, 4)", ", ...[5, 6])");
      case 20 -> pick("-", "~", "+") + "(" + n + ")";
      default ->
          "("
              + pick("1..5", "1..=4", "(0..10).step_by(3)", "5..1")
              + ")"
              + pick(".sum()", ".len()", ".max()");
    };
  }

  private String floating(int depth) {
    String x = of(Kind.FLOAT, depth);
    return switch (random.nextInt(9)) {
      case 0, 1, 2 ->
          "("
              + x
              + pick(" + ", " - ", " * ", " / ", " % ", " ** ")
              + of(random.nextBoolean() ? Kind.FLOAT : Kind.INTEGER, depth)
              + ")";
      case 3 -> "(" + of(Kind.INTEGER, depth) + " as f64)";
      case 4 -> x + pick(".floor()", ".abs()", ".round(1)", ".sqrt()", ".min(1.0)", ".fract()");
      case 5 -> of(Kind.NUMBERS, depth) + pick(".mean()", ".median()");
      case 6 -> "half(keep(" + of(Kind.INTEGER, depth) + "))";
      case 7 ->
          "scaled("
              + pick("by: " + x, "keep(" + x + ")", "[1, 2], " + x, "by: " + x + ", xs: [3]")
              + ")[0]";
      default -> pick("sqrt", "floor", "sin", "abs") + "(" + x + ")";
    };
  }

  private String text(int depth) {
    String s = of(Kind.TEXT, depth);
    return switch (random.nextInt(16)) {
      case 0, 1 -> "(" + s + " + " + any(depth) + ")";
      case 2 ->
          "f\"<{" + (names.variable(Kind.ANY) == null ? "1" : names.variable(Kind.ANY)) + "}>\"";
      case 3 ->
          s
              + pick(
                  ".to_upper()",
                  ".trim()",
                  ".reverse()",
                  ".repeat(2)",
                  ".capitalize()",
                  ".replace(\"a\", \"_\")");
      case 4 -> s + "[" + pick("0..2", "1..", "..-1", "0", "-1", "5") + "]";
      case 5 -> of(Kind.TEXTS, depth) + ".join(" + pick("\"-\"", "\"\"") + ")";
      case 6 -> any(depth) + pick(".to_s()", ".to_string()");
      case 7 -> "str(" + any(depth) + ")";
      case 8 -> "type_of(" + any(depth) + ")";
      case 9 -> s + ".substring(" + of(Kind.INTEGER, 0) + ", " + of(Kind.INTEGER, 0) + ")";
      case 10 -> "format(\"{}-{:?}\", " + any(depth) + ", " + any(0) + ")";
      case 11 -> of(Kind.ITEM, depth) + pick(".name", ".label()", ".describe()");
      case 12 -> s + ".pad_start(" + of(Kind.INTEGER, 0) + ".clamp(0, 9), \".\")";
      case 13 -> any(depth) + ".to_json()";
      case 14 -> "(" + s + " * " + pick("2", "0", "-1") + ")";
      default ->
          of(Kind.TEXTS, depth) + pick("[0]", ".first()", ".max()", ".fold(\"\", |s, x| s + x)");
    };
  }

  private String truth(int depth) {
    return switch (random.nextInt(11)) {
      case 0, 1 -> {
        Kind kind = kind();
        yield "(" + of(kind, depth) + pick(" == ", " != ", " < ", " >= ") + of(kind, depth) + ")";
      }
      case 2 ->
          "("
              + of(Kind.INTEGER, depth)
              + pick(" < ", " > ", " <= ")
              + of(Kind.INTEGER, depth)
              + ")";
      case 3 -> "(" + of(Kind.TRUTH, depth) + pick(" && ", " || ") + of(Kind.TRUTH, depth) + ")";
      case 4 -> "!" + of(Kind.TRUTH, depth);
      case 5 ->
          "(" + of(Kind.INTEGER, 0) + pick(" in ", " not in ") + of(Kind.NUMBERS, depth) + ")";
      case 6 ->
          of(Kind.TEXT, depth)
              + pick(".contains(\"a\")", ".is_empty()", ".starts_with(\"a\")", ".is_numeric()");
      case 7 ->
          of(Kind.NUMBERS, depth)
              + pick(".any(|x| x > 2)", ".all(|x| x < 9)", ".is_empty()", ".contains(2)");
      case 8 -> of(Kind.MAP, depth) + pick(".has_key(\"a\")", ".is_empty()", ".any(|k, v| v == 1)");
      case 9 -> of(Kind.MAYBE, depth) + pick(".is_some()", ".is_ok()", ".is_none()");
      default -> "is_" + pick("nil", "int", "string", "array", "object") + "(" + any(depth) + ")";
    };
  }

  private String numbers(int depth) {
    String xs = of(Kind.NUMBERS, depth);
    String n = of(Kind.INTEGER, depth);
    return switch (random.nextInt(18)) {
      case 0 -> "[" + n + ", " + of(Kind.INTEGER, depth) + "]";
      case 1 -> xs + ".map(|x| x " + pick("+", "*", "-") + " " + of(Kind.INTEGER, 0) + ")";
      case 2 -> xs + ".filter(|x| x " + pick(">", "!=", "<") + " " + of(Kind.INTEGER, 0) + ")";
      case 3 -> "[x * 2 for x in " + xs + " if x != " + of(Kind.INTEGER, 0) + "]";
      case 4 ->
          xs + pick(".sort()", ".reverse()", ".unique()", ".sort_by(|a, b| b - a)", ".sort_desc()");
      case 5 -> xs + "[" + pick("1..", "..2", "0..=1", "-2..") + "]";
      case 6 -> "[..." + xs + ", " + n + "]";
      case 7 -> "(" + xs + " + " + of(Kind.NUMBERS, depth) + ")";
      case 8 ->
          "("
              + pick("0..3", "1..=3", "3..0")
              + ")"
              + pick(".to_vec()", ".map(|x| x + 1)", ".rev()");
      case 9 -> of(Kind.MAP, depth) + ".values()";
      case 10 ->
          xs
              + pick(
                  ".take(2)",
                  ".skip(1)",
                  ".take_while(|x| x < 3)",
                  ".chunks(2).map(|c| c.len())",
                  ".windows(2).map(|w| w[0])");
      case 11 -> "[[x, y] for x in " + xs + " for y in 0..2].flatten()";
      case 12 -> xs + ".zip(" + of(Kind.NUMBERS, depth) + ").map(|p| p.0)";
      case 13 -> xs + ".enumerate().map(|(i, x)| i)";
      case 14 -> of(Kind.TEXTS, depth) + ".map(|s| s.len())";
      case 15 -> "scaled(xs: keep(" + xs + "))";
      case 16 -> xs + ".flat_map(|x| [x, x])";
      default -> xs + ".map(" + of(Kind.FUNCTION, 0) + ")";
    };
  }

  private String texts(int depth) {
    return switch (random.nextInt(7)) {
      case 0 -> "[" + of(Kind.TEXT, depth) + ", " + of(Kind.TEXT, depth) + "]";
      case 1 -> of(Kind.TEXT, depth) + pick(".split(\",\")", ".chars()", ".lines()");
      case 2 -> of(Kind.NUMBERS, depth) + ".map(|x| x.to_s())";
      case 3 -> of(Kind.MAP, depth) + ".keys()";
      case 4 ->
          of(Kind.TEXTS, depth) + pick(".sort()", ".map(|s| s + \"!\")", ".filter(|s| s != \"a\")");
      case 5 -> "[f\"{x}\" for x in " + any(depth) + "]";
      default -> of(Kind.TEXTS, depth) + ".sort_by_key(|s| s.len())";
    };
  }

  private String map(int depth) {
    String m = of(Kind.MAP, depth);
    return switch (random.nextInt(10)) {
      case 0 -> "{a: " + any(depth) + ", b: " + any(0) + "}";
      case 1 -> "{..." + m + ", c: " + any(0) + "}";
      case 2 -> m + pick(".map_values(|v| v)", ".filter(|k, v| v != 1)", ".clone()");
      case 3 -> "(" + m + " + " + of(Kind.MAP, 0) + ")";
      case 4 -> "{x: x * 2 for x in " + of(Kind.NUMBERS, depth) + "}";
      case 5 -> of(Kind.NUMBERS, depth) + ".group_by(|x| x % 2)";
      case 6 -> "{run: " + of(Kind.FUNCTION, depth) + ", n: 1}";
      case 7 -> m + ".merge({z: " + any(0) + "})";
      case 8 -> "{\"" + pick("a", "k k") + "\": " + any(depth) + "}";
      default -> "parse_json(" + of(Kind.MAP, 0) + ".to_json())";
    };
  }

  private String point(int depth) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "Point { x: keep(" + of(Kind.INTEGER, depth) + "), y: " + any(0) + " }";
      case 2 -> "Point { y: 1, ..keep(" + of(Kind.POINT, depth) + ") }";
      case 3 -> "Point::at(" + of(Kind.INTEGER, depth) + ", " + of(Kind.INTEGER, 0) + ")";
      case 4 -> of(Kind.POINT, depth) + ".moved(" + of(Kind.INTEGER, depth) + ")";
      default -> of(Kind.POINT, depth) + ".clone()";
    };
  }

  private String item(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> "Item(" + of(Kind.INTEGER, depth) + ")";
      case 1 -> "Special(" + of(Kind.INTEGER, depth) + ", " + of(Kind.TEXT, 0) + ")";
      case 2 -> "(" + of(Kind.ITEM, depth) + " + " + of(Kind.ITEM, 0) + ")";
      case 3 -> "Item::new(name: " + of(Kind.TEXT, 0) + ", n: " + of(Kind.INTEGER, depth) + ")";
      default -> of(Kind.ITEM, depth) + ".same()";
    };
  }

  private String shape(int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> "Shape::Ring(" + any(depth) + ")";
      case 1 -> "Shape::Box { w: keep(" + of(Kind.INTEGER, depth) + "), h: " + any(0) + " }";
      case 2 -> of(Kind.SHAPE, depth) + ".grown()";
      default -> "Shape::Dot";
    };
  }

  private String function(int depth) {
    String body =
        random.nextBoolean()
            ? "p " + pick("+", "*", "==") + " " + of(Kind.INTEGER, 0)
            : of(kind(), Math.min(1, depth));
    return switch (random.nextInt(7)) {
      case 0, 1 -> "|p| " + "(" + body + ")";
      case 2 -> "|p = " + of(Kind.INTEGER, 0) + "| (" + body + ")";
      case 3 -> "|p: " + pick("i64", "f64", "any") + "| (" + body + ")";
      case 4 -> "adder(" + of(Kind.INTEGER, depth) + ")";
      case 5 -> of(Kind.MAP, 0) + ".get(\"run\", |p| p)";
      default -> "(|p, ...r| r.len())";
    };
  }

  private String maybe(int depth) {
    String m = of(Kind.MAYBE, depth);
    return switch (random.nextInt(9)) {
      case 0 -> pick("Some", "Ok", "Err") + "(" + any(depth) + ")";
      case 1 ->
          m
              + pick(
                  ".map(|x| x + 1)",
                  ".or(Some(0))",
                  ".and_then(|x| Some(x))",
                  ".filter(|x| x > 1)",
                  ".ok()");
      case 2 ->
          of(Kind.NUMBERS, depth) + pick(".nth(1)", ".first()", ".find(|x| x > 1)", ".get(5)");
      case 3 -> of(Kind.POINT, 0) + "?." + pick("x", "sum()");
      case 4 -> m + "?.to_s()";
      case 5 -> of(Kind.INTEGER, depth) + pick(".checked_add(1)", ".checked_div(0)");
      case 6 -> "tried(" + m + ")";
      case 7 ->
          of(Kind.TEXT, depth)
              + pick(
                  ".split_once(\",\")",
                  ".strip_prefix(\"a\")",
                  ".find(\"b\")",
                  ".parse::<i64>().ok()");
      default ->
          of(Kind.MAP, depth) + pick(".get(\"a\")", ".remove(\"a\")", ".find(|k, v| v == 2)");
    };
  }

  String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /// Something to loop over.
  String iterable(int depth) {
    List<String> choices = new ArrayList<>();
    choices.add("0.." + random.nextInt(4));
    choices.add(of(Kind.NUMBERS, depth));
    choices.add(of(Kind.TEXT, 0));
    choices.add(of(Kind.MAP, depth));
    choices.add(of(Kind.TEXTS, depth));
    choices.add("(1..7).step_by(2)");
    return choices.get(random.nextInt(choices.size()));
  }
}

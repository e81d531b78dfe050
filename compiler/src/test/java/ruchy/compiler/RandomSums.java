package ruchy.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Writes random programs that end and do nothing but count: functions of integers near the ends of
/// what 32 and 64 bits hold, called with what is known and with what is not, with loops in loops
/// that are left early, and sums that overflow here and there.
final class RandomSums {
  private static final long[] CONSTANTS = {
    0,
    1,
    2,
    3,
    -1,
    -2,
    7,
    100,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    1L << 32,
    1L << 61,
    -(1L << 61),
    1L << 62,
    -(1L << 62),
    Long.MAX_VALUE / 3,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    -Long.MAX_VALUE
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private int functions;
  private int counters;
  private List<String> readable = List.of();
  private boolean inLoop;

  /// Whether the function that is written does nothing but add and subtract: then its sums have
  /// bounds.
  private boolean onlySteps;

  private RandomSums(long seed) {
    random = new Random(seed);
  }

  static String of(long seed) {
    var sums = new RandomSums(seed);
    sums.write();
    return sums.text.toString();
  }

  private void write() {
    line(0, "let total = " + constant());
    for (functions = 0; functions < 4; functions++) function();
    for (int i = 0; i < functions; i++) {
      for (int call = random.nextInt(3); call >= 0; call--) {
        line(0, "try { println(" + call(i, List.of()) + ", total) } catch (e) { println(e) }");
      }
    }
  }

  private void function() {
    onlySteps = random.nextInt(3) != 0;
    boolean hasDefault = random.nextBoolean();
    line(0, "fun f" + functions + "(a, b" + (hasDefault ? " = " + constant() : "") + ") {");
    readable = new ArrayList<>(List.of("a", "b", "x", "y", "total", "xs.len()"));
    line(1, "let x = " + constant());
    line(1, "let y = " + (random.nextBoolean() ? "a" : constant()));
    line(1, "let xs = [" + constant() + ", " + constant() + ", 5]");
    statements(1, 3);
    line(1, expression(1));
    line(0, "}");
  }

  private void statements(int indent, int depth) {
    for (int count = 1 + random.nextInt(3); count > 0; count--) statement(indent, depth);
  }

  private void statement(int indent, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      assignment(indent);
      return;
    }
    switch (random.nextInt(inLoop ? 9 : 7)) {
      case 0 -> {
        line(indent, "if " + condition() + " {");
        statements(indent + 1, depth - 1);
        line(indent, "} else {");
        statements(indent + 1, depth - 1);
        line(indent, "}");
      }
      case 1, 2 -> loop(indent, depth, range());
      case 3 -> loop(indent, depth, random.nextBoolean() ? "xs" : "[a, 1]");
      case 4 -> {
        line(indent, "try {");
        statements(indent + 1, depth - 1);
        if (random.nextBoolean()) {
          line(indent, "} catch (e) {");
          statements(indent + 1, depth - 1);
        }
        line(indent, "} finally {");
        statements(indent + 1, 0);
        line(indent, "}");
      }
      case 5 -> {
        var counter = "w" + counters++;
        line(indent, "let " + counter + " = 0");
        body(indent, depth, "while " + counter + " < 3 {", counter + " += 1");
      }
      case 6 ->
          line(
              indent,
              (onlySteps ? "x += " : "x = ")
                  + "match y { 0 => "
                  + expression(1)
                  + ", n => "
                  + expression(1)
                  + " }");
      case 7 -> line(indent, "if " + condition() + " { continue }");
      default -> line(indent, "if " + condition() + " { break }");
    }
  }

  private void loop(int indent, int depth, String iterable) {
    var counter = "i" + counters++;
    boolean isReadable = random.nextInt(4) != 0;
    if (isReadable) readable.add(counter);
    body(
        indent,
        depth,
        "for " + counter + " in " + iterable + " {",
        random.nextInt(6) == 0 ? counter + " += 1" : null);
    if (isReadable) readable.removeLast();
  }

  private void body(int indent, int depth, String head, @Nullable String first) {
    boolean outer = inLoop;
    inLoop = true;
    line(indent, head);
    if (first != null) line(indent + 1, first);
    statements(indent + 1, depth - 1);
    line(indent, "}");
    inLoop = outer;
  }

  /// Of at most four elements, wherever it begins; or none.
  private String range() {
    long start = CONSTANTS[random.nextInt(CONSTANTS.length)];
    int length = random.nextInt(5) - 1;
    var dots = random.nextBoolean() ? ".." : "..=";
    return switch (random.nextInt(4)) {
      case 0 -> "0.." + "xs.len()";
      case 1 -> "(a % 3)" + dots + "3";
      case 2 -> "y" + dots + "y + " + Math.max(length, 0);
      default -> {
        long end = start > Long.MAX_VALUE - 4 ? start : start + length;
        yield "(" + start + ")" + dots + "(" + end + ")";
      }
    };
  }

  private void assignment(int indent) {
    var target = List.of("x", "x", "y", "total").get(random.nextInt(4));
    var operator = List.of("+=", "+=", "-=", "=", "*=").get(random.nextInt(onlySteps ? 3 : 5));
    line(indent, target + " " + operator + " " + expression(onlySteps ? 1 : 2));
  }

  private String condition() {
    var comparison = List.of("<", "<=", ">", ">=", "==", "!=").get(random.nextInt(6));
    return expression(1) + " " + comparison + " " + expression(1);
  }

  private String expression(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return random.nextBoolean() ? constant() : readable.get(random.nextInt(readable.size()));
    }
    return switch (random.nextInt(10)) {
      case 0 -> functions == 0 ? "(-x)" : call(random.nextInt(functions), readable);
      case 1 -> "(-" + readable.get(random.nextInt(readable.size())) + ")";
      case 2 -> "xs[" + expression(depth - 1) + " % 3]";
      default -> {
        var operator = List.of("+", "+", "-", "-", "*", "/", "%", "%", "&").get(random.nextInt(9));
        yield "(" + expression(depth - 1) + " " + operator + " " + expression(depth - 1) + ")";
      }
    };
  }

  /// Of what is given something is unknown to the compiler now and then.
  private String call(int function, List<String> known) {
    var arguments = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      int kind = random.nextInt(6);
      arguments.add(
          kind == 0
              ? "\"" + random.nextInt(100) + "\".to_int()"
              : kind < 3 && !known.isEmpty()
                  ? known.get(random.nextInt(known.size()))
                  : constant());
    }
    return "f" + function + "(" + String.join(", ", arguments) + ")";
  }

  private String constant() {
    long value = CONSTANTS[random.nextInt(CONSTANTS.length)];
    return value < 0 ? "(" + value + ")" : Long.toString(value);
  }

  private void line(int indent, String line) {
    text.append("    ".repeat(indent)).append(line).append('\n');
  }
}

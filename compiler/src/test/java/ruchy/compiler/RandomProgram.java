package ruchy.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes random programs that compile: numbers, texts, lists, objects, closures, functions, loops,
/// and errors that are caught. They may raise; they end.
final class RandomProgram {
  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<String> variables = new ArrayList<>();
  private int functions;
  private int names;

  private RandomProgram(long seed) {
    this.random = new Random(seed);
  }

  static String of(long seed) {
    return new RandomProgram(seed).program();
  }

  private String program() {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      function();
    }
    for (int i = 0; i < 6; i++) {
      text.append("try {\n");
      int visible = variables.size();
      int statements = 1 + random.nextInt(4);
      for (int j = 0; j < statements; j++) {
        statement(2);
      }
      text.append("println(").append(expression(3)).append(")\n");
      while (variables.size() > visible) {
        variables.removeLast();
      }
      text.append("} catch (e) { println(\"E \" + e.message) }\n");
    }
    return text.toString();
  }

  private void function() {
    String name = "f" + functions;
    variables.clear();
    variables.add("a");
    variables.add("b");
    text.append("fun ").append(name).append("(a, b) {\n");
    for (int i = 0; i < 2; i++) {
      statement(1);
    }
    text.append(expression(3)).append("\n}\n");
    functions++;
    variables.clear();
  }

  private String fresh() {
    return "v" + names++;
  }

  private void statement(int depth) {
    switch (random.nextInt(depth > 0 ? 8 : 3)) {
      case 0, 1 -> {
        String value = expression(2);
        String name = fresh();
        text.append("let ").append(name).append(" = ").append(value).append('\n');
        variables.add(name);
      }
      case 2 -> {
        if (!variables.isEmpty()) {
          String target = variable();
          text.append(target).append(" = ").append(expression(2)).append('\n');
        }
      }
      case 3 -> {
        text.append("if ").append(expression(1)).append(" {\n");
        block(depth);
        text.append("} else {\n");
        block(depth);
        text.append("}\n");
      }
      case 4 -> {
        String name = fresh();
        text.append("for ").append(name).append(" in ").append(iterable()).append(" {\n");
        variables.add(name);
        block(depth);
        variables.remove(name);
        text.append("}\n");
      }
      case 5 -> {
        String list = fresh();
        text.append("let ").append(list).append(" = [").append(expression(1)).append("]\n");
        text.append(list).append(".push(").append(expression(1)).append(")\n");
        text.append(list).append("[0] = ").append(expression(1)).append('\n');
        variables.add(list);
      }
      case 6 -> {
        String object = fresh();
        text.append("let ").append(object).append(" = {x: ").append(expression(1));
        text.append(", y: ").append(expression(1)).append("}\n");
        text.append(object).append(".x = ").append(expression(1)).append('\n');
        variables.add(object);
      }
      default -> {
        String counter = fresh();
        text.append("let ").append(counter).append(" = 0\n");
        text.append("while ").append(counter).append(" < 3 {\n").append(counter).append(" += 1\n");
        block(depth);
        text.append("}\n");
      }
    }
  }

  private void block(int depth) {
    int visible = variables.size();
    statement(depth - 1);
    while (variables.size() > visible) {
      variables.removeLast();
    }
  }

  private String iterable() {
    return switch (random.nextInt(4)) {
      case 0 -> "0.." + random.nextInt(4);
      case 1 -> "[" + expression(1) + ", " + expression(1) + "]";
      case 2 -> "\"ab\"";
      default -> "{p: " + expression(0) + "}";
    };
  }

  private String variable() {
    return variables.get(random.nextInt(variables.size()));
  }

  private String expression(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf();
    }
    return switch (random.nextInt(15)) {
      case 0, 1, 2 -> "(" + expression(depth - 1) + operator() + expression(depth - 1) + ")";
      case 3 -> "(" + expression(depth - 1) + comparison() + expression(depth - 1) + ")";
      case 4 -> "[" + expression(depth - 1) + ", " + expression(depth - 1) + "]";
      case 5 -> "{x: " + expression(depth - 1) + ", y: " + expression(depth - 1) + "}";
      case 6 -> "({x: " + expression(depth - 1) + ", y: 1}).x";
      case 7 -> "[" + expression(depth - 1) + ", 2][" + random.nextInt(3) + "]";
      case 8 -> "(|p| " + "(p" + operator() + leaf() + "))(" + expression(depth - 1) + ")";
      case 9 ->
          functions == 0
              ? leaf()
              : "f" + random.nextInt(functions) + "(" + leaf() + ", " + leaf() + ")";
      case 10 -> "(" + expression(depth - 1) + " ? " + expression(depth - 1) + " : " + leaf() + ")";
      case 11 -> "f\"<{" + variableOr("1") + "}>\"";
      case 12 ->
          "(" + expression(depth - 1) + (random.nextBoolean() ? " && " : " || ") + leaf() + ")";
      case 13 -> "(" + expression(depth - 1) + " ?? " + leaf() + ")";
      default ->
          "(match "
              + leaf()
              + " { 1 => "
              + leaf()
              + ", \"ab\" => 2, [q, ..] => q, n => "
              + (random.nextBoolean() ? "n" : leaf())
              + " })";
    };
  }

  private String variableOr(String other) {
    return variables.isEmpty() ? other : variable();
  }

  private String operator() {
    return List.of(" + ", " - ", " * ", " / ", " % ", " + ").get(random.nextInt(6));
  }

  private String comparison() {
    return List.of(" == ", " != ", " < ", " >= ").get(random.nextInt(4));
  }

  private String leaf() {
    if (!variables.isEmpty() && random.nextInt(2) == 0) {
      return variable();
    }
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> String.valueOf(random.nextInt(5));
      case 3 -> "9223372036854775807";
      case 4 -> "2.5";
      case 5 -> "\"ab\"";
      case 6 -> "true";
      case 7 -> "nil";
      default -> "-1";
    };
  }
}

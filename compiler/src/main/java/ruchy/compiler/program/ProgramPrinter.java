package ruchy.compiler.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A program as indented text, for snapshot tests and for people who look for a fault. Functions
/// and types stand one after the other; nodes are lists in parentheses, their name first. Variables
/// of one name are told apart by numbers.
public final class ProgramPrinter {
  private final StringBuilder text = new StringBuilder();
  private final NodePrinter nodes = new NodePrinter();

  private ProgramPrinter() {}

  public static String print(Program program) {
    var printer = new ProgramPrinter();
    program.functions().forEach(printer.nodes::name);
    program.userTypes().forEach(printer::type);
    program.globals().forEach(printer::global);
    program.functions().forEach(printer::function);
    return printer.text.toString();
  }

  private void type(UserType type) {
    line(0, type.form().name().toLowerCase(Locale.ROOT) + " " + type.name());
    if (type.parent() != null) {
      line(1, "parent " + type.parent().name());
    }
    if (!type.traits().isEmpty()) {
      line(1, "traits " + String.join(" ", type.traits()));
    }
    for (var field : type.fields()) {
      line(1, "field " + field(field));
    }
    for (var variant : type.variants()) {
      List<String> payload = new ArrayList<>();
      variant.payload().forEach(field -> payload.add(field(field)));
      line(
          1,
          "variant "
              + variant.name()
              + " "
              + variant.discriminant()
              + (payload.isEmpty() ? "" : " (" + String.join(", ", payload) + ")"));
    }
    functionsOf("method", type.methods());
    functionsOf("static", type.statics());
    functionsOf("constructor", type.constructors());
    type.constants().forEach((name, variable) -> line(1, "constant " + name));
  }

  private String field(UserType.Field field) {
    return field.name()
        + (field.annotation() == null ? "" : ": " + nodes.annotation(field.annotation()))
        + (field.initial() == null ? "" : " = " + nodes.nameOf(field.initial()));
  }

  private void functionsOf(String role, Map<String, Function> map) {
    map.forEach((name, function) -> line(1, role + " " + name + " = " + nodes.nameOf(function)));
  }

  private void global(Variable variable) {
    line(
        0,
        "global "
            + nodes.name(variable)
            + (variable.annotation() == null ? "" : ": " + nodes.annotation(variable.annotation()))
            + flag(variable.isConstant(), "constant")
            + flag(variable.isReassigned(), "reassigned")
            + flag(variable.isUsedInFunctions(), "used in functions"));
  }

  private static String flag(boolean set, String word) {
    return set ? ", " + word : "";
  }

  private void function(Function function) {
    List<String> parameters = new ArrayList<>();
    for (var parameter : function.parameters()) {
      Node fallback = parameter.fallback();
      parameters.add(
          (parameter.byReference() && !parameter.variable().name().equals("self") ? "&" : "")
              + nodes.variable(parameter.variable())
              + (fallback == null ? "" : " = " + nodes.form(fallback).inline()));
    }
    List<String> captures = new ArrayList<>();
    function.captures().forEach(variable -> captures.add(nodes.name(variable)));
    line(
        0,
        (function.isAsync() ? "async " : "")
            + "function "
            + nodes.nameOf(function)
            + " ("
            + String.join(", ", parameters)
            + (function.hasRest() ? "..." : "")
            + ")"
            + (function.result() == null ? "" : " -> " + nodes.annotation(function.result()))
            + (captures.isEmpty() ? "" : " captures " + String.join(", ", captures)));
    nodes.form(function.body()).print(text, 1);
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}

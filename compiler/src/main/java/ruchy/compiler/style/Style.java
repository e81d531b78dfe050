package ruchy.compiler.style;

import java.util.Locale;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.StyleProblem;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TreeParts;

/// Looks at the way a program is written.
public final class Style {
  private final int mostComplex;
  private final boolean wantsComments;
  private final Problems problems;

  private Style(int mostComplex, boolean wantsComments, Problems problems) {
    this.mostComplex = mostComplex;
    this.wantsComments = wantsComments;
    this.problems = problems;
  }

  /// Reports warnings about a source; none if it has syntax errors, which others report.
  ///
  /// @param mostComplex how many ways through a function there may be, at least 1
  /// @param wantsComments whether what is public has to have a comment
  public static void look(
      Source source, int mostComplex, boolean wantsComments, Problems problems) {
    var own = new Problems();
    var file = Parser.parse(Lexer.lex(source, own), own);
    if (own.hasErrors()) {
      return;
    }
    new Style(mostComplex, wantsComments, problems).walk(file.body());
    Shadows.look(file, problems);
  }

  private void walk(Object node) {
    switch (node) {
      case Item.Function function -> function(function);
      case Item.Struct type -> type("struct", type.name(), type.modifiers());
      case Item.Class type -> type("class", type.name(), type.modifiers());
      case Item.Enum type -> type("enum", type.name(), type.modifiers());
      case Item.Trait type -> type("trait", type.name(), type.modifiers());
      case Item.Actor type -> type("actor", type.name(), type.modifiers());
      case Item.Variant variant -> upper("variant", variant.name());
      case Item.Field field when !isPosition(field.name()) -> lower("field", field.name());
      case Item.Module module -> lower("module", module.name());
      case Item.Constant constant -> {
        comment(constant.name(), constant.modifiers());
        constant(constant.name());
      }
      case Parameter parameter when parameter.pattern() instanceof Pattern.Binding binding ->
          lower("parameter", binding.name());
      case Expression.Let let when let.pattern() instanceof Pattern.Binding binding -> {
        boolean isConstant = isUpperCase(binding.name().text());
        if (!isConstant) lower("variable", binding.name());
      }
      default -> {}
    }
    TreeParts.of(node).forEach(this::walk);
  }

  private void function(Item.Function function) {
    var name = function.name();
    if (name == null || function.flags().contains(Item.FunctionFlag.OPERATOR)) {
      return;
    }
    boolean isMessage = Character.isUpperCase(name.text().charAt(0)) && isHandler(name);
    if (!isMessage) lower("function", name);
    comment(name, function.modifiers());
    int complexity = Complexity.of(function);
    if (complexity > mostComplex) {
      problems.report(
          new StyleProblem.Complexity(name.text(), complexity, mostComplex, name.span()));
    }
  }

  /// A handler of an actor is named as its message, without `fun`.
  private static boolean isHandler(Identifier name) {
    var before = name.span().source().text().substring(0, name.span().start()).stripTrailing();
    return !before.endsWith("fun") && !before.endsWith("fn");
  }

  private void type(String what, Identifier name, Item.Modifiers modifiers) {
    upper(what, name);
    comment(name, modifiers);
  }

  private void comment(Identifier name, Item.Modifiers modifiers) {
    if (wantsComments && modifiers.visible() && modifiers.documentation().isEmpty()) {
      problems.report(new StyleProblem.Undocumented(name.text(), name.span()));
    }
  }

  private static boolean isPosition(Identifier name) {
    return !name.text().isEmpty() && Character.isDigit(name.text().charAt(0));
  }

  private static boolean isUpperCase(String name) {
    return name.equals(name.toUpperCase(Locale.ROOT));
  }

  private void lower(String what, Identifier name) {
    String text = name.text();
    if (!text.equals(text.toLowerCase(Locale.ROOT))) {
      report(what, "snake_case", name, words(text).toLowerCase(Locale.ROOT));
    }
  }

  private void constant(Identifier name) {
    if (!isUpperCase(name.text())) {
      report("constant", "UPPER_CASE", name, words(name.text()).toUpperCase(Locale.ROOT));
    }
  }

  private void upper(String what, Identifier name) {
    String text = name.text();
    if (text.isEmpty() || (Character.isUpperCase(text.charAt(0)) && text.indexOf('_') < 0)) {
      return;
    }
    var better = new StringBuilder();
    for (String word : words(text).split("_", -1)) {
      if (word.isEmpty()) continue;
      better.appendCodePoint(Character.toUpperCase(word.codePointAt(0)));
      better.append(word.substring(word.offsetByCodePoints(0, 1)).toLowerCase(Locale.ROOT));
    }
    report(what, "CamelCase", name, better.toString());
  }

  private void report(String what, String manner, Identifier name, String better) {
    problems.report(new StyleProblem.Naming(what, manner, name.text(), better, name.span()));
  }

  /// The words of a name, with `_` between them.
  private static String words(String name) {
    return name.replaceAll("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})", "_");
  }
}

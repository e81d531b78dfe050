package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.LintProblem.NeverRun;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.program.Test;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;

/// Finds the tests of a file: its functions without parameters that are marked `#[test]` or
/// `@test`, those of its inline modules included (L 20.4); in the same way its `#[bench]`
/// functions.
final class TestResolver {
  private final List<FunctionDeclaration> marked = new ArrayList<>();
  private final Consumer<Problem> problems;

  /// @param problems takes warnings about what is marked and never run
  TestResolver(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /// A function of the top level or of a module is declared.
  void declare(FunctionDeclaration function) {
    String mark = mark(function.tree());
    if (mark == null) {
      return;
    }
    if (function.tree().parameters().isEmpty()) {
      marked.add(function);
    } else {
      neverRun(function.tree(), mark, NeverRun.Reason.PARAMETERS);
    }
  }

  /// A function of a type or of another function is declared.
  void declareInner(Item.Function function) {
    String mark = mark(function);
    if (mark != null) {
      neverRun(function, mark, NeverRun.Reason.PLACE);
    }
  }

  private void neverRun(Item.Function function, String mark, NeverRun.Reason reason) {
    Identifier name = function.name();
    if (name != null) {
      problems.accept(new NeverRun(name.text(), mark, reason, name.span()));
    }
  }

  private static @Nullable String mark(Item.Function function) {
    if (function.modifiers().attributes().isEmpty()) {
      return null;
    }
    return isMarked(function, "test") ? "test" : isMarked(function, "bench") ? "bench" : null;
  }

  /// The functions of that file with that attribute, in the order in which they stand in it.
  List<Test> of(Source file, String attribute) {
    List<Test> tests = new ArrayList<>();
    for (FunctionDeclaration each : marked) {
      if (each.function().span().source() == file && isMarked(each.tree(), attribute)) {
        String name = each.function().name();
        ModuleDeclaration module = each.scope().module();
        for (var at = module; at.enclosing() != null; at = at.enclosing()) {
          name = at.name() + "::" + name;
        }
        tests.add(
            new Test(
                name,
                each.function(),
                isMarked(each.tree(), "ignore"),
                isMarked(each.tree(), "should_panic")));
      }
    }
    return tests;
  }

  private static boolean isMarked(Item.Function function, String attribute) {
    for (var one : function.modifiers().attributes()) {
      if (one.name().text().equals(attribute)) {
        return true;
      }
    }
    return false;
  }
}

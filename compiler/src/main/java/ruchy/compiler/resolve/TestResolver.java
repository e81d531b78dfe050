package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.program.Test;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.Item;

/// Finds the tests of a file: its functions without parameters that are marked `#[test]` or
/// `@test`, those of its inline modules included (L 20.4); in the same way its `#[bench]`
/// functions.
final class TestResolver {
  private final List<FunctionDeclaration> marked = new ArrayList<>();

  /// A function of the top level or of a module is declared.
  void declare(FunctionDeclaration function) {
    boolean isEither = isMarked(function, "test") || isMarked(function, "bench");
    if (isEither && function.tree().parameters().isEmpty()) {
      marked.add(function);
    }
  }

  /// The functions of that file with that attribute, in the order in which they stand in it.
  List<Test> of(Source file, String attribute) {
    List<Test> tests = new ArrayList<>();
    for (FunctionDeclaration each : marked) {
      if (each.function().span().source() == file && isMarked(each, attribute)) {
        String name = each.function().name();
        ModuleDeclaration module = each.scope().module();
        for (var at = module; at.enclosing() != null; at = at.enclosing()) {
          name = at.name() + "::" + name;
        }
        tests.add(
            new Test(
                name, each.function(), isMarked(each, "ignore"), isMarked(each, "should_panic")));
      }
    }
    return tests;
  }

  private static boolean isMarked(FunctionDeclaration function, String attribute) {
    Item.Modifiers modifiers = function.tree().modifiers();
    for (var one : modifiers.attributes()) {
      if (one.name().text().equals(attribute)) {
        return true;
      }
    }
    return false;
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ruchy.compiler.program.UserType;
import ruchy.compiler.tree.Item;

/// A trait: its default methods are resolved anew for each type that implements it.
final class TraitDeclaration {
  private final Item.Trait tree;
  private final Scope inner;
  private final List<UserType> implementors = new ArrayList<>();
  private final Map<String, Global> constants = new LinkedHashMap<>();

  /// `inner` binds its type parameters.
  TraitDeclaration(Item.Trait tree, Scope inner) {
    this.tree = tree;
    this.inner = inner;
  }

  Item.Trait tree() {
    return tree;
  }

  String name() {
    return tree.name().text();
  }

  Scope inner() {
    return inner;
  }

  List<UserType> implementors() {
    return implementors;
  }

  Map<String, Global> constants() {
    return constants;
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Item;

/// Associated constants and static fields: globals that are reached through their type (L 3.4, L
/// 9.2).
final class TypeConstants {
  private final Resolution all;
  private final IdentityHashMap<Item, List<Global>> constantsOf = new IdentityHashMap<>();

  TypeConstants(Resolution all) {
    this.all = all;
  }

  /// The global of a constant.
  Global make(Item.Constant tree, Scope scope) {
    Global global = all.items.newGlobal(tree.name(), tree.type(), scope, true);
    all.items.constants().add(global, tree.type(), tree.value(), global, scope);
    return global;
  }

  /// The constant is declared where that item stands.
  void note(Item item, Global global) {
    constantsOf.computeIfAbsent(item, _ -> new ArrayList<>()).add(global);
  }

  /// A static field of a class.
  void staticField(TypeDeclaration type, Item.Field tree, Item owner) {
    Global global = all.items.newGlobal(tree.name(), tree.type(), type.inner(), false);
    all.items.constants().add(global, tree.type(), tree.initial(), global, type.inner());
    type.constants().put(tree.name().text(), global);
    note(owner, global);
  }

  /// A constant of a type that stands in `owner`.
  void add(TypeDeclaration type, Item.Constant tree, Scope scope, Item owner) {
    Global global = make(tree, scope);
    type.constants().put(tree.name().text(), global);
    note(owner, global);
  }

  /// Constants get their variables when all annotations are known.
  void publish() {
    for (TypeDeclaration type : all.types) {
      type.constants()
          .forEach((name, global) -> type.type().constants().put(name, global.variable()));
    }
  }

  /// The declarations of constants of a type, trait or impl block where it stands; those with
  /// constant values have been declared before everything.
  Node declare(Item item, Span span) {
    List<Node> nodes = new ArrayList<>();
    for (Global global : constantsOf.getOrDefault(item, List.of())) {
      if (!all.items.constants().isHoisted(global)) {
        nodes.add(all.items.constants().declare(global));
      }
    }
    if (nodes.isEmpty()) {
      return Frame.nil(span);
    }
    nodes.add(Frame.nil(span));
    return new Node.Sequence(nodes, span);
  }
}

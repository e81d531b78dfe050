package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// The types of one block: which of them use variables of the function in which they stand, and
/// where the bodies of their functions are resolved.
final class LocalTypes {
  private final Resolution all;
  private final IdentityHashMap<Item, List<FunctionDeclaration>> bodies = new IdentityHashMap<>();

  LocalTypes(Resolution all) {
    this.all = all;
  }

  /// Gives surroundings to those types of a block that need them. The names of the block's items
  /// are bound, `variables` are the names that its `let`s will bind.
  void surround(
      List<TypeDeclaration> types,
      List<Expression> body,
      Set<String> variables,
      NestedFunctions functions,
      Scope scope) {
    if (types.isEmpty()) {
      return;
    }
    List<Item> items = new ArrayList<>();
    for (Expression each : body) {
      if (each instanceof Expression.Declaration declaration) {
        items.add(declaration.item());
      }
    }
    Set<String> needed = new HashSet<>(variables);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Item item : items) {
        if (item instanceof Item.Function function
            && function.name() != null
            && !needed.contains(function.name().text())
            && usesAny(FreeNames.of(function), needed, items, scope)) {
          changed |= needed.add(function.name().text());
        }
      }
      for (TypeDeclaration type : types) {
        if (type.surroundings() == null
            && (usesAny(namesOf(type, items, scope), needed, items, scope)
                || extendsNeeded(type, needed))) {
          type.setSurroundings(new Surroundings(type.type(), scope, functions));
          changed |= needed.add(type.name());
        }
      }
    }
  }

  /// Whether one of the names is a variable of a function around, or something that needs one.
  private static boolean usesAny(
      Set<String> names, Set<String> needed, List<Item> items, Scope scope) {
    return names.stream()
        .anyMatch(
            name -> needed.contains(name) || !isOf(name, items) && needsVariables(name, scope));
  }

  private static boolean isOf(String name, List<Item> items) {
    return items.stream()
        .anyMatch(
            item -> item instanceof Item.Function f && f.name() != null && is(f.name(), name));
  }

  private static boolean is(Identifier name, String text) {
    return name.text().equals(text);
  }

  private static boolean needsVariables(String name, Scope scope) {
    return switch (scope.find(name)) {
      case Binding.Local _, Binding.Nested _ -> true;
      case Binding.OfType of -> of.type().surroundings() != null;
      case null, default -> false;
    };
  }

  private static boolean extendsNeeded(TypeDeclaration type, Set<String> needed) {
    return type.tree() instanceof Item.Class tree
        && tree.parents().stream()
            .anyMatch(parent -> needed.contains(AnnotationResolver.lastName(parent)));
  }

  private static Set<String> namesOf(TypeDeclaration type, List<Item> items, Scope scope) {
    Set<String> names = new HashSet<>(FreeNames.ofFunctions(type.tree()));
    if (type.tree() instanceof Item.Class tree) {
      tree.parents().forEach(parent -> addTrait(parent, names, scope));
    }
    for (Item item : items) {
      if (item instanceof Item.Impl impl && isFor(impl, type)) {
        names.addAll(FreeNames.ofFunctions(impl));
        addTrait(impl.trait(), names, scope);
      }
    }
    return names;
  }

  private static boolean isFor(Item.Impl impl, TypeDeclaration type) {
    return impl.target() instanceof TypeName.Named named && is(named.path().getLast(), type.name());
  }

  private static void addTrait(@Nullable TypeName trait, Set<String> names, Scope scope) {
    if (trait != null
        && scope.find(AnnotationResolver.lastName(trait)) instanceof Binding.OfTrait of) {
      names.addAll(FreeNames.ofFunctions(of.trait().tree()));
    }
  }

  /// The body is resolved where that item stands.
  void resolveAt(Item item, FunctionDeclaration declaration) {
    bodies.computeIfAbsent(item, _ -> new ArrayList<>()).add(declaration);
  }

  /// Resolves the bodies of the functions of a type, impl block or trait, where it stands.
  void resolve(Item item, Scope scope) {
    List<FunctionDeclaration> here = bodies.remove(item);
    if (here != null) {
      for (FunctionDeclaration declaration : here) {
        var entry = declaration.nested();
        if (entry != null) {
          all.bodies.resolveNested(entry, scope);
        }
      }
    }
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Variable;
import ruchy.compiler.tree.Identifier;

/// The names of one block, function, type, module or file, and the scope around it (L 7.1).
final class Scope {
  private final @Nullable Scope parent;
  private final Frame frame;
  private final boolean global;
  private @Nullable Map<String, Binding> names;
  private @Nullable List<Function<String, @Nullable Binding>> wildcards;
  private @Nullable Set<String> associatedTypes;
  private @Nullable NestedFunctions nested;
  private @Nullable ModuleDeclaration module;

  private Scope(@Nullable Scope parent, Frame frame, boolean global) {
    this.parent = parent;
    this.frame = frame;
    this.global = global;
  }

  /// The scope of a file or module: its variables are globals.
  static Scope ofFile(@Nullable Scope parent, Frame topLevel) {
    return new Scope(parent, topLevel, true);
  }

  /// A scope within this one, in the same function.
  Scope block() {
    return new Scope(this, frame, false);
  }

  /// The scope of a function within this one.
  Scope function(Frame frame) {
    return new Scope(this, frame, false);
  }

  Frame frame() {
    return frame;
  }

  /// The scope around this one; itself for that of the program.
  Scope enclosing() {
    return parent == null ? this : parent;
  }

  /// Whether this is `other` or a scope within it.
  boolean isWithin(Scope other) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (scope == other) {
        return true;
      }
    }
    return false;
  }

  /// Whether variables declared here are globals.
  boolean isGlobal() {
    return global;
  }

  /// The module or file in which it stands.
  ModuleDeclaration module() {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (scope.module != null) {
        return scope.module;
      }
    }
    throw new IllegalStateException("a scope outside all files");
  }

  void setModule(ModuleDeclaration module) {
    this.module = module;
  }

  @Nullable NestedFunctions nested() {
    return nested;
  }

  void setNested(NestedFunctions nested) {
    this.nested = nested;
  }

  void bind(String name, Binding binding) {
    if (names == null) {
      names = new LinkedHashMap<>();
    }
    names.put(name, binding);
  }

  /// Makes a variable of this block or function visible.
  Binding.Local bindLocal(Variable variable) {
    if (nested != null) {
      nested.declared(variable);
    }
    var local = new Binding.Local(variable, frame);
    bind(variable.name(), local);
    return local;
  }

  /// Names that are visible behind all names of this scope (`use m::*`).
  void addWildcard(Function<String, @Nullable Binding> source) {
    if (wildcards == null) {
      wildcards = new ArrayList<>();
    }
    wildcards.add(source);
  }

  /// Associated types of a trait or impl block (L 3.4). Types of the program with such a name go
  /// first, because it is them that a program means which has `type Item = Item`.
  void addAssociatedTypes(List<Identifier> types) {
    if (associatedTypes == null) {
      associatedTypes = new HashSet<>();
    }
    for (Identifier type : types) {
      associatedTypes.add(type.text());
    }
  }

  /// Whether the trait or impl block around has an associated type of that name.
  boolean isAssociatedType(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (scope.associatedTypes != null && scope.associatedTypes.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /// The binding of this very scope, imports followed.
  @Nullable Binding own(String name) {
    Binding binding = names == null ? null : names.get(name);
    return binding instanceof Binding.Imported imported ? imported.target() : binding;
  }

  /// The binding of this very scope as it was made, imports not followed.
  @Nullable Binding raw(String name) {
    return names == null ? null : names.get(name);
  }

  /// The innermost visible binding.
  @Nullable Binding find(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      Binding binding = scope.ownOrWildcard(name);
      if (binding != null) {
        return binding;
      }
    }
    return null;
  }

  /// The innermost visible module, type, trait, alias or type parameter; variables and functions
  /// are passed over, so that `let json = ..` does not hide `json::parse`.
  @Nullable Binding findSpace(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      Binding binding = scope.ownOrWildcard(name);
      if (binding != null && binding.isSpace()) {
        return binding;
      }
    }
    return null;
  }

  /// All visible names of the program with their bindings, innermost first; shadowed ones too.
  void forEach(BiConsumer<String, Binding> action) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (scope.names != null) {
        scope.names.forEach(action);
      }
    }
  }

  /// The names of this very scope.
  Iterable<String> names() {
    return names == null ? List.of() : names.keySet();
  }

  private @Nullable Binding ownOrWildcard(String name) {
    Binding binding = own(name);
    if (binding == null && wildcards != null) {
      for (var wildcard : wildcards) {
        binding = wildcard.apply(name);
        if (binding != null) {
          return binding;
        }
      }
    }
    return binding;
  }
}

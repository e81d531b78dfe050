package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;

/// An inline module, or a file: that of the program, or one that another file imports (L 14).
final class ModuleDeclaration {
  private final String name;
  private final Scope scope;
  private final @Nullable ModuleDeclaration enclosing;
  private final List<Expression> body;
  private final Set<String> visible = new HashSet<>();
  private final Set<String> alwaysVisible = new HashSet<>();
  private final List<Function<String, @Nullable Binding>> wildcards = new ArrayList<>();
  private @Nullable ModuleDeclaration importing;
  private boolean showsAll;

  ModuleDeclaration(
      String name, Scope scope, @Nullable ModuleDeclaration enclosing, List<Expression> body) {
    this.name = name;
    this.scope = scope;
    this.enclosing = enclosing;
    this.body = body;
  }

  String name() {
    return name;
  }

  Scope scope() {
    return scope;
  }

  /// The module around an inline module; null for a file.
  @Nullable ModuleDeclaration enclosing() {
    return enclosing;
  }

  /// What `super` means in it: the module around an inline module, and for a file the one that
  /// imports it first; null in the file of the program.
  @Nullable ModuleDeclaration above() {
    return enclosing == null ? importing : enclosing;
  }

  void setImporting(ModuleDeclaration module) {
    importing = module;
  }

  /// The file in which it stands.
  ModuleDeclaration file() {
    return enclosing == null ? this : enclosing.file();
  }

  List<Expression> body() {
    return body;
  }

  /// The name is `pub` or exported.
  void show(String name) {
    visible.add(name);
  }

  /// Constants, types and modules are visible without being marked (L 14.1).
  void showAlways(String name) {
    alwaysVisible.add(name);
  }

  /// `pub use m::*`
  void showWildcard(Function<String, @Nullable Binding> source) {
    wildcards.add(source);
  }

  /// A file in which nothing is `pub` or exported shows all its names (L 14.2).
  void setShowsAll() {
    showsAll = true;
  }

  boolean showsNothing() {
    return visible.isEmpty();
  }

  boolean shows(String name) {
    return showsAll || visible.contains(name) || alwaysVisible.contains(name);
  }

  List<String> visibleNames() {
    List<String> names = new ArrayList<>();
    for (String each : scope.names()) {
      if (shows(each)) {
        names.add(each);
      }
    }
    return names;
  }

  /// What outside code sees under that name.
  @Nullable Binding member(String name) {
    Binding binding = shows(name) ? scope.own(name) : null;
    for (int i = 0; binding == null && i < wildcards.size(); i++) {
      binding = wildcards.get(i).apply(name);
    }
    return binding;
  }
}

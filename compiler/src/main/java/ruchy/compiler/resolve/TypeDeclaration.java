package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.UserType;
import ruchy.compiler.tree.Item;

/// A struct, class, enum or actor with what the resolver knows of it beyond the `UserType`.
final class TypeDeclaration {
  private final UserType type;
  private final Item tree;
  private final Scope scope;
  private final Scope inner;
  private final List<FunctionDeclaration> functions = new ArrayList<>();
  private final Map<String, FunctionDeclaration> methods = new LinkedHashMap<>();
  private final Map<String, FunctionDeclaration> statics = new LinkedHashMap<>();
  private final Map<String, FunctionDeclaration> constructors = new LinkedHashMap<>();
  private final Map<String, Global> constants = new LinkedHashMap<>();
  private final List<TraitDeclaration> traits = new ArrayList<>();
  private @Nullable TypeDeclaration parent;
  private boolean isFinal;
  private boolean headed;
  private boolean referred;
  private @Nullable Surroundings surroundings;
  private Item last;

  /// `scope` is where the type stands; `inner` binds its type parameters and `Self`.
  TypeDeclaration(UserType type, Item tree, Scope scope, Scope inner) {
    this.type = type;
    this.tree = tree;
    this.scope = scope;
    this.inner = inner;
    this.last = tree;
  }

  UserType type() {
    return type;
  }

  String name() {
    return type.name();
  }

  Item tree() {
    return tree;
  }

  Scope scope() {
    return scope;
  }

  Scope inner() {
    return inner;
  }

  /// Its own functions of all roles and the initial values of its fields, not the inherited ones.
  List<FunctionDeclaration> functions() {
    return functions;
  }

  Map<String, FunctionDeclaration> methods() {
    return methods;
  }

  Map<String, FunctionDeclaration> statics() {
    return statics;
  }

  Map<String, FunctionDeclaration> constructors() {
    return constructors;
  }

  Map<String, Global> constants() {
    return constants;
  }

  List<TraitDeclaration> traits() {
    return traits;
  }

  @Nullable TypeDeclaration parent() {
    return parent;
  }

  void setParent(TypeDeclaration parent) {
    this.parent = parent;
    type.setParent(parent.type);
  }

  boolean isFinal() {
    return isFinal;
  }

  void setFinal() {
    isFinal = true;
  }

  /// Fields of `self` are visible by bare name in its methods (L 9.2, L 12.8).
  boolean hasBareFields() {
    return type.form() == UserType.Form.CLASS || type.form() == UserType.Form.ACTOR;
  }

  UserType.@Nullable Variant variant(String name) {
    for (var variant : type.variants()) {
      if (variant.name().equals(name)) {
        return variant;
      }
    }
    return null;
  }

  /// The last item of its block that adds functions to it.
  Item last() {
    return last;
  }

  void setLast(Item item) {
    if (item.span().start() > last.span().start()) {
      last = item;
    }
  }

  /// What it needs of the function in which it stands; null for nearly all types.
  @Nullable Surroundings surroundings() {
    return surroundings;
  }

  void setSurroundings(Surroundings surroundings) {
    this.surroundings = surroundings;
    if (type.form() == UserType.Form.ENUM) {
      type.setCarrying();
    }
  }

  /// What the type or a superclass needs of its function for the default of that field.
  NestedFunctions.@Nullable Entry initial(String field) {
    for (TypeDeclaration each = this; each != null; each = each.parent) {
      var entry = each.surroundings == null ? null : each.surroundings.initial(field);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /// Whether its instances carry closures.
  boolean isCarrying() {
    return type.fields().stream().anyMatch(UserType.Field::isHidden);
  }

  /// Its head is about to be read; true the first time.
  boolean enterHead() {
    boolean first = !headed;
    headed = true;
    return first;
  }

  /// Code has been seen that refers to it; true the first time.
  boolean refer() {
    boolean first = !referred;
    referred = true;
    return first;
  }
}

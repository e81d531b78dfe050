package ruchy.compiler.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;

/// A function, method or constructor with the tree of its body, until the body is resolved.
final class FunctionDeclaration {
  /// The place that the value of an initial value enters.
  record Entering(@Nullable Annotation annotation, String place) {}

  private final Item.Function tree;
  private final Function function;
  private final Scope scope;
  private final @Nullable Frame enclosing;
  private final @Nullable TypeDeclaration owner;
  private final boolean self;
  private final Signature signature;
  private @Nullable Entering entering;
  private NestedFunctions.@Nullable Entry nested;
  private @Nullable String passing;
  private @Nullable Parameter defaultOf;
  private boolean referred;

  /// `scope` is where the function stands, `enclosing` the function whose variables it may capture,
  /// `owner` the type whose method it is; `self`: it has a receiver, written or not.
  FunctionDeclaration(
      Item.Function tree,
      Function function,
      Scope scope,
      @Nullable Frame enclosing,
      @Nullable TypeDeclaration owner,
      boolean self) {
    this.tree = tree;
    this.function = function;
    this.scope = scope;
    this.enclosing = enclosing;
    this.owner = owner;
    this.self = self;
    this.signature = Signature.of(tree.parameters());
  }

  /// The initial value of a field, as a function without parameters.
  static FunctionDeclaration initial(
      Expression value,
      Function function,
      TypeDeclaration owner,
      @Nullable Frame enclosing,
      Entering entering) {
    var tree =
        new Item.Function(
            Item.Modifiers.NONE,
            List.of(),
            null,
            List.of(),
            List.of(),
            null,
            List.of(),
            value,
            value.span());
    var declaration =
        new FunctionDeclaration(tree, function, owner.inner(), enclosing, owner, false);
    declaration.entering = entering;
    return declaration;
  }

  Item.Function tree() {
    return tree;
  }

  Function function() {
    return function;
  }

  Scope scope() {
    return scope;
  }

  @Nullable Frame enclosing() {
    return enclosing;
  }

  @Nullable TypeDeclaration owner() {
    return owner;
  }

  boolean hasSelf() {
    return self;
  }

  /// Set for the initial value of a field.
  @Nullable Entering entering() {
    return entering;
  }

  /// Set for a function of a type that is a nested function of the block of the type.
  NestedFunctions.@Nullable Entry nested() {
    return nested;
  }

  void setNested(NestedFunctions.Entry nested) {
    this.nested = nested;
  }

  /// The key of the function that the receiver carries if this one only passes on to that.
  @Nullable String passing() {
    return passing;
  }

  void setPassing(String key) {
    passing = key;
  }

  /// The parameter of which its value is the default; null for all other functions.
  @Nullable Parameter defaultOf() {
    return defaultOf;
  }

  void setDefaultOf(Parameter parameter) {
    defaultOf = parameter;
  }

  /// The parameters without `self`.
  Signature signature() {
    return signature;
  }

  /// Code has been seen that refers to it; true the first time.
  boolean refer() {
    boolean first = !referred;
    referred = true;
    return first;
  }
}

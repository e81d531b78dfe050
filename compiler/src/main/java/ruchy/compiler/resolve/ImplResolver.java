package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.UserType;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// Traits and impl blocks: attaches functions to types, and copies what is inherited (L 9.2, L
/// 9.4).
///
/// Impl blocks are attached when all types have their heads. Default methods of a trait are
/// resolved anew for each type that implements it.
final class ImplResolver {
  private record PendingImpl(Item.Impl tree, Scope scope) {}

  private final Resolution all;
  private final List<TraitDeclaration> traits = new ArrayList<>();
  private final List<PendingImpl> impls = new ArrayList<>();
  private final Set<TypeDeclaration> finished = new HashSet<>();

  ImplResolver(Resolution all) {
    this.all = all;
  }

  void declare(Item.Trait tree, Scope scope) {
    Scope inner = scope.block();
    FunctionResolver.bindGenerics(tree.generics(), inner);
    inner.addAssociatedTypes(tree.types());
    var trait = new TraitDeclaration(tree, inner);
    for (Item.Constant constant : tree.constants()) {
      Global global = all.typeConstants.make(constant, inner);
      trait.constants().put(constant.name().text(), global);
      all.typeConstants.note(tree, global);
    }
    scope.bind(tree.name().text(), new Binding.OfTrait(trait));
    traits.add(trait);
  }

  void declare(Item.Impl tree, Scope scope) {
    impls.add(new PendingImpl(tree, scope));
  }

  int implCount() {
    return impls.size();
  }

  /// Completes all types declared so far.
  void finishAll() {
    finish(all.types, 0);
  }

  /// Completes the types and impl blocks of one block.
  void finishLocal(List<TypeDeclaration> types, int firstImpl) {
    finish(types, firstImpl);
  }

  private void finish(List<TypeDeclaration> types, int firstImpl) {
    types.forEach(all.typeHeads::ensureHead);
    List<TypeDeclaration> touched = new ArrayList<>(types);
    List<PendingImpl> open = new ArrayList<>(impls.subList(firstImpl, impls.size()));
    impls.subList(firstImpl, impls.size()).clear();
    for (PendingImpl impl : open) {
      TypeDeclaration type = attach(impl);
      if (type != null && !touched.contains(type)) {
        finished.remove(type);
        touched.add(type);
      }
    }
    touched.forEach(this::inherit);
  }

  static void implement(TypeDeclaration type, TraitDeclaration trait) {
    if (!type.traits().contains(trait)) {
      type.traits().add(trait);
      type.type().traits().add(trait.name());
      trait.implementors().add(type.type());
    }
  }

  private @Nullable TypeDeclaration attach(PendingImpl impl) {
    Item.Impl tree = impl.tree();
    Scope scope = impl.scope().block();
    FunctionResolver.bindGenerics(tree.generics(), scope);
    TypeDeclaration type = target(tree, scope);
    if (type == null) {
      return null;
    }
    all.typeHeads.ensureHead(type);
    scope.bind("Self", new Binding.OfType(type));
    scope.addAssociatedTypes(tree.types());
    if (tree.trait() != null) {
      Binding trait =
          tree.trait() instanceof TypeName.Named named ? all.paths.find(named.path(), scope) : null;
      if (trait instanceof Binding.OfTrait of) {
        implement(type, of.trait());
        scope.addAssociatedTypes(of.trait().tree().types());
      } else {
        type.type().traits().add(AnnotationResolver.lastName(tree.trait()));
      }
    }
    if (impl.scope() == type.scope()) {
      type.setLast(tree);
    }
    var outer = all.methods.enter(tree, impl.scope());
    boolean implied = type.type().form() == UserType.Form.CLASS;
    for (Item.Function method : tree.methods()) {
      if (tree.trait() == null) {
        all.methods.function(type, method, scope, implied);
      } else {
        all.methods.ofTrait(type, method, scope, false);
      }
    }
    all.methods.leaveTo(outer);
    tree.constants().forEach(constant -> all.typeConstants.add(type, constant, scope, tree));
    return type;
  }

  private @Nullable TypeDeclaration target(Item.Impl tree, Scope scope) {
    TypeName target = tree.target();
    Binding binding =
        target instanceof TypeName.Named named ? all.paths.find(named.path(), scope) : null;
    if (binding instanceof Binding.Alias alias) {
      binding = all.paths.target(alias);
    }
    if (binding instanceof Binding.OfType of) {
      return of.type();
    }
    boolean unknown = binding == null && target instanceof TypeName.Named;
    if (unknown && all.annotations.of(target, scope) instanceof Annotation.Anything) {
      return null; // the unknown type has been reported
    }
    all.notSupported("traits implemented for built-in kinds", target.span());
    return null;
  }

  private void inherit(TypeDeclaration type) {
    if (!finished.add(type)) {
      return;
    }
    TypeDeclaration parent = type.parent();
    if (parent != null) {
      inherit(parent);
      parent.methods().forEach((name, method) -> type.methods().putIfAbsent(name, method));
      parent.statics().forEach((name, method) -> type.statics().putIfAbsent(name, method));
      parent.constants().forEach((name, global) -> type.constants().putIfAbsent(name, global));
      if (type.constructors().isEmpty()) {
        type.constructors().putAll(parent.constructors());
      }
    }
    for (TraitDeclaration trait : type.traits()) {
      defaults(type, trait);
    }
    var outer = all.methods.enter(type.last(), type.scope());
    all.defaults.derive(type);
    all.methods.leaveTo(outer);
    publish(type);
  }

  /// Default methods of a trait are resolved anew for the type, so that `self` and `Self` are that
  /// type.
  private void defaults(TypeDeclaration type, TraitDeclaration trait) {
    Scope scope = trait.inner().block();
    scope.bind("Self", new Binding.OfType(type));
    Scope standing = trait.inner().enclosing();
    if (standing == type.scope()) {
      type.setLast(trait.tree());
    }
    var outer = all.methods.enter(type.last(), standing);
    for (Item.Function method : trait.tree().methods()) {
      Identifier name = method.name();
      if (name != null
          && !type.methods().containsKey(name.text())
          && !type.statics().containsKey(name.text())) {
        all.methods.ofTrait(type, method, scope, false);
      }
    }
    all.methods.leaveTo(outer);
    for (Item.Constant constant : trait.tree().constants()) {
      if (constant.value() != null && !type.constants().containsKey(constant.name().text())) {
        all.typeConstants.add(type, constant, scope, trait.tree());
      }
    }
  }

  private static void publish(TypeDeclaration type) {
    UserType user = type.type();
    type.methods().forEach((name, method) -> user.methods().put(name, method.function()));
    type.statics().forEach((name, method) -> user.statics().put(name, method.function()));
    type.constructors().forEach((name, method) -> user.constructors().put(name, method.function()));
  }

  /// Resolves default methods of traits that no type implements, for their problems alone.
  void checkUnusedDefaults() {
    for (TraitDeclaration trait : traits) {
      if (!trait.implementors().isEmpty()) {
        continue;
      }
      int kept = all.functions.size();
      Scope scope = trait.inner().block();
      scope.bind("Self", new Binding.OfTrait(trait));
      for (Item.Function method : trait.tree().methods()) {
        if (method.body() != null) {
          boolean self =
              !method.parameters().isEmpty() && Signature.isSelf(method.parameters().getFirst());
          String name = trait.name() + "." + method.name();
          var function = new Function(name, name, Function.Kind.METHOD, false, method.span(), null);
          all.bodies.resolve(new FunctionDeclaration(method, function, scope, null, null, self));
        }
      }
      all.functions.subList(kept, all.functions.size()).clear();
    }
  }
}

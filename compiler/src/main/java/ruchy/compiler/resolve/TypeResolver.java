package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.CircularDependency;
import ruchy.compiler.problem.NameProblem.FinalExtended;
import ruchy.compiler.problem.NameProblem.UnknownType;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Item.FunctionFlag;
import ruchy.compiler.tree.TypeName;

/// Structs, classes, enums, actors, traits and impl blocks up to the bodies of their functions (L
/// 9).
///
/// In three steps, because each may need the names of the step before: types are declared, then
/// each gets its head (parents, fields, variants, functions), then impl blocks are attached and
/// what is inherited is copied.
final class TypeResolver {
  private record PendingImpl(Item.Impl tree, Scope scope) {}

  private final Resolution all;
  private final List<TraitDeclaration> traits = new ArrayList<>();
  private final List<PendingImpl> impls = new ArrayList<>();
  private final IdentityHashMap<Item, List<Global>> constantsOf = new IdentityHashMap<>();
  private final Map<String, List<FunctionDeclaration>> methodsByName = new HashMap<>();
  private final List<TypeDeclaration> inheriting = new ArrayList<>();
  private final List<TypeDeclaration> finishing = new ArrayList<>();
  private final java.util.Set<TypeDeclaration> finished = new java.util.HashSet<>();

  TypeResolver(Resolution all) {
    this.all = all;
  }

  // ---- declaring

  TypeDeclaration declare(Item item, Identifier name, Scope scope) {
    UserType.Form form =
        switch (item) {
          case Item.Struct _ -> UserType.Form.STRUCT;
          case Item.Class _ -> UserType.Form.CLASS;
          case Item.Enum _ -> UserType.Form.ENUM;
          default -> UserType.Form.ACTOR;
        };
    UserType type = new UserType(form, name.text(), name.span());
    Scope inner = scope.block();
    var declaration = new TypeDeclaration(type, item, scope, inner);
    FunctionResolver.bindGenerics(generics(item), inner);
    inner.bind("Self", new Binding.OfType(declaration));
    scope.bind(name.text(), new Binding.OfType(declaration));
    all.userTypes.add(type);
    all.types.add(declaration);
    return declaration;
  }

  private static List<Identifier> generics(Item item) {
    return switch (item) {
      case Item.Struct struct -> struct.generics();
      case Item.Class type -> type.generics();
      case Item.Enum type -> type.generics();
      default -> List.of();
    };
  }

  void declare(Item.Trait tree, Scope scope) {
    Scope inner = scope.block();
    FunctionResolver.bindGenerics(tree.generics(), inner);
    var trait = new TraitDeclaration(tree, inner);
    for (Item.Constant constant : tree.constants()) {
      Global global = constant(constant, inner);
      trait.constants().put(constant.name().text(), global);
      constantsOf.computeIfAbsent(tree, _ -> new ArrayList<>()).add(global);
    }
    scope.bind(tree.name().text(), new Binding.OfTrait(trait));
    traits.add(trait);
  }

  private Global constant(Item.Constant tree, Scope scope) {
    Global global = all.items.newGlobal(tree.name(), tree.type(), scope, true);
    all.items.constants().add(global, tree.type(), tree.value(), global, scope);
    return global;
  }

  void declare(Item.Impl tree, Scope scope) {
    impls.add(new PendingImpl(tree, scope));
  }

  int implCount() {
    return impls.size();
  }

  // ---- heads

  /// Completes all types declared so far.
  void finishAll() {
    finish(all.types, 0);
  }

  /// Completes the types and impl blocks of one block.
  void finishLocal(List<TypeDeclaration> types, int firstImpl) {
    finish(types, firstImpl);
  }

  private void finish(List<TypeDeclaration> types, int firstImpl) {
    types.forEach(this::ensureHead);
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

  void ensureHead(TypeDeclaration type) {
    if (type.enterHead()) {
      switch (type.tree()) {
        case Item.Struct struct -> struct(type, struct);
        case Item.Class tree -> classHead(type, tree);
        case Item.Enum tree -> enumHead(type, tree);
        case Item.Actor actor -> actor(type, actor);
        default -> throw new IllegalStateException("no type: " + type.name());
      }
    }
  }

  private void struct(TypeDeclaration type, Item.Struct tree) {
    if (tree.shape() == Item.Shape.TUPLE) {
      type.type().setPositional();
    }
    tree.fields().forEach(field -> field(type, field));
    tree.methods().forEach(method -> function(type, method, type.inner(), false));
  }

  private void field(TypeDeclaration type, Item.Field tree) {
    Annotation annotation = all.annotations.optional(tree.type(), type.inner());
    String name = tree.name().text();
    String place = "field '" + name + "' of " + type.name();
    Function initial = null;
    if (tree.initial() != null) {
      initial =
          new Function(
              "",
              type.name() + "." + name,
              Function.Kind.NAMED,
              false,
              tree.initial().span(),
              null);
      var declared =
          FunctionDeclaration.initial(
              tree.initial(), initial, type, new FunctionDeclaration.Entering(annotation, place));
      all.declare(declared);
      type.functions().add(declared);
    }
    type.type().fields().add(new UserType.Field(name, annotation, initial, tree.name().span()));
  }

  private void enumHead(TypeDeclaration type, Item.Enum tree) {
    long next = 0;
    for (var variant : tree.variants()) {
      long discriminant = variant.discriminant() == null ? next : variant.discriminant();
      next = discriminant + 1;
      List<UserType.Field> payload = new ArrayList<>();
      for (var field : variant.fields()) {
        Annotation annotation = all.annotations.optional(field.type(), type.inner());
        payload.add(new UserType.Field(field.name().text(), annotation, null, field.name().span()));
      }
      type.type()
          .variants()
          .add(
              new UserType.Variant(
                  type.type(),
                  variant.name().text(),
                  type.type().variants().size(),
                  discriminant,
                  variant.shape() == Item.Shape.RECORD,
                  payload));
    }
  }

  private void actor(TypeDeclaration type, Item.Actor tree) {
    tree.fields().forEach(field -> field(type, field));
    for (var handler : tree.handlers()) {
      if (handler.name() != null) {
        String name = handler.name().text();
        add(type, handler, name, "receive " + name, type.inner(), type.methods(), true);
      }
    }
    tree.methods().forEach(method -> function(type, method, type.inner(), true));
  }

  private void classHead(TypeDeclaration type, Item.Class tree) {
    if (tree.flags().contains(FunctionFlag.ABSTRACT)) {
      type.type().setAbstract();
    }
    if (tree.flags().contains(FunctionFlag.FINAL)) {
      type.setFinal();
    }
    tree.parents().forEach(parent -> parent(type, parent));
    if (type.parent() != null) {
      type.type().fields().addAll(type.parent().type().fields());
    }
    for (var field : tree.fields()) {
      if (field.isStatic()) {
        staticField(type, field, tree);
      } else {
        type.type().fields().removeIf(f -> f.name().equals(field.name().text()));
        field(type, field);
      }
    }
    for (var constant : tree.constants()) {
      constant(type, constant, type.inner(), tree);
    }
    tree.properties().forEach(property -> property(type, property));
    tree.methods().forEach(method -> function(type, method, type.inner(), true));
  }

  private void parent(TypeDeclaration type, TypeName name) {
    Binding binding =
        name instanceof TypeName.Named named ? all.paths.find(named.path(), type.inner()) : null;
    switch (binding) {
      case Binding.OfType of
          when of.type().type().form() == UserType.Form.CLASS && type.parent() == null -> {
        TypeDeclaration parent = of.type();
        inheriting.add(type);
        if (inheriting.contains(parent)) {
          circular(parent, name.span());
          inheriting.removeLast();
          return;
        }
        ensureHead(parent);
        inheriting.removeLast();
        if (parent.isFinal()) {
          all.report(new FinalExtended(parent.name(), name.span()));
        }
        type.setParent(parent);
      }
      case Binding.OfTrait of -> implement(type, of.trait());
      case null, default -> {
        String text = AnnotationResolver.lastName(name);
        if (binding == null) {
          all.report(new UnknownType(text, name.span(), null));
        }
        type.type().traits().add(text);
      }
    }
  }

  private void circular(TypeDeclaration parent, Span span) {
    List<String> names = new ArrayList<>();
    inheriting
        .subList(inheriting.indexOf(parent), inheriting.size())
        .forEach(each -> names.add(each.name()));
    names.add(parent.name());
    all.report(new CircularDependency(names, span));
  }

  private static void implement(TypeDeclaration type, TraitDeclaration trait) {
    if (!type.traits().contains(trait)) {
      type.traits().add(trait);
      type.type().traits().add(trait.name());
      trait.implementors().add(type.type());
    }
  }

  private void staticField(TypeDeclaration type, Item.Field tree, Item owner) {
    Global global = all.items.newGlobal(tree.name(), tree.type(), type.inner(), false);
    all.items.constants().add(global, tree.type(), tree.initial(), global, type.inner());
    type.constants().put(tree.name().text(), global);
    constantsOf.computeIfAbsent(owner, _ -> new ArrayList<>()).add(global);
  }

  private void constant(TypeDeclaration type, Item.Constant tree, Scope scope, Item owner) {
    Global global = constant(tree, scope);
    type.constants().put(tree.name().text(), global);
    constantsOf.computeIfAbsent(owner, _ -> new ArrayList<>()).add(global);
  }

  private void property(TypeDeclaration type, Item.Property tree) {
    String name = tree.name().text();
    if (tree.get() != null) {
      var get = accessor(tree, List.of(), tree.get());
      add(type, get, name, "get " + name, type.inner(), type.methods(), true);
    }
    if (tree.set() != null && tree.setParameter() != null) {
      Identifier parameter = tree.setParameter();
      var taken =
          new ruchy.compiler.tree.Parameter(
              new ruchy.compiler.tree.Pattern.Binding(parameter, parameter.span()),
              tree.type(),
              null,
              false,
              false,
              parameter.span());
      var set = accessor(tree, List.of(taken), tree.set());
      add(type, set, name, "set " + name, type.inner(), type.methods(), true);
    }
  }

  private static Item.Function accessor(
      Item.Property tree, List<ruchy.compiler.tree.Parameter> parameters, Expression body) {
    return new Item.Function(
        Item.Modifiers.NONE,
        List.of(),
        tree.name(),
        List.of(),
        parameters,
        parameters.isEmpty() ? tree.type() : null,
        List.of(),
        body,
        tree.span());
  }

  // ---- functions

  /// A function of a type. `implied`: it has a receiver even if `self` is not listed, as in
  /// classes.
  private void function(TypeDeclaration type, Item.Function tree, Scope scope, boolean implied) {
    Identifier name = tree.name();
    if (name == null || tree.body() == null) {
      return;
    }
    boolean isStatic = tree.flags().contains(FunctionFlag.STATIC);
    boolean listsSelf =
        !tree.parameters().isEmpty() && Signature.isSelf(tree.parameters().getFirst());
    if (isConstructor(type, tree, name.text())) {
      String key = name.text().equals("init") ? "new" : name.text();
      add(type, tree, name.text(), key, scope, type.constructors(), true);
    } else if (listsSelf || implied && !isStatic && !makesInstance(type, tree, name.text())) {
      add(type, tree, name.text(), name.text(), scope, type.methods(), true);
    } else {
      add(type, tree, name.text(), name.text(), scope, type.statics(), false);
    }
  }

  /// `new` and `init` of a class, unless they are static or give the instance themselves (L 9.2).
  private static boolean isConstructor(TypeDeclaration type, Item.Function tree, String name) {
    return type.type().form() == UserType.Form.CLASS
        && !tree.flags().contains(FunctionFlag.STATIC)
        && (tree.flags().contains(FunctionFlag.CONSTRUCTOR)
            || name.equals("new")
            || name.equals("init"))
        && !givesInstance(type, tree);
  }

  private static boolean makesInstance(TypeDeclaration type, Item.Function tree, String name) {
    return (name.equals("new") || name.equals("init")) && givesInstance(type, tree);
  }

  private static boolean givesInstance(TypeDeclaration type, Item.Function tree) {
    if (!(tree.result() instanceof TypeName.Named named)) {
      return false;
    }
    String result = named.path().getLast().text();
    return result.equals("Self") || result.equals(type.name());
  }

  private void add(
      TypeDeclaration type,
      Item.Function tree,
      String name,
      String key,
      Scope scope,
      Map<String, FunctionDeclaration> role,
      boolean self) {
    var function =
        new Function(
            name,
            type.name() + "." + name,
            Function.Kind.METHOD,
            tree.flags().contains(FunctionFlag.ASYNC),
            tree.name() == null ? tree.span() : tree.name().span(),
            null);
    function.setOwner(type.type());
    var declared = new FunctionDeclaration(tree, function, scope, null, type, self);
    if (role.containsKey(key)) {
      Span first = role.get(key).function().span();
      all.report(
          new ruchy.compiler.problem.NameProblem.DuplicateDefinition(name, function.span(), first));
      return;
    }
    all.declare(declared);
    role.put(key, declared);
    type.functions().add(declared);
    if (role == type.methods()) {
      methodsByName.computeIfAbsent(key, _ -> new ArrayList<>()).add(declared);
    }
  }

  // ---- impl blocks

  private @Nullable TypeDeclaration attach(PendingImpl impl) {
    Item.Impl tree = impl.tree();
    Scope scope = impl.scope().block();
    FunctionResolver.bindGenerics(tree.generics(), scope);
    TypeDeclaration type = target(tree, scope);
    if (type == null) {
      return null;
    }
    ensureHead(type);
    scope.bind("Self", new Binding.OfType(type));
    if (tree.trait() != null) {
      Binding trait =
          tree.trait() instanceof TypeName.Named named ? all.paths.find(named.path(), scope) : null;
      if (trait instanceof Binding.OfTrait of) {
        implement(type, of.trait());
      } else {
        type.type().traits().add(AnnotationResolver.lastName(tree.trait()));
      }
    }
    boolean implied = type.type().form() == UserType.Form.CLASS;
    tree.methods()
        .forEach(method -> function(type, method, scope, implied && tree.trait() == null));
    tree.constants().forEach(constant -> constant(type, constant, scope, tree));
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

  // ---- inheritance

  private void inherit(TypeDeclaration type) {
    if (!finished.add(type) || finishing.contains(type)) {
      return;
    }
    finishing.add(type);
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
    finishing.removeLast();
    publish(type);
  }

  /// Default methods of a trait are resolved anew for the type, so that `self` and `Self` are that
  /// type.
  private void defaults(TypeDeclaration type, TraitDeclaration trait) {
    Scope scope = trait.inner().block();
    scope.bind("Self", new Binding.OfType(type));
    for (Item.Function method : trait.tree().methods()) {
      Identifier name = method.name();
      if (name != null
          && !type.methods().containsKey(name.text())
          && !type.statics().containsKey(name.text())) {
        function(type, method, scope, false);
      }
    }
    for (Item.Constant constant : trait.tree().constants()) {
      if (constant.value() != null && !type.constants().containsKey(constant.name().text())) {
        constant(type, constant, scope, trait.tree());
      }
    }
  }

  private static void publish(TypeDeclaration type) {
    UserType user = type.type();
    type.methods().forEach((name, method) -> user.methods().put(name, method.function()));
    type.statics().forEach((name, method) -> user.statics().put(name, method.function()));
    type.constructors().forEach((name, method) -> user.constructors().put(name, method.function()));
  }

  /// Constants get their variables when all annotations are known.
  void publishConstants() {
    for (TypeDeclaration type : all.types) {
      type.constants()
          .forEach((name, global) -> type.type().constants().put(name, global.variable()));
    }
  }

  /// The declarations of constants of a type, trait or impl block where it stands; those with
  /// constant values have been declared before everything.
  Node constants(Item item, Span span) {
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

  // ---- questions

  /// Whether some type of the program has a method of that name.
  boolean isUserMethod(String name) {
    return methodsByName.containsKey(name);
  }

  /// The parameters of the program's methods of that name, if all agree.
  @Nullable Signature methodSignature(String name) {
    List<FunctionDeclaration> methods = methodsByName.get(name);
    if (methods == null) {
      return null;
    }
    Signature first = methods.getFirst().signature();
    return methods.stream().allMatch(method -> method.signature().equals(first)) ? first : null;
  }

  /// The names that stand for members of `self` in a class or actor: fields and properties.
  List<String> bareNames(TypeDeclaration type) {
    List<String> names = new ArrayList<>();
    type.type().fields().forEach(field -> names.add(field.name()));
    for (String method : type.methods().keySet()) {
      if (method.startsWith("get ")) {
        names.add(method.substring(4));
      }
    }
    return names;
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

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.DuplicateDefinition;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Item.FunctionFlag;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// The functions of types: which are methods, constructors or static ones (L 9.1, L 9.2).
final class MethodResolver {
  private final Resolution all;
  private final Map<String, List<FunctionDeclaration>> methodsByName = new HashMap<>();

  /// Where the functions stand that are added now.
  record Standing(Item item, Scope scope) {}

  private @Nullable Standing standing;

  /// The functions that are added now are those of a trait.
  private boolean prescribed;

  MethodResolver(Resolution all) {
    this.all = all;
  }

  /// The functions that are added next stand in that item of that block. Gives what was so before.
  @Nullable Standing enter(Item item, Scope scope) {
    Standing outer = standing;
    standing = new Standing(item, scope);
    return outer;
  }

  void leaveTo(@Nullable Standing outer) {
    standing = outer;
  }

  void property(TypeDeclaration type, Item.Property tree) {
    String name = tree.name().text();
    if (tree.get() != null) {
      var get = accessor(tree, List.of(), tree.get());
      add(type, get, name, "get " + name, type.inner(), type.methods(), true);
    }
    if (tree.set() != null && tree.setParameter() != null) {
      Identifier parameter = tree.setParameter();
      var taken =
          new Parameter(
              new Pattern.Binding(parameter, parameter.span()),
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
      Item.Property tree, List<Parameter> parameters, Expression body) {
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

  /// A function of a type that a trait lays down.
  void ofTrait(TypeDeclaration type, Item.Function tree, Scope scope, boolean implied) {
    prescribed = true;
    function(type, tree, scope, implied);
    prescribed = false;
  }

  /// A function of a type. `implied`: it has a receiver even if `self` is not listed, as in
  /// classes.
  void function(TypeDeclaration type, Item.Function tree, Scope scope, boolean implied) {
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

  void add(
      TypeDeclaration type,
      Item.Function tree,
      String name,
      String key,
      Scope scope,
      Map<String, FunctionDeclaration> role,
      boolean self) {
    all.tests.declareInner(tree);
    Standing here = standing;
    Surroundings around = here == null ? null : around(type, here);
    boolean isAsync = tree.flags().contains(FunctionFlag.ASYNC);
    Span span = tree.name() == null ? tree.span() : tree.name().span();
    String display = type.name() + "." + name;
    var function =
        new Function(name, display, Function.Kind.METHOD, isAsync && around == null, span, null);
    function.setOwner(type.type());
    boolean isAccessor = !key.equals(name) || !Character.isJavaIdentifierStart(key.charAt(0));
    if (isAccessor || prescribed || tree.flags().contains(FunctionFlag.OVERRIDE)) {
      function.markPrescribed();
    }
    var declared = new FunctionDeclaration(tree, function, scope, null, type, self);
    FunctionDeclaration nested = null;
    if (around != null) {
      Frame frame = around.frame();
      var inner = new Function(name, display, Function.Kind.NAMED, isAsync, span, frame.function());
      nested = new FunctionDeclaration(tree, inner, scope, frame, type, self);
      if (self) {
        function.markPassing();
        declared.setPassing(role == type.constructors() ? "new " + key : key);
      }
    }
    if (role.containsKey(key)) {
      Span first = role.get(key).function().span();
      all.report(new DuplicateDefinition(name, function.span(), first));
      return;
    }
    if (nested != null && around != null && here != null) {
      all.functions.add(nested.function());
      all.localTypes.resolveAt(here.item(), nested);
      if (!self) {
        around.add(nested);
        role.put(key, nested);
        return;
      }
      String passing = Objects.requireNonNull(declared.passing());
      around.addMethod(passing, nested);
      addFallbacks(nested, passing, around, here.item());
    }
    all.declare(declared);
    role.put(key, declared);
    type.functions().add(declared);
    if (role == type.methods()) {
      methodsByName.computeIfAbsent(key, _ -> new ArrayList<>()).add(declared);
    }
  }

  /// What a function that stands there can use of what is around its type; null if that is nothing.
  private static @Nullable Surroundings around(TypeDeclaration type, Standing standing) {
    Surroundings around = type.surroundings();
    return around != null && around.reach(standing.scope()) ? around : null;
  }

  /// The defaults of the parameters of a nested function of a type, each as a function of the
  /// parameters before it.
  private void addFallbacks(
      FunctionDeclaration nested, String key, Surroundings around, Item item) {
    List<Parameter> parameters = nested.tree().parameters();
    Frame frame = around.frame();
    for (int i = 0; i < parameters.size(); i++) {
      Expression value = parameters.get(i).fallback();
      if (value != null && Signature.Fallback.of(value) == Signature.Fallback.COMPUTED) {
        var tree =
            new Item.Function(
                Item.Modifiers.NONE,
                List.of(),
                null,
                List.of(),
                parameters.subList(0, i),
                null,
                List.of(),
                value,
                value.span());
        var function =
            new Function(
                "",
                nested.function().displayName(),
                Function.Kind.NAMED,
                false,
                value.span(),
                frame.function());
        var fallback =
            new FunctionDeclaration(tree, function, nested.scope(), frame, nested.owner(), true);
        fallback.setDefaultOf(parameters.get(i));
        all.functions.add(function);
        all.localTypes.resolveAt(item, fallback);
        around.addMethod(Surroundings.fallback(key, parameters.get(i)), fallback);
      }
    }
  }

  /// Whether some type of the program has a method of that name.
  boolean isUserMethod(String name) {
    return methodsByName.containsKey(name);
  }

  /// The methods of that name, those of derived classes before those that they override.
  List<FunctionDeclaration> named(String name) {
    List<FunctionDeclaration> found = new ArrayList<>(methodsByName.getOrDefault(name, List.of()));
    found.sort((a, b) -> Integer.compare(depth(b.owner()), depth(a.owner())));
    return found;
  }

  private static int depth(@Nullable TypeDeclaration type) {
    int depth = 0;
    for (TypeDeclaration each = type; each != null; each = each.parent()) {
      depth++;
    }
    return depth;
  }

  /// The parameters of the program's methods of that name, if all agree.
  @Nullable Signature signature(String name) {
    List<FunctionDeclaration> methods = methodsByName.get(name);
    if (methods == null) {
      return null;
    }
    Signature first = methods.getFirst().signature();
    return methods.stream().allMatch(method -> method.signature().equals(first)) ? first : null;
  }
}

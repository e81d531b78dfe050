package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.CircularDependency;
import ruchy.compiler.problem.NameProblem.FinalExtended;
import ruchy.compiler.problem.NameProblem.UnknownType;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Item.FunctionFlag;
import ruchy.compiler.tree.TypeName;

/// Structs, classes, enums and actors up to the bodies of their functions (L 9).
///
/// In two steps, because the second may need the names of all types: types are declared, then each
/// gets its head (parents, fields, variants, functions).
final class TypeResolver {
  private final Resolution all;
  private final List<TypeDeclaration> inheriting = new ArrayList<>();

  TypeResolver(Resolution all) {
    this.all = all;
  }

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

  void ensureHead(TypeDeclaration type) {
    if (type.enterHead()) {
      var outer = all.methods.enter(type.tree(), type.scope());
      switch (type.tree()) {
        case Item.Struct struct -> struct(type, struct);
        case Item.Class tree -> classHead(type, tree);
        case Item.Enum tree -> enumHead(type, tree);
        case Item.Actor actor -> actor(type, actor);
        default -> throw new IllegalStateException("no type: " + type.name());
      }
      all.methods.leaveTo(outer);
      var around = type.surroundings();
      if (around != null && type.type().form() != UserType.Form.ENUM) {
        String name = UserType.Field.closuresOf(type.type());
        type.type().fields().add(new UserType.Field(name, null, null, type.type().span()));
      }
    }
  }

  private void struct(TypeDeclaration type, Item.Struct tree) {
    if (tree.shape() == Item.Shape.TUPLE) {
      type.type().setPositional();
    }
    tree.fields().forEach(field -> field(type, field));
    tree.methods().forEach(method -> all.methods.function(type, method, type.inner(), false));
  }

  private void field(TypeDeclaration type, Item.Field tree) {
    Annotation annotation = all.annotations.optional(tree.type(), type.inner());
    String name = tree.name().text();
    String place = "field '" + name + "' of " + type.name();
    Function initial = null;
    if (tree.initial() != null) {
      initial = initial(type, name, tree.initial(), annotation, place);
    }
    type.type().fields().add(new UserType.Field(name, annotation, initial, tree.name().span()));
  }

  /// The default of a field as a function; null if it is a nested function of the block in which
  /// the type stands.
  private @Nullable Function initial(
      TypeDeclaration type,
      String field,
      Expression value,
      @Nullable Annotation annotation,
      String place) {
    var around = type.surroundings();
    Frame frame = around == null ? null : around.frame();
    Function outer = frame == null ? null : frame.function();
    var function =
        new Function(
            "", type.name() + "." + field, Function.Kind.NAMED, false, value.span(), outer);
    var entering = new FunctionDeclaration.Entering(annotation, place);
    var declared = FunctionDeclaration.initial(value, function, type, frame, entering);
    if (around != null) {
      all.functions.add(function);
      around.addInitial(field, declared);
      all.localTypes.resolveAt(type.tree(), declared);
      return null;
    }
    all.declare(declared);
    type.functions().add(declared);
    return function;
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
        all.methods.add(type, handler, name, "receive " + name, type.inner(), type.methods(), true);
      }
    }
    tree.methods().forEach(method -> all.methods.function(type, method, type.inner(), true));
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
        all.typeConstants.staticField(type, field, tree);
      } else {
        type.type().fields().removeIf(f -> f.name().equals(field.name().text()));
        field(type, field);
      }
    }
    for (var constant : tree.constants()) {
      all.typeConstants.add(type, constant, type.inner(), tree);
    }
    tree.properties().forEach(property -> all.methods.property(type, property));
    tree.methods().forEach(method -> all.methods.function(type, method, type.inner(), true));
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
      case Binding.OfTrait of -> ImplResolver.implement(type, of.trait());
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
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.FieldValue;
import ruchy.compiler.tree.Expression.PathSegment;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// `#[derive(Default)]`: the function `default` that a struct or enum did not write itself.
///
/// It is made as the text that the programmer left out, `fn default() -> Self { Self { n: 0 } }`,
/// so that all that holds for functions holds for it. A field with an initial value has that one;
/// of a field whose type has no default, the literal says that it is missing.
final class DerivedDefaults {
  static final String NAME = "default";
  private static final String TRAIT = "Default";

  private final Resolution all;

  DerivedDefaults(Resolution all) {
    this.all = all;
  }

  /// Adds the function to the type, if it asks for it and has none.
  void derive(TypeDeclaration type) {
    if (type.statics().containsKey(NAME) || type.methods().containsKey(NAME)) {
      return;
    }
    Expression value =
        switch (type.tree()) {
          case Item.Struct tree when isDerived(tree.modifiers()) -> struct(type, tree);
          case Item.Enum tree when isDerived(tree.modifiers()) -> variant(tree);
          default -> null;
        };
    if (value != null) {
      all.methods.function(type, function(value), type.inner(), false);
    }
  }

  /// `Default::default()` as the base of the literal of a struct: that of the struct (L 5.4).
  Expression base(Expression base, List<Identifier> struct, Scope scope) {
    boolean isDefault =
        base instanceof Expression.Call(Expression.Path path, var arguments, var _)
            && arguments.isEmpty()
            && PathResolver.text(PathResolver.names(path)).equals(TRAIT + "::" + NAME)
            && scope.findSpace(TRAIT) == null;
    return isDefault ? callOf(struct, NAME, base.span()) : base;
  }

  private static boolean isDerived(Item.Modifiers modifiers) {
    return modifiers.attributes().stream()
        .filter(attribute -> attribute.name().text().equals("derive"))
        .map(Item.Attribute::arguments)
        .anyMatch(names -> names != null && Arrays.asList(names.split("\\W+", -1)).contains(TRAIT));
  }

  private static Item.Function function(Expression value) {
    return new Item.Function(
        Item.Modifiers.NONE,
        List.of(),
        new Identifier(NAME, value.span()),
        List.of(),
        List.of(),
        null,
        List.of(),
        value,
        value.span());
  }

  private static Expression struct(TypeDeclaration type, Item.Struct tree) {
    List<FieldValue> values = new ArrayList<>();
    List<UserType.Field> fields = type.type().visibleFields();
    for (int i = 0; i < fields.size(); i++) {
      UserType.Field field = fields.get(i);
      TypeName written = tree.fields().get(i).type();
      Expression value = null;
      boolean hasInitial = field.initial() != null || type.initial(field.name()) != null;
      if (!hasInitial && field.annotation() != null && written != null) {
        value = valueOf(field.annotation(), written);
      }
      if (value != null) {
        values.add(new FieldValue(new Identifier(field.name(), field.span()), value));
      }
    }
    Span span = tree.name().span();
    return new Expression.StructLiteral(List.of(self(span)), values, null, span);
  }

  private static @Nullable Expression variant(Item.Enum tree) {
    for (Item.Variant variant : tree.variants()) {
      if (variant.isDefault()) {
        return path(List.of(self(variant.span()), variant.name()), variant.span());
      }
    }
    return null;
  }

  private static Identifier self(Span span) {
    return new Identifier("Self", span);
  }

  /// The default of a type; null if it has none.
  private static @Nullable Expression valueOf(Annotation type, TypeName written) {
    Span span = written.span();
    return switch (type) {
      case Annotation.OfKind(Annotation.Kind kind) ->
          switch (kind) {
            case INTEGER, NUMBER -> new Expression.IntegerLiteral(0, span);
            case FLOAT -> new Expression.FloatLiteral(0.0, span);
            case BOOLEAN -> new Expression.BooleanLiteral(false, span);
            case BYTE -> new Expression.ByteLiteral(0, span);
            case STRING -> new Expression.StringLiteral("", span);
            case CHARACTER -> new Expression.StringLiteral("\0", span);
            case OBJECT -> new Expression.MapLiteral(List.of(), span);
            case NIL -> new Expression.NilLiteral(span);
            case ATOM, TUPLE, RANGE, DATETIME, DURATION, ERROR -> null;
          };
      case Annotation.ListOf _ -> new Expression.ListLiteral(List.of(), span);
      case Annotation.SetOf set ->
          set.isOrdered()
              ? callOf(List.of(new Identifier("BTreeSet", span)), "new", span)
              : new Expression.SetLiteral(List.of(), span);
      case Annotation.MapOf map ->
          map.isOrdered()
              ? callOf(List.of(new Identifier("BTreeMap", span)), "new", span)
              : new Expression.MapLiteral(List.of(), span);
      case Annotation.TupleOf(List<Annotation> elements) -> tuple(elements, written);
      case Annotation.OptionOf _, Annotation.Anything _ -> new Expression.NilLiteral(span);
      case Annotation.OfUserType _ -> ofUserType(written);
      case Annotation.Callable _,
          Annotation.ResultOf _,
          Annotation.OfTrait _,
          Annotation.OfLibraryType _,
          Annotation.Cell _ ->
          null;
    };
  }

  private static @Nullable Expression tuple(List<Annotation> types, TypeName written) {
    if (!(written instanceof TypeName.Tuple tuple)) {
      return null;
    }
    List<Expression> elements = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Expression element = valueOf(types.get(i), tuple.elements().get(i));
      if (element == null) {
        return null;
      }
      elements.add(element);
    }
    return new Expression.TupleLiteral(elements, written.span());
  }

  /// `S::default()`, also for `Box<S>`.
  private static @Nullable Expression ofUserType(TypeName written) {
    return switch (written) {
      case TypeName.Named named when named.arguments().size() == 1 && isPointer(named) ->
          ofUserType(named.arguments().getFirst());
      case TypeName.Named named -> callOf(named.path(), NAME, named.span());
      default -> null;
    };
  }

  private static boolean isPointer(TypeName.Named type) {
    return List.of("Box", "Rc", "Arc").contains(type.path().getLast().text());
  }

  private static Expression callOf(List<Identifier> type, String function, Span span) {
    List<Identifier> names = new ArrayList<>(type);
    names.add(new Identifier(function, span));
    return new Expression.Call(path(names, span), List.of(), span);
  }

  private static Expression.Path path(List<Identifier> names, Span span) {
    return new Expression.Path(
        names.stream().map(name -> new PathSegment(name, List.of())).toList(), span);
  }
}

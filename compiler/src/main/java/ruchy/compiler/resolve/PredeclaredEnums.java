package ruchy.compiler.resolve;

import java.util.List;
import java.util.Map;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// Enums that say again what is predeclared, as explanations of these types do: `enum Option<T> {
/// Some(T), None }`. They are the predeclared types (L 9.5), so that `Some(1)`, `?` and the methods
/// of Option fit them. One with an `impl` of its own, with other variants or with values of other
/// types is a type of the program.
final class PredeclaredEnums {
  /// How many values each variant holds.
  private static final Map<String, Map<String, Integer>> VARIANTS =
      Map.of("Option", Map.of("Some", 1, "None", 0), "Result", Map.of("Ok", 1, "Err", 1));

  private PredeclaredEnums() {}

  /// Whether the enum, one of these declarations, is a predeclared one.
  static boolean repeats(Item.Enum type, List<Expression> declarations) {
    Map<String, Integer> variants = VARIANTS.get(type.name().text());
    return variants != null
        && type.variants().size() == variants.size()
        && type.variants().stream().allMatch(variant -> fits(variant, variants, type))
        && declarations.stream().noneMatch(each -> gives(each, type.name().text()));
  }

  /// The values of a variant are of the generic types.
  private static boolean fits(Item.Variant variant, Map<String, Integer> variants, Item.Enum type) {
    Integer values = variants.get(variant.name().text());
    return values != null
        && values == variant.fields().size()
        && variant.discriminant() == null
        && variant.shape() != Item.Shape.RECORD
        && variant.fields().stream().allMatch(field -> isGeneric(field, type));
  }

  private static boolean isGeneric(Item.Field field, Item.Enum type) {
    return field.type() instanceof TypeName.Named named
        && type.generics().stream().anyMatch(g -> g.text().equals(named.path().getLast().text()));
  }

  /// `impl Option { }` and `impl T for Option { }`
  private static boolean gives(Expression each, String name) {
    return each instanceof Expression.Declaration declaration
        && declaration.item() instanceof Item.Impl impl
        && impl.target() instanceof TypeName.Named target
        && target.path().getLast().text().equals(name);
  }
}

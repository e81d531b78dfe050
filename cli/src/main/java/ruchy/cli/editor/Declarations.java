package ruchy.cli.editor;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.SourceFile;

/// The names that a file declares, and where each is seen.
final class Declarations {
  /// A name.
  ///
  /// @param place of the name
  /// @param scope where it is seen
  /// @param isMember it is seen after a dot
  record Declared(String name, Kind kind, Span place, Span scope, boolean isMember) {}

  /// What a name stands for, with the number that editors know it by.
  enum Kind {
    FUNCTION(3),
    FIELD(5),
    VARIABLE(6),
    TYPE(7),
    MODULE(9),
    VARIANT(20),
    CONSTANT(21);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  private final List<Declared> found = new ArrayList<>();
  private final List<Item.ImportEntry> imports = new ArrayList<>();

  private Declarations() {}

  static Declarations of(SourceFile file) {
    var declarations = new Declarations();
    var all = new Span(file.source(), 0, file.source().text().length());
    file.body().forEach(each -> declarations.walk(each, all, false));
    return declarations;
  }

  List<Declared> all() {
    return found;
  }

  List<Item.ImportEntry> imports() {
    return imports;
  }

  /// What a name at an offset stands for: the innermost that is seen there, of several the last
  /// before it.
  Optional<Declared> at(String name, int offset, boolean isMember) {
    return found.stream()
        .filter(each -> each.name.equals(name) && each.isMember == isMember)
        .filter(each -> isMember || isSeen(each, offset))
        .min(
            Comparator.<Declared>comparingInt(each -> isMember ? 0 : length(each.scope))
                .thenComparingInt(each -> each.place.start() > offset ? 1 : 0)
                .thenComparingInt(each -> -each.place.start()));
  }

  /// Whether the declaration is seen at an offset.
  static boolean isSeen(Declared declared, int offset) {
    return declared.scope.start() <= offset && offset <= declared.scope.end();
  }

  private static int length(Span span) {
    return span.end() - span.start();
  }

  private void walk(Object node, Span scope, boolean isInType) {
    switch (node) {
      case List<?> list -> list.forEach(each -> walk(each, scope, isInType));
      case Item.Function function -> {
        if (function.name() != null) add(function.name(), Kind.FUNCTION, scope, isInType);
        components(function, function.span(), false);
      }
      case Item.Struct type -> {
        add(type.name(), Kind.TYPE, scope, false);
        components(type, type.span(), true);
      }
      case Item.Class type -> {
        add(type.name(), Kind.TYPE, scope, false);
        components(type, type.span(), true);
      }
      case Item.Enum type -> {
        add(type.name(), Kind.TYPE, scope, false);
        components(type, type.span(), true);
      }
      case Item.Trait type -> {
        add(type.name(), Kind.TYPE, scope, false);
        components(type, type.span(), true);
      }
      case Item.Actor type -> {
        add(type.name(), Kind.TYPE, scope, false);
        components(type, type.span(), true);
      }
      case Item.Impl impl -> components(impl, impl.span(), true);
      case Item.TypeAlias alias -> add(alias.name(), Kind.TYPE, scope, false);
      case Item.Module module -> {
        add(module.name(), Kind.MODULE, scope, false);
        components(module, module.span(), false);
      }
      case Item.Constant constant -> {
        add(constant.name(), Kind.CONSTANT, scope, isInType);
        components(constant, scope, false);
      }
      case Item.Static variable -> {
        add(variable.name(), Kind.VARIABLE, scope, false);
        components(variable, scope, false);
      }
      case Item.Field field -> {
        add(field.name(), Kind.FIELD, scope, true);
        components(field, scope, false);
      }
      case Item.Property property -> {
        add(property.name(), Kind.FIELD, scope, true);
        components(property, property.span(), false);
      }
      case Item.Variant variant -> {
        add(variant.name(), Kind.VARIANT, scope, true);
        components(variant, scope, true);
      }
      case Item.ImportEntry entry -> imports.add(entry);
      case Pattern.Binding binding -> add(binding.name(), Kind.VARIABLE, scope, false);
      case Pattern.Alias alias -> {
        add(alias.name(), Kind.VARIABLE, scope, false);
        components(alias, scope, false);
      }
      case Pattern.FieldPattern field -> {
        if (field.pattern() == null) add(field.name(), Kind.VARIABLE, scope, false);
        components(field, scope, false);
      }
      case Pattern.ElementPattern.Rest rest -> {
        if (rest.name() != null) add(rest.name(), Kind.VARIABLE, scope, false);
      }
      case Expression.Catch clause -> {
        if (clause.name() != null) add(clause.name(), Kind.VARIABLE, clause.span(), false);
        components(clause, clause.span(), false);
      }
      case Expression.Block block -> components(block, block.span(), false);
      case Expression.Closure closure -> components(closure, closure.span(), false);
      case Expression.Arm arm -> components(arm, arm.span(), false);
      case Expression.For loop -> components(loop, loop.span(), false);
      case Expression.If branch -> components(branch, branch.span(), false);
      case Expression.While loop -> components(loop, loop.span(), false);
      case Expression.ListComprehension list -> components(list, list.span(), false);
      case Expression.SetComprehension set -> components(set, set.span(), false);
      case Expression.MapComprehension map -> components(map, map.span(), false);
      case Record other -> components(other, scope, isInType);
      default -> {}
    }
  }

  private void add(Identifier name, Kind kind, Span scope, boolean isMember) {
    if (!name.text().isEmpty())
      found.add(new Declared(name.text(), kind, name.span(), scope, isMember));
  }

  private void components(Record node, Span scope, boolean isInType) {
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(node);
        if (value != null && !(value instanceof Span)) walk(value, scope, isInType);
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException(component + " cannot be read", failure);
      }
    }
  }
}

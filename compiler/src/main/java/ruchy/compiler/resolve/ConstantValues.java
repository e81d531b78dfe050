package ruchy.compiler.resolve;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;
import ruchy.compiler.tree.Expression.FieldValue;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TreeParts;
import ruchy.compiler.tree.TypeName;

/// Which expressions are values that are known before any code of the program runs (L 7.3):
/// literals and what is made of them, of other constants and of types. Making them has no effect
/// that could come too early. A call of a function of the program is one only if it is a `const
/// fn`.
final class ConstantValues {
  /// Functions of types of the library that make a value of their argument.
  private static final Set<String> MAKERS = Set.of("new", "from", "with_capacity");

  private final Resolution all;

  /// Whether a global is a constant that is initialised before the one that asks.
  private final Predicate<Global> isAvailable;

  /// Functions of the library, and macros, that others than the program see the effect of.
  private static final Set<String> SEEN =
      Set.of("print", "println", "eprint", "eprintln", "dbg", "input", "readline", "sleep", "exit");

  ConstantValues(Resolution all, Predicate<Global> isAvailable) {
    this.all = all;
    this.isAvailable = isAvailable;
  }

  boolean isConstant(Expression value, Scope scope) {
    return switch (value) {
      case Expression.Parenthesised inner -> isConstant(inner.inner(), scope);
      case Expression.Reference reference -> isConstant(reference.operand(), scope);
      case Expression.ListLiteral list ->
          list.elements().stream().allMatch(each -> isConstant(each.value(), scope));
      case Expression.TupleLiteral tuple -> areConstant(tuple.elements(), scope);
      case Expression.SetLiteral set -> areConstant(set.elements(), scope);
      case Expression.MapLiteral map ->
          map.entries().stream()
              .allMatch(
                  entry ->
                      switch (entry) {
                        case Expression.Entry.Pair pair -> isConstant(pair.value(), scope);
                        case Expression.Entry.Spread spread -> isConstant(spread.value(), scope);
                      });
      case Expression.Repeat repeat ->
          isConstant(repeat.value(), scope) && isPlain(repeat.count(), scope);
      case Expression.MacroCall macro ->
          macro.name().text().equals("vec") && areConstantArguments(macro.arguments(), scope);
      case Expression.Range range ->
          isPlainOrAbsent(range.start(), scope) && isPlainOrAbsent(range.end(), scope);
      case Expression.StructLiteral literal -> isConstant(literal, scope);
      case Expression.Call call -> isConstant(call, scope);
      case Expression.Closure _ -> true; // making one runs nothing
      case Expression.Name name -> isConstant(all.names.find(name.text(), scope));
      case Expression.Path path -> isConstant(all.paths.find(PathResolver.names(path), scope));
      default -> isPlain(value, scope);
    };
  }

  /// Whether it is a constant that is no instance, variant or function, so that operators, methods
  /// and texts run no code of the program.
  boolean isPlain(Expression value, Scope scope) {
    return switch (value) {
      case Expression.Literal _ -> true;
      case Expression.Parenthesised inner -> isPlain(inner.inner(), scope);
      case Expression.Unary unary -> isPlain(unary.operand(), scope);
      case Expression.Cast cast ->
          isPlain(cast.operand(), scope)
              || (!isText(cast.type()) && isConstant(cast.operand(), scope));
      case Expression.Binary binary ->
          isPlain(binary.left(), scope) && isPlain(binary.right(), scope);
      case Expression.FormatString text ->
          text.parts().stream()
              .allMatch(
                  part ->
                      switch (part) {
                        case Expression.FormatPart.Text _ -> true;
                        case Expression.FormatPart.Hole hole -> isPlain(hole.value(), scope);
                      });
      case Expression.MethodCall call ->
          isPlain(call.target(), scope)
              && call.arguments().stream().allMatch(each -> isPlain(each.value(), scope));
      case Expression.Name name -> isPlain(all.names.find(name.text(), scope));
      case Expression.Path path -> isPlain(all.paths.find(PathResolver.names(path), scope));
      default -> false;
    };
  }

  /// Whether a cast to the type may ask a variant for its text; what is a number of it is known.
  private static boolean isText(TypeName type) {
    return !(type instanceof TypeName.Named named)
        || named.path().size() != 1
        || named.path().getFirst().text().toLowerCase(Locale.ROOT).startsWith("str");
  }

  private boolean isPlainOrAbsent(@Nullable Expression value, Scope scope) {
    return value == null || isPlain(value, scope);
  }

  private boolean areConstant(List<Expression> values, Scope scope) {
    return values.stream().allMatch(each -> isConstant(each, scope));
  }

  private boolean areConstantArguments(List<Argument> arguments, Scope scope) {
    return arguments.stream().allMatch(each -> isConstant(each.value(), scope));
  }

  private boolean isConstant(@Nullable Binding binding) {
    return switch (binding) {
      case Binding.OfGlobal(Global global) -> isAvailable.test(global);
      case Binding.Imported imported -> isConstant(imported.target());
      case Binding.OfVariant of -> of.variant().payload().isEmpty();
      case Binding.OfType of -> InstanceResolver.isUnit(of.type());
      case Binding.Predeclared of -> of.form() == Node.OptionForm.NONE;
      case Binding.LibraryMember member -> all.library.isConstant(member.owner(), member.name());
      case Binding.Named _ -> true; // the function, which is not called
      case null, default -> false;
    };
  }

  private boolean isPlain(@Nullable Binding binding) {
    return switch (binding) {
      case Binding.OfGlobal(Global global) -> isAvailable.test(global) && global.isPlain();
      case Binding.Imported imported -> isPlain(imported.target());
      case Binding.LibraryMember member -> isConstant(member);
      case null, default -> false;
    };
  }

  private boolean isConstant(Expression.StructLiteral literal, Scope scope) {
    Expression base = literal.base();
    for (FieldValue field : literal.fields()) {
      if (!isConstant(field.value(), scope)) {
        return false;
      }
    }
    if (base != null) {
      return isConstant(base, scope);
    }
    return switch (all.paths.find(literal.path(), scope)) {
      case Binding.OfVariant _ -> true;
      case Binding.OfType(TypeDeclaration type) when type.tree() instanceof Item.Struct struct ->
          struct.fields().stream()
              .allMatch(
                  field ->
                      field.initial() == null
                          || isGiven(field, literal)
                          || isConstant(field.initial(), type.inner()));
      case null, default -> false;
    };
  }

  private static boolean isGiven(Item.Field field, Expression.StructLiteral literal) {
    return literal.fields().stream()
        .anyMatch(each -> each.name().text().equals(field.name().text()));
  }

  private boolean isConstant(Expression.Call call, Scope scope) {
    Binding callee =
        switch (call.callee()) {
          case Expression.Name name -> all.names.find(name.text(), scope);
          case Expression.Path path -> all.paths.find(PathResolver.names(path), scope);
          default -> null;
        };
    boolean isMaker =
        switch (callee) {
          case Binding.OfVariant _, Binding.Predeclared _ -> true;
          case Binding.OfType(TypeDeclaration type) ->
              type.tree() instanceof Item.Struct struct && struct.shape() == Item.Shape.TUPLE;
          case Binding.Named named -> mayRun(named.declaration(), call);
          case Binding.Associated associated -> mayRun(associated.declaration(), call);
          case Binding.LibraryMember member -> MAKERS.contains(member.name());
          case null, default -> false;
        };
    return isMaker && areConstantArguments(call.arguments(), scope);
  }

  /// Whether the function may be called before any other code runs, which it is not if it is given
  /// functions: those may do anything.
  private boolean mayRun(FunctionDeclaration function, Expression.Call call) {
    return call.arguments().stream()
            .map(Argument::value)
            .noneMatch(value -> value instanceof Expression.Closure)
        && mayRun(function, new HashSet<>());
  }

  /// Whether it is a `const fn` without effects that are seen, and the globals that it uses are
  /// constants that come before; so is each function that it calls, methods by their names.
  /// `asked`: those that this holds of if it holds of all others.
  private boolean mayRun(FunctionDeclaration function, Set<FunctionDeclaration> asked) {
    if (!asked.add(function)) {
      return true;
    }
    return function.tree().flags().contains(Item.FunctionFlag.CONST)
        && FreeNames.of(function.tree()).stream()
            .allMatch(name -> mayUse(all.names.find(name, function.scope()), name, asked))
        && parts(function.tree(), function.scope(), asked);
  }

  private boolean mayUse(@Nullable Binding used, String name, Set<FunctionDeclaration> asked) {
    return switch (used) {
      case Binding.OfGlobal(Global global) -> isAvailable.test(global);
      case Binding.Imported imported -> mayUse(imported.target(), name, asked);
      case Binding.Named named -> mayRun(named.declaration(), asked);
      case Binding.Associated associated -> mayRun(associated.declaration(), asked);
      case null, default -> !SEEN.contains(name);
    };
  }

  private boolean parts(Object part, Scope scope, Set<FunctionDeclaration> asked) {
    boolean isHarmless =
        switch (part) {
          case Expression.Path path ->
              mayUse(all.paths.find(PathResolver.names(path), scope), "", asked);
          case Expression.MethodCall call ->
              all.methods.named(call.name().text()).stream()
                  .allMatch(method -> mayRun(method, asked));
          case Expression.MacroCall macro -> !SEEN.contains(macro.name().text());
          default -> true;
        };
    return isHarmless && TreeParts.of(part).stream().allMatch(inner -> parts(inner, scope, asked));
  }
}

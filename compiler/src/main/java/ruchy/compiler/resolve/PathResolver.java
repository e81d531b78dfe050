package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.OfTypeParameter;
import ruchy.compiler.problem.NameProblem.UndefinedFunction;
import ruchy.compiler.problem.NameProblem.UndefinedVariable;
import ruchy.compiler.problem.NameProblem.UndefinedVariant;
import ruchy.compiler.problem.SyntaxProblem.JvmInterop;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// Names behind names: members of modules and types, of the program and of the library (L 7.1, L
/// 14).
final class PathResolver {
  private final Resolution all;
  private final KindMethods kindMethods;

  PathResolver(Resolution all) {
    this.all = all;
    this.kindMethods = new KindMethods(all.library);
  }

  static List<Identifier> names(Expression.Path path) {
    List<Identifier> names = new ArrayList<>(path.segments().size());
    for (Expression.PathSegment segment : path.segments()) {
      names.add(segment.name());
    }
    return names;
  }

  static String text(List<Identifier> path) {
    if (path.size() == 1) {
      return path.getFirst().text();
    }
    var text = new StringJoiner("::");
    for (Identifier part : path) {
      text.add(part.text());
    }
    return text.toString();
  }

  /// What the path stands for; reports a problem and gives null if it stands for nothing. `called`:
  /// it is in call position.
  @Nullable Binding resolve(List<Identifier> path, boolean called, Scope scope) {
    Identifier first = path.getFirst();
    if (first.text().equals("java")) {
      all.report(new JvmInterop(first.span()));
      return null;
    }
    Binding binding = space(first.text(), scope);
    for (int i = 1; i < path.size(); i++) {
      Binding space = binding;
      binding = space == null ? null : member(space, path.get(i).text());
      if (binding == null) {
        int shown = space == null ? path.size() : i + 1;
        undefined(space, path.subList(0, shown), called || shown < path.size(), scope);
        return null;
      }
    }
    return binding;
  }

  /// The same without a report.
  @Nullable Binding find(List<Identifier> path, Scope scope) {
    Binding binding =
        path.size() == 1
            ? all.names.find(path.getFirst().text(), scope)
            : space(path.getFirst().text(), scope);
    for (int i = 1; i < path.size() && binding != null; i++) {
      binding = member(binding, path.get(i).text());
    }
    return binding;
  }

  /// The module or type that the first name of a path stands for.
  @Nullable Binding space(String name, Scope scope) {
    ModuleDeclaration module = scope.module();
    return switch (name) {
      case "self" -> new Binding.OfModule(module, true);
      case "super" -> above(module);
      case "crate" -> new Binding.OfModule(all.program, true);
      default -> {
        Binding found = scope.findSpace(name);
        yield found == null ? all.names.predeclaredSpace(name) : found;
      }
    };
  }

  private static @Nullable Binding above(ModuleDeclaration module) {
    ModuleDeclaration above = module.above();
    return above == null ? null : new Binding.OfModule(above, true);
  }

  /// What stands behind a module or type under that name; null if there is nothing.
  @Nullable Binding member(Binding space, String name) {
    return switch (space) {
      case Binding.OfModule(var module, var open) -> {
        if (!open) {
          yield module.member(name);
        }
        Binding own = module.scope().own(name);
        // `super::super::f`
        yield own == null && name.equals("super") ? above(module) : own;
      }
      case Binding.OfType type -> ofType(type.type(), name);
      case Binding.OfTrait trait -> ofTrait(trait.trait(), name);
      case Binding.Alias alias -> {
        Binding target = target(alias);
        yield target == null ? null : member(target, name);
      }
      case Binding.LibraryModule module -> ofLibraryModule(module, name);
      case Binding.LibraryType type -> ofLibraryType(type.name(), name);
      case Binding.Imported imported -> {
        Binding target = imported.target();
        yield target == null ? null : member(target, name);
      }
      case Binding.Generic _,
          Binding.Local _,
          Binding.OfGlobal _,
          Binding.Named _,
          Binding.Nested _,
          Binding.OfVariant _,
          Binding.Associated _,
          Binding.Maker _,
          Binding.TraitMethod _,
          Binding.Field _,
          Binding.Predeclared _,
          Binding.LibraryMember _ ->
          null;
    };
  }

  /// The type or module behind `type A = T`.
  @Nullable Binding target(Binding.Alias alias) {
    return alias.tree().target() instanceof TypeName.Named named
        ? find(named.path(), alias.scope())
        : null;
  }

  private @Nullable Binding ofType(TypeDeclaration type, String name) {
    all.typeHeads.ensureHead(type);
    UserType.Variant variant = type.variant(name);
    if (variant != null) {
      return new Binding.OfVariant(variant, type);
    }
    FunctionDeclaration constructor = type.constructors().get(name.equals("init") ? "new" : name);
    if (constructor != null) {
      return new Binding.Associated(constructor, type, Binding.Role.CONSTRUCTOR);
    }
    FunctionDeclaration function = type.statics().get(name);
    if (function != null) {
      return new Binding.Associated(function, type, Binding.Role.STATIC);
    }
    FunctionDeclaration method = type.methods().get(name);
    if (method != null) {
      return new Binding.Associated(method, type, Binding.Role.METHOD);
    }
    Global constant = type.constants().get(name);
    if (constant != null) {
      return new Binding.OfGlobal(constant);
    }
    return name.equals("new") && type.hasBareFields() ? new Binding.Maker(type) : null;
  }

  private static @Nullable Binding ofTrait(TraitDeclaration trait, String name) {
    Global constant = trait.constants().get(name);
    if (constant != null) {
      return new Binding.OfGlobal(constant);
    }
    for (Item.Function method : trait.tree().methods()) {
      if (method.name() != null && method.name().text().equals(name)) {
        int parameters = Signature.of(method.parameters()).minimum();
        return new Binding.TraitMethod(name, parameters);
      }
    }
    return null;
  }

  /// `http::get`, `http::Server`; behind `std` and behind modules that group others
  /// (`std::net::http`, `std::collections::HashMap`) the last name counts (L 14.3).
  private @Nullable Binding ofLibraryModule(Binding.LibraryModule module, String name) {
    if (module.known() && !module.name().equals("std")) {
      if (all.library.isMember(module.name(), name)) {
        return new Binding.LibraryMember(module.name(), name);
      }
      String full = module.name() + "::" + name;
      if (all.library.isType(full)) {
        return new Binding.LibraryType(full);
      }
      if (all.library.isModule(full)) {
        return new Binding.LibraryModule(full, true);
      }
    }
    Binding plain = all.names.predeclaredSpace(name);
    if (plain != null) {
      return plain;
    }
    boolean grouping = module.name().equals("std") || !module.known();
    if (grouping && all.library.isMember("", name)) {
      return new Binding.LibraryMember("", name);
    }
    return grouping ? new Binding.LibraryModule(name, false) : null;
  }

  private @Nullable Binding ofLibraryType(String type, String name) {
    if ((type.equals("Option") || type.equals("Result")) && Names.option(name) != null) {
      return Names.option(name);
    }
    if (all.library.isMember(type, name)) {
      return new Binding.LibraryMember(type, name);
    }
    String full = type + "::" + name;
    if (all.library.isType(full)) {
      return new Binding.LibraryType(full);
    }
    return all.library.isModule(full)
        ? new Binding.LibraryModule(full, true)
        : kindMethods.of(type, name);
  }

  /// Reports that the last name of `path` is nothing behind `space`, or that the first one is
  /// nothing at all.
  void undefined(@Nullable Binding space, List<Identifier> path, boolean called, Scope scope) {
    String text = text(path);
    Identifier last = path.getLast();
    Span span = path.getFirst().span().to(last.span());
    if (space == null) {
      String first = path.getFirst().text();
      String nearest = all.suggestions.among(first, spaceNames(scope));
      String similar = nearest == null ? null : nearest + text.substring(first.length());
      all.report(
          called
              ? new UndefinedFunction(text, span, similar)
              : new UndefinedVariable(text, span, similar));
      return;
    }
    if (space instanceof Binding.Generic) {
      all.report(new OfTypeParameter(text, path.getFirst().text(), span));
      return;
    }
    String prefix = text.substring(0, text.length() - last.text().length());
    String similar = similarMember(last.text(), space);
    String suggestion = similar == null ? null : prefix + similar;
    if (isEnum(space) && Character.isUpperCase(last.text().codePointAt(0))) {
      all.report(new UndefinedVariant(text, last.span(), suggestion));
    } else if (called) {
      all.report(new UndefinedFunction(text, last.span(), suggestion));
    } else {
      all.report(new UndefinedVariable(text, last.span(), suggestion));
    }
  }

  /// The nearest name of what stands behind a module or type.
  @Nullable String similarMember(String name, Binding space) {
    return all.suggestions.among(name, memberNames(space));
  }

  private List<String> spaceNames(Scope scope) {
    List<String> names = new ArrayList<>(all.library.spaces());
    scope.forEach(
        (name, binding) -> {
          if (binding.isSpace()) {
            names.add(name);
          }
        });
    return names;
  }

  private boolean isEnum(Binding space) {
    return switch (space) {
      case Binding.OfType type -> type.type().type().form() == UserType.Form.ENUM;
      case Binding.Alias alias -> {
        Binding target = target(alias);
        yield target != null && isEnum(target);
      }
      default -> false;
    };
  }

  private List<String> memberNames(Binding space) {
    return switch (space) {
      case Binding.OfModule module -> module.module().visibleNames();
      case Binding.OfType type -> {
        List<String> names = new ArrayList<>();
        type.type().type().variants().forEach(v -> names.add(v.name()));
        names.addAll(type.type().statics().keySet());
        names.addAll(type.type().constructors().keySet());
        names.addAll(type.type().methods().keySet());
        names.addAll(type.type().constants().keySet());
        yield names;
      }
      case Binding.LibraryModule module -> {
        boolean isRoot = module.name().equals("std");
        List<String> names = new ArrayList<>(all.library.names(module.name()));
        names.addAll(isRoot ? all.library.spaces() : all.library.spacesBehind(module.name()));
        yield names;
      }
      case Binding.LibraryType type -> List.copyOf(all.library.names(type.name()));
      default -> List.of();
    };
  }
}

package ruchy.compiler.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.BeyondMethod;
import ruchy.compiler.problem.NameProblem.NotAValue;
import ruchy.compiler.problem.NameProblem.OutsideMethod;
import ruchy.compiler.problem.NameProblem.UndefinedVariable;
import ruchy.compiler.problem.NameProblem.UsedBeforeInitialised;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;

/// Names as values: what a name stands for here, and the node that reads it (L 7.1).
final class Names {
  private final Resolution all;

  Names(Resolution all) {
    this.all = all;
  }

  /// What a name stands for, predeclared names included; null if it stands for nothing.
  @Nullable Binding find(String name, Scope scope) {
    Binding found = scope.find(name);
    return found == null ? predeclared(name) : found;
  }

  /// `Some` and its like, which `Option::Some` means too.
  static Binding.@Nullable Predeclared option(String name) {
    Node.OptionForm form =
        switch (name) {
          case "Some" -> Node.OptionForm.SOME;
          case "None" -> Node.OptionForm.NONE;
          case "Ok" -> Node.OptionForm.OK;
          case "Err" -> Node.OptionForm.ERR;
          default -> null;
        };
    return form == null ? null : new Binding.Predeclared(form);
  }

  private @Nullable Binding predeclared(String name) {
    Binding option = option(name);
    if (option != null) {
      return option;
    }
    if (all.library.isMember("", name)) {
      return new Binding.LibraryMember("", name);
    }
    return predeclaredSpace(name);
  }

  /// A standard module or type; `json` is a function too.
  @Nullable Binding predeclaredSpace(String name) {
    if (name.equals("std") || all.library.isModule(name)) {
      return new Binding.LibraryModule(name, true);
    }
    if (LibraryNames.isGroup(name)) {
      return new Binding.LibraryModule(name, false);
    }
    boolean type = KindMethods.isType(name) || all.library.isType(name);
    return type ? new Binding.LibraryType(name) : null;
  }

  Node read(Expression.Name name, Scope scope) {
    Binding binding = find(name.text(), scope);
    if (binding == null) {
      all.report(
          new UndefinedVariable(
              name.text(), name.span(), all.suggestions.visible(name.text(), scope)));
      return Frame.faulty(name.span());
    }
    return value(binding, name.text(), name.span(), scope);
  }

  /// The value of what a name or path stands for.
  Node value(Binding binding, String name, Span span, Scope scope) {
    return switch (binding) {
      case Binding.Local local -> local(local, span, scope);
      case Binding.OfGlobal global -> global(global.global(), span, scope);
      case Binding.Named named -> {
        all.refer(named.declaration());
        yield new Node.FunctionValue(named.declaration().function(), span);
      }
      case Binding.Nested nested -> nested(nested.entry(), span, scope);
      case Binding.Field field -> new Node.ReadMember(self(span, scope), field.name(), span);
      case Binding.OfType type -> type(type.type(), span, scope);
      case Binding.OfVariant variant -> variant(variant, span, scope);
      case Binding.Associated associated when associated.role() != Binding.Role.CONSTRUCTOR -> {
        all.refer(associated.type());
        all.refer(associated.declaration());
        var function = associated.declaration().nested();
        if (function != null) {
          yield nested(function, span, scope);
        }
        yield new Node.FunctionValue(associated.declaration().function(), span);
      }
      case Binding.Associated constructor ->
          all.instances.constructorValue(
              constructor.type(), constructor.declaration(), span, scope);
      case Binding.Maker maker -> all.instances.maker(maker.type(), span, scope);
      case Binding.TraitMethod method ->
          all.instances.traitMethod(method.name(), method.parameters(), span, scope);
      case Binding.Predeclared predeclared -> predeclared(predeclared.form(), span, scope);
      case Binding.LibraryMember member ->
          new Node.LibraryValue(member.owner(), member.name(), span);
      case Binding.OfModule _, Binding.LibraryModule _ -> noValue(name, "module", span);
      case Binding.OfTrait _ -> noValue(name, "trait", span);
      case Binding.Alias _, Binding.Generic _, Binding.LibraryType _ -> noValue(name, "type", span);
      case Binding.Imported imported -> {
        Binding target = imported.target();
        yield target == null ? Frame.faulty(span) : value(target, name, span, scope);
      }
    };
  }

  private Node noValue(String name, String kind, Span span) {
    all.report(new NotAValue(name, kind, span));
    return Frame.faulty(span);
  }

  private Node local(Binding.Local local, Span span, Scope scope) {
    local.markUsed();
    if (!scope.frame().isWithin(local.frame())) {
      Node constant = all.lets.constantOf(local.variable(), scope);
      return constant == null ? beyondMethod(local.variable().name(), "variable", span) : constant;
    }
    Captures.use(local.variable(), local.frame(), scope.frame());
    return new Node.Read(local.variable(), false, span);
  }

  /// What a method of a type within a function cannot use.
  private Node beyondMethod(String name, String what, Span span) {
    all.report(new BeyondMethod(name, what, span));
    return Frame.faulty(span);
  }

  private Node global(Global global, Span span, Scope scope) {
    Variable variable = global.variable();
    boolean inFunction = !scope.frame().isTopLevel();
    if (inFunction) {
      variable.markUsedInFunctions();
    }
    if (!inFunction
        && global.state() == Global.State.BEFORE
        && variable.span().source() == span.source()) {
      String cycle = all.items.constants().cycleOf(global);
      all.report(new UsedBeforeInitialised(variable.name(), span, variable.span(), cycle));
    }
    return new Node.Read(variable, global.state() != Global.State.CERTAIN, span);
  }

  /// A nested function as a value: its closure.
  Node nested(NestedFunctions.Entry entry, Span span, Scope scope) {
    if (!scope.frame().isWithin(entry.frame())) {
      return beyondMethod(entry.variable().name(), "function", span);
    }
    entry.use(span);
    Captures.use(entry.variable(), entry.frame(), scope.frame());
    return new Node.Read(entry.variable(), false, span);
  }

  /// `self`
  Node self(Span span, Scope scope) {
    if (scope.find("self") instanceof Binding.Local local
        && scope.frame().isWithin(local.frame())) {
      return local(local, span, scope);
    }
    all.report(new OutsideMethod("self", span));
    return Frame.faulty(span);
  }

  private Node type(TypeDeclaration type, Span span, Scope scope) {
    if (type.tree() instanceof Item.Struct struct) {
      if (struct.shape() == Item.Shape.UNIT) {
        all.refer(type);
        return all.instances.instance(type, List.of(), null, span, scope);
      }
      if (struct.shape() == Item.Shape.TUPLE) {
        all.refer(type);
        return all.instances.maker(type, span, scope);
      }
    }
    return noValue(type.name(), "type", span);
  }

  private Node variant(Binding.OfVariant binding, Span span, Scope scope) {
    all.refer(binding.type());
    UserType.Variant variant = binding.variant();
    if (variant.payload().isEmpty()) {
      return all.instances.variant(binding, List.of(), span, scope);
    }
    if (variant.record()) {
      return noValue(variant.name(), "variant with fields", span);
    }
    return all.instances.maker(binding, span, scope);
  }

  private Node predeclared(Node.OptionForm form, Span span, Scope scope) {
    return form == Node.OptionForm.NONE
        ? new Node.MakeOption(form, null, span)
        : all.instances.maker(form, span, scope);
  }
}

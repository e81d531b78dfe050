package ruchy.compiler.resolve;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.DuplicateDefinition;
import ruchy.compiler.problem.NameProblem.MisplacedExport;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// Declarations: makes their names known before any code is resolved, because all but variables may
/// be used before they are declared (L 7.3).
final class ItemResolver {
  private final Resolution all;
  private final Constants constants;

  ItemResolver(Resolution all) {
    this.all = all;
    this.constants = new Constants(all);
  }

  Constants constants() {
    return constants;
  }

  /// The names of one scope, while they are declared: two of a name are a problem unless both are
  /// variables.
  private final class Definitions {
    private record Definition(Span span, boolean variable) {}

    private final Map<String, Definition> seen = new HashMap<>();

    boolean add(Identifier name, boolean variable) {
      var definition = new Definition(name.span(), variable);
      var first = seen.putIfAbsent(name.text(), definition);
      if (first == null || first.variable() && variable) {
        return true;
      }
      all.report(new DuplicateDefinition(name.text(), name.span(), first.span()));
      return false;
    }
  }

  /// Declares what stands at the top of a file or inline module, variables included.
  void declareModule(List<Expression> body, ModuleDeclaration module) {
    var definitions = new Definitions();
    Scope scope = module.scope();
    for (Expression each : body) {
      switch (each) {
        case Expression.Declaration(Item.Enum type, var span)
            when module == all.program && PredeclaredEnums.repeats(type, body) ->
            definitions.add(type.name(), false);
        case Expression.Declaration declaration ->
            declareGlobal(declaration.item(), module, definitions);
        case Expression.Let let when let.in() == null ->
            forNames(
                let.pattern(),
                name -> {
                  if (definitions.add(name, true)) {
                    variable(name, let, scope);
                  }
                  if (let.visible()) {
                    module.show(name.text());
                  }
                });
        default -> {}
      }
    }
  }

  private void variable(Identifier name, Expression.Let let, Scope scope) {
    TypeName type = let.pattern() instanceof Pattern.Binding ? let.type() : null;
    if (scope.raw(name.text()) instanceof Binding.OfGlobal present) {
      present.global().markSeveral();
    } else {
      scope.bind(name.text(), new Binding.OfGlobal(newGlobal(name, type, scope, false)));
    }
  }

  Global newGlobal(Identifier name, @Nullable TypeName type, Scope scope, boolean constant) {
    return new Global(name, type, scope, constant, this::makeVariable);
  }

  private Variable makeVariable(Global global) {
    Annotation annotation =
        global.isConstant() ? null : all.annotations.optional(global.type(), global.scope());
    Identifier name = global.name();
    var variable = new Variable(name.text(), name.span(), true, annotation);
    if (global.isConstant()) {
      variable.markConstant();
    }
    if (all.isSession) {
      boolean plain = global.scope() == all.program.scope();
      variable.keepInSession(plain ? name.text() : name.span() + ":" + name.text());
    }
    all.globals.add(variable);
    return variable;
  }

  /// The global of that name; made here for a `let` that is no statement.
  Global global(Identifier name, Scope scope) {
    Binding binding = scope.raw(name.text());
    if (binding instanceof Binding.OfGlobal global) {
      return global.global();
    }
    Global made = newGlobal(name, null, scope, false);
    if (binding == null) {
      scope.bind(name.text(), new Binding.OfGlobal(made));
    }
    return made;
  }

  private void declareGlobal(Item item, ModuleDeclaration module, Definitions definitions) {
    Scope scope = module.scope();
    switch (item) {
      case Item.Function function -> {
        Identifier name = function.name();
        if (name != null && definitions.add(name, false)) {
          show(name, function.modifiers(), module);
          var declared =
              new FunctionDeclaration(
                  function, named(function, name, null), scope, null, null, false);
          all.declare(declared);
          all.tests.declare(declared);
          scope.bind(name.text(), new Binding.Named(declared));
        }
      }
      case Item.Struct struct -> type(struct, struct.name(), module, definitions);
      case Item.Class type -> type(type, type.name(), module, definitions);
      case Item.Enum type -> type(type, type.name(), module, definitions);
      case Item.Actor actor -> type(actor, actor.name(), module, definitions);
      case Item.Trait trait -> {
        if (definitions.add(trait.name(), false)) {
          show(trait.name(), trait.modifiers(), module);
          all.impls.declare(trait, scope);
        }
      }
      case Item.Impl impl -> all.impls.declare(impl, scope);
      case Item.TypeAlias alias -> {
        if (definitions.add(alias.name(), false)) {
          show(alias.name(), alias.modifiers(), module);
          scope.bind(alias.name().text(), new Binding.Alias(alias, scope));
        }
      }
      case Item.Module inner -> module(inner, module, definitions);
      case Item.Constant constant -> {
        if (definitions.add(constant.name(), false)) {
          show(constant.name(), constant.modifiers(), module);
          module.showAlways(constant.name().text());
          Global global = newGlobal(constant.name(), constant.type(), scope, true);
          constants.add(global, constant.type(), constant.value(), constant, scope);
          scope.bind(constant.name().text(), new Binding.OfGlobal(global));
        }
      }
      case Item.Static item1 -> {
        if (definitions.add(item1.name(), false)) {
          show(item1.name(), item1.modifiers(), module);
          Global global = newGlobal(item1.name(), item1.type(), scope, false);
          scope.bind(item1.name().text(), new Binding.OfGlobal(global));
        }
      }
      case Item.Import imports -> all.imports.declare(imports, module);
      case Item.Export export -> all.imports.declare(export, module);
    }
  }

  private static void show(Identifier name, Item.Modifiers modifiers, ModuleDeclaration module) {
    if (modifiers.visible()) {
      module.show(name.text());
    }
  }

  private void type(Item item, Identifier name, ModuleDeclaration module, Definitions definitions) {
    if (definitions.add(name, false)) {
      module.showAlways(name.text());
      if (modifiersOf(item).visible()) {
        module.show(name.text());
      }
      all.typeHeads.declare(item, name, module.scope());
    }
  }

  private static Item.Modifiers modifiersOf(Item item) {
    return switch (item) {
      case Item.Struct struct -> struct.modifiers();
      case Item.Class type -> type.modifiers();
      case Item.Enum type -> type.modifiers();
      case Item.Actor actor -> actor.modifiers();
      default -> Item.Modifiers.NONE;
    };
  }

  private void module(Item.Module item, ModuleDeclaration module, Definitions definitions) {
    String name = item.name().text();
    if (!definitions.add(item.name(), false)) {
      return;
    }
    module.showAlways(name);
    show(item.name(), item.modifiers(), module);
    if (item.body() == null) {
      all.imports.declare(item, module);
      return;
    }
    module
        .scope()
        .bind(name, new Binding.OfModule(inline(item, item.body(), module, all.topLevel), false));
  }

  /// An inline module; the frame is that of the code in which it stands.
  private ModuleDeclaration inline(
      Item.Module item, List<Expression> body, ModuleDeclaration enclosing, Frame frame) {
    Scope scope = Scope.ofFile(enclosing.scope(), frame);
    var inner = new ModuleDeclaration(item.name().text(), scope, enclosing, body);
    scope.setModule(inner);
    declareModule(body, inner);
    return inner;
  }

  /// A module in a block: its members see the names of the file, not those of the block (L 14.1).
  private void localModule(Item.Module item, Scope scope, Definitions definitions) {
    if (item.body() == null) {
      if (definitions.add(item.name(), false)) {
        all.imports.declareLocal(item, scope);
      }
    } else if (definitions.add(item.name(), false)) {
      var inner = inline(item, item.body(), scope.module(), scope.frame());
      scope.bind(item.name().text(), new Binding.OfModule(inner, false));
      all.imports.resolveOpen();
    }
  }

  private Function named(Item.Function tree, Identifier name, @Nullable Function enclosing) {
    boolean async = tree.flags().contains(Item.FunctionFlag.ASYNC);
    return new Function(
        name.text(), name.text(), Function.Kind.NAMED, async, name.span(), enclosing);
  }

  private static boolean declares(List<Expression> body) {
    for (Expression expression : body) {
      if (expression instanceof Expression.Declaration) {
        return true;
      }
    }
    return false;
  }

  /// Declares the items of a block; its variables become visible one after the other.
  void declareLocal(List<Expression> body, Scope scope) {
    if (scope.isGlobal() || !declares(body)) {
      return;
    }
    var definitions = new Definitions();
    var nested = new NestedFunctions();
    int knownTypes = all.types.size();
    int knownImpls = all.impls.implCount();
    Set<String> variables = new HashSet<>();
    for (Expression each : body) {
      if (each instanceof Expression.Let let && let.in() == null) {
        forNames(let.pattern(), name -> variables.add(name.text()));
        if (let.pattern() instanceof Pattern.Binding binding) {
          definitions.add(binding.name(), true);
        }
      }
      if (each instanceof Expression.Declaration declaration) {
        Item item = declaration.item();
        if (item instanceof Item.Enum type && PredeclaredEnums.repeats(type, body)) {
          definitions.add(type.name(), false);
        } else {
          declareLocal(item, scope, definitions, nested);
        }
        switch (item) {
          case Item.Constant constant -> variables.add(constant.name().text());
          case Item.Static variable -> variables.add(variable.name().text());
          default -> {}
        }
      }
    }
    for (Expression each : body) {
      if (each instanceof Expression.Declaration(Item.Import imports, var _)) {
        all.imports.declareLocal(imports, scope);
      }
    }
    List<TypeDeclaration> types = all.types.subList(knownTypes, all.types.size());
    all.localTypes.surround(types, body, variables, nested, scope);
    all.impls.finishLocal(types, knownImpls);
    if (!nested.entries().isEmpty()) {
      scope.setNested(nested);
    }
  }

  private void declareLocal(
      Item item, Scope scope, Definitions definitions, NestedFunctions nested) {
    switch (item) {
      case Item.Function function -> {
        Identifier name = function.name();
        if (name != null && definitions.add(name, false)) {
          Frame frame = scope.frame();
          Function made = named(function, name, frame.function());
          all.functions.add(made);
          var declared = new FunctionDeclaration(function, made, scope, frame, null, false);
          var variable = new Variable(name.text(), name.span(), false, null);
          scope.bind(name.text(), new Binding.Nested(nested.add(variable, declared, frame)));
        }
      }
      case Item.Struct struct -> localType(struct, struct.name(), scope, definitions);
      case Item.Class type -> localType(type, type.name(), scope, definitions);
      case Item.Enum type -> localType(type, type.name(), scope, definitions);
      case Item.Actor actor -> localType(actor, actor.name(), scope, definitions);
      case Item.Trait trait -> {
        if (definitions.add(trait.name(), false)) {
          all.impls.declare(trait, scope);
        }
      }
      case Item.Impl impl -> all.impls.declare(impl, scope);
      case Item.TypeAlias alias -> scope.bind(alias.name().text(), new Binding.Alias(alias, scope));
      case Item.Constant constant -> definitions.add(constant.name(), false);
      case Item.Static variable -> definitions.add(variable.name(), true);
      case Item.Import _ -> {} // when what it may name is declared
      case Item.Module module -> localModule(module, scope, definitions);
      case Item.Export export -> all.report(new MisplacedExport(export.span()));
    }
  }

  private void localType(Item item, Identifier name, Scope scope, Definitions definitions) {
    if (definitions.add(name, false)) {
      all.typeHeads.declare(item, name, scope);
    }
  }

  /// The top-level code of an inline module, where it stands.
  Node run(Item.Module module, Scope scope, Span span) {
    if (module.body() == null
        || !(scope.raw(module.name().text()) instanceof Binding.OfModule of)
        || of.module().body() != module.body()) {
      return Frame.nil(span);
    }
    return all.blocks.body(module.body(), true, of.module().scope(), span);
  }

  /// `export default e` initialises the member `default`.
  Node run(Item.Export export, Scope scope) {
    if (export.fallback() == null || !scope.isGlobal()) {
      return Frame.nil(export.span());
    }
    var name = new Identifier("default", export.span());
    return all.lets.globalItem(name, null, export.fallback(), export.span(), scope);
  }

  /// A constant of the top level where it stands: the others are initialised before everything.
  Node constantNode(Item.Constant constant, Scope scope) {
    if (constants.isHoisted(constant)
        && scope.raw(constant.name().text()) instanceof Binding.OfGlobal global) {
      return new Node.Read(global.global().variable(), false, constant.span());
    }
    return all.lets.globalItem(
        constant.name(), constant.type(), constant.value(), constant.span(), scope);
  }

  /// The names that a pattern may bind.
  private static void forNames(Pattern pattern, java.util.function.Consumer<Identifier> action) {
    switch (pattern) {
      case Pattern.Binding binding -> action.accept(binding.name());
      case Pattern.Alias alias -> {
        action.accept(alias.name());
        forNames(alias.pattern(), action);
      }
      case Pattern.Constructor constructor ->
          constructor.arguments().forEach(each -> forNames(each, action));
      case Pattern.Fields fields -> {
        for (var field : fields.fields()) {
          if (field.pattern() == null) {
            action.accept(field.name());
          } else {
            forNames(field.pattern(), action);
          }
        }
      }
      case Pattern.Tuple tuple -> tuple.elements().forEach(each -> forNames(each, action));
      case Pattern.ListPattern list -> {
        for (var element : list.elements()) {
          switch (element) {
            case Pattern.ElementPattern.One one -> forNames(one.pattern(), action);
            case Pattern.ElementPattern.Rest rest -> {
              if (rest.name() != null) {
                action.accept(rest.name());
              }
            }
          }
        }
      }
      case Pattern.Alternatives alternatives ->
          forNames(alternatives.alternatives().getFirst(), action);
      case Pattern.Wildcard _,
          Pattern.Rest _,
          Pattern.Literal _,
          Pattern.Range _,
          Pattern.Path _ -> {}
    }
  }
}

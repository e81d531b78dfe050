package ruchy.compiler.resolve;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.UnusedName;
import ruchy.compiler.problem.TypeProblem.OpenParameters;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// `let` in all its forms, `const` and `static` (L 5.1, L 7.2).
final class LetResolver {
  private final Resolution all;

  /// Variables that were text when they were declared: on them `push` appends a character (L 17.3).
  private final Set<Variable> lists = new HashSet<>();

  /// A closure that a variable was declared with: its parameters, and where it stands.
  record Held(List<Parameter> parameters, Scope scope) {
    Signature signature() {
      return Signature.of(parameters);
    }
  }

  /// The closures that variables were declared with, and the calls that rely on them.
  private final Map<Variable, Held> closures = new HashMap<>();

  private final Map<Variable, Item.Constant> constants = new HashMap<>();

  private final Map<Span, Variable> namedCalls = new LinkedHashMap<>();

  LetResolver(Resolution all) {
    this.all = all;
  }

  /// `certain`: it is a statement, so that it runs whenever the code after it runs.
  Node let(Expression.Let let, boolean dropped, boolean certain, Scope scope) {
    if (let.in() != null) {
      return letIn(let, let.in(), dropped, scope);
    }
    if (let.otherwise() != null && let.value() != null) {
      return letElse(let, let.value(), let.otherwise(), certain, scope);
    }
    if (let.pattern() instanceof Pattern.Binding binding) {
      return simple(binding.name(), let, certain, scope);
    }
    Node value = entering(let, scope);
    if (let.pattern() instanceof Pattern.Wildcard) {
      return value;
    }
    Binder binder = new Binder(all, scope, certain);
    Matcher matcher = all.patterns.resolve(let.pattern(), binder, true, scope);
    binder.initialised();
    Node apart = dropped && !scope.isGlobal() ? AssignmentResolver.apart(matcher, value) : null;
    return apart == null ? new Node.Destructure(matcher, value, let.span()) : apart;
  }

  /// `let name: T = e`
  private Node simple(Identifier name, Expression.Let let, boolean certain, Scope scope) {
    if (scope.isGlobal()) {
      return global(name, let, certain, scope);
    }
    Annotation annotation = annotation(let.type(), scope);
    Node value =
        let.value() == null
            ? Frame.nil(let.span())
            : enteringValue(let.value(), annotation, name.text(), scope);
    Variable variable = new Variable(name.text(), name.span(), false, annotation);
    noteList(variable, value);
    noteClosure(variable, let.value(), scope);
    scope.bindLocal(variable);
    return new Node.Declare(variable, value, let.span());
  }

  private Node global(Identifier name, Expression.Let let, boolean certain, Scope scope) {
    Global global = all.items.global(name, scope);
    Variable variable = global.variable();
    noteClosure(variable, let.value(), scope);
    boolean closure =
        let.value() != null
            && let.type() == null
            && ControlResolver.plain(let.value()) instanceof Expression.Closure;
    if (closure && certain) {
      // The closure cannot run before the variable holds it.
      global.declare();
      all.initialised(global);
    }
    Annotation annotation = annotation(let.type(), scope);
    Node value =
        let.value() == null
            ? Frame.nil(let.span())
            : enteringValue(let.value(), annotation, name.text(), scope);
    if (!closure || !certain) {
      global.declare();
      if (certain) {
        all.initialised(global);
      }
    }
    noteList(variable, value);
    return new Node.Declare(variable, value, let.span());
  }

  private Node letIn(Expression.Let let, Expression body, boolean dropped, Scope scope) {
    Scope inner = scope.block();
    Node value = entering(let, scope);
    Binder binder = new Binder(all, inner, false);
    Node declaration;
    if (let.pattern() instanceof Pattern.Binding binding) {
      declaration = new Node.Declare(binder.bind(binding.name()), value, let.span());
    } else {
      Matcher matcher = all.patterns.resolve(let.pattern(), binder, true, inner);
      declaration = new Node.Destructure(matcher, value, let.span());
    }
    Node result = all.expressions.resolve(body, dropped, inner);
    for (Binding.Local local : binder.locals()) {
      if (!local.isUsed()) {
        all.report(new UnusedName(local.variable().name(), local.variable().span()));
      }
    }
    return new Node.Sequence(List.of(declaration, result), let.span());
  }

  /// `let P = e else { leave }`: what P binds is visible after it.
  private Node letElse(
      Expression.Let let,
      Expression subject,
      Expression.Block otherwise,
      boolean certain,
      Scope scope) {
    Span span = let.span();
    Node value = all.control.subject(subject, List.of(let.pattern()), scope);
    Node leave = all.blocks.block(otherwise, true, scope);
    Variable whole = scope.frame().temporary("value", span);
    Binder binder = new Binder(all, scope, certain);
    Matcher matcher = all.patterns.resolve(let.pattern(), binder, true, scope);
    binder.initialised();
    var arm = new Node.Arm(matcher, null, new Node.Read(whole, false, span));
    return new Node.Match(whole, value, List.of(arm), leave, span);
  }

  /// `const X: T = e`. One of the top level with a constant value has been declared already (L
  /// 7.3).
  Node constant(Item.Constant constant, Scope scope) {
    if (scope.isGlobal()) {
      return all.items.constantNode(constant, scope);
    }
    Node node =
        declared(constant.name(), constant.type(), constant.value(), constant.span(), scope);
    if (scope.own(constant.name().text()) instanceof Binding.Local local) {
      local.variable().markConstant();
      if (isLiteral(constant.value())) {
        constants.put(local.variable(), constant);
      }
    }
    return node;
  }

  /// The value of a constant of a function, for the methods of a type that stands there: null if it
  /// is no constant, or its value is not known before the program runs.
  @Nullable Node constantOf(Variable variable, Scope scope) {
    Item.Constant constant = constants.get(variable);
    if (constant == null || constant.value() == null) {
      return null;
    }
    variable.markUsedInFunctions();
    return enteringValue(
        constant.value(), annotation(constant.type(), scope), variable.name(), scope);
  }

  /// The value of a constant of a function or block as it is written; null if it has none.
  @Nullable Expression valueOf(Variable variable) {
    Item.Constant constant = constants.get(variable);
    return constant == null ? null : constant.value();
  }

  private static boolean isLiteral(@Nullable Expression value) {
    return switch (value) {
      case Expression.Literal _ -> true;
      case Expression.Parenthesised inner -> isLiteral(inner.inner());
      case Expression.Unary unary -> isLiteral(unary.operand());
      case Expression.Cast cast -> isLiteral(cast.operand());
      case Expression.Binary binary -> isLiteral(binary.left()) && isLiteral(binary.right());
      case null, default -> false;
    };
  }

  /// `static X: T = e`
  Node constant(Item.Static item, Scope scope) {
    return scope.isGlobal()
        ? globalItem(item.name(), item.type(), item.value(), item.span(), scope)
        : declared(item.name(), item.type(), item.value(), item.span(), scope);
  }

  private Node declared(
      Identifier name,
      @Nullable TypeName type,
      @Nullable Expression value,
      Span span,
      Scope scope) {
    var pattern = new Pattern.Binding(name, name.span());
    var let = new Expression.Let(false, pattern, type, value, null, null, span);
    return simple(name, let, true, scope);
  }

  /// A constant or static variable of the top level where it stands.
  Node globalItem(
      Identifier name,
      @Nullable TypeName type,
      @Nullable Expression value,
      Span span,
      Scope scope) {
    var pattern = new Pattern.Binding(name, name.span());
    return global(
        name, new Expression.Let(false, pattern, type, value, null, null, span), true, scope);
  }

  private @Nullable Annotation annotation(@Nullable TypeName type, Scope scope) {
    return type == null ? null : all.annotations.of(type, scope);
  }

  /// The value of a `let` with a pattern.
  private Node entering(Expression.Let let, Scope scope) {
    if (let.value() == null) {
      return Frame.nil(let.span());
    }
    Annotation annotation = annotation(let.type(), scope);
    return enteringValue(let.value(), annotation, let.pattern().span().text(), scope);
  }

  Node enteringValue(Expression value, @Nullable Annotation annotation, String name, Scope scope) {
    Node node = CallResolver.kept(all.expressions.value(value, scope));
    return all.copies.copy(all.checks.check(node, annotation, "variable '" + name + "'"));
  }

  private void noteClosure(Variable variable, @Nullable Expression value, Scope scope) {
    if (value != null && ControlResolver.plain(value) instanceof Expression.Closure closure) {
      closures.put(variable, new Held(closure.parameters(), scope));
    }
  }

  /// The closure that the variable holds, for a call at `span` that relies on its parameters; null
  /// if it is not known. That nothing else is ever assigned to the variable is checked at the end.
  @Nullable Held closureOf(Binding binding, Span span) {
    Held held = heldBy(binding);
    Variable variable = variable(binding);
    if (variable != null && held != null) {
      namedCalls.put(span, variable);
    }
    return held;
  }

  /// The closure that the variable holds, as far as the code has been read.
  @Nullable Held heldBy(Binding binding) {
    Variable variable = variable(binding);
    return variable == null || variable.isReassigned() ? null : closures.get(variable);
  }

  private static @Nullable Variable variable(Binding binding) {
    return switch (binding) {
      case Binding.Local local -> local.variable();
      case Binding.OfGlobal global -> global.global().variable();
      default -> null;
    };
  }

  /// Reports calls with named arguments whose callee may be another closure than it seemed.
  void checkNamedCalls() {
    namedCalls.forEach(
        (span, variable) -> {
          if (variable.isReassigned()) {
            String why = "another function may be assigned to '" + variable.name() + "'";
            all.report(new OpenParameters(why, span));
          }
        });
  }

  private void noteList(Variable variable, Node value) {
    if (isList(value)) {
      lists.add(variable);
    }
  }

  private static boolean isList(Node value) {
    return switch (value) {
      case Node.ListOf _, Node.RepeatOf _, Node.BytesConstant _ -> true;
      case Node.Check check -> isList(check.value());
      case Node.CallLibrary call -> call.owner().equals("Vec");
      default -> false;
    };
  }

  /// Whether what the expression names may hold text: its annotation does not refuse it, and it was
  /// not declared with a list.
  boolean mayBeText(Expression expression, Scope scope) {
    return switch (ControlResolver.plain(expression)) {
      case Expression.Name name ->
          switch (all.names.find(name.text(), scope)) {
            case Binding.Local local -> mayBeText(local.variable());
            case Binding.OfGlobal global -> mayBeText(global.global().variable());
            case Binding.Field field -> mayFieldBeText(field.name(), scope);
            case null, default -> true;
          };
      case Expression.Member member when member.target() instanceof Expression.Self ->
          mayFieldBeText(member.name().text(), scope);
      default -> true;
    };
  }

  private boolean mayBeText(Variable variable) {
    return !lists.contains(variable) && acceptsText(variable.annotation());
  }

  private static boolean mayFieldBeText(String name, Scope scope) {
    return !(scope.find("Self") instanceof Binding.OfType of)
        || of.type().type().fields().stream()
            .allMatch(field -> !field.name().equals(name) || acceptsText(field.annotation()));
  }

  private static boolean acceptsText(@Nullable Annotation annotation) {
    return switch (annotation) {
      case null -> true;
      case Annotation.Anything _, Annotation.OptionOf _, Annotation.Cell _ -> true;
      case Annotation.OfKind of -> of.kind() == Annotation.Kind.STRING;
      default -> false;
    };
  }
}

package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.DuplicateDefinition;
import ruchy.compiler.problem.TypeProblem.TooManyParameters;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
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

/// Functions, methods and closures: their parameters and bodies (L 3.2, L 5.5, L 7.4).
final class FunctionResolver {
  /// A method of the JVM has room for 255 parameters; integers and floats count twice, and the
  /// method may take a receiver, a closure and a frame beside them.
  private static final int MOST_PARAMETERS = 125;

  private final Resolution all;

  FunctionResolver(Resolution all) {
    this.all = all;
  }

  /// A new function without name within another one.
  Function closure(Function.Kind kind, Span span, Frame enclosing) {
    return closure(kind, false, span, enclosing);
  }

  /// A new function that makes something, named after that.
  Function closure(String name, Span span, Frame enclosing) {
    String display = "closure in " + named(enclosing).displayName();
    var function =
        new Function(name, display, Function.Kind.CLOSURE, false, span, enclosing.function());
    all.functions.add(function);
    return function;
  }

  private Function closure(Function.Kind kind, boolean async, Span span, Frame enclosing) {
    String word = kind == Function.Kind.TASK ? "task in " : "closure in ";
    String name = word + named(enclosing).displayName();
    var function = new Function("", name, kind, async, span, enclosing.function());
    all.functions.add(function);
    return function;
  }

  /// The innermost function with a name, or the top level (L 11.3).
  private static Function named(Frame frame) {
    Frame named = frame;
    while (named.enclosing() != null
        && (named.function().kind() == Function.Kind.CLOSURE
            || named.function().kind() == Function.Kind.TASK)) {
      named = named.enclosing();
    }
    return named.function();
  }

  Node closure(Expression.Closure closure, Scope scope) {
    Function function =
        closure(Function.Kind.CLOSURE, closure.async(), closure.span(), scope.frame());
    Frame frame = new Frame(function, scope.frame());
    fill(
        function,
        closure.parameters(),
        closure.result(),
        closure.body(),
        frame,
        scope.function(frame));
    return new Node.MakeClosure(function, closure.span());
  }

  /// `fun(x) { }` without name, as a value.
  Node functionValue(Item.Function tree, Scope scope) {
    boolean async = tree.flags().contains(Item.FunctionFlag.ASYNC);
    Function function = closure(Function.Kind.CLOSURE, async, tree.span(), scope.frame());
    Frame frame = new Frame(function, scope.frame());
    Scope inner = scope.function(frame);
    bindGenerics(tree.generics(), inner);
    fill(function, tree.parameters(), tree.result(), bodyOf(tree), frame, inner);
    return new Node.MakeClosure(function, tree.span());
  }

  /// A closure with the parameters of a method, which passes them on: its body is made of their
  /// values. Nothing is checked here, because the method does. Defaults mean what they mean where
  /// the method stands, with the `self` of the closure; with what `receiver` makes where that is
  /// given, because a constructor as a value has no `self` yet.
  Node passingOn(
      String name,
      FunctionDeclaration method,
      Span span,
      Scope scope,
      java.util.function.@Nullable Function<Scope, Node> receiver,
      BiFunction<List<@Nullable Node>, Scope, Node> body) {
    List<Parameter> trees = method.tree().parameters();
    Function function = closure(name, span, scope.frame());
    Frame frame = new Frame(function, scope.frame());
    Scope inner = withFields(method, method.scope().function(frame));
    Binding self = scope.find("self");
    if (self != null && receiver == null) {
      inner.bind("self", self);
    }
    List<Function.Parameter> parameters = new ArrayList<>();
    List<@Nullable Node> values = new ArrayList<>();
    for (Parameter tree : trees) {
      if (!Signature.isSelf(tree)) {
        Node fallback = null;
        if (tree.fallback() != null) {
          fallback =
              receiver == null
                  ? written(tree, tree.fallback(), inner)
                  : withReceiver(tree, tree.fallback(), receiver, inner);
        }
        Function.Parameter taken = taken(tree, parameters.size(), fallback, inner);
        parameters.add(taken);
        values.add(new Node.Read(taken.variable(), false, span));
      }
    }
    function.setSignature(parameters, !trees.isEmpty() && trees.getLast().rest(), null);
    function.setBody(body.apply(values, inner));
    return new Node.MakeClosure(function, span);
  }

  /// A default as the annotation of its parameter wants it.
  private Node written(Parameter tree, Expression fallback, Scope scope) {
    return all.written.fallback(all.expressions.value(fallback, scope), tree, scope);
  }

  /// A default that may use `self`, which is made for it then.
  private Node withReceiver(
      Parameter tree,
      Expression fallback,
      java.util.function.Function<Scope, Node> receiver,
      Scope scope) {
    Span span = fallback.span();
    Scope own = scope.block();
    var self = new Variable("self", span, false, null);
    Binding.Local local = own.bindLocal(self);
    Node value = written(tree, fallback, own);
    return local.isUsed()
        ? new Node.Sequence(List.of(new Node.Declare(self, receiver.apply(own), span), value), span)
        : value;
  }

  private static Expression bodyOf(Item.Function tree) {
    return tree.body() == null ? new Expression.NilLiteral(tree.span()) : tree.body();
  }

  static void bindGenerics(List<Identifier> generics, Scope scope) {
    for (Identifier name : generics) {
      scope.bind(name.text(), new Binding.Generic(name.text()));
    }
  }

  /// A function of a block, where it stands.
  void resolveNested(NestedFunctions.Entry entry, Scope scope) {
    NestedFunctions nested = scope.nested();
    if (nested != null) {
      nested.enterBody(entry);
      resolve(entry.declaration());
      nested.leaveBody();
    }
  }

  /// The parameters and the body of a declared function.
  void resolve(FunctionDeclaration declaration) {
    Item.Function tree = declaration.tree();
    Function function = declaration.function();
    Frame frame = new Frame(function, declaration.enclosing());
    Scope scope = declaration.scope().function(frame);
    bindGenerics(tree.generics(), scope);
    scope = withFields(declaration, scope);
    TypeDeclaration owner = declaration.owner();
    List<Function.Parameter> parameters = new ArrayList<>();
    if (declaration.hasSelf()) {
      Variable self = new Variable("self", tree.span(), false, null);
      scope.bindLocal(self);
      parameters.add(new Function.Parameter(self, null, true));
    }
    if (declaration.entering() != null) {
      initial(declaration, declaration.entering(), scope);
      return;
    }
    if (declaration.passing() != null && owner != null) {
      passOn(declaration, declaration.passing(), owner, parameters, scope);
      return;
    }
    fill(function, parameters, tree.parameters(), tree.result(), bodyOf(tree), frame, scope);
    if (declaration.defaultOf() != null) {
      function.setBody(written(function.body(), declaration.defaultOf(), scope));
    }
  }

  /// A default that a function of its own computes, as the annotation of its parameter wants it.
  private Node written(Node body, Parameter parameter, Scope scope) {
    if (!(body instanceof Node.Sequence(var nodes, Span span)) || nodes.isEmpty()) {
      return all.written.fallback(body, parameter, scope);
    }
    List<Node> written = new ArrayList<>(nodes);
    written.add(all.written.fallback(written.removeLast(), parameter, scope));
    return new Node.Sequence(written, span);
  }

  /// The scope of a function with the bare names of fields around it, if it is a method that sees
  /// these.
  private Scope withFields(FunctionDeclaration declaration, Scope scope) {
    TypeDeclaration owner = declaration.owner();
    if (!declaration.hasSelf() || owner == null || !owner.hasBareFields()) {
      return scope;
    }
    all.typeHeads.bareNames(owner).forEach(name -> scope.bind(name, new Binding.Field(name)));
    return scope.block();
  }

  /// A method that passes on to the closure which its receiver carries.
  private void passOn(
      FunctionDeclaration declaration,
      String key,
      TypeDeclaration owner,
      List<Function.Parameter> parameters,
      Scope scope) {
    Item.Function tree = declaration.tree();
    Span span = tree.span();
    var around = Objects.requireNonNull(owner.surroundings());
    for (Parameter each : tree.parameters()) {
      if (!Signature.isSelf(each)) {
        Node fallback = fallback(each, around, key, parameters, scope);
        parameters.add(taken(each, parameters.size(), fallback, scope));
      }
    }
    boolean rest = !tree.parameters().isEmpty() && tree.parameters().getLast().rest();
    boolean isAsync = tree.flags().contains(Item.FunctionFlag.ASYNC);
    Annotation result = isAsync ? null : all.annotations.optional(tree.result(), scope);
    declaration.function().setSignature(parameters, rest, result);
    Node carried = around.carried(read(parameters.getFirst(), span), key, span);
    declaration
        .function()
        .setBody(new Node.CallValue(carried, passed(parameters, rest, span), span));
  }

  /// The default of a parameter of a method that passes on, for which the receiver carries a
  /// function of the arguments before it.
  private @Nullable Node fallback(
      Parameter tree,
      Surroundings around,
      String key,
      List<Function.Parameter> before,
      Scope scope) {
    Expression value = tree.fallback();
    if (value == null) {
      return null;
    }
    if (Signature.Fallback.of(value) != Signature.Fallback.COMPUTED) {
      return all.expressions.value(value, scope);
    }
    Span span = value.span();
    Node receiver = read(before.getFirst(), span);
    Node function = around.carried(receiver, Surroundings.fallback(key, tree), span);
    return new Node.CallValue(function, passed(before, false, span), span);
  }

  /// Arguments that pass parameters on; with `rest` the last one is spread.
  private static List<Node.Element> passed(
      List<Function.Parameter> parameters, boolean rest, Span span) {
    List<Node.Element> arguments = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      boolean isSpread = rest && i == parameters.size() - 1;
      arguments.add(new Node.Element(read(parameters.get(i), span), isSpread));
    }
    return arguments;
  }

  private static Node read(Function.Parameter parameter, Span span) {
    return new Node.Read(parameter.variable(), false, span);
  }

  /// A parameter that is passed on unchanged.
  private Function.Parameter taken(
      Parameter tree, int index, @Nullable Node fallback, Scope scope) {
    String name =
        tree.pattern() instanceof Pattern.Binding binding ? binding.name().text() : "$" + index;
    var variable = new Variable(name, tree.span(), false, null);
    scope.bindLocal(variable);
    return new Function.Parameter(variable, fallback, Signature.isByReference(tree));
  }

  /// The initial value of a field: a function without parameters.
  private void initial(
      FunctionDeclaration declaration, FunctionDeclaration.Entering entering, Scope scope) {
    Node value = all.expressions.value(bodyOf(declaration.tree()), scope);
    Node checked = all.checks.check(value, entering.annotation(), entering.place());
    declaration.function().setBody(all.copies.copy(checked));
  }

  private void fill(
      Function function,
      List<Parameter> trees,
      @Nullable TypeName result,
      Expression body,
      Frame frame,
      Scope scope) {
    fill(function, new ArrayList<>(), trees, result, body, frame, scope);
  }

  private void fill(
      Function function,
      List<Function.Parameter> parameters,
      List<Parameter> trees,
      @Nullable TypeName result,
      Expression body,
      Frame frame,
      Scope scope) {
    List<Node> checks = new ArrayList<>();
    List<Node> parts = new ArrayList<>();
    checkNames(trees);
    for (Parameter tree : trees) {
      if (!Signature.isSelf(tree)) {
        parameters.add(parameter(tree, function, checks, parts, scope));
      }
    }
    boolean takesSelf = !trees.isEmpty() && Signature.isSelf(trees.getFirst());
    int most = takesSelf ? MOST_PARAMETERS + 1 : MOST_PARAMETERS;
    if (trees.size() > most) {
      Span span = trees.get(most).span();
      all.report(new TooManyParameters(function.displayName(), MOST_PARAMETERS, span));
    }
    boolean rest = !trees.isEmpty() && trees.getLast().rest();
    Annotation annotation = all.annotations.optional(result, scope);
    List<Node> nodes = new ArrayList<>(checks);
    nodes.addAll(parts);
    if (function.isAsync()) {
      function.setSignature(parameters, rest, null);
      nodes.add(started(function, annotation, body, frame, scope));
    } else {
      function.setSignature(parameters, rest, annotation);
      nodes.addAll(bodyWith(annotation, function, body, frame, scope));
    }
    function.setBody(nodes.size() == 1 ? nodes.getFirst() : new Node.Sequence(nodes, body.span()));
  }

  /// Two parameters of one name are two definitions in one scope (L 7.3).
  private void checkNames(List<Parameter> trees) {
    Map<String, Span> known = new HashMap<>();
    for (Parameter tree : trees) {
      if (tree.pattern() instanceof Pattern.Binding(Identifier name, _)) {
        Span first = known.putIfAbsent(name.text(), name.span());
        if (first != null) {
          all.report(new DuplicateDefinition(name.text(), name.span(), first));
        }
      }
    }
  }

  /// The body, and the check of its value against the annotated result.
  private List<Node> bodyWith(
      @Nullable Annotation annotation,
      Function function,
      Expression body,
      Frame frame,
      Scope scope) {
    frame.setResult(annotation);
    boolean discards = Checks.isNil(annotation);
    Node value = all.blocks.body(body, discards, scope);
    return discards
        ? List.of(value, Frame.nil(body.span()))
        : List.of(all.checks.check(value, annotation, Checks.resultOf(function)));
  }

  /// The body of an async function as a task, which is what a call yields (L 12.1).
  private Node started(
      Function function,
      @Nullable Annotation annotation,
      Expression body,
      Frame frame,
      Scope scope) {
    Span span = body.span();
    Function task = closure(Function.Kind.TASK, span, frame);
    Frame inner = new Frame(task, frame);
    List<Node> nodes = bodyWith(annotation, function, body, inner, scope.function(inner));
    task.setBody(nodes.size() == 1 ? nodes.getFirst() : new Node.Sequence(nodes, span));
    return new Node.Spawn(new Node.MakeClosure(task, span), false, span);
  }

  /// The default of a parameter. It sees the parameters before it, so what these take apart is
  /// taken apart before it (L 3.2).
  private @Nullable Node fallback(Parameter tree, List<Node> parts, Scope scope) {
    Expression expression = tree.fallback();
    if (expression == null) {
      return null;
    }
    Node value = all.copies.copy(written(tree, expression, scope));
    List<Node> nodes = new ArrayList<>();
    for (Node part : parts) {
      if (part
          instanceof Node.Destructure(Matcher matcher, Node.Read(var whole, _, _), Span span)) {
        Node again = new Node.Read(whole, false, span);
        nodes.add(new Node.Destructure(matcher, again, span));
      }
    }
    nodes.add(value);
    return value instanceof Node.Constant || parts.isEmpty()
        ? value
        : new Node.Sequence(nodes, value.span());
  }

  /// One parameter; its check goes to `checks`, what takes a pattern apart to `parts`.
  private Function.Parameter parameter(
      Parameter tree, Function function, List<Node> checks, List<Node> parts, Scope scope) {
    Annotation annotation = tree.rest() ? null : all.annotations.optional(tree.type(), scope);
    Node fallback = fallback(tree, parts, scope);
    Variable variable;
    Span span = tree.span();
    if (tree.pattern() instanceof Pattern.Binding binding) {
      variable = new Variable(binding.name().text(), binding.name().span(), false, annotation);
      scope.bindLocal(variable);
    } else {
      // A pattern: no source name can mean the variable itself.
      variable = new Variable("$parameter", span, false, annotation);
    }
    if (annotation != null) {
      String shown = tree.pattern().span().text();
      String place = "parameter '" + shown + "' of " + function.displayName();
      Node entering = new Node.Read(variable, false, span);
      Node checked = all.checks.check(entering, annotation, place);
      if (checked != entering) {
        checks.add(new Node.Write(variable, checked, span));
      }
    }
    if (!(tree.pattern() instanceof Pattern.Binding)
        && !(tree.pattern() instanceof Pattern.Wildcard)) {
      var matcher =
          all.patterns.resolve(tree.pattern(), new Binder(all, scope, false), true, scope);
      parts.add(new Node.Destructure(matcher, new Node.Read(variable, false, span), span));
    }
    return new Function.Parameter(variable, fallback, Signature.isByReference(tree));
  }
}

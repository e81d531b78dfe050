package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.NotAValue;
import ruchy.compiler.problem.NameProblem.OutsideMethod;
import ruchy.compiler.problem.NameProblem.UndefinedFunction;
import ruchy.compiler.problem.NameProblem.UndefinedVariable;
import ruchy.compiler.problem.TypeProblem.ArgumentCount;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Expression.Argument;

/// Calls of names, paths and values (L 5.8, L 7.4).
final class CallResolver {
  private final Resolution all;

  CallResolver(Resolution all) {
    this.all = all;
  }

  /// A call whose callee is not part of a postfix chain, or null if it is.
  @Nullable Node named(Expression.Call call, boolean dropped, Scope scope) {
    return switch (call.callee()) {
      case Expression.Path path when isSpawn(path, call, scope) ->
          // L 12.7, L 14.3: `async::spawn(f)` and `thread::spawn(f)` are `spawn f`
          all.tasks.spawn(
              new Expression.Spawn(call.arguments().getFirst().value(), call.span()),
              dropped,
              scope);
      case Expression.Name name -> byName(name, call.arguments(), call.span(), scope);
      case Expression.Path path -> byPath(path, call.arguments(), call.span(), scope);
      case Expression.Super _ -> superConstructor(call, scope);
      default -> null;
    };
  }

  private boolean isSpawn(Expression.Path path, Expression.Call call, Scope scope) {
    List<Argument> arguments = call.arguments();
    return arguments.size() == 1
        && !arguments.getFirst().spread()
        && arguments.getFirst().name() == null
        && path.segments().getLast().name().text().equals("spawn")
        && all.paths.find(PathResolver.names(path), scope) instanceof Binding.LibraryMember found
        && (found.owner().equals("async") || found.owner().equals("thread"));
  }

  /// `name(args)`
  Node byName(Expression.Name name, List<Argument> arguments, Span span, Scope scope) {
    Binding binding = all.names.find(name.text(), scope);
    if (binding == null) {
      return undefined(name, arguments, scope);
    }
    return of(binding, name.text(), arguments, span, scope);
  }

  private Node undefined(Expression.Name name, List<Argument> arguments, Scope scope) {
    String own = ownFunction(name.text(), scope);
    String similar = own == null ? all.suggestions.visible(name.text(), scope) : own;
    all.report(new UndefinedFunction(name.text(), name.span(), similar));
    return Frame.faulty(all.arguments.elements(arguments, scope), name.span());
  }

  /// `self.name` or `Type::name`, if the enclosing type has a function of that name.
  private static @Nullable String ownFunction(String name, Scope scope) {
    if (!(scope.findSpace("Self") instanceof Binding.OfType of)) {
      return null;
    }
    if (scope.find("self") != null && of.type().methods().containsKey(name)) {
      return "self." + name;
    }
    return of.type().statics().containsKey(name) ? of.type().name() + "::" + name : null;
  }

  /// `a::b::name(args)`
  Node byPath(Expression.Path path, List<Argument> arguments, Span span, Scope scope) {
    var names = PathResolver.names(path);
    Node byType = all.openDefaults.call(names, arguments, span, scope);
    if (byType != null) {
      return byType;
    }
    Binding binding = all.paths.resolve(names, true, scope);
    if (binding == null) {
      return Frame.faulty(all.arguments.elements(arguments, scope), span);
    }
    return of(binding, names.getLast().text(), arguments, span, scope);
  }

  /// A call of what a name or path stands for.
  Node of(Binding binding, String name, List<Argument> arguments, Span span, Scope scope) {
    return switch (binding) {
      case Binding.Named named -> {
        all.refer(named.declaration());
        yield function(named.declaration(), null, arguments, span, scope);
      }
      case Binding.Nested nested -> nested(nested.entry(), arguments, span, scope);
      case Binding.OfType type -> all.instances.construct(type.type(), arguments, span, scope);
      case Binding.Maker maker -> all.instances.construct(maker.type(), arguments, span, scope);
      case Binding.OfVariant variant -> all.instances.variant(variant, arguments, span, scope);
      case Binding.Associated associated -> associated(associated, arguments, span, scope);
      case Binding.TraitMethod method -> ofFirst(method.name(), arguments, span, scope);
      case Binding.Predeclared predeclared ->
          all.instances.option(predeclared.form(), arguments, span, scope);
      case Binding.LibraryMember member ->
          library(member.owner(), member.name(), arguments, span, scope);
      case Binding.Local _, Binding.OfGlobal _, Binding.Field _ ->
          variable(binding, name, arguments, span, scope);
      case Binding.Alias alias -> {
        Binding target = all.paths.target(alias);
        yield target == null
            ? noFunction(name, arguments, span, scope)
            : of(target, name, arguments, span, scope);
      }
      case Binding.Imported imported -> {
        Binding target = imported.target();
        yield target == null
            ? noFunction(name, arguments, span, scope)
            : of(target, name, arguments, span, scope);
      }
      case Binding.OfModule _, Binding.OfTrait _, Binding.Generic _, Binding.LibraryModule _ ->
          noFunction(name, arguments, span, scope);
      case Binding.LibraryType(String type) -> {
        yield all.library.isMember(type, "new")
            ? library(type, "new", arguments, span, scope)
            : noFunction(type, arguments, span, scope);
      }
    };
  }

  private Node noFunction(String name, List<Argument> arguments, Span span, Scope scope) {
    all.report(new UndefinedFunction(name, span, null));
    return Frame.faulty(all.arguments.elements(arguments, scope), span);
  }

  /// A call of what a variable holds. Named arguments need a variable that was declared with a
  /// closure.
  private Node variable(
      Binding binding, String name, List<Argument> arguments, Span span, Scope scope) {
    Node callee = all.names.value(binding, name, span, scope);
    boolean named = Expression.Argument.anyNamed(arguments);
    boolean isSure = !all.assigned.contains(name);
    LetResolver.Held held = named || !isSure ? null : all.lets.heldBy(binding);
    if (held != null) {
      var given = new ArgumentResolver.Ordered(all.arguments.elements(arguments, scope), List.of());
      var entering = all.written.entering(given, held.parameters(), held.scope());
      return new Node.CallValue(callee, entering.elements(), span);
    }
    held = named && isSure ? all.lets.closureOf(binding, span) : null;
    Signature signature = held == null ? null : held.signature();
    if (held == null || signature == null) {
      return value(callee, arguments, span, scope);
    }
    if (signature.leavesOpen(arguments)) {
      List<Node.Element> elements = all.arguments.elements(arguments, scope);
      all.namesParameters = true;
      return new Node.CallValue(
          callee, all.written.byName(elements, held.parameters(), held.scope()), true, span);
    }
    var ordered =
        all.written.entering(
            all.arguments.positional(signature, name, arguments, span, scope),
            held.parameters(),
            held.scope());
    Node call = new Node.CallValue(callee, ordered.elements(), span);
    return new ArgumentResolver.Bound(List.of(), ordered.before()).around(call);
  }

  /// A call of a value. Which parameters named arguments belong to is known only then.
  Node value(Node callee, List<Argument> arguments, Span span, Scope scope) {
    List<Node.Element> elements = all.arguments.elements(arguments, scope);
    boolean named = Expression.Argument.anyNamed(arguments);
    if (!named) {
      return new Node.CallValue(callee, elements, span);
    }
    all.namesParameters = true;
    return new Node.CallValue(callee, elements, true, span);
  }

  private Node function(
      FunctionDeclaration callee,
      @Nullable Node closure,
      List<Argument> arguments,
      Span span,
      Scope scope) {
    var function = callee.function();
    var bound = all.arguments.bind(callee.signature(), function.name(), arguments, span, scope);
    if (bound == null) {
      Node value = closure == null ? new Node.FunctionValue(function, span) : closure;
      return value(value, arguments, span, scope);
    }
    var given = all.written.entering(bound, callee);
    return given.around(new Node.CallFunction(function, closure, given.values(), span));
  }

  /// A call of a nested function.
  Node nested(NestedFunctions.Entry callee, List<Argument> arguments, Span span, Scope scope) {
    boolean isWithin = scope.frame().isWithin(callee.frame());
    if (!isWithin) {
      all.captures.callOutside(callee, span);
      return function(callee.declaration(), null, arguments, span, scope);
    }
    boolean spread = arguments.stream().anyMatch(Argument::spread);
    if (spread) {
      return value(all.names.nested(callee, span, scope), arguments, span, scope);
    }
    callee.use(span);
    all.captures.call(callee, scope.frame());
    Node closure = new Node.Read(callee.variable(), false, span);
    return function(callee.declaration(), closure, arguments, span, scope);
  }

  private Node associated(
      Binding.Associated callee, List<Argument> arguments, Span span, Scope scope) {
    all.refer(callee.type());
    all.refer(callee.declaration());
    return switch (callee.role()) {
      case STATIC -> {
        var nested = callee.declaration().nested();
        yield nested == null
            ? function(callee.declaration(), null, arguments, span, scope)
            : nested(nested, arguments, span, scope);
      }
      case CONSTRUCTOR ->
          all.instances.construct(callee.type(), callee.declaration(), arguments, span, scope);
      case METHOD -> {
        if (arguments.isEmpty() || arguments.getFirst().spread()) {
          String expected = callee.declaration().signature().minimum() + 1 + "";
          all.report(new ArgumentCount("Function", expected, arguments.size(), span));
          yield Frame.faulty(all.arguments.elements(arguments, scope), span);
        }
        Node receiver = all.expressions.value(arguments.getFirst().value(), scope);
        yield method(
            callee.declaration(), receiver, arguments.subList(1, arguments.size()), span, scope);
      }
    };
  }

  /// A call of that very method with that receiver.
  Node method(
      FunctionDeclaration callee, Node receiver, List<Argument> arguments, Span span, Scope scope) {
    var function = callee.function();
    var bound = all.arguments.bind(callee.signature(), function.name(), arguments, span, scope);
    if (bound == null) {
      return new Node.CallMethod(
          receiver,
          function.name(),
          List.of(),
          all.arguments.elements(arguments, scope),
          false,
          span);
    }
    List<@Nullable Node> values = new ArrayList<>();
    values.add(receiver);
    var given = all.written.entering(bound, callee);
    values.addAll(given.values());
    return given.around(new Node.CallKnownMethod(function, values, span));
  }

  private Node ofFirst(String name, List<Argument> arguments, Span span, Scope scope) {
    if (arguments.isEmpty()) {
      all.report(new ArgumentCount("Function", "1", 0, span));
      return Frame.faulty(span);
    }
    Node receiver = all.expressions.value(arguments.getFirst().value(), scope);
    var rest = arguments.subList(1, arguments.size());
    return all.members.call(receiver, name, List.of(), rest, true, span, scope);
  }

  /// A call of a library function; an assertion without message gets its source text (L 16).
  Node library(String owner, String name, List<Argument> arguments, Span span, Scope scope) {
    List<Node.Element> elements = all.arguments.elements(arguments, scope);
    boolean spread = Nodes.spread(elements);
    if (!spread && !all.library.accepts(owner, name, elements.size())) {
      String callee = owner.isEmpty() ? name : owner + "::" + name;
      String expected = all.library.expected(owner, name);
      all.report(new ArgumentCount(callee, expected, elements.size(), span));
    }
    if (isPointer(owner) && elements.size() == 1 && !spread) {
      return elements.getFirst().value(); // so that the type of the value is known
    }
    if (owner.isEmpty() && name.equals("assert") && elements.size() == 1 && !spread) {
      Span condition = arguments.getFirst().value().span();
      elements.add(new Node.Element(new Node.Constant(condition.text(), condition), false));
    }
    Node call = new Node.CallLibrary(owner, name, elements, span);
    // L 8.1, as for the method: nil for a name, member or element, else the list.
    boolean yieldsNil =
        owner.isEmpty()
            && name.equals("push")
            && !elements.isEmpty()
            && AssignmentResolver.isPlace(Copies.original(elements.getFirst().value()));
    return yieldsNil ? new Node.Sequence(List.of(call, Frame.nil(span)), span) : call;
  }

  /// What a variable keeps of a value: of `xs = push(xs, x)` and `let ys = push(xs, x)` the list,
  /// which is what programs mean that name the result, as in languages where `push` makes a new
  /// one.
  static Node kept(Node value) {
    boolean isPush =
        value instanceof Node.Sequence(var nodes, var span)
            && nodes.size() == 2
            && nodes.getFirst() instanceof Node.CallLibrary call
            && call.owner().isEmpty()
            && call.name().equals("push")
            && call.span().equals(span);
    return isPush ? ((Node.Sequence) value).nodes().getFirst() : value;
  }

  /// Whether the functions of that type give their argument itself (L 12.9).
  private static boolean isPointer(String owner) {
    return owner.equals("Arc") || owner.equals("Rc") || owner.equals("Box");
  }

  /// `super(args)`
  private Node superConstructor(Expression.Call call, Scope scope) {
    TypeDeclaration parent = parent(call.callee().span(), scope);
    if (parent == null) {
      return Frame.faulty(all.arguments.elements(call.arguments(), scope), call.span());
    }
    FunctionDeclaration constructor = parent.constructors().get("new");
    if (constructor == null) {
      if (!call.arguments().isEmpty()) {
        all.report(new ArgumentCount("Function", "0", call.arguments().size(), call.span()));
        return Frame.faulty(all.arguments.elements(call.arguments(), scope), call.span());
      }
      return Frame.nil(call.span());
    }
    Node self = all.names.self(call.callee().span(), scope);
    return method(constructor, self, call.arguments(), call.span(), scope);
  }

  /// `super.name(args)`
  Node superMethod(Expression.MethodCall call, Scope scope) {
    TypeDeclaration parent = parent(call.target().span(), scope);
    if (parent == null) {
      return Frame.faulty(all.arguments.elements(call.arguments(), scope), call.span());
    }
    FunctionDeclaration method = parent.methods().get(call.name().text());
    if (method == null) {
      String suggestion =
          all.suggestions.among(call.name().text(), List.copyOf(parent.methods().keySet()));
      all.report(new UndefinedFunction("super." + call.name(), call.name().span(), suggestion));
      return Frame.faulty(all.arguments.elements(call.arguments(), scope), call.span());
    }
    all.refer(method);
    Node self = all.names.self(call.target().span(), scope);
    return method(method, self, call.arguments(), call.span(), scope);
  }

  /// `super.name` that is no field: an inherited property, or a method bound to `self`.
  Node superMember(Expression.Member member, Scope scope) {
    Span span = member.span();
    TypeDeclaration parent = parent(member.target().span(), scope);
    if (parent == null) {
      return Frame.faulty(span);
    }
    String name = member.name().text();
    FunctionDeclaration property = parent.methods().get("get " + name);
    if (property != null) {
      all.refer(property);
      return method(property, all.names.self(span, scope), List.of(), span, scope);
    }
    FunctionDeclaration method = parent.methods().get(name);
    if (method == null) {
      String similar = all.suggestions.among(name, List.copyOf(parent.methods().keySet()));
      all.report(new UndefinedVariable("super." + name, span, similar));
      return Frame.faulty(span);
    }
    all.refer(method);
    return all.bodies.passingOn(
        name,
        method,
        span,
        scope,
        null,
        (values, inner) -> {
          List<@Nullable Node> arguments = new ArrayList<>(values);
          arguments.addFirst(all.names.self(span, inner));
          return new Node.CallKnownMethod(method.function(), arguments, span);
        });
  }

  /// `super` alone.
  Node noValue(Expression.Super found) {
    all.report(new NotAValue("super", "keyword", found.span()));
    return Frame.faulty(found.span());
  }

  /// Whether `super.name` is an inherited field.
  boolean isSuperField(Expression.Member member, Scope scope) {
    TypeDeclaration parent =
        scope.find("Self") instanceof Binding.OfType of ? of.type().parent() : null;
    String name = member.name().text();
    return parent != null && parent.type().fields().stream().anyMatch(f -> f.name().equals(name));
  }

  private @Nullable TypeDeclaration parent(Span span, Scope scope) {
    TypeDeclaration parent =
        scope.find("Self") instanceof Binding.OfType of ? of.type().parent() : null;
    if (parent == null) {
      all.report(new OutsideMethod("super", span));
    }
    return parent;
  }
}

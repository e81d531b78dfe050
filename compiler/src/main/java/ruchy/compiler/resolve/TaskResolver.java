package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.TypeProblem.OpenParameters;
import ruchy.compiler.problem.TypeProblem.RepeatedArgument;
import ruchy.compiler.problem.TypeProblem.UnknownArgument;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;

/// Tasks and the messages of actors (L 12.1, L 12.8).
final class TaskResolver {
  private final Resolution all;

  /// The enums of messages built by their name alone, by name and number of arguments.
  private final Map<String, UserType> messages = new TreeMap<>();

  TaskResolver(Resolution all) {
    this.all = all;
  }

  /// `async { }`
  Node async(Expression.Async async, boolean dropped, Scope scope) {
    return started(async.body(), dropped, async.span(), scope);
  }

  /// `spawn e`: a block is the body of a task; the value of another expression, if it is a
  /// function, is called there.
  Node spawn(Expression.Spawn spawn, boolean dropped, Scope scope) {
    Expression operand = ControlResolver.plain(spawn.operand());
    Span span = spawn.span();
    return switch (operand) {
      case Expression.Block block -> started(block, dropped, span, scope);
      case Expression.Async async -> started(async.body(), dropped, span, scope);
      case Expression.Closure closure when closure.parameters().isEmpty() ->
          started(closure.body(), dropped, span, scope);
      case Expression.Name name when isActor(name, scope) ->
          all.calls.byName(name, List.of(), span, scope);
      case Expression.Path path when isActor(path, scope) ->
          all.calls.byPath(path, List.of(), span, scope);
      case Expression.Call call when isActor(call.callee(), scope) ->
          all.expressions.value(operand, scope);
      case Expression.MethodCall call
          when call.name().text().equals("new") && isActor(call.target(), scope) ->
          all.expressions.value(operand, scope);
      case Expression.StructLiteral _ -> all.expressions.value(operand, scope);
      default -> computed(operand, dropped, span, scope);
    };
  }

  /// Whether it is the name of an actor, or `A::new`.
  private boolean isActor(Expression expression, Scope scope) {
    Binding binding =
        switch (expression) {
          case Expression.Name name -> all.names.find(name.text(), scope);
          case Expression.Path path -> all.paths.find(PathResolver.names(path), scope);
          default -> null;
        };
    TypeDeclaration type =
        switch (binding) {
          case Binding.OfType of -> of.type();
          case Binding.Maker maker -> maker.type();
          case null, default -> null;
        };
    return type != null && type.type().form() == UserType.Form.ACTOR;
  }

  private Node started(Expression body, boolean dropped, Span span, Scope scope) {
    Function function = all.bodies.closure(Function.Kind.TASK, span, scope.frame());
    Frame frame = new Frame(function, scope.frame());
    function.setBody(all.blocks.body(body, false, scope.function(frame)));
    return new Node.Spawn(new Node.MakeClosure(function, span), dropped, span);
  }

  private Node computed(Expression operand, boolean dropped, Span span, Scope scope) {
    Function function = all.bodies.closure(Function.Kind.TASK, span, scope.frame());
    Frame frame = new Frame(function, scope.frame());
    Scope inner = scope.function(frame);
    if (operand instanceof Expression.Name name && isFunction(name, inner)) {
      function.setBody(all.calls.byName(name, List.of(), span, inner));
      return new Node.Spawn(new Node.MakeClosure(function, span), dropped, span);
    }
    Variable value = frame.temporary("value", span);
    Node computed = all.expressions.value(operand, inner);
    var tested = new Node.Element(new Node.Read(value, false, span), false);
    function.setBody(
        new Node.Sequence(
            List.of(
                new Node.Declare(value, computed, span),
                new Node.Conditional(
                    new Node.CallLibrary("", "is_function", List.of(tested), span),
                    new Node.CallValue(new Node.Read(value, false, span), List.of(), span),
                    new Node.Read(value, false, span),
                    span)),
            span));
    return new Node.Spawn(new Node.MakeClosure(function, span), dropped, span);
  }

  private boolean isFunction(Expression.Name name, Scope scope) {
    Binding binding = all.names.find(name.text(), scope);
    return binding instanceof Binding.Named || binding instanceof Binding.Nested;
  }

  /// `actor ! message`: yields nil.
  Node send(Expression.Send send, Scope scope) {
    Node actor = all.expressions.value(send.actor(), scope);
    return delivered(actor, "tell", send.message(), send.span(), scope);
  }

  /// `actor <? message`: yields the value of the handler.
  Node ask(Expression.Ask ask, Scope scope) {
    Node actor = all.expressions.value(ask.actor(), scope);
    return delivered(actor, "ask", ask.message(), ask.span(), scope);
  }

  private Node delivered(Node actor, String method, Expression expression, Span span, Scope scope) {
    Node message = message(expression, scope);
    Node value =
        message == null ? all.copies.copy(all.expressions.value(expression, scope)) : message;
    BiFunction<Node, Node, Node> make =
        (target, sent) ->
            new Node.CallMethod(
                target, method, List.of(), List.of(new Node.Element(sent, false)), false, span);
    Node decided = all.receiverPlaces.message(actor, value, scope, make);
    return decided == null ? make.apply(actor, value) : decided;
  }

  /// What `Name` or `Name(args)` means in send position, if the name means nothing else there (L
  /// 12.8): a variant of an enum of messages. Null if it is an ordinary expression.
  @Nullable Node message(Expression expression, Scope scope) {
    Expression plain = ControlResolver.plain(expression);
    if (plain instanceof Expression.Name name && isMessage(name, scope)) {
      return new Node.MakeVariant(variant(name, 0), List.of(), name.span());
    }
    if (plain instanceof Expression.Call call
        && call.callee() instanceof Expression.Name name
        && isMessage(name, scope)) {
      return message(name, call.arguments(), call.span(), scope);
    }
    return null;
  }

  /// `Name(args)`: named arguments bind to the parameters of the program's handlers of that name;
  /// how many there are of spread ones is seen when the message is made.
  private Node message(
      Expression.Name name, List<Expression.Argument> arguments, Span span, Scope scope) {
    boolean spread = arguments.stream().anyMatch(Expression.Argument::spread);
    boolean named = Expression.Argument.anyNamed(arguments);
    Signature handler = all.methods.signature("receive " + name.text());
    boolean isKnown = all.methods.isUserMethod("receive " + name.text());
    if (handler == null && isKnown && named && !spread) {
      return openMessage(name, arguments, span, scope);
    }
    if (handler == null && (spread || named)) {
      String why = "the handlers of '" + name.text() + "' differ, or there is none";
      all.report(new OpenParameters(why, span));
      return Frame.faulty(all.arguments.elements(arguments, scope), span);
    }
    if (handler != null && spread && !handler.rest() && !named) {
      UserType.Variant variant = variant(name, handler.places().size());
      Node maker = all.instances.maker(variant, span, scope);
      return new Node.CallValue(maker, all.arguments.elements(arguments, scope), span);
    }
    var ordered =
        handler != null && named
            ? all.arguments.positional(handler, name.text(), arguments, span, scope)
            : new ArgumentResolver.Ordered(all.arguments.elements(arguments, scope), List.of());
    List<Node> payload = Nodes.values(ordered.elements());
    Node message = new Node.MakeVariant(variant(name, payload.size()), payload, span);
    return new ArgumentResolver.Bound(List.of(), ordered.before()).around(message);
  }

  /// `Name(a, n: v)` where the program's handlers of that name have different parameters: the actor
  /// that gets it binds the names, so they are those of a record variant.
  private Node openMessage(
      Expression.Name name, List<Expression.Argument> arguments, Span span, Scope scope) {
    List<FunctionDeclaration> handlers = all.methods.named("receive " + name.text());
    List<String> fields = new ArrayList<>();
    List<Node> payload = new ArrayList<>();
    for (Expression.Argument argument : arguments) {
      String field = Integer.toString(payload.size());
      Identifier given = argument.name();
      if (given != null) {
        field = given.text();
        if (handlers.stream().noneMatch(each -> each.signature().indexOf(given.text()) >= 0)) {
          all.report(new UnknownArgument(given.text(), name.text(), given.span()));
        } else if (fields.contains(field)) {
          all.report(new RepeatedArgument(given.text(), given.span()));
        }
      }
      fields.add(field);
      payload.add(all.copies.copy(all.expressions.value(argument.value(), scope)));
    }
    all.namesParameters = true;
    UserType type =
        messages.computeIfAbsent(
            name.text() + "/" + String.join(",", fields),
            text -> message(text, name.text(), fields, true, name.span()));
    return new Node.MakeVariant(type.variants().getFirst(), payload, span);
  }

  private boolean isMessage(Expression.Name name, Scope scope) {
    if (scope.find(name.text()) != null) {
      return false;
    }
    return all.methods.isUserMethod("receive " + name.text())
        || Character.isUpperCase(name.text().codePointAt(0))
            && all.names.find(name.text(), scope) == null;
  }

  /// The variant that stands for messages of that name and number of arguments. Each has an enum of
  /// its own, named after it, so that the entries of a session mean the same one.
  private UserType.Variant variant(Expression.Name name, int count) {
    UserType type =
        messages.computeIfAbsent(
            name.text() + "/" + count,
            text -> {
              List<String> fields = IntStream.range(0, count).mapToObj(Integer::toString).toList();
              return message(text, name.text(), fields, false, name.span());
            });
    return type.variants().getFirst();
  }

  /// The `/` in its name tells an enum of messages from those of the program (see
  /// `ruchy.runtime.actor.Actor`).
  private UserType message(
      String text, String name, List<String> fields, boolean record, Span span) {
    var type = new UserType(UserType.Form.ENUM, text, span);
    List<UserType.Field> payload =
        fields.stream().map(field -> new UserType.Field(field, null, null, span)).toList();
    type.variants().add(new UserType.Variant(type, name, 0, 0, record, payload));
    all.userTypes.add(type);
    return type;
  }
}

package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;

/// Calls of which the target is found when they are made: of values, and of methods by their name.
final class UnknownCallEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  /// More tests of the class cost more than the look-up by name.
  private static final int MOST_CHOICES = 4;

  /// The runtime takes so many arguments one by one, and more in an array.
  private static final int MOST_PASSED_TO_VALUES = 4;

  private static final int MOST_PASSED_TO_METHODS = 3;

  private final Body body;
  private final MethodCode code;

  UnknownCallEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// A call of a value.
  Type value(Node.CallValue call) {
    return call.named()
        ? calledWithNames(call)
        : calledValue(call.callee(), call.arguments(), call.span());
  }

  /// `Calls.callNamed(callee, positional, named)`
  private Type calledWithNames(Node.CallValue call) {
    loadWithNames(call.callee(), null, call.arguments());
    code.at(call.span());
    code.invokeStatic(
        RuntimeNames.CALLS,
        "callNamed",
        "(" + OBJECT + "[" + OBJECT + "L" + RuntimeNames.MAP + ";)" + OBJECT);
    return ANY;
  }

  /// Leaves the boxed target, the name if there is one, the positional arguments and the map of the
  /// named ones.
  private void loadWithNames(Node target, @Nullable String name, List<Node.Element> arguments) {
    spilled(target, arguments.subList(0, arguments.size() - 1));
    int array = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, array);
    int first = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, first);
    body.boxed(arguments.getLast().value());
    int named = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, named);
    code.load(Representation.OBJECT, first);
    if (name != null) {
      code.constant(name);
    }
    code.load(Representation.OBJECT, array);
    code.cast("[Ljava/lang/Object;");
    code.load(Representation.OBJECT, named);
    code.cast(RuntimeNames.MAP);
  }

  /// A call of a value of which nothing is known: `Calls.call(callee, arguments...)`.
  private Type calledValue(Node callee, List<Node.Element> arguments, Span span) {
    boolean spreads = Nodes.spread(arguments);
    if (spreads || arguments.size() > MOST_PASSED_TO_VALUES) {
      spilled(callee, arguments);
      code.at(span);
      code.invokeStatic(RuntimeNames.CALLS, "callAll", "(" + OBJECT + "[" + OBJECT + ")" + OBJECT);
      return ANY;
    }
    boxedAll(callee, arguments);
    code.at(span);
    code.invokeStatic(
        RuntimeNames.CALLS, "call", "(" + OBJECT.repeat(arguments.size() + 1) + ")" + OBJECT);
    return ANY;
  }

  private void boxedAll(Node first, List<Node.Element> rest) {
    List<Node> nodes = new ArrayList<>(List.of(first));
    rest.forEach(element -> nodes.add(element.value()));
    List<Type> wanted = new ArrayList<>();
    nodes.forEach(node -> wanted.add(ANY));
    body.values(nodes, wanted);
  }

  /// Leaves the boxed first value and an array of the arguments, spread lists included.
  private void spilled(Node first, List<Node.Element> arguments) {
    int slot = code.newLocal(Representation.OBJECT);
    body.boxed(first);
    code.store(Representation.OBJECT, slot);
    argumentArray(arguments);
    int array = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, array);
    code.load(Representation.OBJECT, slot);
    code.load(Representation.OBJECT, array);
    code.cast("[Ljava/lang/Object;");
  }

  /// Leaves an array of all arguments, with the elements of spread lists.
  void argumentArray(List<Node.Element> arguments) {
    var literals = new LiteralEmitter(body);
    if (!Nodes.spread(arguments)) {
      literals.array(Nodes.values(arguments));
      return;
    }
    Span span = arguments.getFirst().value().span();
    literals.list(new Node.ListOf(arguments, span));
    code.invokeVirtual(RuntimeNames.LIST, "toArray", "()[" + OBJECT);
  }

  /// A method that is looked up by name at run time (L 8.4).
  Type method(Node.CallMethod call) {
    boolean spreads = Nodes.spread(call.arguments());
    int count = call.arguments().size();
    List<Target.Choice> choices =
        spreads || count > MOST_PASSED_TO_METHODS ? List.of() : choices(call);
    if (!choices.isEmpty()) {
      return oneOf(choices, call);
    }
    if (call.named()) {
      return invokeWithNames(call);
    }
    if (spreads || count > MOST_PASSED_TO_METHODS) {
      spilled(call.target(), call.arguments());
      int array = code.newLocal(Representation.OBJECT);
      code.store(Representation.OBJECT, array);
      code.constant(call.name());
      code.load(Representation.OBJECT, array);
      code.cast("[Ljava/lang/Object;");
      code.at(call.span());
      code.invokeStatic(
          RuntimeNames.MEMBERS,
          "invokeAll",
          "(" + OBJECT + "Ljava/lang/String;[" + OBJECT + ")" + OBJECT);
      return ANY;
    }
    receiverAndName(call);
    invokeNamed(call);
    return ANY;
  }

  /// `Members.invokeNamed(target, name, positional, named)`
  private Type invokeWithNames(Node.CallMethod call) {
    loadWithNames(call.target(), call.name(), call.arguments());
    code.at(call.span());
    code.invokeStatic(
        RuntimeNames.MEMBERS,
        "invokeNamed",
        "(" + OBJECT + "Ljava/lang/String;[" + OBJECT + "L" + RuntimeNames.MAP + ";)" + OBJECT);
    return ANY;
  }

  private void receiverAndName(Node.CallMethod call) {
    List<Node> arguments = Nodes.values(call.arguments());
    if (!body.needsEmptyStack(arguments)) {
      body.boxed(call.target());
      code.constant(call.name());
      arguments.forEach(body::boxed);
      return;
    }
    int[] slots = new int[arguments.size() + 1];
    List<Node> nodes = new ArrayList<>(List.of(call.target()));
    nodes.addAll(arguments);
    for (int i = 0; i < slots.length; i++) {
      body.boxed(nodes.get(i));
      slots[i] = code.newLocal(Representation.OBJECT);
      code.store(Representation.OBJECT, slots[i]);
    }
    code.load(Representation.OBJECT, slots[0]);
    code.constant(call.name());
    for (int i = 1; i < slots.length; i++) {
      code.load(Representation.OBJECT, slots[i]);
    }
  }

  /// The methods of the program that a receiver of which nothing is known may have; none if there
  /// are many.
  private List<Target.Choice> choices(Node.CallMethod call) {
    List<Target.Choice> choices = new ArrayList<>();
    if (body.typeOf(call.target()) != ANY || call.named()) {
      return choices;
    }
    for (UserType type : body.types().escapedTypes()) {
      Function method = type.methods().get(call.name());
      if (method == null || type.form() == UserType.Form.ENUM || method.hasRest()) {
        continue;
      }
      Code code = Code.ofMethod(method, type);
      Version version = body.types().openVersions(code).get(call.arguments().size() + 1);
      if (version != null && body.names().methodIfReached(version) != null) {
        choices.add(new Target.Choice(type, version));
      }
    }
    return choices.size() > MOST_CHOICES ? List.of() : choices;
  }

  /// One test of the class for each type that the receiver may have, then the look-up by name.
  Type oneOf(List<Target.Choice> choices, Node.CallMethod call) {
    List<Node> nodes = new ArrayList<>(List.of(call.target()));
    call.arguments().forEach(element -> nodes.add(element.value()));
    int[] slots = new int[nodes.size()];
    for (int i = 0; i < slots.length; i++) {
      Representation representation = body.representation(body.typeOf(nodes.get(i)));
      body.value(nodes.get(i));
      slots[i] = code.newLocal(representation);
      code.store(representation, slots[i]);
    }
    Type result = body.typeOf(call) == NEVER ? ANY : body.typeOf(call);
    var end = new Label();
    for (Target.Choice choice : choices) {
      var next = new Label();
      String owner = body.names().userType(choice.type());
      load(nodes.getFirst(), slots[0]);
      code.isInstance(owner);
      code.jumpIf(Opcodes.IFEQ, next);
      load(nodes.getFirst(), slots[0]);
      code.cast(owner);
      Version reached = choice.version();
      for (int i = 1; i < slots.length; i++) {
        load(nodes.get(i), slots[i]);
        Function.Parameter parameter = reached.function().parameters().get(i);
        body.coerce(body.typeOf(nodes.get(i)), reached.typeOf(parameter.variable()));
      }
      Type yielded = body.calls().invoke(reached, call.span());
      if (yielded != NEVER) {
        body.coerce(yielded, result);
        code.jump(end);
      }
      code.place(next);
    }
    load(nodes.getFirst(), slots[0]);
    body.coerce(body.typeOf(nodes.getFirst()), ANY);
    code.constant(call.name());
    for (int i = 1; i < slots.length; i++) {
      load(nodes.get(i), slots[i]);
      body.coerce(body.typeOf(nodes.get(i)), ANY);
    }
    invokeNamed(call);
    body.coerce(ANY, result);
    code.place(end);
    return result;
  }

  private void load(Node node, int slot) {
    code.load(body.representation(body.typeOf(node)), slot);
  }

  private void invokeNamed(Node.CallMethod call) {
    int count = call.arguments().size();
    code.at(call.span());
    code.invokeStatic(
        RuntimeNames.MEMBERS,
        "invoke",
        "(" + OBJECT + "Ljava/lang/String;" + OBJECT.repeat(count) + ")" + OBJECT);
  }
}

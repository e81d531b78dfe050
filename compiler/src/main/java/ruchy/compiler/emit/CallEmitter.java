package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;

/// Calls and function values.
final class CallEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  /// More tests of the class cost more than the look-up by name.
  private static final int MOST_CHOICES = 4;

  private final Body body;
  private final MethodCode code;
  private final LibraryCallEmitter library;

  CallEmitter(Body body) {
    this.body = body;
    this.code = body.code();
    this.library = new LibraryCallEmitter(body);
  }

  LibraryCallEmitter library() {
    return library;
  }

  Type makeClosure(Node.MakeClosure node) {
    return functionObject(node, node.function());
  }

  Type functionValue(Node.FunctionValue node) {
    return functionObject(node, node.function());
  }

  /// Functions that capture nothing are one object; closures are made anew with what they capture.
  private Type functionObject(Node node, Function function) {
    Code made = body.version().madeBy(node);
    if (made == null) {
      throw new IllegalStateException("not evaluated: " + node.span());
    }
    String name = body.names().closureClass(made);
    if (made.enclosing() == null) {
      code.getStatic(name, ClosureEmitter.INSTANCE, Representation.FUNCTION);
      return Type.Basic.FUNCTION;
    }
    if (function.captures().size() > ClosureEmitter.MOST_MADE_AT_ONCE) {
      code.create(name);
      for (Variable variable : function.captures()) {
        code.duplicate();
        Representation representation = capture(variable);
        code.putField(name, Variables.captureField(function, variable), representation);
      }
      return Type.Basic.FUNCTION;
    }
    var descriptor = new StringBuilder("(");
    for (Variable variable : function.captures()) {
      descriptor.append(capture(variable).descriptor());
    }
    code.invokeStatic(name, ClosureEmitter.MAKER, descriptor + ")L" + name + ";");
    return Type.Basic.FUNCTION;
  }

  /// Leaves what a closure holds of the variable.
  private Representation capture(Variable variable) {
    body.variables().capture(variable);
    Version owner = body.version().ownerOf(variable);
    return Variables.capturedAs(variable, owner, body.names(), body.preparation());
  }

  Type libraryValue(Node.LibraryValue node) {
    if (body.version().targetOf(node) instanceof Target.OfLibrary(var constant)) {
      return library.constant(constant, body.typeOf(node));
    }
    code.at(node.span());
    code.constant(node.owner());
    code.constant(node.name());
    String name = RuntimeNames.LIBRARY_FUNCTION_VALUE;
    code.invokeStatic(name, "of", "(Ljava/lang/String;Ljava/lang/String;)L" + name + ";");
    return Type.Basic.FUNCTION;
  }

  Type function(Node.CallFunction call) {
    return known(call, call.closure(), call.arguments(), call.span());
  }

  Type knownMethod(Node.CallKnownMethod call) {
    return known(call, null, call.arguments(), call.span());
  }

  private Type known(Node call, @Nullable Node closure, List<@Nullable Node> arguments, Span span) {
    if (!(body.version().targetOf(call) instanceof Target.OfVersion(Version reached))) {
      return evaluateOnly(arguments);
    }
    if (!Names.takesClosure(reached)) {
      arguments(reached, arguments);
      return invoke(reached, span);
    }
    if (closure == null) {
      throw new IllegalStateException("no closure for " + reached);
    }
    closureFirst(reached, () -> body.value(closure), arguments);
    return invoke(reached, span);
  }

  private void arguments(Version reached, List<? extends @Nullable Node> arguments) {
    List<Node> nodes = new ArrayList<>();
    List<Type> wanted = new ArrayList<>();
    parameters(reached, arguments, nodes, wanted);
    body.values(nodes, wanted);
  }

  /// The closure object, of the class that the method wants, and then the arguments.
  private void closureFirst(
      Version reached, Runnable loadClosure, List<? extends @Nullable Node> arguments) {
    List<Node> nodes = new ArrayList<>();
    List<Type> wanted = new ArrayList<>();
    parameters(reached, arguments, nodes, wanted);
    String closureClass = body.names().closureClass(reached);
    if (!body.needsEmptyStack(nodes)) {
      loadClosure.run();
      code.cast(closureClass);
      body.values(nodes, wanted);
      return;
    }
    Representation representation = Representation.reference(closureClass);
    int slot = code.newLocal(representation);
    loadClosure.run();
    code.cast(closureClass);
    code.store(representation, slot);
    int[] slots = new int[nodes.size()];
    for (int i = 0; i < slots.length; i++) {
      body.valueAs(nodes.get(i), wanted.get(i));
      Representation one = body.representation(wanted.get(i));
      slots[i] = code.newLocal(one);
      code.store(one, slots[i]);
    }
    code.load(representation, slot);
    for (int i = 0; i < slots.length; i++) {
      code.load(body.representation(wanted.get(i)), slots[i]);
    }
  }

  /// Adds the arguments that the version takes, each as the type of its parameter.
  private void parameters(
      Version reached,
      List<? extends @Nullable Node> arguments,
      List<Node> nodes,
      List<Type> wanted) {
    List<Function.Parameter> parameters = reached.function().parameters();
    for (int i = 0; i < arguments.size(); i++) {
      Node argument = arguments.get(i);
      if (argument != null && reached.hasArgument(i)) {
        nodes.add(argument);
        wanted.add(reached.typeOf(parameters.get(i).variable()));
      }
    }
  }

  /// An argument leaves, so the call is never made.
  Type evaluateOnly(List<? extends @Nullable Node> arguments) {
    for (Node argument : arguments) {
      if (argument != null && body.version().reaches(argument)) {
        body.effect(argument);
      }
    }
    code.unreachable();
    return NEVER;
  }

  /// Calls a version whose arguments are on the stack.
  Type invoke(Version reached, Span span) {
    Names.Method method = body.names().methodOf(reached);
    code.at(span);
    code.invokeStatic(method.owner(), method.name(), method.descriptor());
    Type result = reached.result().type();
    if (Names.returnsNothing(reached)) {
      if (result == NEVER) {
        code.unreachable();
        return NEVER;
      }
      code.nil();
      return NIL;
    }
    return result;
  }

  Type library(Node.CallLibrary call) {
    return library.call(call);
  }

  Type value(Node.CallValue call) {
    if (body.version().targetOf(call) instanceof Target.OfClosure(Code callee, Version reached)) {
      List<Node> arguments = Nodes.values(call.arguments());
      if (Names.takesClosure(reached)) {
        closureFirst(reached, () -> body.value(call.callee()), arguments);
      } else {
        body.effect(call.callee());
        arguments(reached, arguments);
      }
      return invoke(reached, call.span());
    }
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
    if (spreads || arguments.size() > 4) {
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

  Type method(Node.CallMethod call) {
    if (call.isTypedParse()) {
      return parse(call);
    }
    Pipeline pipeline = Pipeline.endingWith(call, body);
    if (pipeline != null) {
      return PipelineEmitter.emit(pipeline, body);
    }
    Type length = GrowingText.isLength(call) ? length(call) : null;
    if (length != null) {
      return length;
    }
    Target target = body.version().targetOf(call);
    List<Node> arguments = new ArrayList<>();
    for (Node.Element argument : call.arguments()) {
      arguments.add(argument.value());
    }
    return switch (target) {
      case Target.OfMethod(Function method, Version reached) when call.named() ->
          inOrder(call, method, reached);
      case Target.OfMethod(Function method, Version reached) -> {
        List<Node> nodes = new ArrayList<>(List.of(call.target()));
        nodes.addAll(arguments);
        yield reached(reached, nodes, call.span());
      }
      case Target.OfMethods(var choices) -> oneOf(choices, call);
      case Target.OfLibrary(var function) -> {
        Type ofMap = new MapEmitter(body).method(call, function);
        yield ofMap == null ? library.method(call, function) : ofMap;
      }
      case Target.OfClosure(Code callee, Version reached) -> {
        Runnable loadField = () -> body.members().loadField(call.target(), call.name());
        if (Names.takesClosure(reached)) {
          closureFirst(reached, loadField, arguments);
        } else {
          loadField.run();
          code.pop(Representation.OBJECT);
          arguments(reached, arguments);
        }
        yield invoke(reached, call.span());
      }
      case null, default -> invokeByName(call);
    };
  }

  /// The length of a place that may be growing: its text is not made for that. Null for others.
  private @Nullable Type length(Node.CallMethod call) {
    Type type = body.typeOf(call.target());
    if ((type != Type.Basic.STRING && type != ANY) || !body.loadGrowing(call.target())) {
      return null;
    }
    code.at(call.span());
    if (type == Type.Basic.STRING) {
      code.invokeStatic(RuntimeNames.APPENDING, "byteLength", "(" + OBJECT + ")J");
      return Type.Basic.INTEGER;
    }
    code.constant(call.name());
    code.invokeStatic(
        RuntimeNames.MEMBERS, "length", "(" + OBJECT + "Ljava/lang/String;)" + OBJECT);
    return ANY;
  }

  /// A call with named arguments: these are evaluated as they are written.
  private Type inOrder(Node.CallMethod call, Function method, Version reached) {
    List<Node> written = new ArrayList<>(List.of(call.target()));
    call.arguments().forEach(argument -> written.add(argument.value()));
    if (written.removeLast() instanceof Node.ObjectOf names) {
      written.addAll(names.values());
    }
    List<@Nullable Node> ordered = new ArrayList<>(List.of(call.target()));
    ordered.addAll(call.of(method));
    List<Function.Parameter> parameters = reached.function().parameters();
    int[] slots = new int[ordered.size()];
    for (Node node : written) {
      int place = 0;
      while (ordered.get(place) != node) {
        place++;
      }
      Type wanted = reached.typeOf(parameters.get(place).variable());
      body.valueAs(node, wanted);
      slots[place] = code.newLocal(body.representation(wanted));
      code.store(body.representation(wanted), slots[place]);
    }
    for (int i = 0; i < slots.length; i++) {
      if (ordered.get(i) != null) {
        code.load(body.representation(reached.typeOf(parameters.get(i).variable())), slots[i]);
      }
    }
    return invoke(reached, call.span());
  }

  /// A call of that version of a method: the receiver is the first argument.
  Type reached(Version reached, List<Node> arguments, Span span) {
    arguments(reached, arguments);
    return invoke(reached, span);
  }

  private Type parse(Node.CallMethod call) {
    String kind = "";
    if (!call.typeArguments().isEmpty()
        && call.typeArguments().getFirst() instanceof Annotation.OfKind(Annotation.Kind wanted)) {
      kind = wanted.text();
    }
    body.boxed(call.target());
    code.constant(kind);
    code.constant(call.wantsResult());
    code.at(call.span());
    code.invokeStatic(
        RuntimeNames.CALL + "Parsing", "parse", "(" + OBJECT + "Ljava/lang/String;Z)" + OBJECT);
    return ANY;
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
  private Type oneOf(List<Target.Choice> choices, Node.CallMethod call) {
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
      Type yielded = invoke(reached, call.span());
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

  /// A method that is looked up by name at run time (L 8.4).
  private Type invokeByName(Node.CallMethod call) {
    boolean spreads = Nodes.spread(call.arguments());
    int count = call.arguments().size();
    List<Target.Choice> choices = spreads || count > 3 ? List.of() : choices(call);
    if (!choices.isEmpty()) {
      return oneOf(choices, call);
    }
    if (call.named()) {
      return invokeWithNames(call);
    }
    if (spreads || count > 3) {
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

  Type spawn(Node.Spawn node) {
    body.boxed(node.closure());
    code.at(node.span());
    code.constant(node.discarded());
    Span span = node.span();
    code.constant(span.source().recordedName() + ":" + span.line() + ":" + span.column());
    code.invokeStatic(
        "ruchy/runtime/task/Tasks", "spawn", "(" + OBJECT + "ZLjava/lang/String;)" + OBJECT);
    return ANY;
  }

  Type await(Node.Await node) {
    body.boxed(node.operand());
    code.at(node.span());
    code.invokeStatic("ruchy/runtime/task/Tasks", "await", "(" + OBJECT + ")" + OBJECT);
    return ANY;
  }
}

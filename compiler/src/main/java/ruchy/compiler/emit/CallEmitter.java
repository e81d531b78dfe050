package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;

/// Calls, most of them of versions that are known when compiling.
final class CallEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;
  private final LibraryCallEmitter library;
  private final UnknownCallEmitter unknown;

  CallEmitter(Body body) {
    this.body = body;
    this.code = body.code();
    this.library = new LibraryCallEmitter(body);
    this.unknown = new UnknownCallEmitter(body);
  }

  LibraryCallEmitter library() {
    return library;
  }

  UnknownCallEmitter unknown() {
    return unknown;
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
    return unknown.value(call);
  }

  Type method(Node.CallMethod call) {
    if (call.isTypedParse()) {
      return parse(call);
    }
    Pipeline pipeline = Pipeline.endingWith(call, body);
    if (pipeline != null) {
      return PipelineEmitter.emit(pipeline, body);
    }
    Type measured = GrowingText.isMeasuring(call) ? measured(call) : null;
    if (measured != null) {
      return measured;
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
      case Target.OfMethods(var choices) -> unknown.oneOf(choices, call);
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
      case null, default -> unknown.method(call);
    };
  }

  /// The length of a place that may be growing, or whether it is empty: its text is not made for
  /// that. Null for others.
  private @Nullable Type measured(Node.CallMethod call) {
    Type type = body.typeOf(call.target());
    if ((type != Type.Basic.STRING && type != ANY) || !body.loadGrowing(call.target())) {
      return null;
    }
    code.at(call.span());
    if (type == Type.Basic.STRING && call.name().equals("is_empty")) {
      code.invokeStatic(RuntimeNames.APPENDING, "isEmpty", "(" + OBJECT + ")Z");
      return Type.Basic.BOOLEAN;
    }
    if (type == Type.Basic.STRING) {
      code.invokeStatic(RuntimeNames.APPENDING, "byteLength", "(" + OBJECT + ")J");
      return Type.Basic.INTEGER;
    }
    code.constant(call.name());
    code.invokeStatic(
        RuntimeNames.MEMBERS, "measure", "(" + OBJECT + "Ljava/lang/String;)" + OBJECT);
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

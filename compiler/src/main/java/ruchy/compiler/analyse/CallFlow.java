package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Where values go at calls: arguments into parameters, results out. A call whose target is known
/// leads to that version; another one to whatever functions the region of the called value holds,
/// to the methods of that name of the types in the receiver's region, and to members of that name
/// of the library.
final class CallFlow {
  private final Types types;
  private final Library library;
  private final Regions regions;
  private final Events events;
  private final LibraryFlow libraryFlow;
  private final Operators operators;
  private final NamedTargets targets;
  private final MemberFlow members;

  CallFlow(Types types, Library library, Regions regions, Events events) {
    this.types = types;
    this.library = library;
    this.regions = regions;
    this.events = events;
    this.libraryFlow = new LibraryFlow(library, regions, events);
    this.operators = new Operators(types, regions);
    this.targets = new NamedTargets(types, library);
    this.members = new MemberFlow(regions, events, libraryFlow, targets, this);
  }

  /// What the runtime may do with the operands of the node by itself.
  void implicitly(Node node, Version version) {
    operators.look(node, version);
  }

  MemberFlow members() {
    return members;
  }

  // ---- functions as values

  /// The function is among the values of the region: whoever calls one of these may call it.
  void make(Region region, @Nullable Code code) {
    if (code == null || !region.addClosure(code)) {
      return;
    }
    for (Version open : types.openVersions(code).values()) {
      List<Function.Parameter> parameters = open.function().parameters();
      boolean hasRest = open.function().hasRest();
      if (hasRest) {
        region.mergeArguments(regions.queue);
      }
      for (int i = 0; i < parameters.size(); i++) {
        Region parameter = regions.place(open, parameters.get(i).variable()).value;
        boolean isRest = hasRest && i == parameters.size() - 1;
        regions.unify(isRest ? regions.elements(parameter) : parameter, region.parameter(i));
      }
      regions.unify(regions.result(open), region.result());
    }
  }

  /// A function of the library as a value: what is passed to it may come back.
  void makeLibraryFunction(Region region, Node.LibraryValue value, Version version) {
    if (version.targetOf(value) instanceof Target.OfLibrary(LibraryFunction constant)) {
      libraryFlow.call(constant, null, List.of(), value, version);
      return;
    }
    region.mergeArguments(regions.queue);
    region.add(Region.LIBRARY_FUNCTION, regions.queue);
    for (LibraryFunction function : library.functions(value.owner(), value.name())) {
      libraryFlow.asValue(function, region, value, version);
    }
  }

  /// An instance of the type is among the values. What the runtime calls by itself, such as the
  /// method for the text, gets it as `self`, and as other arguments who knows what.
  void isInstance(@Nullable Region region, UserType type) {
    if (region == null) {
      return;
    }
    region.add(type, regions.queue);
    operators.isInstance(region, type);
  }

  // ---- known targets

  void known(Node node, List<@Nullable Region> arguments, Version version) {
    regions.unify(regions.of(version, node), arguments(node, arguments, version));
  }

  /// Passes the arguments to the version that the node certainly reaches; what that yields.
  @Nullable Region arguments(Node node, List<@Nullable Region> arguments, Version version) {
    return version.targetOf(node) instanceof Target.OfVersion(Version callee)
        ? enter(callee, arguments, node, version)
        : null;
  }

  private @Nullable Region enter(
      Version callee, List<@Nullable Region> arguments, Node node, Version version) {
    events.runs.add(new Events.Run(callee, version, node));
    List<Function.Parameter> parameters = callee.function().parameters();
    for (int i = 0; i < parameters.size() && i < arguments.size(); i++) {
      regions.unify(regions.place(callee, parameters.get(i).variable()).value, arguments.get(i));
    }
    return regions.result(callee);
  }

  /// Whether the node is a call of a known method on the first operand with the others; then it is
  /// made.
  boolean isKnown(Node node, List<Node> operands, Version version) {
    return isKnownMethod(node, of(operands, version), version);
  }

  private boolean isKnownMethod(Node node, List<@Nullable Region> arguments, Version version) {
    Region own = regions.of(version, node);
    switch (version.targetOf(node)) {
      case Target.OfMethod(_, Version callee) ->
          regions.unify(own, enter(callee, arguments, node, version));
      case Target.OfMethods(var choices) -> {
        for (Target.Choice choice : choices) {
          regions.unify(own, enter(choice.version(), arguments, node, version));
        }
      }
      case Target.OfVersion _, Target.OfClosure _, Target.OfLibrary _, Target.OfField _ -> {
        return false;
      }
      case null -> {
        return false;
      }
    }
    return true;
  }

  private List<@Nullable Region> of(List<Node> nodes, Version version) {
    List<@Nullable Region> given = new ArrayList<>();
    for (Node node : nodes) {
      given.add(regions.of(version, node));
    }
    return given;
  }

  // ---- calls of values and methods

  void value(Node.CallValue call, Version version) {
    Region own = regions.of(version, call);
    List<@Nullable Region> arguments = elements(call.arguments(), version);
    if (version.targetOf(call) instanceof Target.OfClosure(_, Version callee)) {
      regions.unify(own, enter(callee, arguments, call, version));
      return;
    }
    Region callee = regions.of(version, call.callee());
    if (callee == null) {
      return;
    }
    if (version.typeOf(call.callee()) instanceof Type.LibraryType) {
      // `next(error)` hands the error to the error handlers.
      arguments.forEach(argument -> regions.unify(argument, regions.thrown()));
    }
    if (call.named()) {
      callee.mergeArguments(regions.queue);
      List<@Nullable Region> any = List.of(mixed(call.arguments(), version));
      callRegion(callee, List.of(), any, own, call, version);
      return;
    }
    callRegion(callee, call.arguments(), arguments, own, call, version);
  }

  /// What any of the arguments may be, those that a last map names included.
  private Region mixed(List<Node.Element> arguments, Version version) {
    var mixed = new Region();
    for (Node.Element argument : arguments) {
      Region region = regions.of(version, argument.value());
      boolean isMap = argument == arguments.getLast();
      regions.unify(mixed, isMap || argument.spread() ? regions.allElements(region) : region);
    }
    return mixed;
  }

  private void callRegion(
      Region callee,
      List<Node.Element> elements,
      List<@Nullable Region> arguments,
      @Nullable Region result,
      Node node,
      Version version) {
    if (Nodes.spread(elements)) {
      callee.mergeArguments(regions.queue);
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) != null) {
        regions.unify(callee.parameter(i), arguments.get(i));
        // A library function as a value looks at what it gets.
        if (callsLibrary(node, version)) {
          events.useDeeply(arguments.get(i), version, node);
        }
      }
    }
    regions.unify(result, callee.result());
    events.calls.add(new Events.Call(callee, version, node));
    callee.add(Region.CALLED, regions.queue);
    // One of the library may call back what it gets.
    callee.when(
        Region.LIBRARY_FUNCTION,
        () -> {
          for (Region argument : arguments) {
            if (argument != null) {
              argument.add(Region.CALLED, regions.queue);
              events.calls.add(new Events.Call(argument, version, node));
              events.useDeeply(argument, version, node);
            }
          }
        },
        regions.queue);
  }

  private static boolean callsLibrary(Node node, Version version) {
    return node instanceof Node.CallValue call
        && version
            .typeOf(call.callee())
            .mayBe(t -> t == Type.Basic.ANY || t == Type.Basic.FUNCTION);
  }

  /// The regions of arguments; of one that is spread, that of its elements.
  private List<@Nullable Region> elements(List<Node.Element> arguments, Version version) {
    List<@Nullable Region> given = new ArrayList<>();
    for (Node.Element argument : arguments) {
      Region region = regions.of(version, argument.value());
      if (argument.spread()) {
        events.use(region, version, argument.value());
        region = regions.allElements(region);
      }
      given.add(region);
    }
    return given;
  }

  void method(Node.CallMethod call, Version version) {
    Region own = regions.of(version, call);
    Region receiver = regions.of(version, call.target());
    List<@Nullable Region> arguments = elements(call.arguments(), version);
    List<@Nullable Region> withSelf = new ArrayList<>();
    withSelf.add(receiver);
    if (call.named() && version.targetOf(call) instanceof Target.OfMethod(Function method, _)) {
      for (Node argument : call.of(method)) {
        withSelf.add(argument == null ? null : regions.of(version, argument));
      }
    } else {
      withSelf.addAll(arguments);
    }
    if (isKnownMethod(call, withSelf, version)) {
      return;
    }
    switch (version.targetOf(call)) {
      case Target.OfClosure(_, Version callee) -> {
        events.use(receiver, version, call);
        regions.unify(own, enter(callee, arguments, call, version));
      }
      case Target.OfLibrary(LibraryFunction function) ->
          libraryFlow.call(function, call.target(), call.arguments(), call, version);
      case null, default -> unknownMethod(call, receiver, withSelf, version);
    }
  }

  /// Whatever has the name: a field that holds a function, a method of one of the types that the
  /// receiver may have, a member of the library.
  private void unknownMethod(
      Node.CallMethod call,
      @Nullable Region receiver,
      List<@Nullable Region> withSelf,
      Version version) {
    Region own = regions.of(version, call);
    events.use(receiver, version, call);
    if (call.named()) {
      named(call, receiver, version);
    } else {
      if (receiver != null) {
        Region held = receiver.field(call.name());
        List<@Nullable Region> arguments = withSelf.subList(1, withSelf.size());
        callRegion(held, call.arguments(), arguments, own, call, version);
      }
      methodsNamed(call.name(), call, withSelf, version);
    }
    if (UserType.SENDING.contains(call.name())) {
      message(call, receiver, withSelf.getLast(), version);
    }
    for (LibraryFunction member : targets.members(call.name())) {
      if (!takes(member, call.arguments())) {
        continue;
      }
      Runnable flow =
          () -> libraryFlow.call(member, call.target(), call.arguments(), call, version);
      if (receiver == null || NamedTargets.isOfValues(member)) {
        flow.run();
      } else {
        receiver.when(member.owner(), flow, regions.queue);
      }
    }
  }

  /// Any argument may belong to any parameter.
  private void named(Node.CallMethod call, @Nullable Region receiver, Version version) {
    Region mixed = mixed(call.arguments(), version);
    if (receiver != null) {
      Region held = receiver.field(call.name());
      held.mergeArguments(regions.queue);
      callRegion(held, List.of(), List.of(mixed), regions.of(version, call), call, version);
    }
    int most =
        targets.methods(call.name()).stream()
            .mapToInt(method -> method.version().function().parameters().size())
            .max()
            .orElse(1);
    List<@Nullable Region> withSelf = new ArrayList<>(Collections.nCopies(most, mixed));
    withSelf.set(0, receiver);
    methodsNamed(call.name(), call, withSelf, version);
  }

  private static boolean takes(LibraryFunction member, List<Node.Element> arguments) {
    int count = member.parameterCount();
    return Nodes.spread(arguments)
        || (member.takesRest() ? arguments.size() >= count - 1 : arguments.size() == count);
  }

  /// The methods of that name of all types that the first argument may have.
  void methodsNamed(String name, Node node, List<@Nullable Region> withSelf, Version version) {
    Region receiver = withSelf.getFirst();
    if (receiver == null) {
      return;
    }
    for (NamedTargets.Method method : targets.methods(name)) {
      receiver.when(
          method.type(),
          () ->
              regions.unify(
                  regions.of(version, node), enter(method.version(), withSelf, node, version)),
          regions.queue);
    }
  }

  /// An actor runs the handler of a message in the task that sends it (L 12.8); its arguments are
  /// the fields of the message.
  private void message(
      Node.CallMethod call, @Nullable Region actor, @Nullable Region message, Version version) {
    if (actor == null) {
      return;
    }
    Region fields = message == null ? new Region() : message;
    for (NamedTargets.Method handler : targets.handlers()) {
      actor.when(
          handler.type(),
          () -> {
            Region any = fields.allElements(regions.queue);
            List<@Nullable Region> given = new ArrayList<>();
            given.add(actor);
            for (int i = 1; i < handler.version().function().parameters().size(); i++) {
              given.add(any);
            }
            regions.unify(
                regions.of(version, call), enter(handler.version(), given, call, version));
          },
          regions.queue);
    }
  }

  void library(Node.CallLibrary call, Version version) {
    if (version.targetOf(call) instanceof Target.OfLibrary(LibraryFunction function)) {
      libraryFlow.call(function, null, call.arguments(), call, version);
      return;
    }
    for (LibraryFunction function : library.functions(call.owner(), call.name())) {
      if (takes(function, call.arguments())) {
        libraryFlow.call(function, null, call.arguments(), call, version);
      }
    }
  }

  // ---- operators

  void binary(Node.Binary binary, Version version) {
    List<Node> operands = List.of(binary.left(), binary.right());
    if (isKnown(binary, operands, version)) {
      return;
    }
    operator(binary.operator().text(), binary, operands, version);
    switch (binary.operator()) {
      case LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> operator("<", binary, operands, version);
      case NOT_EQUAL -> operator("==", binary, operands, version);
      default -> {} // means itself alone
    }
    Region own = regions.of(version, binary);
    for (Node operand : operands) {
      Region region = regions.of(version, operand);
      events.useDeeply(region, version, operand);
      if (own != null && region != null) {
        regions.unify(own.allElements(regions.queue), region.allElements(regions.queue));
      }
    }
  }

  void unary(Node.Unary unary, Version version) {
    List<Node> operands = List.of(unary.operand());
    if (!isKnown(unary, operands, version)) {
      operator(unary.operator().text(), unary, operands, version);
      regions.unify(regions.of(version, unary), regions.of(version, unary.operand()));
      events.use(regions.of(version, unary.operand()), version, unary);
    }
  }

  /// The operator that types of the program may define (L 9.2).
  void operator(String name, Node node, List<Node> operands, Version version) {
    if (!targets.methods(name).isEmpty()) {
      methodsNamed(name, node, of(operands, version), version);
    }
  }

  // ---- tasks

  /// The closure runs in a task of its own; the task hands on what it yields, and what it throws.
  void spawn(Node.Spawn spawn, Version version) {
    Region closure = regions.of(version, spawn.closure());
    Region own = regions.of(version, spawn);
    if (closure == null) {
      return;
    }
    closure.add(Region.CALLED, regions.queue);
    events.leave(closure, Events.Leave.Kind.VALUES, version, spawn, "a task uses it");
    if (own != null) {
      own.add(Node.Spawn.type(), regions.queue);
      regions.unify(own.elements(), closure.result());
      regions.unify(own.error(), regions.thrown());
    }
  }
}

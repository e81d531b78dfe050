package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;

/// Where values go: unifies the regions of every two places between which a value may move, and
/// notes what each node does to them. One walk over all nodes; the order does not matter.
final class Flow {
  private final Types types;
  private final Regions regions;
  private final Events events;
  private final CallFlow calls;
  private final Version version;

  private Flow(Types types, Regions regions, Events events, CallFlow calls, Version version) {
    this.types = types;
    this.regions = regions;
    this.events = events;
    this.calls = calls;
    this.version = version;
  }

  static void of(Types types, Library library, Regions regions, Events events) {
    var calls = new CallFlow(types, library, regions, events);
    for (Version version : types.versions()) {
      var flow = new Flow(types, regions, events, calls, version);
      flow.function();
      for (Node node : version.nodes()) {
        flow.look(node);
        calls.implicitly(node, version);
        regions.settle();
      }
    }
    libraryMayCall(regions, events);
  }

  /// What is handed over may be called, and so may what the consequences of that hand over.
  private static void libraryMayCall(Regions regions, Events events) {
    for (int i = 0; i < events.leaves.size(); i++) {
      Events.Leave leave = events.leaves.get(i);
      if (leave.kind() == Events.Leave.Kind.FUNCTIONS_AMONG) {
        leave.region().within().forEach(part -> part.add(Region.CALLED, regions.queue));
        regions.settle();
      }
    }
  }

  private void function() {
    Function function = version.function();
    List<Function.Parameter> parameters = function.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Node fallback = parameters.get(i).fallback();
      if (version.needsDefault(i) && fallback != null) {
        unify(value(parameters.get(i).variable()), of(fallback));
      }
    }
    unify(regions.result(version), of(function.body()));
  }

  private @Nullable Region of(Node node) {
    return regions.of(version, node);
  }

  private @Nullable Region value(Variable variable) {
    return regions.place(version, variable).value;
  }

  private void unify(@Nullable Region first, @Nullable Region second) {
    regions.unify(first, second);
  }

  private void look(Node node) {
    Region own = of(node);
    switch (node) {
      case Node.Constant _,
          Node.ByteConstant _,
          Node.AtomConstant _,
          Node.BytesConstant _,
          Node.RangeOf _,
          Node.Not _,
          Node.Continue _,
          Node.Faulty _ -> {}
      case Node.Format format -> {
        for (Node.Part part : format.parts()) {
          Node value = part.value();
          if (value != null) events.useDeeply(of(value), version, value);
        }
      }
      case Node.ListOf list -> {
        for (Node.Element element : list.elements()) {
          Region value = of(element.value());
          if (element.spread()) {
            events.use(value, version, element.value());
            unify(regions.elements(own), regions.allElements(value));
          } else {
            unify(regions.elements(own), value);
          }
        }
      }
      case Node.RepeatOf repeat -> unify(regions.elements(own), of(repeat.value()));
      case Node.TupleOf tuple -> {
        for (int i = 0; i < tuple.elements().size(); i++) {
          unify(regions.field(own, Integer.toString(i)), of(tuple.elements().get(i)));
        }
      }
      case Node.SetOf set -> {
        for (Node element : set.elements()) {
          unify(regions.elements(own), of(element));
          events.useDeeply(of(element), version, element);
        }
      }
      case Node.ObjectOf object -> {
        for (int i = 0; i < object.keys().size(); i++) {
          unify(regions.field(own, object.keys().get(i)), of(object.values().get(i)));
        }
      }
      case Node.MapOf map -> map(map, own);
      case Node.MakeClosure _, Node.FunctionValue _ -> {
        if (own != null) calls.make(own, version.madeBy(node));
      }
      case Node.LibraryValue value -> {
        if (own != null) calls.makeLibraryFunction(own, value, version);
      }
      case Node.MakeInstance make -> instance(make, own);
      case Node.Construct construct -> construct(construct, own);
      case Node.MakeVariant make -> {
        for (int i = 0; i < make.payload().size(); i++) {
          List<UserType.Field> payload = make.variant().payload();
          String name = i < payload.size() ? payload.get(i).name() : "$";
          unify(regions.field(own, name), of(make.payload().get(i)));
        }
        calls.isInstance(own, make.variant().owner());
      }
      case Node.MakeOption option -> {
        Node payload = option.payload();
        if (payload != null) unify(regions.payload(own), of(payload));
      }
      case Node.Read read -> {
        unify(own, value(read.variable()));
        access(read.variable(), false, node);
      }
      case Node.Write write -> {
        unify(value(write.variable()), of(write.value()));
        unify(own, of(write.value()));
        access(write.variable(), true, node);
      }
      case Node.Declare declare -> {
        unify(value(declare.variable()), of(declare.value()));
        unify(own, of(declare.value()));
        access(declare.variable(), false, node);
      }
      case Node.Binary binary -> calls.binary(binary, version);
      case Node.Unary unary -> calls.unary(unary, version);
      case Node.Logical logical -> {
        unify(own, of(logical.left()));
        unify(own, of(logical.right()));
      }
      case Node.Coalesce coalesce -> {
        unify(own, of(coalesce.left()));
        unify(own, regions.payload(of(coalesce.left())));
        unify(own, of(coalesce.right()));
      }
      case Node.Propagate propagate -> {
        Region operand = of(propagate.operand());
        unify(own, operand);
        unify(own, regions.payload(operand));
        unify(regions.result(version), operand);
        unify(regions.thrown(), regions.payload(operand));
      }
      case Node.Cast cast -> {
        unify(own, of(cast.operand()));
        events.useDeeply(of(cast.operand()), version, cast.operand());
      }
      case Node.Check check -> {
        unify(own, of(check.value()));
        events.use(of(check.value()), version, check.value());
      }
      case Node.Dereference dereference -> {
        unify(own, of(dereference.operand()));
        events.use(own, version, dereference.operand());
      }
      case Node.WriteThrough write -> {
        unify(of(write.target()), of(write.value()));
        unify(own, of(write.value()));
        events.change(of(write.target()), version, node);
      }
      case Node.CopyOf copy -> copy(copy, own);
      case Node.ReadMember read -> calls.members().read(read, version);
      case Node.WriteMember write -> calls.members().write(write, version);
      case Node.ReadIndex read -> readIndex(read, own);
      case Node.WriteIndex write -> writeIndex(write, own);
      case Node.SliceOf slice -> {
        events.use(of(slice.target()), version, node);
        unify(regions.elements(own), regions.elements(of(slice.target())));
      }
      case Node.SafeChain chain -> {
        Region target = of(chain.target());
        unify(value(chain.receiver()), target);
        unify(value(chain.receiver()), regions.payload(target));
        unify(own, of(chain.chain()));
      }
      case Node.CallFunction call -> {
        Node closure = call.closure();
        calls.known(node, optional(call.arguments()), version);
        if (closure != null) events.use(of(closure), version, closure);
      }
      case Node.CallKnownMethod call -> calls.known(node, optional(call.arguments()), version);
      case Node.CallValue call -> calls.value(call, version);
      case Node.CallMethod call -> calls.method(call, version);
      case Node.CallLibrary call -> calls.library(call, version);
      case Node.Sequence sequence -> {
        if (!sequence.nodes().isEmpty()) unify(own, of(sequence.nodes().getLast()));
      }
      case Node.Conditional conditional -> {
        unify(own, of(conditional.then()));
        unify(own, of(conditional.otherwise()));
      }
      case Node.Match match -> match(match, own);
      case Node.Destructure destructure -> {
        Region value = of(destructure.value());
        unify(own, value);
        patterns(destructure.value()).match(destructure.matcher(), value);
      }
      case Node.Loop loop -> unify(own, regions.loop(version, loop.label()));
      case Node.While loop -> unify(own, regions.loop(version, loop.label()));
      case Node.Break leave -> unify(regions.loop(version, leave.label()), of(leave.value()));
      case Node.ForEach loop -> forEach(loop, own);
      case Node.Return leave -> unify(regions.result(version), of(leave.value()));
      case Node.Throw raise -> {
        unify(regions.thrown(), of(raise.value()));
        events.useDeeply(of(raise.value()), version, raise.value()); // its text may be told
      }
      case Node.Try attempt -> {
        unify(own, of(attempt.body()));
        for (Node.Catch clause : attempt.catches()) {
          unify(own, of(clause.body()));
          Variable variable = clause.variable();
          if (variable != null) unify(value(variable), regions.thrown());
        }
      }
      case Node.Spawn spawn -> calls.spawn(spawn, version);
      case Node.Await await -> {
        // What is no task yields itself (L 12.2).
        Region operand = of(await.operand());
        events.use(operand, version, await.operand());
        unify(own, operand);
        unify(own, regions.elements(operand));
      }
    }
  }

  private void access(Variable variable, boolean isAssigned, Node node) {
    if (variable.isGlobal() ? variable.isUsedInFunctions() : variable.isCaptured()) {
      Place place = regions.place(version, variable);
      events.accesses.add(new Events.Access(place, isAssigned, version, node));
    }
  }

  private List<@Nullable Region> optional(List<@Nullable Node> arguments) {
    List<@Nullable Region> given = new ArrayList<>();
    for (Node argument : arguments) {
      given.add(argument == null ? null : of(argument));
    }
    return given;
  }

  private PatternFlow patterns(Node value) {
    return new PatternFlow(regions, events, version, value);
  }

  private void map(Node.MapOf map, @Nullable Region own) {
    Region elements = regions.allElements(own);
    for (Node.Entry entry : map.entries()) {
      Region value = of(entry.value());
      if (entry.key() == null) {
        events.use(value, version, entry.value());
        unify(elements, regions.allElements(value));
      } else {
        unify(elements, value);
      }
    }
  }

  private void instance(Node.MakeInstance make, @Nullable Region own) {
    Node base = make.base();
    Region baseRegion = base == null ? null : of(base);
    events.use(baseRegion, version, make);
    List<UserType.Field> fields = make.type().fields();
    for (int i = 0; i < fields.size(); i++) {
      Region field = regions.field(own, fields.get(i).name());
      Node value = make.fields().get(i);
      if (value != null) {
        unify(field, of(value));
      } else if (baseRegion != null) {
        unify(field, baseRegion.field(fields.get(i).name()));
      } else {
        initial(fields.get(i), field, make);
      }
    }
    calls.isInstance(own, make.type());
  }

  private void construct(Node.Construct construct, @Nullable Region own) {
    for (UserType.Field field : construct.type().fields()) {
      initial(field, regions.field(own, field.name()), construct);
    }
    List<@Nullable Region> arguments = new ArrayList<>();
    arguments.add(own);
    arguments.addAll(optional(construct.arguments()));
    calls.arguments(construct, arguments, version);
    calls.isInstance(own, construct.type());
  }

  private void initial(UserType.Field field, @Nullable Region own, Node node) {
    Function initial = field.initial();
    Version computed = initial == null ? null : types.onlyVersion(initial);
    if (computed != null) {
      unify(own, regions.result(computed));
      events.runs.add(new Events.Run(computed, version, node));
    }
  }

  /// A struct is copied, so what changes in the copy does not change in the original; what its
  /// fields refer to is the same. Other values stay themselves.
  private void copy(Node.CopyOf copy, @Nullable Region own) {
    Region value = of(copy.value());
    boolean mayStay = false;
    boolean mayBeStruct = false;
    for (Type type : version.typeOf(copy.value()).alternatives()) {
      boolean isStruct =
          type instanceof Type.InstanceType(UserType user) && user.form() == UserType.Form.STRUCT;
      mayBeStruct |= isStruct || type == Type.Basic.ANY;
      mayStay |= !isStruct && !Regions.isPlain(type);
    }
    if (mayBeStruct) {
      events.use(value, version, copy.value());
    }
    if (mayStay) {
      unify(own, value);
      return;
    }
    for (Type type : version.typeOf(copy.value()).alternatives()) {
      if (type instanceof Type.InstanceType(UserType user)) {
        for (UserType.Field field : user.fields()) {
          unify(regions.field(own, field.name()), regions.field(value, field.name()));
        }
        calls.isInstance(own, user);
      }
    }
  }

  private void readIndex(Node.ReadIndex read, @Nullable Region own) {
    Region target = of(read.target());
    if (calls.isKnown(read, List.of(read.target(), read.index()), version)) {
      return;
    }
    calls.operator("[]", read, List.of(read.target(), read.index()), version);
    events.use(target, version, read);
    unify(own, element(read.target(), read.index()));
    boolean mayBeSlice =
        version.typeOf(read.index()).mayBe(t -> t == Type.Basic.RANGE || t == Type.Basic.ANY);
    boolean mayBeList =
        version.typeOf(read.target()).mayBe(t -> t == Type.Basic.ANY || t instanceof Type.ListType);
    if (mayBeSlice && mayBeList) {
      unify(regions.elements(own), regions.elements(target));
    }
  }

  private void writeIndex(Node.WriteIndex write, @Nullable Region own) {
    unify(own, of(write.value()));
    if (calls.isKnown(write, List.of(write.target(), write.index(), write.value()), version)) {
      return;
    }
    calls.operator("[]=", write, List.of(write.target(), write.index(), write.value()), version);
    events.change(of(write.target()), version, write);
    unify(element(write.target(), write.index()), of(write.value()));
  }

  /// The part of a value that an index means.
  private @Nullable Region element(Node targetNode, Node index) {
    Region target = of(targetNode);
    if (index instanceof Node.Constant(Object constant, _)) {
      if (constant instanceof String key) {
        return regions.field(target, key);
      }
      boolean hasPositions =
          version.typeOf(targetNode).alternatives().stream()
              .allMatch(t -> t instanceof Type.TupleType || t instanceof Type.InstanceType);
      if (constant instanceof Long position && position >= 0 && hasPositions) {
        return regions.field(target, position.toString());
      }
    }
    return regions.allElements(target);
  }

  private void match(Node.Match match, @Nullable Region own) {
    Region value = of(match.value());
    unify(value(match.subject()), value);
    for (Node.Arm arm : match.arms()) {
      patterns(match.value()).match(arm.matcher(), value);
      unify(own, of(arm.body()));
    }
    Node otherwise = match.otherwise();
    if (otherwise != null) unify(own, of(otherwise));
  }

  private void forEach(Node.ForEach loop, @Nullable Region own) {
    Region iterable = of(loop.iterable());
    unify(own, regions.loop(version, loop.label()));
    if (iterable == null) {
      return;
    }
    events.use(iterable, version, loop.iterable());
    Region element = iterable.allElements(regions.queue);
    Variable second = loop.second();
    if (second == null) {
      unify(value(loop.variable()), element);
      return;
    }
    boolean mayBeMap = false;
    boolean mayBePairs = false;
    for (Type type : version.typeOf(loop.iterable()).alternatives()) {
      boolean isMap = type instanceof Type.MapType || type instanceof Type.ObjectType;
      mayBeMap |= isMap || type == Type.Basic.ANY;
      mayBePairs |= !isMap;
    }
    if (mayBeMap) {
      unify(value(loop.variable()), element);
      unify(value(second), element);
    }
    if (mayBePairs) {
      unify(value(loop.variable()), element.field("0"));
      unify(value(second), element.field("1"));
      unify(value(second), element.elements());
      unify(value(loop.variable()), element.elements());
    }
  }
}

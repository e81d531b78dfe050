package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.ATOM;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.BYTE;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;

/// One evaluation of a version's body on types. An operand that yields nothing makes the whole
/// yield nothing: then it leaves, or what it depends on is not known yet and the version will be
/// evaluated again.
final class Evaluation {
  private final Inference inference;
  private final Version version;
  private final Lattice lattice;
  private final CallEvaluation calls;
  private final MemberEvaluation members;
  private final PatternEvaluation patterns;
  private final Presence presence;

  Evaluation(Inference inference, Version version) {
    this.inference = inference;
    this.version = version;
    this.lattice = inference.lattice();
    this.calls = new CallEvaluation(inference, version, this);
    this.members = new MemberEvaluation(inference, version, this);
    this.patterns = new PatternEvaluation(inference, version, this);
    this.presence = new Presence(version);
  }

  CallEvaluation calls() {
    return calls;
  }

  void run() {
    Function function = version.function();
    List<Function.Parameter> parameters = function.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Function.Parameter parameter = parameters.get(i);
      if (!version.needsDefault(i)) {
        continue;
      }
      Node fallback = parameter.fallback();
      if (fallback == null) {
        throw new IllegalStateException("no argument and no default: " + version);
      }
      flow(of(fallback), parameter.variable());
    }
    yieldResult(of(function.body()));
  }

  private void yieldResult(Type type) {
    lattice.flow(type, version.result());
    if (version.escaped || version.function().kind() == Function.Kind.TASK) {
      lattice.giveUp(type);
    }
  }

  private void flow(Type type, Variable variable) {
    lattice.flow(type, variable.isGlobal() ? inference.global(variable) : version.cell(variable));
  }

  void bind(Variable variable, Type type) {
    flow(type, variable);
    presence.assigned(variable, false);
  }

  /// The type of a node, recorded for later stages.
  Type of(Node node) {
    Type type = evaluate(node);
    if (inference.goesOn() && type == NEVER && faults(node, version)) {
      version.faults(node);
      type = ANY;
    }
    if (!inference.specialises() && type != NEVER) {
      lattice.giveUp(type);
      type = ANY;
    }
    version.record(node, type);
    return type;
  }

  /// Whether some node of the version certainly raises because of the types of its operands, so
  /// that what stands behind it is never reached.
  static boolean stopsAtFault(Version version) {
    for (Node node : version.nodes()) {
      if (version.typeOf(node) == NEVER && faults(node, version)) {
        return true;
      }
    }
    return false;
  }

  /// Whether it is the node itself that yields nothing, rather than a part of it.
  private static boolean faults(Node node, Version version) {
    boolean mayFault =
        switch (node) {
          case Node.Binary _, Node.Unary _, Node.Cast _, Node.Check _ -> true;
          case Node.ReadMember _, Node.WriteMember _, Node.ReadIndex _, Node.WriteIndex _ -> true;
          case Node.CallMethod _, Node.CallValue _ -> true;
          default -> false;
        };
    if (!mayFault) {
      return false;
    }
    boolean[] complete = {true};
    Nodes.children(node, child -> complete[0] &= version.typeOf(child) != NEVER);
    return complete[0];
  }

  /// Evaluates nodes in order; null if one of them yields nothing.
  @Nullable List<Type> all(List<Node> nodes) {
    List<Type> types = new ArrayList<>(nodes.size());
    boolean complete = true;
    for (Node node : nodes) {
      Type type = of(node);
      complete &= type != NEVER;
      if (!complete && !inference.goesOn()) {
        version.leavesOut();
        return null;
      }
      types.add(type);
    }
    return complete ? types : null;
  }

  private Type evaluate(Node node) {
    return switch (node) {
      case Node.Constant constant -> constant(constant);
      case Node.ByteConstant ignored -> BYTE;
      case Node.AtomConstant ignored -> ATOM;
      case Node.BytesConstant bytes -> listOf(bytes, BYTE);
      case Node.Format format -> format(format);
      case Node.ListOf list -> list(list);
      case Node.RepeatOf repeat -> {
        Type value = of(repeat.value());
        yield value == NEVER || of(repeat.count()) == NEVER ? NEVER : listOf(repeat, value);
      }
      case Node.TupleOf tuple -> {
        List<Type> elements = all(tuple.elements());
        yield elements == null ? NEVER : lattice.tuple(elements);
      }
      case Node.SetOf set -> {
        List<Type> elements = all(set.elements());
        if (elements == null) {
          yield NEVER;
        }
        Cell cell = version.site(set, 0);
        elements.forEach(type -> lattice.flow(type, cell));
        yield new Type.SetType(cell);
      }
      case Node.ObjectOf object -> object(object);
      case Node.MapOf map -> map(map);
      case Node.RangeOf range -> range(range);
      case Node.MakeClosure closure -> code(closure, closure.function());
      case Node.FunctionValue value -> code(value, value.function());
      case Node.LibraryValue value -> calls.libraryValue(value);
      case Node.MakeInstance make -> members.make(make);
      case Node.Construct construct -> calls.construct(construct);
      case Node.MakeVariant make -> members.makeVariant(make);
      case Node.MakeOption option -> {
        Node payload = option.payload();
        if (payload != null) {
          Type type = of(payload);
          if (type == NEVER) {
            yield NEVER;
          }
          lattice.giveUp(type);
        }
        yield OPTION;
      }
      case Node.Read read -> read(read.variable());
      case Node.Write write -> assign(write.variable(), of(write.value()));
      case Node.Declare declare -> assign(declare.variable(), of(declare.value()));
      case Node.Binary binary -> {
        Type left = of(binary.left());
        Type right = left == NEVER ? NEVER : of(binary.right());
        Function own = right == NEVER ? null : Operators.own(binary.operator(), left);
        if (own != null && left instanceof Type.InstanceType(UserType type)) {
          Type result = calls.methodOf(binary, own, type, List.of(right));
          yield result != NEVER && Operators.isComparison(binary.operator()) ? BOOLEAN : result;
        }
        yield Operators.binary(binary.operator(), left, right, binary.right(), lattice);
      }
      case Node.Unary unary -> Operators.unary(unary.operator(), of(unary.operand()), lattice);
      case Node.Not not -> of(not.operand()) == NEVER ? NEVER : BOOLEAN;
      case Node.Logical logical -> logical(logical);
      case Node.Coalesce coalesce -> coalesce(coalesce);
      case Node.Propagate propagate -> propagate(propagate);
      case Node.Cast cast -> {
        Type operand = of(cast.operand());
        yield operand == NEVER ? NEVER : Annotations.cast(cast.type(), operand, lattice);
      }
      case Node.Check check -> {
        Type value = of(check.value());
        yield Annotations.checked(check.type(), value, version, check, lattice);
      }
      case Node.Dereference dereference -> {
        Type operand = of(dereference.operand());
        yield members.isCell(operand) ? ANY : operand;
      }
      case Node.WriteThrough write -> {
        Type target = of(write.target());
        Type value = target == NEVER ? NEVER : of(write.value());
        lattice.giveUp(target);
        lattice.giveUp(value);
        yield value;
      }
      case Node.CopyOf copy -> of(copy.value());
      case Node.ReadMember read -> members.read(read);
      case Node.WriteMember write -> members.write(write);
      case Node.ReadIndex read -> members.readIndex(read);
      case Node.WriteIndex write -> members.writeIndex(write);
      case Node.SliceOf slice -> members.slice(slice);
      case Node.SafeChain chain -> safeChain(chain);
      case Node.CallFunction call -> calls.function(call);
      case Node.CallLibrary call -> calls.library(call);
      case Node.CallValue call -> calls.value(call);
      case Node.CallMethod call -> calls.method(call);
      case Node.CallKnownMethod call -> calls.knownMethod(call);
      case Node.Sequence sequence -> sequence(sequence);
      case Node.Conditional conditional -> conditional(conditional);
      case Node.Match match -> match(match);
      case Node.Destructure destructure -> {
        Type value = of(destructure.value());
        if (value != NEVER) {
          patterns.bind(destructure.matcher(), value);
        }
        yield value;
      }
      case Node.Loop loop -> {
        presence.mayHaveRun(loop.body());
        Set<Variable> known = presence.known();
        of(loop.body());
        presence.goBackTo(known);
        yield version.breaks(loop.label()).read(version);
      }
      case Node.While loop -> {
        presence.mayHaveRun(loop.condition(), loop.body());
        if (of(loop.condition()) == NEVER) {
          yield NEVER;
        }
        Set<Variable> known = presence.known();
        presence.assume(loop.condition(), true);
        of(loop.body());
        presence.goBackTo(known);
        yield lattice.join(NIL, version.breaks(loop.label()).read(version));
      }
      case Node.ForEach loop -> forEach(loop);
      case Node.Break leave -> {
        lattice.flow(of(leave.value()), version.breaks(leave.label()));
        yield NEVER;
      }
      case Node.Continue ignored -> NEVER;
      case Node.Return leave -> {
        yieldResult(of(leave.value()));
        yield NEVER;
      }
      case Node.Throw raise -> {
        lattice.giveUp(of(raise.value()));
        yield NEVER;
      }
      case Node.Try attempt -> attempt(attempt);
      case Node.Spawn spawn -> {
        lattice.giveUp(of(spawn.closure()));
        yield ANY;
      }
      case Node.Await await -> {
        Type operand = of(await.operand());
        lattice.giveUp(operand);
        yield operand == NEVER ? NEVER : ANY;
      }
      case Node.Faulty faulty -> {
        faulty.parts().forEach(part -> lattice.giveUp(of(part)));
        yield ANY;
      }
    };
  }

  private static Type constant(Node.Constant constant) {
    return switch (constant.value()) {
      case null -> NIL;
      case Long ignored -> INTEGER;
      case Double ignored -> FLOAT;
      case Boolean ignored -> BOOLEAN;
      case String ignored -> STRING;
      default -> throw new IllegalStateException("no constant: " + constant);
    };
  }

  private Type listOf(Node node, Type element) {
    Cell cell = version.site(node, 0);
    lattice.flow(element, cell);
    return new Type.ListType(cell);
  }

  private Type format(Node.Format format) {
    for (Node.Part part : format.parts()) {
      Node value = part.value();
      if (value != null && of(value) == NEVER) {
        return NEVER;
      }
    }
    return STRING;
  }

  private Type list(Node.ListOf list) {
    Cell cell = version.site(list, 0);
    for (Node.Element element : list.elements()) {
      Type type = of(element.value());
      if (type == NEVER) {
        return NEVER;
      }
      lattice.flow(element.spread() ? elementOf(type) : type, cell);
    }
    return new Type.ListType(cell);
  }

  private Type object(Node.ObjectOf object) {
    List<Type> values = all(object.values());
    if (values == null) {
      return NEVER;
    }
    Layout layout = inference.layout(object.keys());
    for (int i = 0; i < values.size(); i++) {
      lattice.flow(values.get(i), layout.fields().get(i));
    }
    return new Type.ObjectType(layout);
  }

  private Type map(Node.MapOf map) {
    Cell keys = version.site(map, 0);
    Cell values = version.site(map, 1);
    for (Node.Entry entry : map.entries()) {
      Node key = entry.key();
      Type keyType = key == null ? STRING : of(key);
      Type value = keyType == NEVER ? NEVER : of(entry.value());
      if (value == NEVER) {
        return NEVER;
      }
      if (key == null) {
        lattice.giveUp(value);
        lattice.flow(ANY, keys);
        lattice.flow(ANY, values);
      } else {
        lattice.flow(keyType, keys);
        lattice.flow(value, values);
      }
    }
    return new Type.MapType(keys, values);
  }

  private Type range(Node.RangeOf range) {
    for (Node end : new Node[] {range.start(), range.end()}) {
      if (end != null && of(end) == NEVER) {
        return NEVER;
      }
    }
    return isBound(range.start()) && isBound(range.end()) ? RANGE : NEVER;
  }

  /// Whether the value may be an end of a range (L 10.2).
  private boolean isBound(@Nullable Node end) {
    return end == null
        || version
            .typeOf(end)
            .mayBe(t -> t == Type.Basic.INTEGER || t == Type.Basic.BYTE || t == ANY || t == NIL);
  }

  /// A function as a value. Functions that capture nothing are the same for every version around
  /// them.
  private Type code(Node node, Function function) {
    Code code = version.codeOf(function);
    version.makes(node, code);
    return new Type.CallableType(java.util.Set.of(code));
  }

  private Type read(Variable variable) {
    Type type = cell(variable).read(version);
    if (!presence.isPresent(variable)) {
      return type;
    }
    Type rest = withoutOnlyNil(type);
    return rest == NEVER ? type : rest;
  }

  private Cell cell(Variable variable) {
    return variable.isGlobal() ? inference.global(variable) : version.cell(variable);
  }

  private Type assign(Variable variable, Type type) {
    flow(type, variable);
    // Worth knowing only of a variable that may be nil elsewhere.
    presence.assigned(variable, !type.mayBeNil() && cell(variable).type().mayBeNil());
    return type;
  }

  /// What is left of a union without nil.
  private Type withoutOnlyNil(Type type) {
    if (type == ANY || !type.mayBeNil()) {
      return type;
    }
    Type result = NEVER;
    for (Type alternative : type.alternatives()) {
      if (alternative != NIL) {
        result = lattice.join(result, alternative);
      }
    }
    return result;
  }

  private Type conditional(Node.Conditional conditional) {
    if (of(conditional.condition()) == NEVER) {
      return NEVER;
    }
    Set<Variable> known = presence.known();
    List<Set<Variable>> ends = new ArrayList<>();
    presence.assume(conditional.condition(), true);
    Type then = of(conditional.then());
    endBranch(then, ends);
    presence.goBackTo(known);
    presence.assume(conditional.condition(), false);
    Type otherwise = of(conditional.otherwise());
    endBranch(otherwise, ends);
    presence.join(ends);
    return lattice.join(then, otherwise);
  }

  private void endBranch(Type type, List<Set<Variable>> ends) {
    if (type != NEVER) {
      ends.add(presence.known());
    }
  }

  private Type logical(Node.Logical logical) {
    Type left = of(logical.left());
    if (left == NEVER) {
      return NEVER;
    }
    Set<Variable> known = presence.known();
    presence.assume(logical.left(), logical.and());
    Type right = of(logical.right());
    presence.goBackTo(known);
    presence.mayHaveRun(logical.right());
    Type kept = NEVER;
    for (Type type : left.alternatives()) {
      boolean maybeFalse = type == BOOLEAN || type == NIL || type == OPTION || type == ANY;
      boolean maybeTrue = type != NIL;
      if (logical.and() ? maybeFalse : maybeTrue) {
        kept = lattice.join(kept, type);
      }
    }
    return lattice.join(kept, right);
  }

  private Type coalesce(Node.Coalesce coalesce) {
    Type left = of(coalesce.left());
    if (left == NEVER) {
      return NEVER;
    }
    Set<Variable> known = presence.known();
    Type right = of(coalesce.right());
    presence.goBackTo(known);
    presence.mayHaveRun(coalesce.right());
    return left == NIL ? right : lattice.join(withoutNil(left), right);
  }

  /// What is left when nil is excluded; a payload may be anything.
  Type withoutNil(Type type) {
    Type result = NEVER;
    for (Type alternative : type.alternatives()) {
      if (alternative != NIL) {
        result = lattice.join(result, alternative == OPTION ? ANY : alternative);
      }
    }
    return result;
  }

  private Type propagate(Node.Propagate propagate) {
    Type operand = of(propagate.operand());
    for (Type type : operand.alternatives()) {
      if (type == NIL || type == OPTION || type == ANY) {
        yieldResult(type == ANY ? ANY : type);
      }
    }
    return withoutNil(operand);
  }

  private Type safeChain(Node.SafeChain chain) {
    Type target = of(chain.target());
    if (target == NEVER) {
      return NEVER;
    }
    Type rest = withoutNil(target);
    Type result = NIL;
    if (rest != NEVER) {
      bind(chain.receiver(), rest);
      Set<Variable> known = presence.known();
      result = of(chain.chain());
      presence.goBackTo(known);
      presence.mayHaveRun(chain.chain());
    }
    boolean mayBeNil = target.mayBeNil() || target.alternatives().contains(OPTION);
    return mayBeNil ? lattice.join(result, NIL) : result;
  }

  private Type sequence(Node.Sequence sequence) {
    List<Node> nodes = sequence.nodes();
    Type last = NIL;
    boolean leaves = false;
    for (int i = 0; i < nodes.size(); i++) {
      last = of(nodes.get(i));
      leaves |= last == NEVER;
      if (leaves && i < nodes.size() - 1 && !inference.goesOn()) {
        version.leavesOut();
        return NEVER;
      }
    }
    return leaves ? NEVER : last;
  }

  private Type match(Node.Match match) {
    Type value = of(match.value());
    if (value == NEVER) {
      return NEVER;
    }
    bind(match.subject(), value);
    match.arms().forEach(arm -> presence.mayHaveRun(arm.guard()));
    Set<Variable> known = presence.known();
    List<Set<Variable>> ends = new ArrayList<>();
    Type result = NEVER;
    Type left = value;
    for (Node.Arm arm : match.arms()) {
      boolean mayMatch = PatternEvaluation.mayMatch(arm.matcher(), left);
      if (!mayMatch && !inference.goesOn()) {
        version.leavesOut();
        continue;
      }
      presence.goBackTo(known);
      patterns.bind(arm.matcher(), mayMatch ? left : ANY);
      Node guard = arm.guard();
      if (guard == null || of(guard) != NEVER) {
        if (guard != null) {
          presence.assume(guard, true);
        }
        Type body = of(arm.body());
        endBranch(body, ends);
        result = lattice.join(result, body);
      }
      if (guard == null && PatternEvaluation.matchesNil(arm.matcher())) {
        Type rest = withoutOnlyNil(left);
        left = rest == NEVER ? left : rest;
      }
    }
    Node otherwise = match.otherwise();
    if (otherwise != null) {
      presence.goBackTo(known);
      Type body = of(otherwise);
      endBranch(body, ends);
      result = lattice.join(result, body);
    }
    presence.join(ends);
    return result;
  }

  private Type forEach(Node.ForEach loop) {
    Type iterable = of(loop.iterable());
    if (iterable == NEVER) {
      return NEVER;
    }
    presence.mayHaveRun(loop.body());
    Set<Variable> known = presence.known();
    Variable second = loop.second();
    Type first = second == null ? elementOf(iterable) : keyOf(iterable);
    if (first == NEVER && !inference.goesOn()) {
      version.leavesOut();
    } else {
      bind(loop.variable(), first == NEVER ? ANY : first);
      if (second != null) {
        bind(second, first == NEVER ? ANY : valueOf(iterable));
      }
      of(loop.body());
      presence.goBackTo(known);
    }
    return lattice.join(NIL, version.breaks(loop.label()).read(version));
  }

  /// The type of what `for x in` yields.
  Type elementOf(Type iterable) {
    Type result = NEVER;
    for (Type type : iterable.alternatives()) {
      Type element =
          switch (type) {
            case Type.ListType list -> list.element().read(version);
            case Type.SetType set -> set.element().read(version);
            case Type.MapType map -> map.key().read(version);
            case Type.ObjectType object -> object.layout().isDynamic() ? ANY : STRING;
            case Type.TupleType tuple -> joined(tuple.elements());
            case Type.Basic basic when basic == RANGE -> INTEGER;
            case Type.Basic basic when basic == STRING -> STRING;
            case Type.Basic basic
                when basic == INTEGER || basic == FLOAT || basic == BOOLEAN || basic == NIL ->
                NEVER;
            default -> {
              lattice.giveUp(type);
              yield ANY;
            }
          };
      result = lattice.join(result, element);
    }
    return result;
  }

  private Type joined(List<Type> types) {
    Type result = NEVER;
    for (Type type : types) {
      result = lattice.join(result, type);
    }
    return result;
  }

  private Type keyOf(Type iterable) {
    return switch (iterable) {
      case Type.MapType map -> map.key().read(version);
      case Type.ObjectType object when !object.layout().isExtended() -> STRING;
      case Type.ListType list -> half(list.element().read(version), 0);
      default -> {
        lattice.giveUp(iterable);
        yield ANY;
      }
    };
  }

  private Type valueOf(Type iterable) {
    return switch (iterable) {
      case Type.MapType map -> map.value().read(version);
      case Type.ListType list -> half(list.element().read(version), 1);
      default -> {
        lattice.giveUp(iterable);
        yield ANY;
      }
    };
  }

  /// One element of the pairs of a list.
  private Type half(Type pair, int index) {
    if (pair == NEVER) {
      return NEVER;
    }
    if (pair instanceof Type.TupleType tuple && tuple.elements().size() == 2) {
      return tuple.elements().get(index);
    }
    lattice.giveUp(pair);
    return ANY;
  }

  private Type attempt(Node.Try attempt) {
    Set<Variable> known = presence.known();
    List<Set<Variable>> ends = new ArrayList<>();
    Type result = of(attempt.body());
    endBranch(result, ends);
    for (Node.Catch clause : attempt.catches()) {
      presence.goBackTo(known);
      presence.mayHaveRun(attempt.body());
      Variable variable = clause.variable();
      if (variable != null) {
        bind(variable, ANY);
      }
      Type type = of(clause.body());
      endBranch(type, ends);
      result = lattice.join(result, type);
    }
    presence.join(ends);
    Node last = attempt.last();
    if (last != null) {
      // It also runs when the body or a clause was left anywhere.
      Set<Variable> behind = presence.known();
      presence.goBackTo(known);
      presence.mayHaveRun(attempt.body());
      attempt.catches().forEach(clause -> presence.mayHaveRun(clause.body()));
      if (of(last) == NEVER) {
        return NEVER;
      }
      presence.goBackTo(behind);
      presence.mayHaveRun(last);
    }
    return result;
  }
}

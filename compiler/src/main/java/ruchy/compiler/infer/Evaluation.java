package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.ATOM;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.BYTE;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;

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
  private final LiteralEvaluation literals;
  private final BranchEvaluation branches;
  private final ElementTypes elements;
  private final Presence presence;

  Evaluation(Inference inference, Version version) {
    this.inference = inference;
    this.version = version;
    this.lattice = inference.lattice();
    this.calls = new CallEvaluation(inference, version, this);
    this.members = new MemberEvaluation(inference, version, this);
    this.patterns = new PatternEvaluation(inference, version, this);
    this.presence = new Presence(version);
    this.literals = new LiteralEvaluation(inference, version, this);
    this.branches = new BranchEvaluation(inference, version, this, patterns, presence);
    this.elements = new ElementTypes(version, lattice);
  }

  CallEvaluation calls() {
    return calls;
  }

  ElementTypes elements() {
    return elements;
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
      case Node.Constant constant -> LiteralEvaluation.constant(constant);
      case Node.ByteConstant ignored -> BYTE;
      case Node.AtomConstant ignored -> ATOM;
      case Node.BytesConstant bytes -> literals.bytes(bytes);
      case Node.Format format -> literals.format(format);
      case Node.ListOf list -> literals.list(list);
      case Node.RepeatOf repeat -> literals.repeat(repeat);
      case Node.TupleOf tuple -> literals.tuple(tuple);
      case Node.SetOf set -> literals.set(set);
      case Node.ObjectOf object -> literals.object(object);
      case Node.MapOf map -> literals.map(map);
      case Node.RangeOf range -> literals.range(range);
      case Node.MakeClosure closure -> code(closure, closure.function());
      case Node.FunctionValue value -> code(value, value.function());
      case Node.LibraryValue value -> calls.libraryValue(value);
      case Node.MakeInstance make -> members.make(make);
      case Node.Construct construct -> calls.construct(construct);
      case Node.MakeVariant make -> members.makeVariant(make);
      case Node.MakeOption option -> literals.option(option);
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
        yield Operators.binary(
            binary.operator(), left, right, binary.right(), inference.addsItself(), lattice);
      }
      case Node.Unary unary -> Operators.unary(unary.operator(), of(unary.operand()), lattice);
      case Node.Not not -> of(not.operand()) == NEVER ? NEVER : BOOLEAN;
      case Node.Logical logical -> branches.logical(logical);
      case Node.Coalesce coalesce -> branches.coalesce(coalesce);
      case Node.Propagate propagate -> propagate(propagate);
      case Node.Cast cast -> {
        Type operand = of(cast.operand());
        yield operand == NEVER ? NEVER : Annotations.cast(cast.type(), operand);
      }
      case Node.Check check -> {
        Type value = of(check.value());
        yield Annotations.checked(check.type(), value, lattice);
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
      case Node.SafeChain chain -> branches.safeChain(chain);
      case Node.CallFunction call -> calls.function(call);
      case Node.CallLibrary call -> calls.library(call);
      case Node.CallValue call -> calls.value(call);
      case Node.CallMethod call -> calls.method(call);
      case Node.CallKnownMethod call -> calls.knownMethod(call);
      case Node.Sequence sequence -> sequence(sequence);
      case Node.Conditional conditional -> branches.conditional(conditional);
      case Node.Match match -> branches.match(match);
      case Node.Destructure destructure -> {
        Type value = of(destructure.value());
        if (value != NEVER) {
          patterns.bind(destructure.matcher(), value);
        }
        yield value;
      }
      case Node.Loop loop -> branches.loop(loop);
      case Node.While loop -> branches.whileLoop(loop);
      case Node.ForEach loop -> branches.forEach(loop);
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
      case Node.Try attempt -> branches.attempt(attempt);
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

  /// A function as a value. Functions that capture nothing are the same for every version around
  /// them.
  private Type code(Node node, Function function) {
    Code code = version.codeOf(function);
    version.makes(node, code);
    if (function.isByFields()) {
      inference.versions().escape(code);
      return Type.Basic.FUNCTION;
    }
    return new Type.CallableType(Set.of(code));
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
  Type withoutOnlyNil(Type type) {
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
}

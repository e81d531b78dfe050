package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.type.Matching;
import ruchy.compiler.type.Type;

/// Sequences, branches, loops and matches.
final class ControlEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;
  private final LoopEmitter loops;

  ControlEmitter(Body body) {
    this.body = body;
    this.code = body.code();
    this.loops = new LoopEmitter(body);
  }

  /// Emits nodes that need no value when only their effect counts; false for others.
  boolean effect(Node node) {
    switch (node) {
      case Node.Constant ignored -> {}
      case Node.Sequence sequence -> {
        List<Node> nodes = sequence.nodes();
        if (!nodes.isEmpty() && allButLast(sequence)) {
          body.effect(nodes.getLast());
        }
      }
      case Node.Conditional conditional -> {
        var otherwise = new Label();
        var end = new Label();
        body.unless(conditional.condition(), otherwise);
        body.effect(conditional.then());
        code.jump(end);
        code.place(otherwise);
        body.effect(conditional.otherwise());
        code.place(end);
      }
      case Node.Match match when isGrowingText(match) ->
          body.effect(match.arms().getFirst().body());
      case Node.Write write -> body.variables().store(write);
      case Node.Declare declare -> body.variables().store(declare);
      case Node.CallMethod call when new MapEmitter(body).isPut(call) ->
          new MapEmitter(body).put(call);
      case Node.WriteMember write -> {
        return body.growingMembers().append(write, false);
      }
      case Node.WriteIndex write -> {
        return body.growingMembers().append(write, false);
      }
      case Node.While loop -> loops.whileLoop(loop, false);
      case Node.ForEach loop -> loops.forEach(loop, false);
      default -> {
        return false;
      }
    }
    return true;
  }

  Type sequence(Node.Sequence sequence) {
    List<Node> nodes = sequence.nodes();
    if (nodes.isEmpty()) {
      code.nil();
      return NIL;
    }
    return allButLast(sequence) ? body.natural(nodes.getLast()) : NEVER;
  }

  /// Runs all statements of a sequence but the last; false if they always leave.
  private boolean allButLast(Node.Sequence sequence) {
    Body.Place place = body.place();
    List<Outline.Part.Statements> groups =
        place == null ? null : place.parts().outline().statementsOf(sequence);
    if (groups == null) {
      return all(sequence.nodes().subList(0, sequence.nodes().size() - 1), body);
    }
    for (Outline.Part.Statements group : groups) {
      body.parts().call(group, null, -1, null, inner -> all(group.nodes(), inner));
      if (group.nodes().stream().anyMatch(node -> body.typeOf(node) == NEVER)) {
        code.unreachable();
        return false;
      }
    }
    return true;
  }

  private static boolean all(List<Node> nodes, Body body) {
    for (Node node : nodes) {
      body.effect(node);
      if (body.typeOf(node) == NEVER) {
        return false;
      }
    }
    return true;
  }

  Type conditional(Node.Conditional node) {
    Type type = body.typeOf(node);
    var otherwise = new Label();
    var end = new Label();
    body.unless(node.condition(), otherwise);
    body.valueAs(node.then(), type);
    code.jump(end);
    code.place(otherwise);
    body.valueAs(node.otherwise(), type);
    code.place(end);
    return type;
  }

  Type match(Node.Match match) {
    Type type = body.typeOf(match);
    if (isGrowingText(match)) {
      body.valueAs(match.arms().getFirst().body(), type);
      return type;
    }
    if (isTextTest(match)) {
      return textTest(match, type);
    }
    body.value(match.value());
    Type subject = body.variables().typeOf(match.subject());
    body.coerce(body.typeOf(match.value()), subject);
    body.variables().bind(match.subject());
    if (!match.arms().isEmpty()
        && Matching.surelyMatches(match.arms().getFirst().matcher(), subject)) {
      body.valueAs(match.arms().getFirst().body(), type);
      return type;
    }
    var end = new Label();
    if (match.otherwise() != null) {
      for (Node.Arm arm : match.arms()) {
        Nodes.bindings(arm.matcher(), body.variables()::bindDefault);
      }
    }
    for (Node.Arm arm : match.arms()) {
      if (body.patterns().isImpossible(arm.matcher(), subject)) {
        continue;
      }
      var next = new Label();
      body.patterns()
          .test(arm.matcher(), subject, () -> body.variables().load(match.subject()), next);
      Node guard = arm.guard();
      if (guard != null) {
        body.unless(guard, next);
      }
      body.valueAs(arm.body(), type);
      code.jump(end);
      code.place(next);
    }
    Node otherwise = match.otherwise();
    if (otherwise != null) {
      body.valueAs(otherwise, type);
    } else {
      body.variables().load(match.subject());
      body.coerce(subject, ANY);
      code.at(match.span());
      body.errors().raise("noMatch", "(" + OBJECT + ")");
    }
    code.place(end);
    return type;
  }

  /// Whether the value is text already, in a place that may have a builder: it need not be turned
  /// into text to see that.
  private boolean isGrowingText(Node.Match match) {
    Node value = match.value();
    boolean isPlace =
        value instanceof Node.Read
            || (value instanceof Node.ReadMember read && body.growingMembers().isGrowing(read))
            || (value instanceof Node.ReadIndex read && body.version().targetOf(read) == null);
    return isPlace
        && body.version().reaches(value)
        && body.typeOf(value) == STRING
        && isUnboundText(match);
  }

  /// Whether the value of a place is only asked whether it is text, which what the place holds
  /// tells too.
  private boolean isTextTest(Node.Match match) {
    Node value = match.value();
    return isUnboundText(match)
        && match.arms().size() == 1
        && match.arms().getFirst().guard() == null
        && match.otherwise() != null
        && body.version().reaches(value)
        && body.typeOf(value) == ANY
        && body.typeOf(match.otherwise()) != NEVER
        && body.loadHeld(value);
  }

  /// After what the place holds was loaded.
  private Type textTest(Node.Match match, Type type) {
    var other = new Label();
    var end = new Label();
    int slot = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, slot);
    code.load(Representation.OBJECT, slot);
    code.invokeStatic(RuntimeNames.GROWING_TEXT, "isText", "(" + OBJECT + ")Z");
    code.jumpIf(IFEQ, other);
    body.valueAs(match.arms().getFirst().body(), type);
    code.jump(end);
    code.place(other);
    code.load(Representation.OBJECT, slot);
    body.coerce(ANY, body.variables().typeOf(match.subject()));
    body.variables().bind(match.subject());
    Node otherwise = match.otherwise();
    if (otherwise != null) {
      body.valueAs(otherwise, type);
    }
    code.place(end);
    return type;
  }

  private static boolean isUnboundText(Node.Match match) {
    return !match.arms().isEmpty()
        && match.arms().getFirst().matcher() instanceof Matcher.Text(var variable, _)
        && variable == null;
  }

  Type loop(Node.Loop loop) {
    return loops.loop(loop);
  }

  Type whileLoop(Node.While loop) {
    return loops.whileLoop(loop, true);
  }

  Type forEach(Node.ForEach loop) {
    return loops.forEach(loop, true);
  }

  Type safeChain(Node.SafeChain chain) {
    Type target = body.typeOf(chain.target());
    Type type = body.typeOf(chain);
    body.value(chain.target());
    if (target == NEVER) {
      return NEVER;
    }
    Representation representation = body.representation(target);
    Type rest = body.variables().typeOf(chain.receiver());
    if (!target.mayBeNil() && !target.alternatives().contains(OPTION)) {
      body.coerce(target, rest);
      body.variables().bind(chain.receiver());
      body.valueAs(chain.chain(), type);
      return type;
    }
    var absent = new Label();
    var end = new Label();
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    code.load(representation, slot);
    code.invokeStatic(RuntimeNames.OPTIONS, "isAbsent", "(" + OBJECT + ")Z");
    code.jumpIf(IFNE, absent);
    if (rest != NEVER) {
      code.load(representation, slot);
      body.coerce(target, rest);
      body.variables().bind(chain.receiver());
      body.valueAs(chain.chain(), type);
      code.jump(end);
    } else {
      code.jump(absent);
    }
    code.place(absent);
    code.nil();
    body.coerce(NIL, type);
    code.place(end);
    return type;
  }
}

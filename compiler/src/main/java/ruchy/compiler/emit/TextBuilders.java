package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFNONNULL;

import java.util.IdentityHashMap;
import java.util.List;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Builders beside variables to which loops append text: so no round copies what is there already.
final class TextBuilders {
  private static final Representation BUILDER = Representation.reference("java/lang/StringBuilder");

  private final Body body;
  private final Slots slots;
  private final IdentityHashMap<Variable, Integer> builders = new IdentityHashMap<>();

  TextBuilders(Body body, Slots slots) {
    this.body = body;
    this.slots = slots;
  }

  /// Whether the variable has a builder beside it, to which text is appended. While the builder is
  /// ahead, the variable itself is null.
  boolean isGrowing(Variable variable) {
    return body.preparation().isGrowing(variable)
        && !body.preparation().isMeasured(variable)
        && body.variables().typeOf(variable) == Type.Basic.STRING
        && !(variable.isGlobal() && body.preparation().isStatic(variable))
        && !body.preparation().isShared(variable)
        && body.variables().isOwn(variable);
  }

  /// Whether evaluating the node may assign the variable, which is added to as it was before (L
  /// 5.1).
  static boolean assigns(Node node, Variable variable) {
    if (node instanceof Node.Write write && write.variable() == variable) {
      return true;
    }
    boolean[] found = {false};
    Nodes.children(node, child -> found[0] |= assigns(child, variable));
    return found[0];
  }

  private void loadBuilder(Variable variable) {
    Parts parts = slots.framed(variable);
    if (parts == null) {
      body.code().load(BUILDER, builderSlot(variable));
    } else {
      slots.loadFrame();
      body.code().getField(parts.frameClass(), parts.builder(variable), BUILDER);
    }
  }

  private int builderSlot(Variable variable) {
    return builders.computeIfAbsent(variable, _ -> body.code().newLocal(BUILDER));
  }

  /// Stores the builder on the stack.
  private void storeBuilder(Variable variable) {
    MethodCode code = body.code();
    Parts parts = slots.framed(variable);
    if (parts == null) {
      code.store(BUILDER, builderSlot(variable));
      return;
    }
    int slot = code.newLocal(BUILDER);
    code.store(BUILDER, slot);
    slots.loadFrame();
    code.load(BUILDER, slot);
    code.putField(parts.frameClass(), parts.builder(variable), BUILDER);
  }

  /// Appends to the variable what nodes yield, in S form.
  void append(Variable variable, List<Node> operands) {
    MethodCode code = body.code();
    int[] places = new int[operands.size()];
    Representation[] held = new Representation[places.length];
    for (int i = 0; i < places.length; i++) {
      Node operand = operands.get(i);
      Type type = body.typeOf(operand);
      body.value(operand);
      code.at(operand.span());
      held[i] = asText(type);
      places[i] = code.newLocal(held[i]);
      code.store(held[i], places[i]);
    }
    var ready = new Label();
    loadBuilder(variable);
    code.jumpIf(IFNONNULL, ready);
    code.create(BUILDER.className());
    slots.load(variable, Representation.STRING);
    appendTo(Representation.STRING);
    storeBuilder(variable);
    code.place(ready);
    loadBuilder(variable);
    for (int i = 0; i < places.length; i++) {
      code.load(held[i], places[i]);
      appendTo(held[i]);
    }
    code.pop(BUILDER);
    code.nil();
    slots.store(variable, Representation.STRING);
  }

  /// Turns the value on the stack into what a builder appends in S form.
  private Representation asText(Type type) {
    Representation representation = body.representation(type);
    switch (representation.sort()) {
      case 'J', 'Z' -> {
        return representation;
      }
      case 'D' ->
          body.code()
              .invokeStatic(
                  RuntimeNames.DISPLAY, "text", "(D)" + Representation.STRING.descriptor());
      default -> {
        if (type != Type.Basic.STRING) {
          body.code()
              .invokeStatic(
                  RuntimeNames.DISPLAY,
                  "text",
                  "(Ljava/lang/Object;)" + Representation.STRING.descriptor());
        }
      }
    }
    return Representation.STRING;
  }

  private void appendTo(Representation appended) {
    String descriptor = "(" + appended.descriptor() + ")" + BUILDER.descriptor();
    body.code().invokeVirtual(BUILDER.className(), "append", descriptor);
  }

  /// Leaves the text of a growing variable.
  void load(Variable variable) {
    MethodCode code = body.code();
    var ready = new Label();
    slots.load(variable, Representation.STRING);
    code.jumpIf(IFNONNULL, ready);
    loadBuilder(variable);
    code.invokeVirtual(BUILDER.className(), "toString", "()" + Representation.STRING.descriptor());
    slots.store(variable, Representation.STRING);
    code.place(ready);
    slots.load(variable, Representation.STRING);
  }

  /// The variable gets another value: what is in its builder no longer counts.
  void forget(Variable variable) {
    if (isGrowing(variable)) {
      body.code().nil();
      storeBuilder(variable);
    }
  }
}

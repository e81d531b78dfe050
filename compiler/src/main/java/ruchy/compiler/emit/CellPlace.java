package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.List;
import ruchy.compiler.program.Node;

/// What a reference leads to, nearly always a cell, to which text is appended: `*cell += text` (L
/// 12.9). The reference lies in a slot, so that it is evaluated once.
final class CellPlace implements AppendEmitter.Target {
  private static final String OBJECT = Representation.OBJECT.descriptor();
  private static final String REFERENCES = RuntimeNames.OPERATOR + "References";

  private final Body body;
  private final MethodCode code;
  private final Node.WriteThrough write;
  private int slot;

  /// Where what was stored is kept as the value of the assignment; negative if nobody uses it.
  private int keptSlot = -1;

  CellPlace(Body body, Node.WriteThrough write) {
    this.body = body;
    this.code = body.code();
    this.write = write;
  }

  /// Appends the operands; `keep`: leaves the value that was assigned.
  void append(List<Node> operands, boolean keep) {
    body.boxed(write.target());
    slot = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, slot);
    if (keep) {
      keptSlot = code.newLocal(Representation.OBJECT);
    }
    new AppendEmitter(body).append(this, write.value(), operands);
    if (keep) {
      code.load(Representation.OBJECT, keptSlot);
      code.invokeStatic(RuntimeNames.GROWING_TEXT, "value", "(" + OBJECT + ")" + OBJECT);
      body.coerce(ANY, body.typeOf(write.value()));
    }
  }

  @Override
  public void load() {
    prepare();
    code.invokeStatic(REFERENCES, "held", "(" + OBJECT + ")" + OBJECT);
  }

  @Override
  public void prepare() {
    code.load(Representation.OBJECT, slot);
  }

  @Override
  public void store() {
    code.at(write.span());
    if (keptSlot >= 0) {
      code.duplicate();
      code.store(Representation.OBJECT, keptSlot);
    }
    code.invokeStatic(REFERENCES, "hold", "(" + OBJECT + OBJECT + ")V");
  }
}

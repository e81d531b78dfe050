package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;

/// A member or an element that the runtime looks up, to which text is appended: the value that has
/// it and the key lie in slots, so that both are evaluated once (L 5.1).
final class RuntimePlace implements AppendEmitter.Target {
  private static final String OBJECT = Representation.OBJECT.descriptor();
  private static final String NAME = Representation.STRING.descriptor();

  private final Body body;
  private final MethodCode code;
  private final Node target;

  /// The index of an element; null for a member.
  private final @Nullable Node index;

  private final String name;
  private final Span span;

  /// What an entry that is not there counts as; null if that raises.
  private final @Nullable String absent;

  private int targetSlot;
  private int indexSlot;

  /// Where what was stored is kept as the value of the assignment; negative if nobody uses it.
  private int keptSlot = -1;

  RuntimePlace(Body body, Node.WriteIndex write) {
    this(body, write.target(), write.index(), "", write.span(), null);
  }

  /// The entry of a map, `absent` being the text that is added to where there is none.
  RuntimePlace(Body body, Node.WriteIndex write, String absent) {
    this(body, write.target(), write.index(), "", write.span(), absent);
  }

  RuntimePlace(Body body, Node.WriteMember write) {
    this(body, write.target(), null, write.name(), write.span(), null);
  }

  RuntimePlace(Body body, Node.ReadIndex read) {
    this(body, read.target(), read.index(), "", read.span(), null);
  }

  RuntimePlace(Body body, Node.ReadMember read) {
    this(body, read.target(), null, read.name(), read.span(), null);
  }

  private RuntimePlace(
      Body body,
      Node target,
      @Nullable Node index,
      String name,
      Span span,
      @Nullable String absent) {
    this.absent = absent;
    this.body = body;
    this.code = body.code();
    this.target = target;
    this.index = index;
    this.name = name;
    this.span = span;
  }

  private void evaluate() {
    targetSlot = evaluated(target);
    if (index != null) {
      indexSlot = evaluated(index);
    }
  }

  /// Leaves what the place holds, to be looked at alone.
  void hold() {
    evaluate();
    load("seen");
  }

  /// Appends the operands; `keep`: leaves the value that was assigned.
  void append(Node value, List<Node> operands, boolean keep) {
    evaluate();
    if (keep) {
      keptSlot = code.newLocal(Representation.OBJECT);
    }
    new AppendEmitter(body).append(this, value, operands);
    if (keep) {
      code.load(Representation.OBJECT, keptSlot);
      code.invokeStatic(RuntimeNames.GROWING_TEXT, "value", "(" + OBJECT + ")" + OBJECT);
      body.coerce(ANY, body.typeOf(value));
    }
  }

  private int evaluated(Node node) {
    body.boxed(node);
    int slot = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, slot);
    return slot;
  }

  @Override
  public void load() {
    if (absent == null) {
      load("held");
      return;
    }
    prepare();
    code.constant(absent);
    code.at(span);
    code.invokeStatic(owner(), "heldOr", "(" + OBJECT + key() + NAME + ")" + OBJECT);
  }

  private void load(String method) {
    prepare();
    code.at(span);
    code.invokeStatic(owner(), method, "(" + OBJECT + key() + ")" + OBJECT);
  }

  @Override
  public void loadAgain(int before) {
    prepare();
    code.load(Representation.OBJECT, before);
    code.at(span);
    code.invokeStatic(owner(), "again", "(" + OBJECT + key() + OBJECT + ")" + OBJECT);
  }

  private String owner() {
    return index == null ? RuntimeNames.MEMBERS : RuntimeNames.APPENDING;
  }

  private String key() {
    return index == null ? NAME : OBJECT;
  }

  @Override
  public void prepare() {
    code.load(Representation.OBJECT, targetSlot);
    if (index == null) {
      code.constant(name);
    } else {
      code.load(Representation.OBJECT, indexSlot);
    }
  }

  @Override
  public void store() {
    code.at(span);
    if (keptSlot >= 0) {
      code.duplicate();
      code.store(Representation.OBJECT, keptSlot);
    }
    code.invokeStatic(owner(), "hold", "(" + OBJECT + key() + OBJECT + ")V");
  }

  @Override
  public boolean mayFail() {
    return true;
  }
}

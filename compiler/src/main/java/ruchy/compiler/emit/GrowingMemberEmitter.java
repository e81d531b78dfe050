package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// Members and elements to which the program appends: text grows where it is.
final class GrowingMemberEmitter {
  private final Body body;
  private final MethodCode code;

  GrowingMemberEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// A field that grows, of the object in a slot.
  private final class Place implements AppendEmitter.Target {
    private final MemberField field;
    private final Representation owner;
    private final int slot;

    Place(MemberField field, int slot) {
      this.field = field;
      this.owner = Representation.reference(field.owner());
      this.slot = slot;
    }

    @Override
    public void load() {
      code.load(owner, slot);
      code.getField(field.owner(), field.name(), Representation.OBJECT);
    }

    @Override
    public void prepare() {
      code.load(owner, slot);
    }

    @Override
    public void store() {
      code.putField(field.owner(), field.name(), Representation.OBJECT);
    }
  }

  /// Appends to the field if that can be done in place, without leaving a value; `keep`: leaves the
  /// text.
  boolean append(Node.WriteMember write, boolean keep) {
    MemberField field = MemberField.of(body.typeOf(write.target()), write.name(), body);
    List<Node> appended = GrowingText.appended(write);
    if (appended == null || !body.version().reaches(write.target())) {
      return false;
    }
    if (field != null) {
      return append(field, write.target(), write.value(), appended, keep);
    }
    List<Node> operands = new AppendEmitter(body).operands(write.value(), appended);
    if (operands == null
        || body.version().targetOf(write) != null
        || body.version().targetOf(GrowingText.place(write.value())) != null) {
      return false;
    }
    new RuntimePlace(body, write).append(write.value(), operands, keep);
    return true;
  }

  private boolean append(
      MemberField field, Node target, Node value, List<Node> appended, boolean keep) {
    if (field.declared() != null && !acceptsAnyText(field.declared().annotation())) {
      return false;
    }
    var emitter = new AppendEmitter(body);
    List<Node> operands = emitter.operands(field.storage(), value, appended);
    if (operands == null) {
      return false;
    }
    Representation owner = Representation.reference(field.owner());
    int slot = code.newLocal(owner);
    body.value(target);
    code.store(owner, slot);
    var place = new Place(field, slot);
    emitter.append(place, value, operands);
    if (keep) {
      place.load();
      field.storage().open(code);
      body.coerce(field.type(), body.typeOf(value));
    }
    return true;
  }

  /// The same for an element.
  boolean append(Node.WriteIndex write, boolean keep) {
    String absent = GrowingText.lookup(write);
    if (absent != null) {
      return append(write, absent, keep);
    }
    List<Node> appended = GrowingText.appended(write);
    if (appended == null
        || !body.version().reaches(write.target())
        || !body.version().reaches(write.index())
        || body.version().targetOf(GrowingText.place(write.value())) != null) {
      return false;
    }
    Type target = body.typeOf(write.target());
    MemberField field = MemberField.at(target, write.index(), body);
    if (field == null
        && target instanceof Type.ObjectType
        && write.index() instanceof Node.Constant(Object key, _)
        && key instanceof String name) {
      field = MemberField.of(target, name, body);
    }
    if (field != null) {
      return append(field, write.target(), write.value(), appended, keep);
    }
    List<Node> operands = new AppendEmitter(body).operands(write.value(), appended);
    if (operands == null) {
      return false;
    }
    new RuntimePlace(body, write).append(write.value(), operands, keep);
    return true;
  }

  /// `m[k] = m.get(k, "") + text` of a map.
  private boolean append(Node.WriteIndex write, String absent, boolean keep) {
    List<Node> operands = new AppendEmitter(body).operands(write.value(), GrowingText.added(write));
    boolean isOfMap =
        body.typeOf(write.target()) instanceof Type.MapType(_, var value)
            && (!GrowingText.isLenient(write) || value.type() == STRING)
            && body.version().reaches(write.index());
    if (operands == null || !isOfMap) {
      return false;
    }
    new RuntimePlace(body, write, absent).append(write.value(), operands, keep);
    return true;
  }

  static boolean acceptsAnyText(@Nullable Annotation annotation) {
    return switch (annotation) {
      case null -> true;
      case Annotation.Anything _ -> true;
      case Annotation.OfKind of -> of.kind() == Annotation.Kind.STRING;
      default -> false;
    };
  }

  /// Leaves what a member that grows holds, of an object or instance of known layout; false for
  /// others.
  boolean loadGrowing(Node.ReadMember read) {
    MemberField field =
        body.version().reaches(read.target()) && body.version().targetOf(read) == null
            ? MemberField.of(body.typeOf(read.target()), read.name(), body)
            : null;
    if (field == null || !field.storage().grows()) {
      return false;
    }
    body.value(read.target());
    code.getField(field.owner(), field.name(), Representation.OBJECT);
    return true;
  }

  /// Leaves what a member holds, which may be a `GrowingText`; false where that is not known to be
  /// a member.
  boolean loadHeld(Node.ReadMember read) {
    if (loadGrowing(read)) {
      return true;
    }
    if (body.typeOf(read.target()) != ANY || body.version().targetOf(read) != null) {
      return false;
    }
    new RuntimePlace(body, read).hold();
    return true;
  }

  /// The same for an element.
  boolean loadHeld(Node.ReadIndex read) {
    if (body.version().targetOf(read) != null) {
      return false;
    }
    new RuntimePlace(body, read).hold();
    return true;
  }

  /// Whether the node reads a field that grows, which no property hides.
  boolean isGrowing(Node.ReadMember read) {
    MemberField field =
        read.target() instanceof Node.Read && body.version().targetOf(read) == null
            ? MemberField.of(body.typeOf(read.target()), read.name(), body)
            : null;
    return field != null && field.storage().grows();
  }
}

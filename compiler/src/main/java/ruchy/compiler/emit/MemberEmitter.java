package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// Members and elements: fields of generated classes where the layout is known, typed accessors of
/// lists, the runtime's look-up otherwise.
final class MemberEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String STRING_DESCRIPTOR = "Ljava/lang/String;";

  private final Body body;
  private final MethodCode code;

  MemberEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// A field of a generated class; `of` and `declared` for user types.
  private record Field(
      String owner,
      String name,
      Storage storage,
      @Nullable UserType of,
      UserType.@Nullable Field declared) {
    Type type() {
      return storage.type();
    }

    void get(MethodCode code) {
      storage.getField(code, owner, name);
    }

    void put(MethodCode code) {
      storage.putField(code, owner, name);
    }
  }

  /// The field that a member of a value of a type is; null if it must be looked up.
  private @Nullable Field field(Type target, String name) {
    if (target instanceof Type.ObjectType(Layout layout)) {
      String owner = body.names().layouts().get(layout);
      int index = layout.keys().indexOf(name);
      return owner == null || index < 0
          ? null
          : new Field(
              owner,
              Names.field(layout, index),
              Storage.ofField(
                  name, layout.fields().get(index).type(), body.names(), body.preparation()),
              null,
              null);
    }
    if (target instanceof Type.InstanceType(UserType type) && type.form() != UserType.Form.ENUM) {
      for (int i = 0; i < type.fields().size(); i++) {
        if (type.fields().get(i).name().equals(name)) {
          String owner = body.names().userType(type);
          return new Field(
              owner,
              Names.field(name, i),
              Storage.ofField(type, type.fields().get(i), body.names(), body.preparation()),
              type,
              type.fields().get(i));
        }
      }
    }
    return null;
  }

  Type read(Node.ReadMember read) {
    Type target = body.typeOf(read.target());
    switch (body.version().targetOf(read)) {
      case Target.OfLibrary(LibraryFunction function) -> {
        return property(read, function, target);
      }
      case Target.OfMethod(Function get, Version reached) -> {
        return body.calls().reached(reached, List.of(read.target()), read.span());
      }
      case null, default -> {}
    }
    Field field = field(target, read.name());
    if (field != null) {
      body.value(read.target());
      field.get(code);
      return Body.onStack(field.type());
    }
    List<Field> candidates = candidates(target, read.name());
    if (!candidates.isEmpty()) {
      return readCandidate(read, candidates);
    }
    body.boxed(read.target());
    lookUp(read);
    return ANY;
  }

  /// Leaves a field of an object or instance of known layout.
  void loadField(Node target, String name) {
    Field field = field(body.typeOf(target), name);
    if (field == null) {
      throw new IllegalStateException("no field " + name + " at " + target.span());
    }
    body.value(target);
    field.get(code);
  }

  private void lookUp(Node.ReadMember read) {
    code.at(read.span());
    code.constant(read.name());
    code.invokeStatic(RuntimeNames.MEMBERS, "get", "(" + OBJECT + STRING_DESCRIPTOR + ")" + OBJECT);
  }

  /// The generated classes that a value of a union or of any type may have, with that member.
  private List<Field> candidates(Type target, String name) {
    List<Field> fields = new ArrayList<>();
    if (target == ANY) {
      for (Layout layout : body.names().layouts().keySet()) {
        if (layout.isEscaped() && layout.keys().contains(name)) {
          Field field = field(new Type.ObjectType(layout), name);
          if (field != null) {
            fields.add(field);
          }
        }
      }
      return fields.size() <= 4 ? fields : List.of();
    }
    for (Type alternative : target.alternatives()) {
      Field field = field(alternative, name);
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  /// One test of the class for each candidate, then the look-up by name.
  private Type readCandidate(Node.ReadMember read, List<Field> candidates) {
    Type result = body.typeOf(read);
    Representation representation = body.representation(body.typeOf(read.target()));
    body.value(read.target());
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    var end = new Label();
    for (Field field : candidates) {
      var next = new Label();
      code.load(representation, slot);
      code.isInstance(field.owner());
      code.jumpIf(IFEQ, next);
      code.load(representation, slot);
      code.cast(field.owner());
      field.get(code);
      body.coerce(Body.onStack(field.type()), result);
      code.jump(end);
      code.place(next);
    }
    code.load(representation, slot);
    lookUp(read);
    body.coerce(ANY, result);
    code.place(end);
    return Body.onStack(result);
  }

  private Type property(Node.ReadMember read, LibraryFunction function, Type target) {
    body.value(read.target());
    Representation wanted =
        function.isStatic()
            ? Representation.ofDescriptor(
                LibraryCallEmitter.parameters(function.descriptor()).getFirst())
            : Representation.reference(function.javaOwner());
    Representation have = body.representation(target);
    if (wanted.isReference() && !have.equals(wanted)) {
      body.coerce(target, ANY);
      code.cast(wanted.className());
    }
    return body.calls().library().invoke(function, body.typeOf(read), read.span());
  }

  /// Changes the value on the stack, which is of that type, to what the field of a user type holds;
  /// checks it against the annotation.
  void enter(Type value, UserType type, UserType.Field field) {
    Type held = Body.onStack(body.types().typeOf(type, field.name()));
    Annotation annotation = field.annotation();
    if (annotation == null) {
      body.coerce(value, held);
      return;
    }
    String place = "field '" + field.name() + "' of " + type.name();
    Type checked = new CheckEmitter(body).entering(annotation, value, place);
    body.coerce(checked, held);
  }

  private void put(Field field, Type value, Span span) {
    if (field.of() != null && field.declared() != null) {
      code.at(span);
      enter(value, field.of(), field.declared());
    } else {
      body.coerce(value, field.type());
    }
    field.put(code);
  }

  /// A field that grows, of the object in a slot.
  private final class Place implements AppendEmitter.Target {
    private final Field field;
    private final Representation owner;
    private final int slot;

    Place(Field field, int slot) {
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
  private boolean append(Node.WriteMember write, boolean keep) {
    Field field = field(body.typeOf(write.target()), write.name());
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

  private boolean append(Field field, Node target, Node value, List<Node> appended, boolean keep) {
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
  private boolean append(Node.WriteIndex write, boolean keep) {
    List<Node> appended = GrowingText.appended(write);
    if (appended == null
        || !body.version().reaches(write.target())
        || !body.version().reaches(write.index())
        || body.version().targetOf(GrowingText.place(write.value())) != null) {
      return false;
    }
    Type target = body.typeOf(write.target());
    Field field = position(target, write.index());
    if (field == null
        && target instanceof Type.ObjectType
        && write.index() instanceof Node.Constant(Object key, _)
        && key instanceof String name) {
      field = field(target, name);
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

  /// Appends to an element without leaving a value; false if it must be done with.
  boolean store(Node.WriteIndex write) {
    return append(write, false);
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
    Field field =
        body.version().reaches(read.target()) && body.version().targetOf(read) == null
            ? field(body.typeOf(read.target()), read.name())
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

  /// Assigns without leaving the value; false if it must be done with.
  boolean store(Node.WriteMember write) {
    return append(write, false);
  }

  /// Whether the node reads a field that grows, which no property hides.
  boolean isGrowing(Node.ReadMember read) {
    Field field =
        read.target() instanceof Node.Read && body.version().targetOf(read) == null
            ? field(body.typeOf(read.target()), read.name())
            : null;
    return field != null && field.storage().grows();
  }

  /// The value is kept in a variable, because it is the value of the assignment too.
  Type write(Node.WriteMember write) {
    if (body.preparation().appends().isUnused(write) && append(write, false)) {
      return AppendEmitter.unused(body, write.value());
    }
    if (append(write, true)) {
      return body.typeOf(write.value());
    }
    Type target = body.typeOf(write.target());
    Type value = body.typeOf(write.value());
    body.values(List.of(write.target(), write.value()), List.of(target, value));
    if (value == NEVER) {
      return NEVER;
    }
    int slot = code.newLocal(body.representation(value));
    code.store(body.representation(value), slot);
    Field field = field(target, write.name());
    if (field != null) {
      code.load(body.representation(value), slot);
      put(field, value, write.span());
    } else if (body.version().targetOf(write) instanceof Target.OfMethod(var set, var reached)) {
      code.load(body.representation(value), slot);
      body.coerce(value, reached.typeOf(set.parameters().get(1).variable()));
      Type result = body.calls().invoke(reached, write.span());
      if (result != NEVER) {
        code.pop(body.representation(result));
      }
    } else {
      body.coerce(target, ANY);
      code.at(write.span());
      code.constant(write.name());
      code.load(body.representation(value), slot);
      body.coerce(value, ANY);
      code.invokeStatic(
          RuntimeNames.MEMBERS, "set", "(" + OBJECT + STRING_DESCRIPTOR + OBJECT + ")V");
    }
    code.load(body.representation(value), slot);
    return value;
  }

  Type readIndex(Node.ReadIndex read) {
    Type target = body.typeOf(read.target());
    Type index = body.typeOf(read.index());
    if (target instanceof Type.ListType(var cell) && index == INTEGER) {
      Positions.Form form = new Positions(body).formOf(read.index());
      if (form == Positions.Form.NONE || body.preparation().needsEmptyStack(read.index())) {
        body.values(List.of(read.target(), read.index()), List.of(target, INTEGER));
        form = Positions.Form.NONE;
      } else {
        body.value(read.target());
        new Positions(body).leave(read.index(), form);
      }
      code.at(read.span());
      return element(cell.type(), form.descriptor());
    }
    if (target == STRING && index == INTEGER) {
      body.values(List.of(read.target(), read.index()), List.of(target, INTEGER));
      code.at(read.span());
      code.invokeStatic(
          RuntimeNames.INDEXING, "charAt", "(" + STRING_DESCRIPTOR + "J)" + STRING_DESCRIPTOR);
      return STRING;
    }
    if (target instanceof Type.ListType && index == RANGE) {
      body.values(List.of(read.target(), read.index()), List.of(target, RANGE));
      code.at(read.span());
      code.invokeStatic(
          RuntimeNames.INDEXING,
          "slice",
          "(L" + RuntimeNames.LIST + ";L" + RuntimeNames.RANGE + ";)L" + RuntimeNames.LIST + ";");
      return target;
    }
    if (target instanceof Type.MapType) {
      return new MapEmitter(body).read(read);
    }
    if (read.index() instanceof Node.Constant(Object value, var span)
        && value instanceof String key) {
      Field field = field(target, key);
      if (field != null) {
        body.value(read.target());
        field.get(code);
        return Body.onStack(field.type());
      }
    }
    if (body.version().targetOf(read) instanceof Target.OfMethod(var operator, var reached)) {
      return body.calls().reached(reached, List.of(read.target(), read.index()), read.span());
    }
    Field position = position(target, read.index());
    if (position != null) {
      body.value(read.target());
      position.get(code);
      return Body.onStack(position.type());
    }
    boolean integer = index == INTEGER;
    body.values(List.of(read.target(), read.index()), List.of(ANY, integer ? INTEGER : ANY));
    code.at(read.span());
    code.invokeStatic(
        RuntimeNames.INDEXING, "get", "(" + OBJECT + (integer ? "J" : OBJECT) + ")" + OBJECT);
    return ANY;
  }

  /// The field of a tuple struct at a constant position.
  private @Nullable Field position(Type target, Node index) {
    boolean positional = target instanceof Type.InstanceType(UserType type) && type.isPositional();
    return positional
            && index instanceof Node.Constant(Object value, var span)
            && value instanceof Long position
        ? field(target, position.toString())
        : null;
  }

  /// The element of the list on the stack at the index above it, which may count from the end; it
  /// has one of the forms of `Positions`.
  Type element(Type type, String indexDescriptor) {
    Representation representation = body.representation(type);
    String name =
        switch (representation.sort()) {
          case 'J' -> "getLong";
          case 'D' -> "getDouble";
          case 'Z' -> "getBoolean";
          default -> "get";
        };
    boolean primitive = !representation.isReference();
    code.invokeVirtual(
        RuntimeNames.LIST,
        name,
        "(" + indexDescriptor + ")" + (primitive ? representation.descriptor() : OBJECT));
    return primitive ? type : ANY;
  }

  Type writeIndex(Node.WriteIndex write) {
    if (body.preparation().appends().isUnused(write) && append(write, false)) {
      return AppendEmitter.unused(body, write.value());
    }
    if (append(write, true)) {
      return body.typeOf(write.value());
    }
    Type target = body.typeOf(write.target());
    Type index = body.typeOf(write.index());
    Type value = body.typeOf(write.value());
    Field position = position(target, write.index());
    if (position != null) {
      body.values(List.of(write.target(), write.value()), List.of(target, value));
      if (value == NEVER) {
        return NEVER;
      }
      int slot = code.newLocal(body.representation(value));
      code.store(body.representation(value), slot);
      code.load(body.representation(value), slot);
      put(position, value, write.span());
      code.load(body.representation(value), slot);
      return value;
    }
    if (target instanceof Type.MapType) {
      return new MapEmitter(body).write(write);
    }
    boolean list = target instanceof Type.ListType && index == INTEGER;
    Type indexType = list || index == INTEGER ? INTEGER : ANY;
    Positions.Form form = list ? new Positions(body).formOf(write.index()) : Positions.Form.NONE;
    if (form == Positions.Form.NONE
        || body.needsEmptyStack(List.of(write.index(), write.value()))) {
      form = Positions.Form.NONE;
      body.values(
          List.of(write.target(), write.index(), write.value()),
          List.of(list ? target : ANY, indexType, value));
    } else {
      body.value(write.target());
      new Positions(body).leave(write.index(), form);
      body.value(write.value());
    }
    if (value == NEVER) {
      return NEVER;
    }
    int slot = code.newLocal(body.representation(value));
    code.store(body.representation(value), slot);
    code.load(body.representation(value), slot);
    code.at(write.span());
    if (list && target instanceof Type.ListType(var cell)) {
      Representation element = body.representation(cell.type());
      boolean primitive = !element.isReference();
      body.coerce(value, primitive ? cell.type() : ANY);
      String descriptor = primitive ? element.descriptor() : OBJECT;
      code.invokeVirtual(RuntimeNames.LIST, "set", "(" + form.descriptor() + descriptor + ")V");
    } else {
      body.coerce(value, ANY);
      code.invokeStatic(
          RuntimeNames.INDEXING,
          "set",
          "(" + OBJECT + (indexType == INTEGER ? "J" : OBJECT) + OBJECT + ")V");
    }
    code.load(body.representation(value), slot);
    return value;
  }

  Type slice(Node.SliceOf slice) {
    List<Node> nodes = new ArrayList<>(List.of(slice.target()));
    Node start = slice.start();
    Node end = slice.end();
    if (start != null) {
      nodes.add(start);
    }
    if (end != null) {
      nodes.add(end);
    }
    body.values(nodes, Collections.nCopies(nodes.size(), ANY));
    if (start == null && end != null) {
      code.nil();
      code.instruction(org.objectweb.asm.Opcodes.SWAP);
    } else if (end == null) {
      code.nil();
      if (start == null) {
        code.nil();
      }
    }
    code.constant(slice.inclusive());
    code.at(slice.span());
    code.invokeStatic(
        RuntimeNames.INDEXING, "slice", "(" + OBJECT + OBJECT + OBJECT + "Z)" + OBJECT);
    return ANY;
  }

  static boolean mayBeStruct(Type type) {
    return type.mayBe(
        t ->
            t == ANY
                || (t instanceof Type.InstanceType(UserType user)
                    && user.form() == UserType.Form.STRUCT));
  }

  Type copy(Node.CopyOf copy) {
    Type type = body.typeOf(copy.value());
    body.value(copy.value());
    if (type instanceof Type.InstanceType(UserType user) && user.form() == UserType.Form.STRUCT) {
      String owner = body.names().userType(user);
      code.invokeVirtual(owner, "copy", "()L" + RuntimeNames.INSTANCE + ";");
      code.cast(owner);
      return type;
    }
    if (mayBeStruct(type)) {
      body.coerce(type, ANY);
      code.invokeStatic(RuntimeNames.MATCHING, "copied", "(" + OBJECT + ")" + OBJECT);
      return ANY;
    }
    return type;
  }

  Type dereference(Node.Dereference dereference) {
    Type type = body.typeOf(dereference.operand());
    boolean maybeCell = type.mayBe(t -> t == ANY || t instanceof Type.LibraryType);
    if (!maybeCell) {
      body.value(dereference.operand());
      return type;
    }
    body.boxed(dereference.operand());
    code.at(dereference.span());
    code.invokeStatic(RuntimeNames.OPERATOR + "References", "read", "(" + OBJECT + ")" + OBJECT);
    return ANY;
  }

  Type writeThrough(Node.WriteThrough write) {
    body.values(List.of(write.target(), write.value()), List.of(ANY, ANY));
    code.at(write.span());
    code.invokeStatic(
        RuntimeNames.OPERATOR + "References", "write", "(" + OBJECT + OBJECT + ")" + OBJECT);
    return ANY;
  }
}

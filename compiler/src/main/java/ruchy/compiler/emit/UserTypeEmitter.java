package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.AASTORE;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.RETURN;
import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// The class of a struct, class or enum: typed fields, and access to fields and methods by name for
/// code that does not know the type.
final class UserTypeEmitter {
  /// The static field of an enum's class that holds its description.
  static final String TYPE = "TYPE";

  /// Follows the name of the class of a type in that of its methods.
  private static final String METHODS = "$Methods";

  private static final String FIELDS = "FIELDS";

  /// The static field with the methods that values have now.
  private static final String BEHAVIOUR = "BEHAVIOUR";

  private static final String OBJECT = "Ljava/lang/Object;";
  private static final Representation STRINGS = Representation.reference("[Ljava/lang/String;");

  private final Names names;
  private final Emission emission;
  private final UserType type;
  private final String name;
  private final ClassWriter writer;
  private final MethodTableEmitter methods;

  /// Where the methods of a type of a session stand, apart from its values.
  private final @Nullable ClassWriter apart;

  private UserTypeEmitter(
      Emission emission,
      UserType type,
      String name,
      ClassWriter writer,
      @Nullable ClassWriter apart) {
    this.names = emission.names();
    this.emission = emission;
    this.type = type;
    this.name = name;
    this.writer = writer;
    this.apart = apart;
    this.methods = new MethodTableEmitter(emission, type, writer, apart);
  }

  static void emit(Emission emission, UserType type, ClassFiles files) {
    String name = emission.names().userType(type);
    boolean isEnum = type.form() == UserType.Form.ENUM;
    String source = type.span().source().recordedName();
    ClassWriter writer =
        files.begin(name, superclass(type, emission), ACC_PUBLIC | ACC_FINAL, source);
    ClassWriter apart =
        isApart(type, emission)
            ? files.begin(name + METHODS, RuntimeNames.BEHAVIOUR, ACC_PUBLIC | ACC_FINAL, source)
            : null;
    var emitter = new UserTypeEmitter(emission, type, name, writer, apart);
    if (isEnum) {
      emitter.enumeration();
    } else {
      emitter.instance();
    }
  }

  /// The class of the runtime that the class of a user type extends.
  static String superclass(UserType type, Emission emission) {
    boolean isApart = isApart(type, emission);
    return switch (type.form()) {
      case STRUCT, CLASS -> isApart ? RuntimeNames.SESSION_INSTANCE : RuntimeNames.INSTANCE;
      case ENUM -> isApart ? RuntimeNames.SESSION_ENUM : RuntimeNames.ENUM_TYPE;
      case ACTOR -> RuntimeNames.ACTOR;
    };
  }

  /// Whether the methods stand in a class of their own, so that values which are there already get
  /// those of later entries.
  private static boolean isApart(UserType type, Emission emission) {
    return emission.isSession() && type.form() != UserType.Form.ACTOR;
  }

  /// The members of the class of the methods, and the way to it from the values.
  private void apart(ClassWriter behaviour, MethodCode start) {
    Representation methods = Representation.reference(RuntimeNames.BEHAVIOUR);
    ClassFiles.plainConstructor(behaviour, RuntimeNames.BEHAVIOUR, false);
    writer
        .visitField(ACC_PUBLIC | ACC_STATIC, BEHAVIOUR, methods.descriptor(), null, null)
        .visitEnd();
    start.create(name + METHODS);
    start.putStatic(name, BEHAVIOUR, methods);
    MethodCode code = method("behaviour", "()" + methods.descriptor(), ACC_PUBLIC, 1);
    code.getStatic(name, BEHAVIOUR, methods);
    code.instruction(ARETURN);
    code.end();
  }

  private MethodCode method(String methodName, String descriptor, int access, int firstLocal) {
    MethodVisitor method = writer.visitMethod(access, methodName, descriptor, null, null);
    return new MethodCode(method, firstLocal);
  }

  private static void strings(MethodCode code, List<String> texts) {
    code.newArray("java/lang/String", texts.size());
    for (int i = 0; i < texts.size(); i++) {
      code.duplicate();
      code.constant(i);
      code.constant(texts.get(i));
      code.instruction(AASTORE);
    }
  }

  private void enumeration() {
    Representation own = Representation.reference(RuntimeNames.ENUM_TYPE);
    writer
        .visitField(ACC_PUBLIC | ACC_STATIC | ACC_FINAL, TYPE, own.descriptor(), null, null)
        .visitEnd();
    String parameters = "(Ljava/lang/String;[Ljava/lang/String;[[Ljava/lang/String;[JZ)V";
    MethodCode constructor = method("<init>", "()V", ACC_SYNTHETIC, 1);
    constructor.load(Representation.OBJECT, 0);
    constructor.constant(type.name());
    strings(constructor, type.variants().stream().map(UserType.Variant::name).toList());
    fieldNames(constructor);
    constructor.newLongArray(type.variants().size());
    for (int i = 0; i < type.variants().size(); i++) {
      constructor.duplicate();
      constructor.constant(i);
      constructor.constant(type.variants().get(i).discriminant());
      constructor.instruction(Opcodes.LASTORE);
    }
    constructor.constant(type.isCarrying());
    constructor.invokeConstructor(superclass(type, emission), parameters);
    constructor.instruction(RETURN);
    constructor.end();
    MethodCode start = method("<clinit>", "()V", ACC_STATIC, 0);
    if (apart != null) {
      apart(apart, start);
    }
    start.create(name);
    start.putStatic(name, TYPE, own);
    start.instruction(RETURN);
    start.end();
    methods.ofEnum();
    traits(apart == null ? "implementsTrait" : "isA");
  }

  private void fieldNames(MethodCode code) {
    boolean records = type.variants().stream().anyMatch(UserType.Variant::record);
    if (!records) {
      code.nil();
      return;
    }
    code.newArray("[Ljava/lang/String;", type.variants().size());
    for (int i = 0; i < type.variants().size(); i++) {
      UserType.Variant variant = type.variants().get(i);
      if (variant.record()) {
        code.duplicate();
        code.constant(i);
        strings(code, variant.payload().stream().map(UserType.Field::name).toList());
        code.instruction(AASTORE);
      }
    }
  }

  private void instance() {
    for (int i = 0; i < type.fields().size(); i++) {
      writer
          .visitField(ACC_PUBLIC, field(i), storage(i).held().descriptor(), null, null)
          .visitEnd();
    }
    ClassFiles.plainConstructor(writer, superclass(type, emission), false);
    writer.visitField(ACC_STATIC | ACC_FINAL, FIELDS, STRINGS.descriptor(), null, null).visitEnd();
    MethodCode start = method("<clinit>", "()V", ACC_STATIC, 0);
    List<String> visible = new ArrayList<>();
    for (UserType.Field field : type.visibleFields()) {
      visible.add(field.name());
    }
    strings(start, visible);
    start.putStatic(name, FIELDS, STRINGS);
    if (apart != null) {
      apart(apart, start);
    }
    start.instruction(RETURN);
    start.end();
    MethodCode fieldNames = method("fieldNames", "()[Ljava/lang/String;", ACC_PUBLIC, 1);
    fieldNames.getStatic(name, FIELDS, STRINGS);
    fieldNames.instruction(ARETURN);
    fieldNames.end();
    MethodCode typeName = method("typeName", "()Ljava/lang/String;", ACC_PUBLIC, 1);
    typeName.constant(type.name());
    typeName.instruction(ARETURN);
    typeName.end();
    if (type.form() != UserType.Form.ACTOR) {
      MethodCode isStruct = method("isStruct", "()Z", ACC_PUBLIC, 1);
      isStruct.constant(type.form() == UserType.Form.STRUCT);
      isStruct.instruction(IRETURN);
      isStruct.end();
      copy();
    }
    get();
    set();
    growing();
    has();
    methods.ofInstance(name);
    traits("isA");
  }

  private String field(int index) {
    return Names.field(type.fields().get(index).name(), index);
  }

  private Type fieldType(int index) {
    return names.types().typeOf(type, type.fields().get(index).name());
  }

  private Storage storage(int index) {
    return Storage.ofField(type, type.fields().get(index), names, emission.preparation());
  }

  private Body body(MethodCode code) {
    return new Body(emission, names.types().topLevel(), code);
  }

  /// Structs within a struct are copied with it, because storing them in its fields copies them (L
  /// 8.1).
  private void copy() {
    MethodCode code = method("copy", "()L" + RuntimeNames.INSTANCE + ";", ACC_PUBLIC, 1);
    Body body = body(code);
    code.create(name);
    for (int i = 0; i < type.fields().size(); i++) {
      code.duplicate();
      code.load(Representation.OBJECT, 0);
      storage(i).getField(code, name, field(i));
      if (type.form() == UserType.Form.STRUCT && ReferenceEmitter.mayBeStruct(fieldType(i))) {
        body.coerce(fieldType(i), ANY);
        code.invokeStatic(RuntimeNames.MATCHING, "copied", "(" + OBJECT + ")" + OBJECT);
        body.coerce(ANY, fieldType(i));
      }
      storage(i).putField(code, name, field(i));
    }
    code.instruction(ARETURN);
    code.end();
  }

  static void unlessNamed(MethodCode code, int slot, String wanted, Label next) {
    code.load(Representation.OBJECT, slot);
    code.constant(wanted);
    code.invokeVirtual("java/lang/String", "equals", "(" + OBJECT + ")Z");
    code.jumpIf(IFEQ, next);
  }

  private static void noField(MethodCode code) {
    code.load(Representation.OBJECT, 1);
    code.invokeStatic(
        RuntimeNames.FAILURE, "noField", "(Ljava/lang/String;)L" + RuntimeNames.FAILURE + ";");
    code.instruction(ATHROW);
  }

  private void get() {
    MethodCode code = method("get", "(Ljava/lang/String;)" + OBJECT, ACC_PUBLIC, 2);
    Body body = body(code);
    for (int i = 0; i < type.fields().size(); i++) {
      var next = new Label();
      unlessNamed(code, 1, type.fields().get(i).name(), next);
      code.load(Representation.OBJECT, 0);
      storage(i).getField(code, name, field(i));
      body.coerce(fieldType(i), ANY);
      code.instruction(ARETURN);
      code.place(next);
    }
    properties("get ")
        .forEach(
            (property, version) -> {
              var next = new Label();
              unlessNamed(code, 1, property, next);
              code.load(Representation.OBJECT, 0);
              MethodTableEmitter.call(body, version);
              code.instruction(ARETURN);
              code.place(next);
            });
    noField(code);
    code.end();
  }

  /// The accessors of properties that unknown code may reach, by the name of the property.
  private Map<String, Version> properties(String accessor) {
    Map<String, Version> properties = new LinkedHashMap<>();
    methods
        .reachable()
        .forEach(
            (method, versions) -> {
              if (method.startsWith(accessor)) {
                properties.put(method.substring(accessor.length()), versions.getLast());
              }
            });
    return properties;
  }

  /// Whether there is a field or property of a name.
  private void has() {
    Map<String, Version> properties = properties("get ");
    if (properties.isEmpty()) {
      return;
    }
    MethodCode code = method("has", "(Ljava/lang/String;)Z", ACC_PUBLIC, 2);
    for (String property : properties.keySet()) {
      var next = new Label();
      unlessNamed(code, 1, property, next);
      code.constant(true);
      code.instruction(IRETURN);
      code.place(next);
    }
    code.load(Representation.OBJECT, 0);
    code.load(Representation.OBJECT, 1);
    code.invokeSpecial(superclass(type, emission), "has", "(Ljava/lang/String;)Z");
    code.instruction(IRETURN);
    code.end();
  }

  private void set() {
    MethodCode code = method("set", "(Ljava/lang/String;" + OBJECT + ")V", ACC_PUBLIC, 3);
    Body body = body(code);
    for (int i = 0; i < type.fields().size(); i++) {
      var next = new Label();
      unlessNamed(code, 1, type.fields().get(i).name(), next);
      code.load(Representation.OBJECT, 0);
      code.load(Representation.OBJECT, 2);
      body.members().enter(ANY, type, type.fields().get(i));
      storage(i).putField(code, name, field(i));
      code.instruction(RETURN);
      code.place(next);
    }
    properties("set ")
        .forEach(
            (property, version) -> {
              var next = new Label();
              unlessNamed(code, 1, property, next);
              code.load(Representation.OBJECT, 0);
              code.load(Representation.OBJECT, 2);
              body.coerce(ANY, version.typeOf(version.function().parameters().get(1).variable()));
              MethodTableEmitter.call(body, version);
              code.pop(Representation.OBJECT);
              code.instruction(RETURN);
              code.place(next);
            });
    noField(code);
    code.end();
  }

  /// Access to what fields hold to which the program appends in place.
  private void growing() {
    List<Integer> fields = new ArrayList<>();
    for (int i = 0; i < type.fields().size(); i++) {
      if (storage(i).grows()
          && GrowingMemberEmitter.acceptsAnyText(type.fields().get(i).annotation())) {
        fields.add(i);
      }
    }
    if (fields.isEmpty() || type.form() == UserType.Form.ACTOR) {
      return;
    }
    MethodCode held = method("held", "(Ljava/lang/String;)" + OBJECT, ACC_PUBLIC, 2);
    for (int i : fields) {
      var next = new Label();
      unlessNamed(held, 1, type.fields().get(i).name(), next);
      held.load(Representation.OBJECT, 0);
      held.getField(name, field(i), Representation.OBJECT);
      held.instruction(ARETURN);
      held.place(next);
    }
    held.load(Representation.OBJECT, 0);
    held.load(Representation.OBJECT, 1);
    held.invokeSpecial(superclass(type, emission), "held", "(Ljava/lang/String;)" + OBJECT);
    held.instruction(ARETURN);
    held.end();
    MethodCode hold = method("hold", "(Ljava/lang/String;" + OBJECT + ")V", ACC_PUBLIC, 3);
    var value = new Label();
    hold.load(Representation.OBJECT, 2);
    hold.isInstance(RuntimeNames.GROWING_TEXT);
    hold.jumpIf(IFEQ, value);
    for (int i : fields) {
      var next = new Label();
      unlessNamed(hold, 1, type.fields().get(i).name(), next);
      hold.load(Representation.OBJECT, 0);
      hold.load(Representation.OBJECT, 2);
      hold.putField(name, field(i), Representation.OBJECT);
      hold.instruction(RETURN);
      hold.place(next);
    }
    hold.place(value);
    hold.load(Representation.OBJECT, 0);
    hold.load(Representation.OBJECT, 1);
    hold.load(Representation.OBJECT, 2);
    hold.invokeSpecial(superclass(type, emission), "hold", "(Ljava/lang/String;" + OBJECT + ")V");
    hold.instruction(RETURN);
    hold.end();
  }

  /// Whether the type, one of its superclasses or traits has a name; the types also answer to the
  /// names of their classes, which tell those of one name apart.
  private void traits(String methodName) {
    ClassWriter owner = apart == null ? writer : apart;
    var code =
        new MethodCode(
            owner.visitMethod(ACC_PUBLIC, methodName, "(Ljava/lang/String;)Z", null, null), 2);
    List<String> all = new ArrayList<>(type.traits());
    for (UserType one = type; one != null; one = one.parent()) {
      all.add(one.name());
      all.add(names.userType(one));
      all.addAll(one.traits());
    }
    for (String one : all) {
      var next = new Label();
      unlessNamed(code, 1, one, next);
      code.constant(true);
      code.instruction(IRETURN);
      code.place(next);
    }
    code.constant(false);
    code.instruction(IRETURN);
    code.end();
  }
}

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
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// The class of a struct, class or enum: typed fields, and access to fields and methods by name for
/// code that does not know the type.
final class UserTypeEmitter {
  /// The static field of an enum's class that holds its description.
  static final String TYPE = "TYPE";

  private static final String FIELDS = "FIELDS";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final Representation STRINGS = Representation.reference("[Ljava/lang/String;");

  private final Names names;
  private final Preparation preparation;
  private final UserType type;
  private final String name;
  private final ClassWriter writer;

  private UserTypeEmitter(
      Names names, Preparation preparation, UserType type, String name, ClassWriter writer) {
    this.names = names;
    this.preparation = preparation;
    this.type = type;
    this.name = name;
    this.writer = writer;
  }

  static void emit(Names names, Preparation preparation, UserType type, ClassFiles files) {
    String name = names.userType(type);
    boolean isEnum = type.form() == UserType.Form.ENUM;
    ClassWriter writer =
        files.begin(
            name,
            isEnum ? RuntimeNames.ENUM_TYPE : RuntimeNames.INSTANCE,
            ACC_PUBLIC | ACC_FINAL,
            type.span().source().name());
    var emitter = new UserTypeEmitter(names, preparation, type, name, writer);
    if (isEnum) {
      emitter.enumeration();
    } else {
      emitter.instance();
    }
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
    String parameters = "(Ljava/lang/String;[Ljava/lang/String;[[Ljava/lang/String;[J)V";
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
    constructor.invokeConstructor(RuntimeNames.ENUM_TYPE, parameters);
    constructor.instruction(RETURN);
    constructor.end();
    MethodCode start = method("<clinit>", "()V", ACC_STATIC, 0);
    start.create(name);
    start.putStatic(name, TYPE, own);
    start.instruction(RETURN);
    start.end();
    Representation self = Representation.reference(RuntimeNames.VARIANT);
    invoke("(L" + RuntimeNames.VARIANT + ";Ljava/lang/String;[" + OBJECT + ")" + OBJECT, self, 1);
    arities();
    text("(L" + RuntimeNames.VARIANT + ";)Ljava/lang/String;", 1);
    traits("implementsTrait");
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
      writer.visitField(ACC_PUBLIC, field(i), held(i).descriptor(), null, null).visitEnd();
    }
    ClassFiles.plainConstructor(writer, RuntimeNames.INSTANCE, false);
    writer.visitField(ACC_STATIC | ACC_FINAL, FIELDS, STRINGS.descriptor(), null, null).visitEnd();
    MethodCode start = method("<clinit>", "()V", ACC_STATIC, 0);
    strings(start, type.fields().stream().map(UserType.Field::name).toList());
    start.putStatic(name, FIELDS, STRINGS);
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
    MethodCode isStruct = method("isStruct", "()Z", ACC_PUBLIC, 1);
    isStruct.constant(type.form() == UserType.Form.STRUCT);
    isStruct.instruction(IRETURN);
    isStruct.end();
    copy();
    get();
    set();
    Representation self = Representation.reference(name);
    invoke("(Ljava/lang/String;[" + OBJECT + ")" + OBJECT, self, 0);
    arities();
    text("()Ljava/lang/String;", 0);
    operators();
    traits("isA");
  }

  private String field(int index) {
    return Names.field(type.fields().get(index).name(), index);
  }

  private Type fieldType(int index) {
    return names.types().typeOf(type, type.fields().get(index).name());
  }

  private Representation held(int index) {
    return names.representation(fieldType(index));
  }

  private Body body(MethodCode code) {
    return new Body(names, preparation, names.types().topLevel(), code);
  }

  private void copy() {
    MethodCode code = method("copy", "()L" + RuntimeNames.INSTANCE + ";", ACC_PUBLIC, 1);
    code.create(name);
    for (int i = 0; i < type.fields().size(); i++) {
      code.duplicate();
      code.load(Representation.OBJECT, 0);
      code.getField(name, field(i), held(i));
      code.putField(name, field(i), held(i));
    }
    code.instruction(ARETURN);
    code.end();
  }

  private static void unlessNamed(MethodCode code, int slot, String wanted, Label next) {
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
      code.getField(name, field(i), held(i));
      body.coerce(fieldType(i), ANY);
      code.instruction(ARETURN);
      code.place(next);
    }
    noField(code);
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
      body.coerce(ANY, fieldType(i));
      code.putField(name, field(i), held(i));
      code.instruction(RETURN);
      code.place(next);
    }
    noField(code);
    code.end();
  }

  /// The open versions of methods that unknown code may call, by name and number of arguments.
  private Map<String, List<Version>> reachable() {
    Map<String, List<Version>> reachable = new LinkedHashMap<>();
    type.methods()
        .forEach(
            (methodName, function) -> {
              List<Version> versions = new ArrayList<>();
              for (Version version :
                  names.types().openVersions(new Code(function, null)).values()) {
                if (names.methodIfReached(version) != null) {
                  versions.add(version);
                }
              }
              if (!versions.isEmpty()) {
                reachable.put(methodName, versions);
              }
            });
    return reachable;
  }

  /// `invoke(name, arguments)`: the array stands in the slot after the name.
  private void invoke(String descriptor, Representation self, int selfSlot) {
    MethodCode code = method("invoke", descriptor, ACC_PUBLIC, selfSlot + 3);
    int nameSlot = selfSlot + 1;
    int arraySlot = selfSlot + 2;
    reachable()
        .forEach(
            (methodName, versions) -> {
              var next = new Label();
              unlessNamed(code, nameSlot, methodName, next);
              for (Version version : versions) {
                branch(code, version, self, selfSlot, arraySlot);
              }
              wrongCount(code, versions.getFirst().function(), arraySlot);
              code.place(next);
            });
    String owner =
        type.form() == UserType.Form.ENUM ? RuntimeNames.ENUM_TYPE : RuntimeNames.INSTANCE;
    code.getStatic(
        owner,
        type.form() == UserType.Form.ENUM ? "NO_METHOD" : "UNDEFINED",
        Representation.OBJECT);
    code.instruction(ARETURN);
    code.end();
  }

  private void branch(
      MethodCode code, Version version, Representation self, int selfSlot, int arraySlot) {
    Body body = body(code);
    int count = 0;
    while (count + 1 < version.function().parameters().size() && version.hasArgument(count + 1)) {
      count++;
    }
    if (version.function().hasRest()) {
      return;
    }
    var next = new Label();
    code.load(Representation.OBJECT, arraySlot);
    code.instruction(Opcodes.ARRAYLENGTH);
    code.constant(count);
    code.jumpIf(Opcodes.IF_ICMPNE, next);
    code.load(self, selfSlot);
    for (int i = 0; i < count; i++) {
      code.load(Representation.OBJECT, arraySlot);
      code.constant(i);
      code.instruction(Opcodes.AALOAD);
      Type wanted = version.typeOf(version.function().parameters().get(i + 1).variable());
      body.coerce(ANY, wanted);
    }
    Names.Method target = names.methodOf(version);
    code.invokeStatic(target.owner(), target.name(), target.descriptor());
    if (Names.returnsNothing(version)) {
      code.nil();
    } else {
      body.coerce(version.result().type(), ANY);
    }
    code.instruction(ARETURN);
    code.place(next);
  }

  private static void wrongCount(MethodCode code, Function function, int arraySlot) {
    code.constant(Math.max(0, function.minimumArity() - 1));
    code.constant(function.maximumArity() < 0 ? -1 : function.maximumArity() - 1);
    code.load(Representation.OBJECT, arraySlot);
    code.instruction(Opcodes.ARRAYLENGTH);
    code.invokeStatic(RuntimeNames.FAILURE, "wrongCount", "(III)L" + RuntimeNames.FAILURE + ";");
    code.instruction(ATHROW);
  }

  private void arities() {
    MethodCode code = method("methodArity", "(Ljava/lang/String;)I", ACC_PUBLIC, 2);
    reachable()
        .forEach(
            (methodName, versions) -> {
              Function function = versions.getFirst().function();
              int most = function.maximumArity() < 0 ? 0xff : function.maximumArity() - 1;
              var next = new Label();
              unlessNamed(code, 1, methodName, next);
              code.constant(Math.max(0, function.minimumArity() - 1) << 8 | most);
              code.instruction(IRETURN);
              code.place(next);
            });
    code.constant(-1);
    code.instruction(IRETURN);
    code.end();
  }

  /// The user's `to_string` or `to_s` that takes only `self` (L 9.4).
  private void text(String descriptor, int selfSlot) {
    for (String methodName : List.of("to_string", "to_s")) {
      Function function = type.methods().get(methodName);
      if (function == null || function.parameters().size() != 1) {
        continue;
      }
      Version version = names.types().openVersions(new Code(function, null)).get(1);
      if (version == null || names.methodIfReached(version) == null) {
        continue;
      }
      MethodCode code = method("text", descriptor, ACC_PUBLIC, selfSlot + 1);
      Body body = body(code);
      code.load(Representation.OBJECT, selfSlot);
      Names.Method target = names.methodOf(version);
      code.invokeStatic(target.owner(), target.name(), target.descriptor());
      if (Names.returnsNothing(version)) {
        code.nil();
      } else {
        body.coerce(version.result().type(), ANY);
      }
      code.invokeStatic(RuntimeNames.DISPLAY, "print", "(" + OBJECT + ")Ljava/lang/String;");
      code.instruction(ARETURN);
      code.end();
      return;
    }
  }

  /// `operator +` and its like are methods named by the operator.
  private void operators() {
    Map<String, List<Version>> reachable = reachable();
    MethodCode binary =
        method("binary", "(Ljava/lang/String;" + OBJECT + ")" + OBJECT, ACC_PUBLIC, 3);
    Body body = body(binary);
    MethodCode has = method("hasOperator", "(Ljava/lang/String;)Z", ACC_PUBLIC, 2);
    for (Map.Entry<String, List<Version>> entry : reachable.entrySet()) {
      if (Character.isJavaIdentifierStart(entry.getKey().charAt(0))
          || entry.getKey().contains(" ")) {
        continue;
      }
      Version version = entry.getValue().getLast();
      var next = new Label();
      unlessNamed(binary, 1, entry.getKey(), next);
      binary.load(Representation.OBJECT, 0);
      if (version.function().parameters().size() > 1) {
        binary.load(Representation.OBJECT, 2);
        body.coerce(ANY, version.typeOf(version.function().parameters().get(1).variable()));
      }
      Names.Method target = names.methodOf(version);
      binary.invokeStatic(target.owner(), target.name(), target.descriptor());
      if (Names.returnsNothing(version)) {
        binary.nil();
      } else {
        body.coerce(version.result().type(), ANY);
      }
      binary.instruction(ARETURN);
      binary.place(next);
      var nextHas = new Label();
      unlessNamed(has, 1, entry.getKey(), nextHas);
      has.constant(true);
      has.instruction(IRETURN);
      has.place(nextHas);
    }
    binary.getStatic(RuntimeNames.INSTANCE, "UNDEFINED", Representation.OBJECT);
    binary.instruction(ARETURN);
    binary.end();
    has.constant(false);
    has.instruction(IRETURN);
    has.end();
  }

  /// Whether the type, one of its superclasses or traits has a name.
  private void traits(String methodName) {
    MethodCode code = method(methodName, "(Ljava/lang/String;)Z", ACC_PUBLIC, 2);
    List<String> all = new ArrayList<>(type.traits());
    for (UserType one = type; one != null; one = one.parent()) {
      all.add(one.name());
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

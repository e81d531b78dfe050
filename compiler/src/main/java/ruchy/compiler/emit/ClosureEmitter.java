package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.AALOAD;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// The class of a function as a value: its captured variables are fields, its `call` methods lead
/// to the open versions of the function.
final class ClosureEmitter {
  /// The static field with the one object of a function that captures nothing.
  static final String INSTANCE = "INSTANCE";

  /// The static method that makes a closure of what it captures, if that is not too much.
  static final String MAKER = "of";

  /// A method has room for 255 parameters, and integers and floats count twice.
  static final int MOST_MADE_AT_ONCE = 127;

  private static final String OBJECT = "Ljava/lang/Object;";
  private static final int GREATEST_CALL = 4;

  private final Emission emission;
  private final Names names;
  private final Code code;
  private final String name;
  private final ClassWriter writer;

  private ClosureEmitter(Emission emission, Code code, String name, ClassWriter writer) {
    this.emission = emission;
    this.names = emission.names();
    this.code = code;
    this.name = name;
    this.writer = writer;
  }

  static void emit(Emission emission, Code code, String name, ClassFiles files) {
    String superclass = superclass(emission, code);
    ClassWriter writer =
        files.begin(
            name,
            superclass,
            ACC_PUBLIC | ACC_FINAL,
            code.function().span().source().recordedName());
    new ClosureEmitter(emission, code, name, writer).emit(superclass);
  }

  /// The class of the runtime that the class of the function extends.
  static String superclass(Emission emission, Code code) {
    return emission.facts().waits(code) || emission.facts().shares(code)
        ? RuntimeNames.FUNCTION
        : RuntimeNames.CALM_FUNCTION;
  }

  private void emit(String superclass) {
    boolean isMadeBare = code.function().captures().size() > MOST_MADE_AT_ONCE;
    ClassFiles.plainConstructor(writer, superclass, !isMadeBare);
    if (code.enclosing() == null) {
      instance();
    } else {
      maker(code.enclosing());
    }
    Function function = code.function();
    constant("minimumArity", function.minimumArity());
    if (function.maximumArity() != function.minimumArity()) {
      constant("maximumArity", function.maximumArity());
    }
    if (!function.name().isEmpty()) {
      text("name", function.name());
    }
    if (emission.namesParameters()) {
      text("parameterNames", ParameterEmitter.names(function.parameters()));
      defaults(function);
    }
    if (superclass.equals(RuntimeNames.FUNCTION)) {
      if (!emission.facts().waits(code)) {
        truth("waits");
      }
      if (!emission.facts().shares(code)) {
        truth("shares");
      }
    }
    calls();
  }

  private MethodCode method(String methodName, String descriptor, int access) {
    MethodVisitor method = writer.visitMethod(access, methodName, descriptor, null, null);
    return new MethodCode(method, 8);
  }

  private void instance() {
    // Of the type that all functions have: so the JVM need not load this class to verify code that
    // may never come to use it.
    Representation own = Representation.FUNCTION;
    writer
        .visitField(ACC_PUBLIC | ACC_STATIC | ACC_FINAL, INSTANCE, own.descriptor(), null, null)
        .visitEnd();
    MethodCode method = method("<clinit>", "()V", ACC_STATIC);
    method.create(name);
    method.putStatic(name, INSTANCE, own);
    method.instruction(RETURN);
    method.end();
  }

  private void maker(Version enclosing) {
    var descriptor = new StringBuilder("(");
    List<Representation> fields = new ArrayList<>();
    List<String> fieldNames = new ArrayList<>();
    for (Variable variable : code.function().captures()) {
      Version owner = enclosing.ownerOf(variable);
      Representation representation =
          CapturedVariables.capturedAs(variable, owner, names, emission.preparation());
      String field = CapturedVariables.captureField(code.function(), variable);
      writer.visitField(ACC_PUBLIC, field, representation.descriptor(), null, null).visitEnd();
      fields.add(representation);
      fieldNames.add(field);
      descriptor.append(representation.descriptor());
    }
    if (fields.size() > MOST_MADE_AT_ONCE) {
      return;
    }
    MethodCode method =
        method(MAKER, descriptor + ")L" + name + ";", ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC);
    method.create(name);
    int slot = 0;
    for (int i = 0; i < fields.size(); i++) {
      method.duplicate();
      method.load(fields.get(i), slot);
      method.putField(name, fieldNames.get(i), fields.get(i));
      slot += fields.get(i).size();
    }
    method.instruction(ARETURN);
    method.end();
  }

  private void constant(String methodName, int value) {
    MethodCode method = method(methodName, "()I", ACC_PUBLIC);
    method.constant(value);
    method.instruction(IRETURN);
    method.end();
  }

  private void text(String methodName, String value) {
    MethodCode method = method(methodName, "()Ljava/lang/String;", ACC_PUBLIC);
    method.constant(value);
    method.instruction(ARETURN);
    method.end();
  }

  private void defaults(Function function) {
    if (function.parameters().stream().allMatch(parameter -> parameter.fallback() == null)) {
      return;
    }
    MethodCode method = method("defaultOf", "(I)" + OBJECT, ACC_PUBLIC);
    new ParameterEmitter(emission, method).defaults(function.parameters(), 1);
    method.getStatic(RuntimeNames.FUNCTION, "REQUIRED", Representation.OBJECT);
    method.instruction(ARETURN);
    method.end();
  }

  /// A fact that does not hold.
  private void truth(String methodName) {
    MethodCode method = method(methodName, "()Z", ACC_PUBLIC);
    method.constant(false);
    method.instruction(IRETURN);
    method.end();
  }

  private void calls() {
    Map<Integer, Version> open = names.types().openVersions(code);
    boolean rest = code.function().hasRest();
    boolean wide = false;
    for (Map.Entry<Integer, Version> entry : open.entrySet()) {
      wide |= entry.getKey() > GREATEST_CALL;
      if (names.methodIfReached(entry.getValue()) == null) {
        continue;
      }
      if (entry.getValue().isGapped()) {
        callLeavingOut(entry.getValue());
        continue;
      }
      if (!rest && entry.getKey() <= GREATEST_CALL) {
        call(entry.getKey(), entry.getValue());
      }
    }
    if (rest || wide) {
      callAll(open);
    }
    if (rest) {
      for (int count = 0; count <= GREATEST_CALL; count++) {
        viaArray(count);
      }
    }
  }

  /// `call(a, b)`: unboxes to the types of the open version's parameters and boxes the result.
  private void call(int count, Version version) {
    MethodCode method = method("call", "(" + OBJECT.repeat(count) + ")" + OBJECT, ACC_PUBLIC);
    var body = new Body(emission, version, method);
    if (Names.takesClosure(version)) {
      method.load(Representation.OBJECT, 0);
    }
    for (int i = 0; i < count; i++) {
      method.load(Representation.OBJECT, i + 1);
      copyIfNeeded(method, version, i);
      body.coerce(Type.Basic.ANY, parameterType(version, i));
    }
    finish(method, body, version);
  }

  private void copyIfNeeded(MethodCode method, Version version, int index) {
    Variable parameter = version.function().parameters().get(index).variable();
    if (emission.preparation().isCopied(parameter)
        && ReferenceEmitter.mayBeStruct(parameterType(version, index))) {
      method.invokeStatic(RuntimeNames.MATCHING, "copied", "(" + OBJECT + ")" + OBJECT);
    }
  }

  private static Type parameterType(Version version, int index) {
    return version.typeOf(version.function().parameters().get(index).variable());
  }

  private void finish(MethodCode method, Body body, Version version) {
    Names.Method target = names.methodOf(version);
    method.invokeStatic(target.owner(), target.name(), target.descriptor());
    if (Names.returnsNothing(version)) {
      method.nil();
    } else {
      body.coerce(version.result().type(), Type.Basic.ANY);
    }
    method.instruction(ARETURN);
    method.end();
  }

  /// `callAll(array)`: one branch for each number of arguments.
  private void callAll(Map<Integer, Version> open) {
    MethodCode method = method("callAll", "([" + OBJECT + ")" + OBJECT, ACC_PUBLIC);
    boolean rest = code.function().hasRest();
    int fixed = rest ? code.function().parameters().size() - 1 : 0;
    for (Map.Entry<Integer, Version> entry : open.entrySet()) {
      Version version = entry.getValue();
      int count = entry.getKey();
      boolean takesList = rest && count > fixed; // the rest as a list, from callers that know it
      if (takesList || version.isGapped() || names.methodIfReached(version) == null) {
        continue;
      }
      boolean takesMore = rest && count == fixed;
      var next = new Label();
      method.load(Representation.OBJECT, 1);
      method.instruction(org.objectweb.asm.Opcodes.ARRAYLENGTH);
      method.constant(count);
      method.jumpIf(
          takesMore ? org.objectweb.asm.Opcodes.IF_ICMPLT : org.objectweb.asm.Opcodes.IF_ICMPNE,
          next);
      branch(method, version, count);
      method.place(next);
    }
    method.load(Representation.OBJECT, 0);
    method.load(Representation.OBJECT, 1);
    method.instruction(org.objectweb.asm.Opcodes.ARRAYLENGTH);
    method.invokeVirtual(RuntimeNames.FUNCTION, "wrongCount", "(I)L" + RuntimeNames.FAILURE + ";");
    method.instruction(ATHROW);
    method.end();
  }

  /// `callLeavingOut(array)`: the version decides which defaults count.
  private void callLeavingOut(Version version) {
    MethodCode method = method("callLeavingOut", "([" + OBJECT + ")" + OBJECT, ACC_PUBLIC);
    Function function = version.function();
    branch(method, version, function.parameters().size() - (function.hasRest() ? 1 : 0));
    method.end();
  }

  private void branch(MethodCode method, Version version, int count) {
    var body = new Body(emission, version, method);
    if (Names.takesClosure(version)) {
      method.load(Representation.OBJECT, 0);
    }
    for (int i = 0; i < count; i++) {
      method.load(Representation.OBJECT, 1);
      method.constant(i);
      method.instruction(AALOAD);
      copyIfNeeded(method, version, i);
      body.coerce(Type.Basic.ANY, parameterType(version, i));
    }
    if (version.function().hasRest()) {
      method.load(Representation.OBJECT, 1);
      method.constant(count);
      method.invokeStatic(
          RuntimeNames.MATCHING, "restOf", "([" + OBJECT + "I)L" + RuntimeNames.LIST + ";");
    }
    Names.Method target = names.methodOf(version);
    method.invokeStatic(target.owner(), target.name(), target.descriptor());
    if (Names.returnsNothing(version)) {
      method.nil();
    } else {
      body.coerce(version.result().type(), Type.Basic.ANY);
    }
    method.instruction(ARETURN);
  }

  private void viaArray(int count) {
    MethodCode method = method("call", "(" + OBJECT.repeat(count) + ")" + OBJECT, ACC_PUBLIC);
    method.load(Representation.OBJECT, 0);
    method.newObjectArray(count);
    for (int i = 0; i < count; i++) {
      method.duplicate();
      method.constant(i);
      method.load(Representation.OBJECT, i + 1);
      method.instruction(org.objectweb.asm.Opcodes.AASTORE);
    }
    method.invokeVirtual(name, "callAll", "([" + OBJECT + ")" + OBJECT);
    method.instruction(ARETURN);
    method.end();
  }
}

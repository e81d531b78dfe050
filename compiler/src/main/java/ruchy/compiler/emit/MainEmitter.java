package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.RETURN;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// What the main class has besides functions: `main`, which starts the program; `run`, which is the
/// program (L 13.1); and the globals as static fields.
final class MainEmitter {
  /// The static field that tells that the function `main` has been called already.
  static final String ENTERED = "main$entered";

  private final Program program;
  private final Types types;
  private final Names names;
  private final Emission emission;
  private final Preparation preparation;
  private final ClassWriter writer;
  private boolean isSession;

  MainEmitter(Program program, Types types, Emission emission, ClassWriter writer) {
    this.program = program;
    this.types = types;
    this.names = emission.names();
    this.emission = emission;
    this.preparation = emission.preparation();
    this.writer = writer;
  }

  /// `isSession`: the value of the last expression is told to the session.
  void emit(boolean printsResult, boolean isSession) {
    this.isSession = isSession;
    ClassFiles.plainConstructor(writer, Representation.OBJECT_NAME, false);
    fields();
    main();
    run(printsResult);
    int index = 0;
    for (Version test : types.tests().values()) {
      test(testMethod(index++), test);
    }
  }

  static String testMethod(int index) {
    return "test$" + index;
  }

  /// A method that gives what the test returns; nil when it returns nothing.
  private void test(String name, Version version) {
    int access = ACC_PUBLIC | ACC_STATIC;
    String descriptor = "()" + Representation.OBJECT.descriptor();
    var code = new MethodCode(writer.visitMethod(access, name, descriptor, null, null), 0);
    Type result = call(code, version);
    if (result != Type.Basic.NEVER) {
      if (Names.returnsNothing(version)) {
        code.nil();
      } else {
        new Body(emission, version, code).coerce(result, Type.Basic.ANY);
      }
      code.instruction(ARETURN);
    }
    code.end();
  }

  private void fields() {
    for (Variable global : program.globals()) {
      if (!preparation.isStatic(global) || global.sessionKey() != null) {
        continue;
      }
      Storage storage = Storage.ofVariable(global, types.typeOf(global), names, preparation);
      field(names.global(global), storage.held());
      if (preparation.isChecked(global)) {
        field(GlobalVariables.flag(global, names), Representation.BOOLEAN);
      }
    }
    if (types.main() != null) {
      field(ENTERED, Representation.BOOLEAN);
    }
  }

  private void field(String name, Representation representation) {
    writer
        .visitField(ACC_PUBLIC | ACC_STATIC, name, representation.descriptor(), null, null)
        .visitEnd();
  }

  private void main() {
    var code =
        new MethodCode(
            writer.visitMethod(
                ACC_PUBLIC | ACC_STATIC, "main", "([Ljava/lang/String;)V", null, null),
            1);
    code.create(Names.MAIN);
    code.load(Representation.OBJECT, 0);
    code.invokeStatic(RuntimeNames.LAUNCH, "run", "(Ljava/lang/Runnable;[Ljava/lang/String;)V");
    code.instruction(RETURN);
    code.end();
  }

  private void run(boolean printsResult) {
    var code = new MethodCode(writer.visitMethod(ACC_PUBLIC, "run", "()V", null, null), 1);
    Version topLevel = types.topLevel();
    var body = new Body(emission, topLevel, code);
    Type result = call(code, topLevel);
    if (result != Type.Basic.NEVER) {
      if (printsResult) {
        print(code, body, result);
      } else if (!Names.returnsNothing(topLevel)) {
        code.pop(names.representation(result));
      }
      if (types.tests().isEmpty()) {
        callMain(code, types.main());
      }
      code.instruction(RETURN);
    }
    code.end();
  }

  private Type call(MethodCode code, Version version) {
    Names.Method method = names.methodOf(version);
    code.invokeStatic(method.owner(), method.name(), method.descriptor());
    Type result = version.result().type();
    if (result == Type.Basic.NEVER) {
      code.unreachable();
    }
    return result;
  }

  /// The value on the stack in D form, unless it is nil.
  private void print(MethodCode code, Body body, Type result) {
    if (Names.returnsNothing(types.topLevel())) {
      return;
    }
    body.coerce(result, Type.Basic.ANY);
    if (isSession) {
      code.invokeStatic(RuntimeNames.SESSION, "result", "(Ljava/lang/Object;)V");
      return;
    }
    int slot = code.newLocal(Representation.OBJECT);
    var end = new Label();
    code.store(Representation.OBJECT, slot);
    code.load(Representation.OBJECT, slot);
    code.jumpIf(IFNULL, end);
    code.load(Representation.OBJECT, slot);
    code.invokeStatic(RuntimeNames.DISPLAY, "debug", "(Ljava/lang/Object;)Ljava/lang/String;");
    code.invokeStatic(RuntimeNames.LAUNCH, "printResult", "(Ljava/lang/String;)V");
    code.place(end);
  }

  /// The function `main` is called unless the top level has called it already (L 13.1).
  private void callMain(MethodCode code, @Nullable Version main) {
    if (main == null) {
      return;
    }
    var end = new Label();
    code.getStatic(Names.MAIN, ENTERED, Representation.BOOLEAN);
    code.jumpIf(IFNE, end);
    Type result = call(code, main);
    if (result != Type.Basic.NEVER && !Names.returnsNothing(main)) {
      var body = new Body(emission, main, code);
      body.coerce(result, Type.Basic.ANY);
      code.invokeStatic(RuntimeNames.LAUNCH, "endOfMain", "(Ljava/lang/Object;)V");
    }
    code.place(end);
  }
}

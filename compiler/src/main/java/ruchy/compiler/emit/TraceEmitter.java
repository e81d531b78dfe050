package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.AASTORE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;

/// `--trace` (L 20.1): a method around that of a version tells its arguments and its value. All
/// calls reach it, because it has the name by which the version is called; the code of the version
/// has another one. Programs that are not traced have nothing of it.
final class TraceEmitter {
  private static final String OBJECT = Representation.OBJECT.descriptor();

  private TraceEmitter() {}

  /// Functions and methods with a name; not closures, tasks and the initial values of fields.
  static boolean isTraced(Function function) {
    return !function.name().isEmpty()
        && !function.isPassing()
        && (function.kind() == Function.Kind.NAMED || function.kind() == Function.Kind.METHOD);
  }

  /// The method that has the code of the version.
  static Names.Method innerOf(Names.Method method) {
    return new Names.Method(method.owner(), innerName(method.name()), method.descriptor());
  }

  static String innerName(String name) {
    return name + "$traced";
  }

  /// Writes the method around the version.
  static void emit(Emission emission, Version version, Names.Method inner) {
    Names.Method method = emission.names().methodOf(version);
    var visitor =
        emission
            .writers()
            .apply(method.owner())
            .visitMethod(ACC_PUBLIC | ACC_STATIC, method.name(), method.descriptor(), null, null);
    int slots = Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2;
    var code = new MethodCode(visitor, slots - 1);
    new TraceEmitter.Wrapper(emission, version, code).emit(inner);
    code.end();
  }

  /// One such method.
  private record Wrapper(Emission emission, Version version, MethodCode code) {
    void emit(Names.Method inner) {
      String name = version.function().displayName();
      Body body = new Body(emission, version, code);
      List<Integer> slots = new ArrayList<>();
      List<ruchy.compiler.type.Type> types = new ArrayList<>();
      int slot = 0;
      if (Names.takesClosure(version)) {
        code.load(Representation.OBJECT, slot++);
      }
      List<Function.Parameter> parameters = version.function().parameters();
      boolean showsFirst = !isConstructor(version.function());
      for (int i = 0; i < parameters.size(); i++) {
        if (!version.hasArgument(i)) continue;
        ruchy.compiler.type.Type type = version.typeOf(parameters.get(i).variable());
        Representation representation = body.representation(type);
        code.load(representation, slot);
        if (i > 0 || showsFirst) {
          slots.add(slot);
          types.add(type);
        }
        slot += representation.size();
      }
      code.constant(name);
      code.newArray(Representation.OBJECT_NAME, slots.size());
      for (int i = 0; i < slots.size(); i++) {
        code.instruction(DUP);
        code.constant(i);
        code.load(body.representation(types.get(i)), slots.get(i));
        body.coerce(types.get(i), ruchy.compiler.type.Type.Basic.ANY);
        code.instruction(AASTORE);
      }
      code.invokeStatic(RuntimeNames.TRACING, "enter", "(Ljava/lang/String;[" + OBJECT + ")V");
      code.invokeStatic(inner.owner(), inner.name(), inner.descriptor());
      leave(name, body, !showsFirst);
    }

    private void leave(String name, Body body, boolean makesFirst) {
      if (Names.returnsNothing(version)) {
        if (makesFirst) {
          code.load(Representation.OBJECT, 0);
        } else {
          code.nil();
        }
        tellValue(name);
        code.instruction(RETURN);
        return;
      }
      ruchy.compiler.type.Type result = version.result().type();
      Representation representation = body.representation(result);
      int slot = code.newLocal(representation);
      code.store(representation, slot);
      if (makesFirst) {
        code.load(Representation.OBJECT, 0);
      } else {
        code.load(representation, slot);
        body.coerce(result, ruchy.compiler.type.Type.Basic.ANY);
      }
      tellValue(name);
      code.load(representation, slot);
      code.instruction(representation.returnOpcode());
    }

    private void tellValue(String name) {
      code.constant(name);
      code.invokeStatic(RuntimeNames.TRACING, "leave", "(" + OBJECT + "Ljava/lang/String;)V");
    }

    /// The instance that a constructor gets has no values yet.
    private static boolean isConstructor(Function function) {
      return function.owner() != null && function.owner().constructors().containsValue(function);
    }
  }
}

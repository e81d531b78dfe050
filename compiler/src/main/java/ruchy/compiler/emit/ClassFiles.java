package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// The class files that are being written, by internal name, in the order of their beginning.
final class ClassFiles {
  /// What the stack maps of one method may take while they are computed, in bytes: each place that
  /// code jumps to, or that a line of the source begins at, has a word for each local variable.
  private static final int MOST_BYTES = 128 << 20;

  /// And how many steps.
  private static final long MOST_STEPS = 2_000_000_000L;

  private final Map<String, ClassWriter> open = new LinkedHashMap<>();
  private final Map<String, String> superNames = new LinkedHashMap<>();

  ClassWriter begin(
      String name, String superName, int access, String sourceName, String... interfaces) {
    ClassWriter writer = new HierarchyWriter();
    writer.visit(Opcodes.V25, access | ACC_SUPER, name, null, superName, interfaces);
    writer.visitSource(sourceName, null);
    open.put(name, writer);
    superNames.put(name, superName);
    return writer;
  }

  /// Tells the superclass of a class that begins later, but that code written before it names.
  void announce(String name, String superName) {
    superNames.put(name, superName);
  }

  /// A constructor that only calls that of the superclass.
  static void plainConstructor(ClassWriter writer, String superName, boolean isPrivate) {
    MethodVisitor method =
        writer.visitMethod(isPrivate ? ACC_PRIVATE : ACC_PUBLIC, "<init>", "()V", null, null);
    method.visitCode();
    method.visitVarInsn(ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, superName, "<init>", "()V", false);
    method.visitInsn(RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /// The finished files. Methods of more than 65,535 bytes, which the JVM does not take, are told
  /// as `CLASS.METHOD`.
  Map<String, byte[]> end(Consumer<String> tooLarge) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    open.forEach(
        (name, writer) -> {
          writer.visitEnd();
          try {
            files.put(name, writer.toByteArray());
          } catch (MethodTooLargeException method) {
            tooLarge.accept(name + "." + method.getMethodName());
          }
        });
    return files;
  }

  /// Computes stack maps without loading classes: it knows the few superclasses that values of one
  /// variable can share.
  private final class HierarchyWriter extends ClassWriter {
    HierarchyWriter() {
      super(COMPUTE_FRAMES | COMPUTE_MAXS);
      setComputeLimits(MOST_BYTES, MOST_STEPS);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      if (first.equals(second)) {
        return first;
      }
      for (String a = first; a != null; a = superName(a)) {
        for (String b = second; b != null; b = superName(b)) {
          if (a.equals(b)) {
            return a;
          }
        }
      }
      return Representation.OBJECT_NAME;
    }

    private @Nullable String superName(String name) {
      String known = superNames.get(name);
      if (known != null) {
        return known;
      }
      return switch (name) {
        case RuntimeNames.HASH_MAP, RuntimeNames.LAYOUT -> RuntimeNames.MAP;
        case RuntimeNames.ACTOR, RuntimeNames.SESSION_INSTANCE -> RuntimeNames.INSTANCE;
        case RuntimeNames.LIBRARY_FUNCTION_VALUE, RuntimeNames.CALM_FUNCTION ->
            RuntimeNames.FUNCTION;
        case Representation.OBJECT_NAME -> null;
        default -> Representation.OBJECT_NAME;
      };
    }
  }
}

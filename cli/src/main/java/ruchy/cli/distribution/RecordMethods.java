package ruchy.cli.distribution;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/// Writes out `equals` and `hashCode` of records so that they cost nothing at the start.
///
/// javac leaves them to call sites that the JDK links when they are first reached, by putting
/// method handles together. No ahead-of-time cache keeps these, and a compiler has many records in
/// maps. Here the methods compare and combine the components themselves, as the JDK's handles do.
/// `toString` is left alone: it is read by people, not by programs that start.
final class RecordMethods {
  private static final String BOOTSTRAP = "java/lang/runtime/ObjectMethods";
  private static final String OBJECTS = "java/util/Objects";

  private RecordMethods() {}

  /// The class with its two methods written out; the same bytes if it leaves none to a call site.
  static byte[] rewritten(byte[] classFile) {
    var reader = new ClassReader(classFile);
    var writer = new ClassWriter(reader, 0);
    var rewriter = new Rewriter(writer);
    reader.accept(rewriter, 0);
    return rewriter.isChanged ? writer.toByteArray() : classFile;
  }

  private static final class Rewriter extends ClassVisitor {
    private boolean isChanged;

    Rewriter(ClassWriter writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      var method = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, method) {
        @Override
        public void visitInvokeDynamicInsn(
            String site, String siteDescriptor, Handle bootstrap, Object... arguments) {
          boolean isEquals = site.equals("equals");
          if (!bootstrap.getOwner().equals(BOOTSTRAP) || !(isEquals || site.equals("hashCode"))) {
            super.visitInvokeDynamicInsn(site, siteDescriptor, bootstrap, arguments);
            return;
          }
          isChanged = true;
          var helper = site + "$written";
          var owner = ((Type) arguments[0]).getInternalName();
          var components = Arrays.stream(arguments).skip(2).map(Handle.class::cast).toList();
          if (isEquals) {
            writeEquals(helper, siteDescriptor, owner, components);
          } else {
            writeHashCode(helper, siteDescriptor, components);
          }
          super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, helper, siteDescriptor, false);
        }
      };
    }

    private MethodVisitor helper(String name, String descriptor) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      return super.visitMethod(access, name, descriptor, null, null);
    }

    /// `31 * (31 * hash(first) + hash(second)) + ..`, starting from 0.
    private void writeHashCode(String name, String descriptor, List<Handle> components) {
      var code = helper(name, descriptor);
      code.visitCode();
      code.visitInsn(Opcodes.ICONST_0);
      for (Handle component : components) {
        code.visitIntInsn(Opcodes.BIPUSH, 31);
        code.visitInsn(Opcodes.IMUL);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        read(code, component);
        hash(code, Type.getType(component.getDesc()));
        code.visitInsn(Opcodes.IADD);
      }
      code.visitInsn(Opcodes.IRETURN);
      code.visitMaxs(3, 1);
      code.visitEnd();
    }

    private static void hash(MethodVisitor code, Type type) {
      if (isReference(type)) {
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, OBJECTS, "hashCode", "(Ljava/lang/Object;)I", false);
      } else {
        var descriptor = "(" + type.getDescriptor() + ")I";
        code.visitMethodInsn(Opcodes.INVOKESTATIC, box(type), "hashCode", descriptor, false);
      }
    }

    /// The other one is of the same class, and no component differs.
    private void writeEquals(
        String name, String descriptor, String owner, List<Handle> components) {
      var code = helper(name, descriptor);
      var differs = new Label();
      var isOfClass = new Label();
      code.visitCode();
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
      code.visitJumpInsn(Opcodes.IFNE, isOfClass);
      code.visitLabel(differs);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      code.visitInsn(Opcodes.ICONST_0);
      code.visitInsn(Opcodes.IRETURN);
      code.visitLabel(isOfClass);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      for (Handle component : components) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        read(code, component);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, owner);
        read(code, component);
        goIfDifferent(code, Type.getType(component.getDesc()), differs);
      }
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IRETURN);
      code.visitMaxs(4, 2);
      code.visitEnd();
    }

    private static void goIfDifferent(MethodVisitor code, Type type, Label differs) {
      if (isReference(type)) {
        var descriptor = "(Ljava/lang/Object;Ljava/lang/Object;)Z";
        code.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "equals", descriptor, false);
        code.visitJumpInsn(Opcodes.IFEQ, differs);
      } else if (type.getSort() <= Type.INT) {
        code.visitJumpInsn(Opcodes.IF_ICMPNE, differs);
      } else {
        // Of the same order as `==` of longs; of floating numbers it is the one that knows NaN.
        var letter = type.getDescriptor();
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, box(type), "compare", "(" + letter + letter + ")I", false);
        code.visitJumpInsn(Opcodes.IFNE, differs);
      }
    }

    private static void read(MethodVisitor code, Handle component) {
      code.visitFieldInsn(
          Opcodes.GETFIELD, component.getOwner(), component.getName(), component.getDesc());
    }

    private static boolean isReference(Type type) {
      return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    }

    private static String box(Type primitive) {
      return switch (primitive.getSort()) {
        case Type.BOOLEAN -> "java/lang/Boolean";
        case Type.CHAR -> "java/lang/Character";
        case Type.BYTE -> "java/lang/Byte";
        case Type.SHORT -> "java/lang/Short";
        case Type.INT -> "java/lang/Integer";
        case Type.LONG -> "java/lang/Long";
        case Type.FLOAT -> "java/lang/Float";
        default -> "java/lang/Double";
      };
    }
  }
}

package ruchy.cli.distribution;

import java.util.ArrayList;
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

/// Rewrites switches over types so that they cost nothing at the start.
///
/// javac leaves the choice of the case to a call site that the JDK links when it is first reached,
/// by generating a class. No ahead-of-time cache keeps such classes: the first costs as much as
/// starting a small JVM, each further one a millisecond or two, and a compiler meets dozens. Here
/// the call site becomes a call of a method of the class itself that asks `instanceof` in the order
/// of the cases, which is what the JDK's generated class does.
final class PatternSwitches {
  private static final String BOOTSTRAP = "java/lang/runtime/SwitchBootstraps";
  private static final String CHOICE = "(Ljava/lang/Object;I)I";

  private PatternSwitches() {}

  /// The class with its switches over types rewritten; the same bytes if it has none.
  static byte[] rewritten(byte[] classFile) {
    var reader = new ClassReader(classFile);
    var writer = new ClassWriter(reader, 0);
    var rewriter = new Rewriter(writer);
    reader.accept(rewriter, 0);
    return rewriter.choices.isEmpty() ? classFile : writer.toByteArray();
  }

  /// A call site's cases can be asked for by `instanceof` if they are types: not constants, not
  /// names of enum constants.
  private static boolean isOfTypes(Handle bootstrap, Object[] cases) {
    return bootstrap.getOwner().equals(BOOTSTRAP)
        && bootstrap.getName().equals("typeSwitch")
        && Arrays.stream(cases).allMatch(Type.class::isInstance);
  }

  private static final class Rewriter extends ClassVisitor {
    private final List<Object[]> choices = new ArrayList<>();
    private String owner = "";
    private boolean isInterface;

    Rewriter(ClassWriter writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      owner = name;
      isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(version, access, name, signature, superName, interfaces);
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
            String site, String siteDescriptor, Handle bootstrap, Object... cases) {
          if (!isOfTypes(bootstrap, cases)) {
            super.visitInvokeDynamicInsn(site, siteDescriptor, bootstrap, cases);
            return;
          }
          choices.add(cases);
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC, owner, choice(choices.size()), CHOICE, isInterface);
        }
      };
    }

    @Override
    public void visitEnd() {
      for (int i = 0; i < choices.size(); i++) {
        writeChoice(choice(i + 1), choices.get(i));
      }
      super.visitEnd();
    }

    private static String choice(int number) {
      return "typeSwitch$" + number;
    }

    /// `static int typeSwitch$1(Object value, int from)`: -1 for null, else the number of the first
    /// case from `from` on whose type the value has, else the number of cases.
    private void writeChoice(String name, Object[] cases) {
      var code =
          super.visitMethod(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
              name,
              CHOICE,
              null,
              null);
      code.visitCode();
      var isThere = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitJumpInsn(Opcodes.IFNONNULL, isThere);
      code.visitInsn(Opcodes.ICONST_M1);
      code.visitInsn(Opcodes.IRETURN);
      code.visitLabel(isThere);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      var tests = new Label[cases.length];
      Arrays.setAll(tests, _ -> new Label());
      var none = new Label();
      if (cases.length > 0) {
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitTableSwitchInsn(0, cases.length - 1, none, tests);
      }
      for (int i = 0; i < cases.length; i++) {
        code.visitLabel(tests[i]);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitTypeInsn(Opcodes.INSTANCEOF, ((Type) cases[i]).getInternalName());
        code.visitJumpInsn(Opcodes.IFEQ, i + 1 < cases.length ? tests[i + 1] : none);
        code.visitIntInsn(Opcodes.SIPUSH, i);
        code.visitInsn(Opcodes.IRETURN);
      }
      code.visitLabel(none);
      if (cases.length > 0) code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      code.visitIntInsn(Opcodes.SIPUSH, cases.length);
      code.visitInsn(Opcodes.IRETURN);
      code.visitMaxs(1, 2);
      code.visitEnd();
    }
  }
}

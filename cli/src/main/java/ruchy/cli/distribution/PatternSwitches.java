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
///
/// Switches of many cases over a sealed interface ask the value for the number of its class
/// instead, by a method that the interface and these classes are given: code that is not compiled
/// yet, as most of a compiler is when it has compiled a short program, would spend a good part of
/// its time in asking `instanceof` dozens of times.
final class PatternSwitches {
  private static final String BOOTSTRAP = "java/lang/runtime/SwitchBootstraps";
  private static final String NUMBER = "()I";

  /// So few cases are asked for one by one.
  private static final int FEW = 3;

  private PatternSwitches() {}

  /// The class with its switches over types rewritten, and with its number if it is a class of a
  /// sealed type; the same bytes if it is neither concerned. All classes of the sealed types must
  /// be rewritten with the same ones.
  static byte[] rewritten(byte[] classFile, SealedTypes sealed) {
    var reader = new ClassReader(classFile);
    var writer = new ClassWriter(reader, 0);
    var rewriter = new Rewriter(writer, sealed);
    reader.accept(rewriter, 0);
    return rewriter.hasChanged ? writer.toByteArray() : classFile;
  }

  /// A call site's cases can be asked for by `instanceof` if they are types: not constants, not
  /// names of enum constants.
  private static boolean isOfTypes(Handle bootstrap, Object[] cases) {
    return bootstrap.getOwner().equals(BOOTSTRAP)
        && bootstrap.getName().equals("typeSwitch")
        && Arrays.stream(cases).allMatch(Type.class::isInstance);
  }

  private static final class Rewriter extends ClassVisitor {
    private final SealedTypes sealed;
    private final List<Choice> choices = new ArrayList<>();
    private String owner = "";
    private boolean isInterface;
    private boolean hasChanged;

    /// A method that chooses a case.
    private record Choice(String descriptor, List<String> cases) {
      /// What the value is known to be.
      String type() {
        return Type.getArgumentTypes(descriptor)[0].getInternalName();
      }
    }

    Rewriter(ClassWriter writer, SealedTypes sealed) {
      super(Opcodes.ASM9, writer);
      this.sealed = sealed;
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
          var names = Arrays.stream(cases).map(each -> ((Type) each).getInternalName()).toList();
          choices.add(new Choice(siteDescriptor, names));
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC, owner, choice(choices.size()), siteDescriptor, isInterface);
        }
      };
    }

    @Override
    public void visitEnd() {
      for (int i = 0; i < choices.size(); i++) {
        writeChoice(choice(i + 1), choices.get(i));
      }
      hasChanged = !choices.isEmpty();
      if (sealed.classesOf(owner) != null) {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC;
        super.visitMethod(access, number(owner), NUMBER, null, null).visitEnd();
        hasChanged = true;
      }
      for (String type : sealed.interfacesOf(owner)) {
        writeNumber(type);
        hasChanged = true;
      }
      super.visitEnd();
    }

    /// The method that tells the number of a class among those of an interface.
    private static String number(String type) {
      return "number$" + type.replace('/', '$');
    }

    private void writeNumber(String type) {
      var classes = sealed.classesOf(type);
      var code =
          super.visitMethod(
              Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC, number(type), NUMBER, null, null);
      code.visitCode();
      code.visitIntInsn(Opcodes.SIPUSH, classes == null ? -1 : classes.indexOf(owner));
      code.visitInsn(Opcodes.IRETURN);
      code.visitMaxs(1, 1);
      code.visitEnd();
    }

    private static String choice(int number) {
      return "typeSwitch$" + number;
    }

    /// `static int typeSwitch$1(T value, int from)`: -1 for null, else the number of the first case
    /// from `from` on whose type the value has, else the number of cases.
    private void writeChoice(String name, Choice choice) {
      var cases = choice.cases;
      var code =
          super.visitMethod(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
              name,
              choice.descriptor,
              null,
              null);
      code.visitCode();
      var isThere = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitJumpInsn(Opcodes.IFNONNULL, isThere);
      code.visitInsn(Opcodes.ICONST_M1);
      code.visitInsn(Opcodes.IRETURN);
      place(isThere, code);
      var answers = labels(cases.size() + 1);
      int[] byNumber = cases.size() > FEW ? sealed.casesOf(choice.type(), cases) : null;
      if (byNumber != null) askForNumber(choice.type(), byNumber, answers, code);
      if (!cases.isEmpty()) askOneByOne(cases, answers, code);
      for (int i = 0; i <= cases.size(); i++) {
        place(answers[i], code);
        code.visitIntInsn(Opcodes.SIPUSH, i);
        code.visitInsn(Opcodes.IRETURN);
      }
      code.visitMaxs(1, 2);
      code.visitEnd();
    }

    /// Jumps to the answer, unless the cases before some other one are out of the question.
    private static void askForNumber(
        String type, int[] byNumber, Label[] answers, MethodVisitor code) {
      var asksOneByOne = new Label();
      code.visitVarInsn(Opcodes.ILOAD, 1);
      code.visitJumpInsn(Opcodes.IFNE, asksOneByOne);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitMethodInsn(Opcodes.INVOKEINTERFACE, type, number(type), NUMBER, true);
      var targets = new Label[byNumber.length];
      Arrays.setAll(targets, number -> answers[byNumber[number]]);
      code.visitTableSwitchInsn(0, targets.length - 1, answers[answers.length - 1], targets);
      place(asksOneByOne, code);
    }

    private static void askOneByOne(List<String> cases, Label[] answers, MethodVisitor code) {
      var tests = labels(cases.size());
      var none = answers[cases.size()];
      code.visitVarInsn(Opcodes.ILOAD, 1);
      code.visitTableSwitchInsn(0, tests.length - 1, none, tests);
      for (int i = 0; i < tests.length; i++) {
        place(tests[i], code);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitTypeInsn(Opcodes.INSTANCEOF, cases.get(i));
        code.visitJumpInsn(Opcodes.IFNE, answers[i]);
      }
      code.visitJumpInsn(Opcodes.GOTO, none);
    }

    private static Label[] labels(int count) {
      var labels = new Label[count];
      Arrays.setAll(labels, _ -> new Label());
      return labels;
    }

    /// Places a label where the local variables are those at the beginning.
    private static void place(Label label, MethodVisitor code) {
      code.visitLabel(label);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
  }
}

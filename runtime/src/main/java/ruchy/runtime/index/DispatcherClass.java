package ruchy.runtime.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import ruchy.runtime.library.LibraryFunction;
import ruchy.runtime.library.LibraryFunction.Kind;

/// The byte code of one dispatcher: `invoke` switches over the name to a method for each function,
/// which chooses the overload by number and kinds of the arguments; `read` and `write` do the same
/// for properties.
final class DispatcherClass {
  private static final String INVOKE =
      "(Ljava/lang/Object;Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/Object;";
  private static final String FUNCTION =
      "(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;";
  private static final String READ = "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;";
  private static final String WRITE = "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/Object;)Z";
  private static final String DISPATCHER = DispatcherWriter.DISPATCHER;

  private final String name;

  /// What stands before the names in messages: `HashMap::`, or nothing.
  private final String prefix;

  private final Map<String, String> types;
  private final ClassWriter writer = new FrameWriter();

  /// The overloads of each function by its name.
  private final Map<String, List<Declaration>> functions = new TreeMap<>();

  private final Map<String, Declaration> reads = new TreeMap<>();
  private final Map<String, Declaration> writes = new TreeMap<>();

  private DispatcherClass(
      String name, String prefix, List<Declaration> declarations, Map<String, String> types) {
    this.name = name;
    this.prefix = prefix;
    this.types = types;
    for (Declaration declaration : declarations) {
      for (String ruchyName : declaration.names()) {
        if (declaration.kind() == Kind.READ || declaration.kind() == Kind.CONSTANT) {
          reads.put(ruchyName, declaration);
        } else if (declaration.kind() == Kind.WRITE) {
          writes.put(ruchyName, declaration);
        } else {
          List<Declaration> overloads = functions.get(ruchyName);
          if (overloads == null) {
            overloads = new ArrayList<>();
            functions.put(ruchyName, overloads);
          }
          overloads.add(declaration);
        }
      }
    }
  }

  /// The class file of the dispatcher of that internal name, whose functions messages name with
  /// that prefix.
  static byte[] of(
      String name, String prefix, List<Declaration> declarations, Map<String, String> types) {
    return new DispatcherClass(name, prefix, declarations, types).write();
  }

  private byte[] write() {
    writer.visit(
        Opcodes.V25,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        name,
        null,
        DISPATCHER,
        null);
    writeInstance();
    List<String> names = new ArrayList<>(functions.keySet());
    writePosition(names);
    writeInvoke(names);
    writeArity(names);
    writeNames();
    for (int i = 0; i < names.size(); i++) {
      writeFunction("f" + i, names.get(i));
    }
    if (!reads.isEmpty()) {
      writeRead();
    }
    if (!writes.isEmpty()) {
      writeWrite();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void writeInstance() {
    String descriptor = "L" + DISPATCHER + ";";
    writer.visitField(
        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
        "INSTANCE",
        descriptor,
        null,
        null);
    MethodVisitor init = writer.visitMethod(Opcodes.ACC_PRIVATE, "<init>", "()V", null, null);
    init.visitCode();
    init.visitVarInsn(Opcodes.ALOAD, 0);
    init.visitMethodInsn(Opcodes.INVOKESPECIAL, DISPATCHER, "<init>", "()V", false);
    init.visitInsn(Opcodes.RETURN);
    end(init);
    MethodVisitor start = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    start.visitCode();
    start.visitTypeInsn(Opcodes.NEW, name);
    start.visitInsn(Opcodes.DUP);
    start.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
    start.visitFieldInsn(Opcodes.PUTSTATIC, name, "INSTANCE", descriptor);
    start.visitInsn(Opcodes.RETURN);
    end(start);
  }

  /// `static int position(String name)`: which function, or -1.
  private void writePosition(List<String> names) {
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
            "position",
            "(Ljava/lang/String;)I",
            null,
            null);
    code.visitCode();
    Label unknown = new Label();
    Label[] cases = StringSwitch.write(code, 0, names, unknown);
    for (int i = 0; i < cases.length; i++) {
      code.visitLabel(cases[i]);
      code.visitIntInsn(Opcodes.SIPUSH, i);
      code.visitInsn(Opcodes.IRETURN);
    }
    code.visitLabel(unknown);
    code.visitInsn(Opcodes.ICONST_M1);
    code.visitInsn(Opcodes.IRETURN);
    end(code);
  }

  private void writeInvoke(List<String> names) {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "invoke", INVOKE, null, null);
    code.visitCode();
    Label unknown = new Label();
    Label[] cases = positionSwitch(code, names.size(), unknown);
    for (int i = 0; i < cases.length; i++) {
      code.visitLabel(cases[i]);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitVarInsn(Opcodes.ALOAD, 3);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, name, "f" + i, FUNCTION, false);
      code.visitInsn(Opcodes.ARETURN);
    }
    code.visitLabel(unknown);
    absent(code);
    end(code);
  }

  /// The name is in local variable 2 of `invoke` and 1 of `arity`.
  private Label[] positionSwitch(MethodVisitor code, int count, Label unknown) {
    return positionSwitch(code, 2, count, unknown);
  }

  private Label[] positionSwitch(MethodVisitor code, int local, int count, Label unknown) {
    Label[] cases = new Label[count];
    for (int i = 0; i < count; i++) {
      cases[i] = new Label();
    }
    code.visitVarInsn(Opcodes.ALOAD, local);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, name, "position", "(Ljava/lang/String;)I", false);
    if (count == 0) {
      code.visitInsn(Opcodes.POP);
    } else {
      code.visitTableSwitchInsn(0, count - 1, unknown, cases);
    }
    return cases;
  }

  private static void absent(MethodVisitor code) {
    code.visitFieldInsn(Opcodes.GETSTATIC, DISPATCHER, "ABSENT", "Ljava/lang/Object;");
    code.visitInsn(Opcodes.ARETURN);
  }

  private void writeArity(List<String> names) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "arity", "(Ljava/lang/String;)I", null, null);
    code.visitCode();
    Label unknown = new Label();
    Label[] cases = positionSwitch(code, 1, names.size(), unknown);
    for (int i = 0; i < cases.length; i++) {
      Counts counts = counts(overloads(names.get(i)));
      code.visitLabel(cases[i]);
      code.visitLdcInsn((counts.least() << 8) | (counts.most() & 0xff));
      code.visitInsn(Opcodes.IRETURN);
    }
    code.visitLabel(unknown);
    code.visitInsn(Opcodes.ICONST_M1);
    code.visitInsn(Opcodes.IRETURN);
    end(code);
  }

  private void writeNames() {
    Set<String> all = new TreeSet<>(functions.keySet());
    all.addAll(reads.keySet());
    all.addAll(writes.keySet());
    all.removeIf(LibraryFunction::isOfCompiler);
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "names", "()Ljava/lang/String;", null, null);
    code.visitCode();
    code.visitLdcInsn(String.join(" ", all));
    code.visitInsn(Opcodes.ARETURN);
    end(code);
  }

  private List<Declaration> overloads(String function) {
    return functions.getOrDefault(function, List.of());
  }

  private record Counts(int least, int most) {}

  private static Counts counts(List<Declaration> overloads) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (Declaration overload : overloads) {
      int count = overload.parameters().size();
      least = Math.min(least, overload.takesRest() ? count - 1 : count);
      most = most < 0 || overload.takesRest() ? -1 : Math.max(most, count);
    }
    return new Counts(least, most);
  }

  /// `static Object f0(Object receiver, Object[] args)`: all overloads of one name.
  private void writeFunction(String method, String function) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, method, FUNCTION, null, null);
    code.visitCode();
    List<Declaration> overloads = overloads(function);
    String shown = prefix + LibraryFunction.shown(function);
    Map<Integer, List<Declaration>> byCount = new TreeMap<>();
    List<Declaration> withRest = new ArrayList<>();
    for (Declaration overload : overloads) {
      if (overload.takesRest()) {
        withRest.add(overload);
        continue;
      }
      List<Declaration> group = byCount.get(overload.parameters().size());
      if (group == null) {
        group = new ArrayList<>();
        byCount.put(overload.parameters().size(), group);
      }
      group.add(overload);
    }
    for (Map.Entry<Integer, List<Declaration>> group : byCount.entrySet()) {
      Label other = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitInsn(Opcodes.ARRAYLENGTH);
      code.visitIntInsn(Opcodes.SIPUSH, group.getKey());
      code.visitJumpInsn(Opcodes.IF_ICMPNE, other);
      List<Declaration> candidates = new ArrayList<>(group.getValue());
      if (candidates.stream().noneMatch(OverloadCode::takesAnything)) {
        for (Declaration overload : withRest) {
          if (overload.parameters().size() - 1 <= group.getKey()) {
            candidates.add(overload);
          }
        }
      }
      new OverloadCode(code, shown, types).choose(candidates);
      code.visitLabel(other);
    }
    for (Declaration overload : withRest) {
      Label other = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitInsn(Opcodes.ARRAYLENGTH);
      code.visitIntInsn(Opcodes.SIPUSH, overload.parameters().size() - 1);
      code.visitJumpInsn(Opcodes.IF_ICMPLT, other);
      new OverloadCode(code, shown, types).call(overload);
      code.visitLabel(other);
    }
    Counts counts = counts(overloads);
    code.visitLdcInsn(shown);
    code.visitIntInsn(Opcodes.SIPUSH, counts.least());
    code.visitIntInsn(Opcodes.SIPUSH, counts.most());
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitInsn(Opcodes.ARRAYLENGTH);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "ruchy/runtime/failure/Failure",
        "wrongCount",
        "(Ljava/lang/String;III)Lruchy/runtime/failure/Failure;",
        false);
    code.visitInsn(Opcodes.ATHROW);
    end(code);
  }

  private void writeRead() {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "read", READ, null, null);
    code.visitCode();
    List<String> names = new ArrayList<>(reads.keySet());
    Label unknown = new Label();
    Label[] cases = StringSwitch.write(code, 2, names, unknown);
    int position = 0;
    for (Declaration declaration : reads.values()) {
      code.visitLabel(cases[position++]);
      if (declaration.kind() == Kind.CONSTANT) {
        code.visitFieldInsn(
            Opcodes.GETSTATIC,
            declaration.javaOwner(),
            declaration.javaName(),
            declaration.descriptor());
        OverloadCode.box(code, Type.getType(declaration.descriptor()));
      } else {
        OverloadCode.receiver(code, 1, declaration);
        OverloadCode.invoke(code, declaration);
      }
      code.visitInsn(Opcodes.ARETURN);
    }
    code.visitLabel(unknown);
    absent(code);
    end(code);
  }

  private void writeWrite() {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "write", WRITE, null, null);
    code.visitCode();
    List<String> names = new ArrayList<>(writes.keySet());
    Label unknown = new Label();
    Label[] cases = StringSwitch.write(code, 2, names, unknown);
    int position = 0;
    for (Map.Entry<String, Declaration> entry : writes.entrySet()) {
      code.visitLabel(cases[position++]);
      Declaration declaration = entry.getValue();
      OverloadCode.receiver(code, 1, declaration);
      code.visitVarInsn(Opcodes.ALOAD, 3);
      new OverloadCode(code, entry.getKey(), types).convert(declaration.parameters().getFirst(), 1);
      OverloadCode.invoke(code, declaration);
      code.visitInsn(Opcodes.POP);
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IRETURN);
    }
    code.visitLabel(unknown);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitInsn(Opcodes.IRETURN);
    end(code);
  }

  private static void end(MethodVisitor code) {
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}

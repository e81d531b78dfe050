package ruchy.benchmarks.code;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// What the loops of emitted methods do that costs: values that are boxed, operators on values of
/// unknown kind, members looked up by name, invokedynamic.
final class LoopCalls {
  private LoopCalls() {}

  /// `METHOD: CALL` of each such call between the target of a backward jump and the jump.
  static Set<String> in(Map<String, byte[]> classes) {
    var found = new TreeSet<String>();
    classes.forEach(
        (name, file) -> {
          if (name.endsWith(".class") || !name.contains(".")) read(file, found);
        });
    return found;
  }

  private static void read(byte[] file, Set<String> found) {
    new ClassReader(file)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new Method(name, found);
              }
            },
            ClassReader.SKIP_DEBUG);
  }

  private static final class Method extends MethodVisitor {
    private record Call(int position, String text) {}

    private final String name;
    private final Set<String> found;
    private final IdentityHashMap<Label, Integer> places = new IdentityHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private int position;

    Method(String name, Set<String> found) {
      super(Opcodes.ASM9);
      this.name = name;
      this.found = found;
    }

    @Override
    public void visitLabel(Label label) {
      places.put(label, position++);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      Integer start = places.get(label);
      if (start != null) {
        for (var call : calls) {
          if (call.position >= start) found.add(name + ": " + call.text);
        }
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String called, String descriptor, boolean isInterface) {
      var room = owner.substring(owner.lastIndexOf('/') + 1);
      boolean boxes = called.equals("valueOf") && owner.startsWith("java/lang/");
      boolean unknown =
          owner.startsWith("ruchy/runtime/operator/")
                  && descriptor.startsWith("(Ljava/lang/Object;")
              || owner.equals("ruchy/runtime/call/Members")
              || owner.equals("ruchy/runtime/call/Calls");
      if (boxes || unknown) calls.add(new Call(position++, room + "." + called));
    }

    @Override
    public void visitInvokeDynamicInsn(
        String called, String descriptor, Handle bootstrap, Object... arguments) {
      calls.add(new Call(position++, "invokedynamic " + called));
    }
  }
}

package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/// Puts into a method the question whether it is to go on (see `Interruption` of the runtime): at
/// its first line, or where it returns if it has none, and before each jump back. So code of
/// sessions and tests can be stopped wherever it would go on for ever.
final class StopChecks extends MethodVisitor {
  private final Set<Label> placed = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean hasBegun;

  StopChecks(MethodVisitor method) {
    super(ASM9, method);
  }

  /// Not before the first line, so that a call that is stopped has a place.
  @Override
  public void visitLineNumber(int line, Label start) {
    super.visitLineNumber(line, start);
    if (!hasBegun) {
      hasBegun = true;
      check();
    }
  }

  /// A function without a line may be called in a loop of the library.
  @Override
  public void visitInsn(int opcode) {
    if (!hasBegun && opcode >= IRETURN && opcode <= RETURN) {
      hasBegun = true;
      check();
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitLabel(Label label) {
    placed.add(label);
    super.visitLabel(label);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (placed.contains(label)) {
      check();
    }
    super.visitJumpInsn(opcode, label);
  }

  private void check() {
    super.visitMethodInsn(INVOKESTATIC, RuntimeNames.INTERRUPTION, "check", "()V", false);
  }
}

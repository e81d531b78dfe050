package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ANEWARRAY;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.BIPUSH;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DCONST_0;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP_X2;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.INSTANCEOF;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.LCONST_0;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.NEWARRAY;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.SIPUSH;
import static org.objectweb.asm.Opcodes.SWAP;
import static org.objectweb.asm.Opcodes.T_LONG;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import ruchy.compiler.source.Span;

/// The code of one method in our words: the only wrapper of ASM's visitor. Knows local variable
/// slots and positions.
final class MethodCode {
  private final MethodVisitor visitor;
  private final PositionTable positions = new PositionTable();
  private int nextLocal;
  private int lastLine = -1;
  private int regions;
  private @Nullable Span lastSpan;

  /// `firstLocal`: the first slot behind the parameters.
  MethodCode(MethodVisitor visitor, int firstLocal) {
    this.visitor = visitor;
    this.nextLocal = firstLocal;
    visitor.visitCode();
  }

  void end() {
    if (!positions.isEmpty()) {
      visitor.visitAttribute(positions);
    }
    visitor.visitMaxs(0, 0);
    visitor.visitEnd();
  }

  /// What follows belongs to that place of the source.
  void at(Span span) {
    if (span == lastSpan) {
      return;
    }
    lastSpan = span;
    var label = new Label();
    visitor.visitLabel(label);
    positions.add(label, span);
    int line = span.line();
    if (line != lastLine) {
      lastLine = line;
      visitor.visitLineNumber(line, label);
    }
  }

  int newLocal(Representation representation) {
    int slot = nextLocal;
    nextLocal += representation.size();
    return slot;
  }

  void load(Representation representation, int slot) {
    visitor.visitVarInsn(representation.loadOpcode(), slot);
  }

  void store(Representation representation, int slot) {
    visitor.visitVarInsn(representation.storeOpcode(), slot);
    if (regions > 0 && representation.isReference()) {
      // Between two blocks a handler sees every class that the variable holds.
      visitor.visitLabel(new Label());
    }
  }

  /// Until `endRegion`, what is thrown may go to a handler.
  void beginRegion() {
    regions++;
  }

  void endRegion() {
    regions--;
  }

  void nameLocal(String name, Representation representation, int slot, Label start, Label end) {
    visitor.visitLocalVariable(name, representation.descriptor(), null, start, end, slot);
  }

  void place(Label label) {
    visitor.visitLabel(label);
  }

  void jump(Label label) {
    visitor.visitJumpInsn(GOTO, label);
  }

  /// A conditional jump by its JVM opcode.
  void jumpIf(int opcode, Label label) {
    visitor.visitJumpInsn(opcode, label);
  }

  void instruction(int opcode) {
    visitor.visitInsn(opcode);
  }

  void increment(int slot) {
    visitor.visitIincInsn(slot, 1);
  }

  void protect(Label start, Label end, Label handler) {
    visitor.visitTryCatchBlock(start, end, handler, "java/lang/Throwable");
  }

  void constant(long value) {
    if (value == 0 || value == 1) {
      visitor.visitInsn(LCONST_0 + (int) value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      constant((int) value);
      visitor.visitInsn(I2L);
    } else {
      visitor.visitLdcInsn(value);
    }
  }

  void constant(int value) {
    if (value >= -1 && value <= 5) {
      visitor.visitInsn(ICONST_0 + value);
    } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      visitor.visitIntInsn(BIPUSH, value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      visitor.visitIntInsn(SIPUSH, value);
    } else {
      visitor.visitLdcInsn(value);
    }
  }

  void constant(double value) {
    if (Double.doubleToRawLongBits(value) == 0) {
      visitor.visitInsn(DCONST_0);
    } else {
      visitor.visitLdcInsn(value);
    }
  }

  void constant(boolean value) {
    visitor.visitInsn(value ? ICONST_0 + 1 : ICONST_0);
  }

  /// The class of that internal name, as an object.
  void classConstant(String internalName) {
    visitor.visitLdcInsn(org.objectweb.asm.Type.getObjectType(internalName));
  }

  /// Text longer than a constant can be (65,535 bytes) is put together at run time.
  void constant(String text) {
    // A char takes at most three bytes.
    if (text.length() <= 65_535 / 3 || utf8Length(text) <= 65_535) {
      visitor.visitLdcInsn(text);
      return;
    }
    create("java/lang/StringBuilder");
    for (int start = 0; start < text.length(); ) {
      int end = Math.min(text.length(), start + 20_000);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      visitor.visitLdcInsn(text.substring(start, end));
      invokeVirtual(
          "java/lang/StringBuilder", "append", "(Ljava/lang/String;)Ljava/lang/StringBuilder;");
      start = end;
    }
    invokeVirtual("java/lang/StringBuilder", "toString", "()Ljava/lang/String;");
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += c >= 1 && c <= 0x7f ? 1 : c <= 0x7ff ? 2 : 3;
    }
    return length;
  }

  void nil() {
    visitor.visitInsn(ACONST_NULL);
  }

  void duplicate() {
    visitor.visitInsn(DUP);
  }

  /// Puts a reference below the value that lies under it.
  void sink(Representation under) {
    if (under.size() == 2) {
      visitor.visitInsn(DUP_X2);
      visitor.visitInsn(POP);
    } else {
      visitor.visitInsn(SWAP);
    }
  }

  void pop(Representation representation) {
    visitor.visitInsn(representation.size() == 2 ? POP2 : POP);
  }

  void cast(String className) {
    if (!className.equals(Representation.OBJECT_NAME)) {
      visitor.visitTypeInsn(CHECKCAST, className);
    }
  }

  void isInstance(String className) {
    visitor.visitTypeInsn(INSTANCEOF, className);
  }

  /// Makes an object by its constructor without parameters.
  void create(String className) {
    visitor.visitTypeInsn(NEW, className);
    visitor.visitInsn(DUP);
    visitor.visitMethodInsn(INVOKESPECIAL, className, "<init>", "()V", false);
  }

  void invokeStatic(String owner, String name, String descriptor) {
    visitor.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
  }

  void invokeVirtual(String owner, String name, String descriptor) {
    visitor.visitMethodInsn(INVOKEVIRTUAL, owner, name, descriptor, false);
  }

  /// Calls the method of the superclass.
  void invokeSpecial(String owner, String name, String descriptor) {
    visitor.visitMethodInsn(
        org.objectweb.asm.Opcodes.INVOKESPECIAL, owner, name, descriptor, false);
  }

  void invokeConstructor(String owner, String descriptor) {
    visitor.visitMethodInsn(INVOKESPECIAL, owner, "<init>", descriptor, false);
  }

  void getField(String owner, String name, Representation representation) {
    visitor.visitFieldInsn(GETFIELD, owner, name, representation.descriptor());
  }

  void putField(String owner, String name, Representation representation) {
    visitor.visitFieldInsn(PUTFIELD, owner, name, representation.descriptor());
  }

  void getStatic(String owner, String name, Representation representation) {
    visitor.visitFieldInsn(GETSTATIC, owner, name, representation.descriptor());
  }

  void putStatic(String owner, String name, Representation representation) {
    visitor.visitFieldInsn(PUTSTATIC, owner, name, representation.descriptor());
  }

  /// An array of objects of that length, on the stack.
  void newObjectArray(int length) {
    newArray(Representation.OBJECT_NAME, length);
  }

  /// An array of references to a class, on the stack.
  void newArray(String className, int length) {
    constant(length);
    visitor.visitTypeInsn(ANEWARRAY, className);
  }

  /// An array of longs, on the stack.
  void newLongArray(int length) {
    constant(length);
    visitor.visitIntInsn(NEWARRAY, T_LONG);
  }

  /// Jumps to the label of the number on the stack; the numbers ascend.
  void lookUp(Label otherwise, int[] numbers, Label[] labels) {
    visitor.visitLookupSwitchInsn(otherwise, numbers, labels);
  }

  /// Ends a path that is never run: what stands before it always leaves.
  void unreachable() {
    visitor.visitInsn(ACONST_NULL);
    visitor.visitInsn(ATHROW);
  }
}

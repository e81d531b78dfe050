package ruchy.runtime.failure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import ruchy.runtime.value.ErrorValue;

/// Stack texts of classes as the compiler writes them (L 11.2, 11.3).
class StackTextTest {
  private static final String PROGRAM = "ruchy/program/Shop";

  /// `RuchyName`: the display name of a method.
  private static final class NameAttribute extends Attribute {
    private final String name;

    NameAttribute(String name) {
      super("RuchyName");
      this.name = name;
    }

    @Override
    protected ByteVector write(
        ClassWriter writer, byte @Nullable [] code, int length, int maxStack, int maxLocals) {
      return new ByteVector().putShort(writer.newUTF8(name));
    }
  }

  /// `RuchyPositions`: one entry for each label.
  private static final class PositionsAttribute extends Attribute {
    private final Label[] labels;
    private final int[][] positions;

    PositionsAttribute(Label[] labels, int[]... positions) {
      super("RuchyPositions");
      this.labels = labels;
      this.positions = positions;
    }

    @Override
    public boolean isCodeAttribute() {
      return true;
    }

    @Override
    protected ByteVector write(
        ClassWriter writer, byte @Nullable [] code, int length, int maxStack, int maxLocals) {
      ByteVector vector = new ByteVector().putShort(labels.length);
      for (int i = 0; i < labels.length; i++) {
        vector
            .putShort(labels[i].getOffset())
            .putShort(writer.newUTF8("shop.ruchy"))
            .putInt(positions[i][0])
            .putShort(positions[i][1]);
      }
      return vector;
    }
  }

  /// A loader that can show the files of its classes, as that of a jar does.
  private static final class Loader extends ClassLoader {
    private final byte[] shop;

    Loader(byte[] shop) {
      super(StackTextTest.class.getClassLoader());
      this.shop = shop;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.equals(PROGRAM.replace('/', '.'))) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, shop, 0, shop.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      return name.equals(PROGRAM + ".class")
          ? new ByteArrayInputStream(shop)
          : super.getResourceAsStream(name);
    }
  }

  /// The class whose method has thrown.
  private Class<?> loaded = StackTextTest.class;

  private interface Body {
    void write(MethodVisitor code, Label[] marks);
  }

  private static void method(
      ClassWriter writer, String name, String displayName, int[][] positions, Body body) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "()V", null, null);
    if (!displayName.isEmpty()) {
      code.visitAttribute(new NameAttribute(displayName));
    }
    code.visitCode();
    Label[] marks = new Label[positions.length];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = new Label();
    }
    if (positions.length > 0) {
      code.visitAttribute(new PositionsAttribute(marks, positions));
    }
    body.write(code, marks);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(4, 1);
    code.visitEnd();
  }

  private static void call(MethodVisitor code, String name) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, PROGRAM, name, "()V", false);
  }

  /// main (20:5) calls total, whose loop (a method of its own, 14:12) divides by zero; `plain` has
  /// a line but no column, `deep` calls itself for ever.
  private static byte[] shop() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V25, Opcodes.ACC_PUBLIC, PROGRAM, null, "java/lang/Object", null);
    writer.visitSource("shop.ruchy", null);
    writer.visitField(Opcodes.ACC_PRIVATE, "unused", "J", null, null).visitEnd();
    method(
        writer,
        "main",
        "main",
        new int[][] {{19, 1}, {20, 5}},
        (code, marks) -> {
          code.visitLabel(marks[0]);
          code.visitInsn(Opcodes.NOP);
          code.visitLabel(marks[1]);
          call(code, "total");
        });
    method(
        writer,
        "total",
        "total",
        new int[][] {{13, 3}},
        (code, marks) -> {
          code.visitLabel(marks[0]);
          call(code, "total$loop");
        });
    method(
        writer,
        "total$loop",
        "~total",
        new int[][] {{14, 12}},
        (code, marks) -> {
          code.visitLabel(marks[0]);
          code.visitLdcInsn(1L);
          code.visitLdcInsn(0L);
          code.visitMethodInsn(
              Opcodes.INVOKESTATIC, "ruchy/runtime/operator/Arithmetic", "divide", "(JJ)J", false);
          code.visitInsn(Opcodes.POP2);
        });
    method(
        writer,
        "plain",
        "",
        new int[][] {},
        (code, marks) -> {
          Label here = new Label();
          code.visitLabel(here);
          code.visitLineNumber(7, here);
          call(code, "total");
        });
    method(
        writer,
        "deep",
        "deep",
        new int[][] {{30, 1}},
        (code, marks) -> {
          Label here = new Label();
          code.visitLabel(here);
          code.visitLineNumber(30, here);
          code.visitLabel(marks[0]);
          call(code, "deep");
        });
    writer.visitEnd();
    return writer.toByteArray();
  }

  private Throwable thrownBy(String method) throws Exception {
    Class<?> program = new Loader(shop()).loadClass(PROGRAM.replace('/', '.'));
    loaded = program;
    return assertThrows(
            InvocationTargetException.class, () -> program.getMethod(method).invoke(null))
        .getCause();
  }

  @Test
  void the_report_names_file_line_column_and_function_of_the_program_only() throws Exception {
    Failure failure = assertInstanceOf(Failure.class, thrownBy("main"));
    assertEquals(
        """
        error: Division by zero
          at shop.ruchy:14:12 in total
          at shop.ruchy:20:5 in main
        """,
        failure.report());
  }

  @Test
  void without_the_attributes_there_are_lines_and_java_names() throws Exception {
    Failure failure = assertInstanceOf(Failure.class, thrownBy("plain"));
    assertArrayEquals(
        new String[] {"shop.ruchy:14:12 in total", "shop.ruchy:7 in plain"}, failure.stackLines());
  }

  @Test
  void an_error_object_keeps_the_place_of_its_first_throw() throws Exception {
    Failure failure = assertInstanceOf(Failure.class, thrownBy("main"));
    ErrorValue error = assertInstanceOf(ErrorValue.class, failure.value());
    assertArrayEquals(failure.stackLines(), Failure.of(error).stackLines());
  }

  @Test
  void endless_recursion_is_a_recursion_error_with_its_frames() throws Exception {
    Throwable overflow = thrownBy("deep");
    CallStack.programOf(loaded);
    Failure failure = Failure.from(overflow);
    assertTrue(failure.matchesType("RecursionError"));
    assertEquals("Recursion limit exceeded", failure.message());
    assertEquals("shop.ruchy:30:1 in deep", failure.stackLines()[0]);
    assertEquals("shop.ruchy:30:1 in deep", failure.stackLines()[1]);
    assertEquals("...", failure.stackLines()[256]);
  }

  @Test
  void a_java_exception_becomes_an_error_of_the_program() {
    Failure outside =
        Failure.from(new ArrayIndexOutOfBoundsException("Index 5 out of bounds for length 3"));
    assertEquals("Index 5 out of bounds for array of length 3", outside.message());
    assertTrue(outside.matchesType("IndexError"));
    Failure other = Failure.from(new IllegalArgumentException("no"));
    assertEquals("no", other.message());
    assertTrue(other.matchesType("RuntimeError"));
  }
}

package ruchy.runtime.failure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import org.jspecify.annotations.Nullable;

/// The calls in one class of the program, read from its class file: a Java stack trace, the only
/// trace that an overflow of the stack leaves, tells lines, and the call that was active on the
/// line tells the column.
final class CallSites {
  /// The package of all classes that the compiler writes, as class files name it.
  private static final String PROGRAM = "ruchy/program/";

  private final PositionTable positions;
  private final @Nullable ClassModel file;

  private CallSites(PositionTable positions, @Nullable ClassModel file) {
    this.positions = positions;
    this.file = file;
  }

  /// Those of the class of that name; knows nothing of one that the loader does not have.
  static CallSites of(String className, ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
      if (in != null) {
        byte[] bytes = in.readAllBytes();
        return new CallSites(PositionTable.of(bytes), ClassFile.of().parse(bytes));
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      // As without the file: lines without columns.
    }
    return new CallSites(PositionTable.of(new byte[0]), null);
  }

  /// A method as the stack text needs it, and a place in it; null when it has no positions.
  record Place(PositionTable.Method method, PositionTable.Position position) {}

  /// The place of a frame that is on that line and has called a method named `called` (null when
  /// that is not known): of the first such call of the line, else of the first call of the line,
  /// else of the line's first instruction. The JVM does not always know the line, then it is the
  /// first place of the method.
  @Nullable Place find(String methodName, int line, @Nullable String called) {
    Place found = null;
    int foundRank = 0;
    if (file == null) {
      return null;
    }
    for (MethodModel candidate : file.methods()) {
      if (!candidate.methodName().equalsString(methodName) || candidate.code().isEmpty()) {
        continue;
      }
      PositionTable.Method method =
          positions.method(methodName, candidate.methodType().stringValue());
      if (line <= 0 && method != null && !method.positions().isEmpty()) {
        return new Place(method, method.positions().getFirst());
      }
      int offset = 0;
      int present = 0;
      for (CodeElement element : candidate.code().get()) {
        if (element instanceof LineNumber number) {
          present = number.line();
        } else if (element instanceof Instruction instruction) {
          int rank = present == line ? rank(instruction, called) : 0;
          if (rank > foundRank && method != null) {
            PositionTable.Position position = method.positionAt(offset);
            if (position != null && position.line() == line) {
              found = new Place(method, position);
              foundRank = rank;
            }
          }
          offset += instruction.sizeInBytes();
        }
      }
    }
    return found;
  }

  /// How well an instruction of the line explains that `called` is active: 1 to 3. The innermost
  /// function of a stack that has overflowed was about to call another one.
  private static int rank(Instruction instruction, @Nullable String called) {
    return switch (instruction) {
      case InvokeInstruction call ->
          (called == null
                  ? call.owner().asInternalName().startsWith(PROGRAM)
                  : call.name().equalsString(called))
              ? 3
              : 2;
      case InvokeDynamicInstruction _ -> 2;
      default -> 1;
    };
  }
}

package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.DLOAD;
import static org.objectweb.asm.Opcodes.DRETURN;
import static org.objectweb.asm.Opcodes.DSTORE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.LSTORE;

/// How values of a type are held by the JVM.
///
/// @param sort `J` long, `D` double, `Z` boolean, `L` reference (nil is null)
/// @param className the internal name of the class of a reference; empty otherwise
/// @param descriptor how descriptors of fields and methods write it
record Representation(char sort, String className, String descriptor) {
  static final String OBJECT_NAME = "java/lang/Object";
  static final String STRING_NAME = "java/lang/String";

  static final Representation LONG = new Representation('J', "", "J");
  static final Representation DOUBLE = new Representation('D', "", "D");
  static final Representation BOOLEAN = new Representation('Z', "", "Z");
  static final Representation OBJECT = reference(OBJECT_NAME);
  static final Representation STRING = reference(STRING_NAME);
  static final Representation BYTE = reference(RuntimeNames.BYTE);
  static final Representation ATOM = reference(RuntimeNames.ATOM);
  static final Representation RANGE = reference(RuntimeNames.RANGE);
  static final Representation FUNCTION = reference(RuntimeNames.FUNCTION);
  static final Representation LIST = reference(RuntimeNames.LIST);
  static final Representation SET = reference(RuntimeNames.SET);
  static final Representation MAP = reference(RuntimeNames.MAP);
  static final Representation VARIANT = reference(RuntimeNames.VARIANT);
  static final Representation TUPLE = reference(RuntimeNames.TUPLE);

  static Representation reference(String className) {
    boolean isArray = className.startsWith("[");
    return new Representation('L', className, isArray ? className : "L" + className + ";");
  }

  /// The representation of a value with that descriptor; `int` counts as long after widening.
  static Representation ofDescriptor(String descriptor) {
    return switch (descriptor.charAt(0)) {
      case 'J', 'I' -> LONG;
      case 'D' -> DOUBLE;
      case 'Z' -> BOOLEAN;
      case 'L' -> reference(descriptor.substring(1, descriptor.length() - 1));
      default -> reference(descriptor);
    };
  }

  boolean isReference() {
    return sort == 'L';
  }

  /// Slots on the stack and among the local variables.
  int size() {
    return sort == 'J' || sort == 'D' ? 2 : 1;
  }

  int loadOpcode() {
    return switch (sort) {
      case 'J' -> LLOAD;
      case 'D' -> DLOAD;
      case 'Z' -> ILOAD;
      default -> ALOAD;
    };
  }

  int storeOpcode() {
    return switch (sort) {
      case 'J' -> LSTORE;
      case 'D' -> DSTORE;
      case 'Z' -> ISTORE;
      default -> ASTORE;
    };
  }

  int returnOpcode() {
    return switch (sort) {
      case 'J' -> LRETURN;
      case 'D' -> DRETURN;
      case 'Z' -> IRETURN;
      default -> ARETURN;
    };
  }
}

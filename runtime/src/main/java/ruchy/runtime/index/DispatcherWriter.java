package ruchy.runtime.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import ruchy.runtime.library.LibraryFunction.Kind;

/// Writes the classes through which dynamic calls reach the library: one dispatcher for each kind
/// of receiver, type and module, and the table of all of them.
final class DispatcherWriter {
  static final String CALL = "ruchy/runtime/call/";
  static final String DISPATCHER = CALL + "Dispatcher";
  private static final String TABLE = CALL + "Dispatchers";
  private static final String FOLDER = CALL + "dispatch/";

  private DispatcherWriter() {}

  static void write(List<Declaration> declarations, Map<String, String> types, Path classes)
      throws IOException {
    Map<String, List<Declaration>> byKey = new TreeMap<>();
    for (Declaration declaration : declarations) {
      for (String owner : declaration.owners()) {
        String key = key(declaration, owner, types);
        List<Declaration> group = byKey.get(key);
        if (group == null) {
          group = new ArrayList<>();
          byKey.put(key, group);
        }
        group.add(declaration);
      }
    }
    Path folder = classes.resolve(FOLDER);
    Files.createDirectories(folder);
    Set<Path> current = new HashSet<>();
    for (Map.Entry<String, List<Declaration>> entry : byKey.entrySet()) {
      String name = className(entry.getKey());
      Path file = classes.resolve(name + ".class");
      Output.write(file, DispatcherClass.of(name, prefix(entry.getKey()), entry.getValue(), types));
      current.add(file);
    }
    try (var present = Files.newDirectoryStream(folder, "*.class")) {
      for (Path file : present) {
        if (!current.contains(file)) {
          Files.delete(file);
        }
      }
    }
    Output.write(classes.resolve(TABLE + ".class"), table(new ArrayList<>(byKey.keySet())));
  }

  /// As the runtime asks for it: `kind string`, `type http::Request`, `module http`, `associated
  /// String`, `globals`.
  private static String key(Declaration declaration, String owner, Map<String, String> types) {
    Kind kind = declaration.kind();
    if (kind == Kind.GLOBAL) {
      return "globals";
    }
    if (kind == Kind.MODULE || (kind == Kind.CONSTANT && declaration.isOfModule())) {
      return "module " + owner;
    }
    if (kind == Kind.ASSOCIATED || kind == Kind.CONSTANT) {
      return "associated " + owner;
    }
    return (types.containsValue(owner) ? "type " : "kind ") + owner;
  }

  /// What stands before the names of functions in messages: the module or the type through which
  /// they are called, because `new` or `get` alone would not tell of what.
  private static String prefix(String key) {
    for (String kind : List.of("module ", "associated ")) {
      if (key.startsWith(kind)) {
        return key.substring(kind.length()) + "::";
      }
    }
    return "";
  }

  private static String className(String key) {
    StringBuilder name = new StringBuilder(FOLDER);
    boolean isStart = true;
    for (int i = 0; i < key.length(); i++) {
      char letter = key.charAt(i);
      if (Character.isLetterOrDigit(letter)) {
        name.append(isStart ? Character.toUpperCase(letter) : letter);
        isStart = false;
      } else {
        if (letter == ':' && !isStart) {
          name.append('_');
        }
        isStart = true;
      }
    }
    return name.toString();
  }

  /// `Dispatchers`: a switch over the keys; each case answers the one object of its class.
  private static byte[] table(List<String> keys) {
    ClassWriter writer = new FrameWriter();
    writer.visit(
        Opcodes.V25, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, TABLE, null, "java/lang/Object", null);
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_STATIC, "find", "(Ljava/lang/String;)L" + DISPATCHER + ";", null, null);
    code.visitCode();
    Label unknown = new Label();
    Label[] cases = StringSwitch.write(code, 0, keys, unknown);
    for (int i = 0; i < keys.size(); i++) {
      code.visitLabel(cases[i]);
      code.visitFieldInsn(
          Opcodes.GETSTATIC, className(keys.get(i)), "INSTANCE", "L" + DISPATCHER + ";");
      code.visitInsn(Opcodes.ARETURN);
    }
    code.visitLabel(unknown);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}

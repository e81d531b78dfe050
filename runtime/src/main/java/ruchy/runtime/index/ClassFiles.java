package ruchy.runtime.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/// The compiled classes beside the sources: they know the exact descriptor of each method and
/// field.
final class ClassFiles {
  private final Path classes;
  private final Map<String, List<Member>> read = new HashMap<>();

  ClassFiles(Path classes) {
    this.classes = classes;
  }

  /// A method or field of a class.
  record Member(String name, String descriptor, int access) {
    boolean isStatic() {
      return (access & Opcodes.ACC_STATIC) != 0;
    }

    boolean isPublic() {
      return (access & Opcodes.ACC_PUBLIC) != 0;
    }
  }

  /// The method of that name whose parameter types have these simple names in Java, or null.
  @Nullable Member method(String owner, String name, List<String> simpleTypes) throws IOException {
    for (Member member : members(owner)) {
      if (member.name().equals(name)
          && member.descriptor().startsWith("(")
          && simpleTypes.equals(simpleTypes(member.descriptor()))) {
        return member;
      }
    }
    return null;
  }

  @Nullable Member field(String owner, String name) throws IOException {
    for (Member member : members(owner)) {
      if (member.name().equals(name) && !member.descriptor().startsWith("(")) {
        return member;
      }
    }
    return null;
  }

  private static List<String> simpleTypes(String descriptor) {
    List<String> names = new ArrayList<>();
    for (Type type : Type.getArgumentTypes(descriptor)) {
      String name = type.getClassName();
      int nesting = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
      names.add(name.substring(nesting + 1));
    }
    return names;
  }

  private List<Member> members(String owner) throws IOException {
    List<Member> known = read.get(owner);
    if (known == null) {
      known = new ArrayList<>();
      List<Member> found = known;
      new ClassReader(Files.readAllBytes(classes.resolve(owner + ".class")))
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                  if ((access & Opcodes.ACC_BRIDGE) == 0) {
                    found.add(new Member(name, descriptor, access));
                  }
                  return null;
                }

                @Override
                public @Nullable FieldVisitor visitField(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    @Nullable Object value) {
                  found.add(new Member(name, descriptor, access));
                  return null;
                }
              },
              ClassReader.SKIP_CODE);
      read.put(owner, known);
    }
    return known;
  }
}

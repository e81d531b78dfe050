package ruchy.cli.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/// The sealed interfaces among some classes, as far as all values of them are of final classes that
/// are among these, too: those classes can be numbered. Classes go by their internal names.
final class SealedTypes {
  static final SealedTypes NONE = new SealedTypes(List.of());

  private final Map<String, Declaration> declarations = new HashMap<>();

  /// Each such interface to the classes of its values, in the order in which they are declared.
  private final Map<String, List<String>> classes = new HashMap<>();

  private record Declaration(int access, List<String> permitted) {
    boolean isFinal() {
      return (access & Opcodes.ACC_FINAL) != 0;
    }

    boolean isSealedInterface() {
      return (access & Opcodes.ACC_INTERFACE) != 0 && !permitted.isEmpty();
    }
  }

  private SealedTypes(List<byte[]> classFiles) {
    classFiles.forEach(this::read);
    declarations.forEach(
        (name, declaration) -> {
          var found = new LinkedHashSet<String>();
          if (declaration.isSealedInterface() && collect(name, found)) {
            classes.put(name, List.copyOf(found));
          }
        });
  }

  static SealedTypes of(List<byte[]> classFiles) {
    return new SealedTypes(classFiles);
  }

  private void read(byte[] classFile) {
    var permitted = new ArrayList<String>();
    var reader = new ClassReader(classFile);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public void visitPermittedSubclass(String name) {
            permitted.add(name);
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    declarations.put(reader.getClassName(), new Declaration(reader.getAccess(), permitted));
  }

  /// Collects the classes of the values of a type; false if there may be others.
  private boolean collect(String name, Set<String> found) {
    var declaration = declarations.get(name);
    if (declaration == null) return false;
    if (declaration.isFinal()) {
      found.add(name);
      return true;
    }
    return declaration.isSealedInterface()
        && declaration.permitted.stream().allMatch(each -> collect(each, found));
  }

  /// The classes of the values of an interface, which go by their numbers in this list; null if it
  /// is no sealed interface or there may be others.
  @Nullable List<String> classesOf(String name) {
    return classes.get(name);
  }

  /// The interfaces that number a class.
  List<String> interfacesOf(String name) {
    return classes.keySet().stream()
        .filter(type -> classes.getOrDefault(type, List.of()).contains(name))
        .sorted()
        .toList();
  }

  /// For each class of an interface the first of the cases that takes it, the number of cases if
  /// none does. Null if the classes are not numbered, or a case is about something else.
  int @Nullable [] casesOf(String name, List<String> cases) {
    var numbered = classes.get(name);
    if (numbered == null) return null;
    var chosen = new int[numbered.size()];
    for (int i = 0; i < chosen.length; i++) chosen[i] = cases.size();
    for (int i = cases.size() - 1; i >= 0; i--) {
      var taken = new HashSet<String>();
      if (!collect(cases.get(i), taken)) return null;
      for (int number = 0; number < chosen.length; number++) {
        if (taken.contains(numbered.get(number))) chosen[number] = i;
      }
    }
    return chosen;
  }
}

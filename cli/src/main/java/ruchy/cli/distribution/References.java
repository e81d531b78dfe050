package ruchy.cli.distribution;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Which classes a class file names.
final class References {
  /// `Lio/vertx/core/Vertx;` in a descriptor or signature.
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$/]+)[;<]");

  private References() {}

  /// The internal names of all classes that the class refers to by code or by the types of its
  /// members. Names in texts are not seen: what a class finds by reflection must be said elsewhere.
  static Set<String> of(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    var names = new HashSet<String>();
    for (var entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry named -> addClass(named.asInternalName(), names);
        case Utf8Entry text -> {
          if (looksLikeDescriptor(text.stringValue())) addAll(text.stringValue(), names);
        }
        default -> {}
      }
    }
    return names;
  }

  private static boolean looksLikeDescriptor(String text) {
    return text.endsWith(";") || text.startsWith("(");
  }

  /// Arrays are named by their descriptors.
  private static void addClass(String name, Set<String> names) {
    if (name.startsWith("[")) {
      addAll(name, names);
    } else {
      names.add(name);
    }
  }

  private static void addAll(String descriptor, Set<String> names) {
    var matcher = IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) names.add(matcher.group(1));
  }
}

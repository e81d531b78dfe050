package ruchy.cli.distribution;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/// Makes copies of jars of which an ahead-of-time cache can keep all and a JVM takes in little.
///
/// The cache keeps only classes that the split verifier has checked, and those begin with
/// class-file version 50. ASM and picocli are compiled to version 49 for the oldest of JVMs; as
/// they are, each start of `ruchyc` would parse and verify them again. The code stays the same:
/// only the version rises, and the stack map frames that it asks for are computed here.
///
/// Such copies, and those of our own jars, have no manifest: whatever a JVM takes from a cache, it
/// parses the manifest of each jar that something came from, and looks through it for every
/// package. Nothing in them is of use on a class path. One that has versions of classes for several
/// Javas is kept.
final class OldClasses {
  private static final int FIRST_WITH_FRAMES = Opcodes.V1_6;
  private static final int MODERN = Opcodes.V21;

  private OldClasses() {}

  /// Copies a jar. Old classes, and our own with call sites that cost time at the start, are
  /// renewed in the copy, which has no manifest; if there are none the copy is exact.
  static void renew(Path jar, Path target) throws IOException {
    try (var original = new JarFile(jar.toFile())) {
      if (original.stream().noneMatch(entry -> isOwnClass(entry) || isOldClass(original, entry))) {
        Files.deleteIfExists(target);
        Files.copy(jar, target);
        return;
      }
      try (var copy =
          new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
        var sealed = sealedTypes(original);
        boolean keepsManifest = original.stream().anyMatch(OldClasses::isOfOneJava);
        for (var entry : (Iterable<JarEntry>) original.stream()::iterator) {
          if (entry.getName().equals(JarFile.MANIFEST_NAME) && !keepsManifest) continue;
          var renewed = new JarEntry(entry.getName());
          renewed.setTimeLocal(entry.getTimeLocal());
          copy.putNextEntry(renewed);
          var bytes = bytes(original, entry);
          if (isOwnClass(entry)) {
            bytes = RecordMethods.rewritten(PatternSwitches.rewritten(bytes, sealed));
          }
          copy.write(isOldClass(original, entry) ? renewed(bytes) : bytes);
          copy.closeEntry();
        }
      }
    }
  }

  private static SealedTypes sealedTypes(JarFile jar) throws IOException {
    var classFiles = new ArrayList<byte[]>();
    for (var entry : (Iterable<JarEntry>) jar.stream()::iterator) {
      if (isOwnClass(entry)) classFiles.add(bytes(jar, entry));
    }
    return SealedTypes.of(classFiles);
  }

  /// A class, and not only the description of a module, that stands for another on some Javas.
  private static boolean isOfOneJava(JarEntry entry) {
    var name = entry.getName();
    return name.startsWith("META-INF/versions/")
        && name.endsWith(".class")
        && !name.endsWith("/module-info.class");
  }

  private static boolean isOwnClass(JarEntry entry) {
    return entry.getName().startsWith("ruchy/") && entry.getName().endsWith(".class");
  }

  private static boolean isOldClass(JarFile jar, JarEntry entry) {
    if (!entry.getName().endsWith(".class")) return false;
    try {
      return majorVersion(bytes(jar, entry)) < FIRST_WITH_FRAMES;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The class at a version with frames. Types that meet are looked up among the classes that this
  /// build runs with, which are those of the distribution.
  static byte[] renewed(byte[] bytes) {
    var reader = new ClassReader(bytes);
    var writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    reader.accept(new VersionRaiser(writer), ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  /// A class file begins with a magic number, the minor and the major version: 4, 2 and 2 bytes.
  static int majorVersion(byte[] bytes) {
    return Byte.toUnsignedInt(bytes[6]) << 8 | Byte.toUnsignedInt(bytes[7]);
  }

  private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
    try (var stream = jar.getInputStream(entry)) {
      return stream.readAllBytes();
    }
  }

  private static final class VersionRaiser extends ClassVisitor {
    VersionRaiser(ClassWriter writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      super.visit(MODERN, access, name, signature, superName, interfaces);
    }
  }
}

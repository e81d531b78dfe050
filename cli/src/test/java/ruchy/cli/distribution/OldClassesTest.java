package ruchy.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

final class OldClassesTest {
  private static final String NAME = "ruchy/cli/distribution/Absolute";

  @Test
  void an_old_class_gets_a_version_with_frames_and_still_works() throws Throwable {
    var old = classWithBranch(Opcodes.V1_5);
    assertEquals(49, OldClasses.majorVersion(old));

    var renewed = OldClasses.renewed(old);

    assertEquals(65, OldClasses.majorVersion(renewed));
    // Defining it verifies it: without the frames of its branch it would be refused.
    var lookup = MethodHandles.lookup().defineHiddenClass(renewed, true);
    var absolute =
        lookup.findStatic(
            lookup.lookupClass(), "absolute", MethodType.methodType(int.class, int.class));
    assertEquals(7, (int) absolute.invokeExact(-7));
    assertEquals(7, (int) absolute.invokeExact(7));
  }

  @Test
  void a_jar_with_an_old_class_keeps_everything_else(@TempDir Path folder) throws IOException {
    var jar = folder.resolve("old.jar");
    var modern = classWithBranch(Opcodes.V21);
    var text = "version=1\n".getBytes(StandardCharsets.UTF_8);
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      write(out, "a.properties", text);
      write(out, "Modern.class", modern);
      write(out, NAME + ".class", classWithBranch(Opcodes.V1_5));
    }

    var copy = folder.resolve("copy.jar");
    OldClasses.renew(jar, copy);

    try (var renewed = new JarFile(copy.toFile())) {
      assertArrayEquals(text, read(renewed, "a.properties"));
      assertArrayEquals(modern, read(renewed, "Modern.class"));
      assertEquals(65, OldClasses.majorVersion(read(renewed, NAME + ".class")));
      assertEquals(3, renewed.size());
    }
  }

  @Test
  void a_jar_without_old_classes_is_copied_as_it_is(@TempDir Path folder) throws IOException {
    var jar = folder.resolve("modern.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      write(out, "Modern.class", classWithBranch(Opcodes.V1_8));
    }

    var copy = folder.resolve("copy.jar");
    OldClasses.renew(jar, copy);

    assertTrue(Files.mismatch(jar, copy) == -1);
  }

  @Test
  void a_renewed_jar_has_no_manifest(@TempDir Path folder) throws IOException {
    assertFalse(hasManifest(renewed(folder, "a.properties")));
    assertFalse(hasManifest(renewed(folder, "META-INF/versions/9/module-info.class")));
  }

  @Test
  void a_renewed_jar_with_classes_for_several_javas_keeps_the_manifest_that_says_so(
      @TempDir Path folder) throws IOException {
    assertTrue(hasManifest(renewed(folder, "META-INF/versions/9/Modern.class")));
  }

  /// The copy of a jar with an old class, a manifest and one more file.
  private static Path renewed(Path folder, String name) throws IOException {
    var jar = folder.resolve("with-manifest.jar");
    var manifest = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n";
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      write(out, JarFile.MANIFEST_NAME, manifest.getBytes(StandardCharsets.UTF_8));
      write(out, NAME + ".class", classWithBranch(Opcodes.V1_5));
      write(out, name, classWithBranch(Opcodes.V21));
    }
    var copy = folder.resolve("without-manifest.jar");
    OldClasses.renew(jar, copy);
    return copy;
  }

  private static boolean hasManifest(Path jar) throws IOException {
    try (var content = new JarFile(jar.toFile())) {
      return content.getManifest() != null;
    }
  }

  private static void write(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static byte[] read(JarFile jar, String name) throws IOException {
    try (var stream = jar.getInputStream(jar.getJarEntry(name))) {
      return stream.readAllBytes();
    }
  }

  /// `static int absolute(int number) { return number < 0 ? -number : number; }`
  private static byte[] classWithBranch(int version) {
    var frames = version > Opcodes.V1_5 ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS;
    var writer = new ClassWriter(frames);
    writer.visit(version, Opcodes.ACC_FINAL, NAME, null, "java/lang/Object", null);
    var method = writer.visitMethod(Opcodes.ACC_STATIC, "absolute", "(I)I", null, null);
    var positive = new Label();
    method.visitCode();
    method.visitVarInsn(Opcodes.ILOAD, 0);
    method.visitJumpInsn(Opcodes.IFGE, positive);
    method.visitVarInsn(Opcodes.ILOAD, 0);
    method.visitInsn(Opcodes.INEG);
    method.visitInsn(Opcodes.IRETURN);
    method.visitLabel(positive);
    method.visitVarInsn(Opcodes.ILOAD, 0);
    method.visitInsn(Opcodes.IRETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}

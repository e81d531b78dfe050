package ruchy.compiler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarInputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import ruchy.compiler.emit.Classes;

final class JarPackerTest {
  @Property(tries = 100)
  void what_went_in_comes_out(
      @ForAll @Size(max = 30) Map<@AlphaChars @NotEmpty String, byte[]> program,
      @ForAll @Size(max = 30) Map<@AlphaChars @NotEmpty String, byte[]> room)
      throws IOException {
    var classes = new TreeMap<String, byte[]>();
    program.forEach((name, content) -> classes.put("ruchy/program/" + name, content));
    var files = new TreeMap<String, byte[]>();
    room.forEach((name, content) -> files.put("ruchy/runtime/" + name, content));

    var entries = read(pack(classes, Part.of(Part.ofFiles(files).archive())));

    assertEquals(1 + classes.size() + files.size(), entries.size());
    classes.forEach((name, content) -> assertArrayEquals(content, entries.get(name + ".class")));
    files.forEach((name, content) -> assertArrayEquals(content, entries.get(name)));
  }

  @Test
  void the_same_input_gives_the_same_bytes_whatever_the_order_of_the_classes() throws IOException {
    var classes = new LinkedHashMap<String, byte[]>();
    classes.put("ruchy/program/Main", bytes("main"));
    classes.put("ruchy/program/F", bytes("f"));
    var reversed = new LinkedHashMap<String, byte[]>();
    reversed.put("ruchy/program/F", bytes("f"));
    reversed.put("ruchy/program/Main", bytes("main"));
    assertArrayEquals(pack(classes, room("a")), pack(reversed, room("a")));
  }

  @Test
  void entries_have_one_fixed_time() throws IOException {
    try (var zip =
        new ZipInputStream(new ByteArrayInputStream(pack(Map.of("A", bytes("a")), room("b"))))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertEquals("1980-01-01T00:00", entry.getTimeLocal().toString(), entry.getName());
      }
    }
  }

  @Test
  void the_manifest_comes_first_and_names_the_launcher() throws IOException {
    try (var jar = new JarInputStream(new ByteArrayInputStream(pack(Map.of(), room("a"))))) {
      var main = jar.getManifest().getMainAttributes();
      assertEquals("ruchy.launcher.Launcher", main.getValue("Main-Class"));
      assertEquals("ruchy.program.Main", main.getValue("Ruchy-Main"));
      assertEquals("ALL-UNNAMED", main.getValue("Enable-Native-Access"));
      assertNull(main.getValue("Add-Opens"));
      assertNull(main.getValue("Multi-Release"));
    }
  }

  @Test
  void a_part_adds_what_it_needs_to_the_manifest() throws IOException {
    var part = part(Map.of("META-INF/MANIFEST.MF", "Add-Opens: java.base/java.lang\n", "a", "a"));
    try (var jar = new JarInputStream(new ByteArrayInputStream(pack(Map.of(), part)))) {
      assertEquals(
          "java.base/java.lang", jar.getManifest().getMainAttributes().getValue("Add-Opens"));
      assertEquals("a", jar.getNextEntry().getName());
    }
  }

  @Test
  void services_of_the_same_kind_are_merged() throws IOException {
    var first = part(Map.of("META-INF/services/x.Y", "a.A\nb.B\n", "a/A.class", "A"));
    var second = part(Map.of("META-INF/services/x.Y", "b.B\nc.C", "z/Z.class", "Z"));
    var entries = read(pack(Map.of(), first, second));
    assertEquals(
        List.of("a.A", "b.B", "c.C"),
        text(entries, "META-INF/services/x.Y").lines().filter(l -> !l.isEmpty()).toList());
    assertEquals("Z", text(entries, "z/Z.class"));
  }

  @Test
  void a_library_keeps_its_classes_and_its_licences_and_nothing_about_its_own_jar()
      throws IOException {
    var jar =
        zip(
            Map.ofEntries(
                Map.entry("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"),
                Map.entry("META-INF/INDEX.LIST", "x"),
                Map.entry("META-INF/SIGNER.SF", "x"),
                Map.entry("META-INF/SIGNER.RSA", "x"),
                Map.entry("META-INF/maven/g/a/pom.xml", "x"),
                Map.entry("META-INF/native-image/a/b.json", "x"),
                Map.entry("META-INF/versions/11/module-info.class", "x"),
                Map.entry("module-info.class", "x"),
                Map.entry("META-INF/LICENSE.txt", "a licence"),
                Map.entry("NOTICE", "a notice"),
                Map.entry("a/License.class", "class"),
                Map.entry("a/A.class", "class")));
    var names = Part.ofLibrary("lib-1.0", jar, 25, "about").names();
    assertEquals(
        List.of(
            "META-INF/licenses/lib-1.0/ABOUT",
            "META-INF/licenses/lib-1.0/LICENSE.txt",
            "META-INF/licenses/lib-1.0/NOTICE",
            "a/A.class",
            "a/License.class"),
        names);
  }

  @Test
  void of_a_file_for_several_java_versions_the_one_that_fits_is_taken() throws IOException {
    var jar =
        zip(
            Map.of(
                "A.class", "base",
                "META-INF/versions/9/A.class", "nine",
                "META-INF/versions/21/A.class", "twenty-one",
                "META-INF/versions/26/A.class", "too new",
                "META-INF/versions/11/B.class", "only newer"));
    var entries = read(pack(Map.of(), Part.ofLibrary("lib-1.0", jar, 25, "about")));
    assertEquals("twenty-one", text(entries, "A.class"));
    assertEquals("only newer", text(entries, "B.class"));
  }

  @Test
  void entries_that_are_not_compressed_are_copied_too() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      var entry = new ZipEntry("stored");
      var crc = new CRC32();
      crc.update(bytes("content"));
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(7);
      entry.setCrc(crc.getValue());
      entry.setExtra(new byte[] {1, 2, 0, 0});
      zip.putNextEntry(entry);
      zip.write(bytes("content"));
    }
    var entries = read(pack(Map.of(), Part.ofLibrary("lib-1.0", out.toByteArray(), 25, "")));
    assertEquals("content", text(entries, "stored"));
  }

  @Test
  void only_the_main_class_that_the_launcher_calls_is_packed() {
    var classes = new Classes(Map.of(), "shop.Main", Set.of(), List.of());
    assertThrows(
        IllegalArgumentException.class,
        () -> JarPacker.pack(classes, List.of(), new ByteArrayOutputStream()));
  }

  @Test
  void what_is_no_archive_is_no_part() {
    assertThrows(IllegalArgumentException.class, () -> Part.of(new byte[100]));
  }

  private static byte[] pack(Map<String, byte[]> classes, Part... parts) throws IOException {
    var out = new ByteArrayOutputStream();
    JarPacker.pack(
        new Classes(classes, JarPacker.MAIN_CLASS, Set.of(), List.of()), List.of(parts), out);
    return out.toByteArray();
  }

  /// The files of an archive as java.util.zip sees them; it checks their sums. Two of one name
  /// fail.
  private static Map<String, byte[]> read(byte[] archive) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertNull(entries.put(entry.getName(), zip.readAllBytes()), entry.getName());
      }
    }
    assertEquals(entries.size(), new ZipArchive(archive).entries().size());
    return entries;
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(bytes(file.getValue()));
      }
    }
    return out.toByteArray();
  }

  private static Part room(String name) {
    return part(Map.of("ruchy/runtime/" + name + "/X.class", "x"));
  }

  private static Part part(Map<String, String> files) {
    var contents = new TreeMap<String, byte[]>();
    files.forEach((name, text) -> contents.put(name, bytes(text)));
    return Part.ofFiles(contents);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(Map<String, byte[]> entries, String name) {
    byte[] content = entries.get(name);
    assertNotNull(content, name);
    return new String(content, UTF_8);
  }
}

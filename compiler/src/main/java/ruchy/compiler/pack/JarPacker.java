package ruchy.compiler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import ruchy.compiler.emit.Classes;

/// Packs a compiled program and the parts that it needs into one runnable jar.
public final class JarPacker {
  /// The class that the launcher calls; it is compiled against this name, so that no reflection is
  /// needed.
  public static final String MAIN_CLASS = "ruchy.program.Main";

  private static final List<String> MANIFEST =
      List.of(
          "Manifest-Version: 1.0",
          "Main-Class: ruchy.launcher.Launcher",
          "Ruchy-Main: " + MAIN_CLASS,
          "Enable-Native-Access: ALL-UNNAMED");

  private JarPacker() {}

  /// Writes the jar: the manifest, the program's classes by name, the merged files by name, then
  /// the parts in the order given. The stream stays open.
  ///
  /// @param parts disjoint parts; one of them has the launcher
  /// @throws IOException if the stream does
  public static void pack(Classes classes, List<Part> parts, OutputStream out) throws IOException {
    if (!classes.mainClass().equals(MAIN_CLASS)) {
      throw new IllegalArgumentException(
          "The launcher calls " + MAIN_CLASS + ", not " + classes.mainClass());
    }
    var merged = new TreeMap<String, Set<String>>();
    merged.put(Part.MANIFEST, new LinkedHashSet<>(MANIFEST));
    for (Part part : parts) {
      part.addMergedTo(merged);
    }
    var zip = new ZipWriter(out);
    zip.add(Part.MANIFEST, text(merged.remove(Part.MANIFEST)));
    for (var file : new TreeMap<>(classes.files()).entrySet()) {
      zip.add(file.getKey() + ".class", file.getValue());
    }
    for (var file : merged.entrySet()) {
      zip.add(file.getKey(), text(file.getValue()));
    }
    for (Part part : parts) {
      part.copyTo(zip);
    }
    zip.finish();
  }

  /// Every line is ended; an empty line at the end closes the main section of a manifest.
  private static byte[] text(Set<String> lines) {
    return (String.join("\n", lines) + "\n\n").getBytes(UTF_8);
  }
}

package ruchy.compiler.pack;

import java.util.HashMap;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which files of a library go into a jar, and under which names.
final class LibraryFiles {
  private static final String META_INF = "META-INF/";
  private static final String VERSIONS = META_INF + "versions/";

  /// SQLite, compiled for each system and processor.
  private static final String MACHINE_CODE = "org/sqlite/native/";

  /// Those that a JDK 25 and people who ship jars are found on; the others would double the jar.
  private static final Set<String> MACHINES =
      Set.of(
          "Linux/x86_64",
          "Linux/aarch64",
          "Linux-Musl/x86_64",
          "Linux-Musl/aarch64",
          "Mac/x86_64",
          "Mac/aarch64",
          "Windows/x86_64",
          "Windows/aarch64");

  private LibraryFiles() {}

  /// The files by their names in the jar.
  ///
  /// @param feature of a file for several Java versions, the one for the newest that is not newer
  ///   than this
  /// @param licenceFolder where licences and notices go
  static SortedMap<String, ZipArchive.Entry> choose(byte[] jar, int feature, String licenceFolder) {
    var files = new TreeMap<String, ZipArchive.Entry>();
    var versions = new HashMap<String, Integer>();
    for (var entry : new ZipArchive(jar).entries()) {
      String name = entry.name();
      int version = 0;
      if (name.startsWith(VERSIONS)) {
        int slash = name.indexOf('/', VERSIONS.length());
        if (slash < 0) continue;
        version = Integer.parseInt(name.substring(VERSIONS.length(), slash));
        name = name.substring(slash + 1);
      }
      if (name.isEmpty() || version > feature || name.endsWith("/") || isDropped(name)) continue;
      if (isLicence(name)) name = licenceFolder + name.substring(name.lastIndexOf('/') + 1);
      if (version < versions.getOrDefault(name, 0)) continue;
      versions.put(name, version);
      files.put(name, entry);
    }
    return files;
  }

  /// What speaks of the library's own jar: its manifest, signatures, package list, module, build
  /// and other tools' data. And machine code for machines that are rare.
  private static boolean isDropped(String name) {
    if (name.equals("module-info.class")) return true;
    if (name.startsWith(MACHINE_CODE)) return !isOfKnownMachine(name);
    if (!name.startsWith(META_INF)) return false;
    String rest = name.substring(META_INF.length());
    return rest.equals("MANIFEST.MF")
        || rest.equals("INDEX.LIST")
        || rest.startsWith("maven/")
        || rest.startsWith("native-image/")
        || rest.startsWith("proguard/")
        || isSignature(rest);
  }

  private static boolean isOfKnownMachine(String name) {
    String machine = name.substring(MACHINE_CODE.length());
    return machine.indexOf('/') >= 0
        && MACHINES.contains(machine.substring(0, machine.lastIndexOf('/')));
  }

  /// Signatures would no longer match, and the JVM refuses a jar whose signatures do not match.
  private static boolean isSignature(String rest) {
    String upper = rest.toUpperCase(Locale.ROOT);
    return rest.indexOf('/') < 0
        && (upper.startsWith("SIG-")
            || upper.endsWith(".SF")
            || upper.endsWith(".RSA")
            || upper.endsWith(".DSA")
            || upper.endsWith(".EC"));
  }

  private static boolean isLicence(String name) {
    String rest = name.startsWith(META_INF) ? name.substring(META_INF.length()) : name;
    if (rest.endsWith(".class")) return false;
    String upper = rest.toUpperCase(Locale.ROOT);
    boolean isInTop = rest.indexOf('/') < 0 || upper.startsWith("LICENSE");
    return isInTop && (upper.contains("LICENSE") || upper.contains("NOTICE"));
  }
}

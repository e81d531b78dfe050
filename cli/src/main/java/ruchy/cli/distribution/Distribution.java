package ruchy.cli.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/// Lays out the folder from which `ruchyc` runs:
///
/// ```
/// lib/*.jar    the command, the compiler, the runtime and all that they need
/// parts/       what `ruchyc build` puts into jars
/// *.aot        the ahead-of-time caches, unless their training failed
/// *.classes    what `ruchyc build --aot` puts into start-up caches of the two kinds of programs
/// launch.sh    the class path, the JDK and what tells this build from others, read by the script
///              `ruchyc`
/// stamp        as old as the start of the build: sources that are newer are not in the jars
/// ```
final class Distribution {
  /// Stands on the class path for all jars but those that every command takes classes from, which
  /// are the ones without a manifest. At each start a JVM makes a URL of every entry of its class
  /// path, and of the packages only of the first thirty or so entries it notes that it has defined
  /// them. What is behind this jar it looks at when it finds a class in none of those before it.
  private static final String LIBRARIES = "libraries.jar";

  private final Path folder;

  private Distribution(Path folder) {
    this.folder = folder;
  }

  /// Arguments: the folder to lay out, the time when the build started (ISO 8601), the command's
  /// jar, the folder with the parts of jars, and the class path. Of the class path only the jars
  /// count.
  public static void main(String[] args) throws IOException, InterruptedException {
    var distribution = new Distribution(Path.of(args[0]));
    var classPath = new ArrayList<Path>();
    classPath.add(Path.of(args[2]));
    for (var entry : args[4].split(File.pathSeparator, -1)) classPath.add(Path.of(entry));
    distribution.bringParts(Path.of(args[3]));
    distribution.layOut(classPath, Instant.parse(args[1]));
  }

  private void layOut(List<Path> classPath, Instant started)
      throws IOException, InterruptedException {
    var lib = Files.createDirectories(folder.resolve("lib"));
    var jars = new ArrayList<Path>();
    var changed = false;
    for (var jar : classPath) {
      if (!jar.toString().endsWith(".jar")) continue;
      var target = lib.resolve(jar.getFileName());
      changed |= bring(jar, target);
      jars.add(target);
    }
    var libraries = lib.resolve(LIBRARIES);
    changed |= !Files.exists(libraries);
    jars.add(libraries);
    changed |= removeAllBut(jars, lib);
    jars.remove(libraries);
    var everyday = new ArrayList<Path>();
    var rest = new ArrayList<Path>();
    for (var jar : jars) (hasManifest(jar) ? rest : everyday).add(jar);
    if (changed) writeReference(libraries, rest);
    everyday.add(libraries);
    for (var kind : List.of("programs", "longer", "servers", "commands")) {
      var cache = new AotCache(folder.resolve(kind + ".aot"));
      if (changed || !cache.exists()) cache.write(new TrainingRun(everyday, kind));
    }
    for (var kind : List.of("programs", "servers")) {
      var list = new ClassList(folder.resolve(kind + ".classes"));
      if (changed || !list.exists()) list.write(new TrainingRun(everyday, kind));
    }
    Files.writeString(folder.resolve("launch.sh"), launchScript(everyday, digest(jars)));
    var stamp = folder.resolve("stamp");
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, FileTime.from(started));
  }

  private static boolean hasManifest(Path jar) throws IOException {
    try (var content = new JarFile(jar.toFile())) {
      return content.getManifest() != null;
    }
  }

  /// Writes a jar with nothing in it but that a class path goes on with others in its folder.
  static void writeReference(Path jar, List<Path> others) throws IOException {
    var manifest = new Manifest();
    var names = others.stream().map(other -> other.getFileName().toString());
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(Attributes.Name.CLASS_PATH, names.collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  /// Puts a jar where it is wanted, its old classes re-emitted. The copy has the time of the
  /// original, and a copy with that time is left alone, since the cache knows jars by their times.
  ///
  /// @return whether the copy was made anew
  private static boolean bring(Path jar, Path target) throws IOException {
    var time = Files.getLastModifiedTime(jar);
    if (Files.exists(target) && Files.getLastModifiedTime(target).equals(time)) return false;
    OldClasses.renew(jar, target);
    Files.setLastModifiedTime(target, time);
    return true;
  }

  private void bringParts(Path parts) throws IOException {
    var wanted = new ArrayList<Path>();
    var target = Files.createDirectories(folder.resolve("parts"));
    try (var present = Files.list(parts)) {
      for (var part : present.toList()) {
        wanted.add(target.resolve(part.getFileName()));
        Files.copy(part, wanted.getLast(), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    removeAllBut(wanted, target);
  }

  private static boolean removeAllBut(List<Path> wanted, Path lib) throws IOException {
    try (var present = Files.list(lib)) {
      var leftover = present.filter(file -> !wanted.contains(file)).toList();
      for (var file : leftover) Files.delete(file);
      return !leftover.isEmpty();
    }
  }

  /// Read by the script with `lib` set to the folder of the jars.
  private static String launchScript(List<Path> jars, String build) {
    var classPath =
        jars.stream().map(jar -> "$lib/" + jar.getFileName()).collect(Collectors.joining(":"));
    return "built_with='"
        + System.getProperty("java.home")
        + "'\nclass_path=\""
        + classPath
        + "\"\nbuild="
        + build
        + "\n";
  }

  /// What tells the content of these jars from any other.
  private static String digest(List<Path> jars) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var jar : jars) digest.update(Files.readAllBytes(jar));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

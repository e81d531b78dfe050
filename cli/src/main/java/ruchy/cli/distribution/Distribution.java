package ruchy.cli.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Lays out the folder from which `ruchyc` runs:
///
/// ```
/// lib/*.jar    the command, the compiler, the runtime and all that they need
/// parts/       what `ruchyc build` puts into jars
/// ruchyc.aot   the ahead-of-time cache, unless its training failed
/// servers.aot  that for programs that use networking
/// *.classes    what `ruchyc build --aot` puts into start-up caches of the two kinds of programs
/// launch.sh    the class path and the JDK, read by the script `ruchyc`
/// stamp        as old as the start of the build: sources that are newer are not in the jars
/// ```
final class Distribution {
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
    changed |= removeAllBut(jars, lib);
    var commands = new TrainingRun(jars, "commands");
    var servers = new TrainingRun(jars, "servers");
    train(new AotCache(folder.resolve("ruchyc.aot")), changed, commands);
    train(new AotCache(folder.resolve("servers.aot")), changed, servers);
    train(new ClassList(folder.resolve("commands.classes")), changed, commands);
    train(new ClassList(folder.resolve("servers.classes")), changed, servers);
    Files.writeString(folder.resolve("launch.sh"), launchScript(jars));
    var stamp = folder.resolve("stamp");
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, FileTime.from(started));
  }

  private static void train(AotCache cache, boolean hasNewJars, TrainingRun training)
      throws IOException, InterruptedException {
    if (hasNewJars || !cache.exists()) cache.write(training);
  }

  private static void train(ClassList list, boolean hasNewJars, TrainingRun training)
      throws IOException, InterruptedException {
    if (hasNewJars || !list.exists()) list.write(training);
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
  private static String launchScript(List<Path> jars) {
    var classPath =
        jars.stream().map(jar -> "$lib/" + jar.getFileName()).collect(Collectors.joining(":"));
    return "built_with='"
        + System.getProperty("java.home")
        + "'\nclass_path=\""
        + classPath
        + "\"\n";
  }
}

package ruchy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import ruchy.compiler.emit.Classes;

/// Writes the start-up cache of a jar: its classes in the form that a JVM has in memory, so that
/// the next one maps them instead of reading, checking and linking them. The program is not run for
/// that; what programs of its kind load is known. The cache fits this jar and the JDK that wrote
/// it; any other JVM starts without it.
final class StartupCache {
  private StartupCache() {}

  /// Writes the cache beside the jar, with the ending `.aot`; its path.
  ///
  /// @throws CommandFailure if the JVM does not write it
  static Path write(Path jar, Classes classes) {
    var name = String.valueOf(jar.getFileName());
    var cache = jar.resolveSibling(name.replaceFirst("\\.jar$", "") + ".aot");
    try {
      var list = Files.createTempFile("ruchyc-classes", ".list");
      var log = Files.createTempFile("ruchyc-cache", ".log");
      try {
        Files.write(list, classList(classes));
        Files.deleteIfExists(cache);
        var process =
            new ProcessBuilder(command(jar, cache, list))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (process.waitFor() != 0 || !Files.exists(cache)) {
          throw new CommandFailure(
              Status.FAILED, "Cannot write " + cache + ":\n" + Files.readString(log).strip());
        }
      } finally {
        Files.delete(list);
        Files.delete(log);
      }
      return cache;
    } catch (IOException failure) {
      throw new CommandFailure(
          Status.FAILED, "Cannot write " + cache + ": " + failure.getMessage());
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Status.FAILED, "Cannot write " + cache + ": interrupted");
    }
  }

  private static List<String> classList(Classes classes) {
    var rooms = classes.rooms();
    var kind = rooms.contains("http") || rooms.contains("client") ? "servers" : "programs";
    var list = new ArrayList<>(PartsFolder.ofThisCommand().classList(kind));
    list.add("ruchy/launcher/Launcher");
    list.addAll(new TreeSet<>(classes.files().keySet()));
    return list;
  }

  /// The jar by its full path: a cache that was made with a relative one fits only there.
  private static List<String> command(Path jar, Path cache, Path list) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:dump",
        "-XX:+AOTClassLinking",
        "-XX:SharedClassListFile=" + list,
        "-XX:SharedArchiveFile=" + cache,
        "-classpath",
        jar.toAbsolutePath().toString());
  }
}

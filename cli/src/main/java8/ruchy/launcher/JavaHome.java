package ruchy.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An installed Java: its folder and the version that its file `release` names.
final class JavaHome {
  /// The variable that names the Java of Ruchy programs before all others.
  private static final String VARIABLE = "RUCHY_JAVA_HOME";

  private static final String VERSION_KEY = "JAVA_VERSION=";

  final Path folder;
  final String version;

  private JavaHome(Path folder, String version) {
    this.folder = folder;
    this.version = version;
  }

  /// The program to run.
  Path executable() {
    return executable(folder);
  }

  /// The folder that `RUCHY_JAVA_HOME` names although there is no Java in it that is new enough:
  /// who sets it wants that one and no other. Null if there is one, or none is named.
  static @Nullable String unusable(Map<String, String> environment) {
    String named = environment.get(VARIABLE);
    if (named == null || named.isEmpty()) return null;
    JavaHome home = of(Paths.get(named));
    return home != null && home.feature() >= Launcher.NEEDED ? null : named;
  }

  /// The first Java that is new enough, looked for where `ruchyc` looks: `RUCHY_JAVA_HOME`,
  /// `JAVA_HOME`, `java` on `PATH`, then the folders in which Java is usually installed, there the
  /// oldest that will do. Null if there is none.
  static @Nullable JavaHome find(Map<String, String> environment, List<Path> installed) {
    for (Path folder : named(environment)) {
      JavaHome home = of(folder);
      if (home != null && home.feature() >= Launcher.NEEDED) return home;
    }
    JavaHome best = null;
    for (Path folder : installed) {
      JavaHome home = of(folder);
      if (home == null || home.feature() < Launcher.NEEDED) continue;
      if (best == null || home.feature() < best.feature()) best = home;
    }
    return best;
  }

  private int feature() {
    return Launcher.feature(version);
  }

  private static @Nullable JavaHome of(Path folder) {
    if (!Files.isExecutable(executable(folder))) return null;
    try {
      for (String line : Files.readAllLines(folder.resolve("release"), StandardCharsets.UTF_8)) {
        if (line.startsWith(VERSION_KEY)) {
          return new JavaHome(
              folder, line.substring(VERSION_KEY.length()).replace("\"", "").trim());
        }
      }
    } catch (IOException unreadable) {
      // A folder that does not tell its version is no candidate.
    }
    return null;
  }

  private static Path executable(Path folder) {
    Path unix = folder.resolve("bin").resolve("java");
    return Files.exists(unix) ? unix : folder.resolve("bin").resolve("java.exe");
  }

  /// The folders that the environment names, in order.
  private static List<Path> named(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    for (String name : new String[] {VARIABLE, "JAVA_HOME"}) {
      String value = environment.get(name);
      if (value != null && !value.isEmpty()) folders.add(Paths.get(value));
    }
    String path = environment.get("PATH");
    if (path == null) return folders;
    for (String entry : path.split(File.pathSeparator, -1)) {
      if (entry.isEmpty()) continue;
      try {
        // On most machines this is a chain of links into the real folder.
        Path java = Paths.get(entry).resolve("java").toRealPath();
        Path bin = java.getParent();
        if (bin != null && bin.getParent() != null) folders.add(bin.getParent());
      } catch (IOException absent) {
        // No `java` in this folder.
      }
    }
    return folders;
  }

  /// The folders in which packages and tools install Java, in a fixed order.
  static List<Path> installed(Map<String, String> environment, Path userHome) {
    String sdkman = environment.get("SDKMAN_DIR");
    Path candidates = sdkman == null ? userHome.resolve(".sdkman") : Paths.get(sdkman);
    List<Path> folders = new ArrayList<>();
    folders.addAll(children(Paths.get("/usr/lib/jvm")));
    folders.addAll(children(candidates.resolve("candidates").resolve("java")));
    for (Path bundle : children(Paths.get("/Library/Java/JavaVirtualMachines"))) {
      folders.add(bundle.resolve("Contents").resolve("Home"));
    }
    return folders;
  }

  private static List<Path> children(Path folder) {
    File[] files = folder.toFile().listFiles();
    if (files == null) return new ArrayList<>();
    Arrays.sort(files);
    List<Path> children = new ArrayList<>();
    for (File file : files) {
      children.add(file.toPath());
    }
    return children;
  }
}

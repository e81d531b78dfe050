package ruchy.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// The Javas of this machine.
public final class Javas {
  /// The one that runs the tests.
  public static final Path THIS = Path.of(System.getProperty("java.home"));

  private Javas() {}

  /// One that is too old for programs, among those in the usual folders and on the path.
  public static Optional<Path> older() throws IOException {
    var candidates =
        new ArrayList<>(
            JavaHome.installed(System.getenv(), Path.of(System.getProperty("user.home"))));
    for (String entry : System.getenv("PATH").split(File.pathSeparator, -1)) {
      var java = Path.of(entry, "java");
      if (Files.exists(java)) candidates.add(java.toRealPath().resolve("../..").normalize());
    }
    for (Path candidate : candidates) {
      int feature = feature(candidate);
      if (feature >= 8 && feature < Launcher.NEEDED) return Optional.of(candidate);
    }
    return Optional.empty();
  }

  private static int feature(Path home) throws IOException {
    var release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) return 0;
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION=\""))
        .mapToInt(line -> Launcher.feature(line.substring("JAVA_VERSION=\"".length())))
        .findFirst()
        .orElse(0);
  }
}

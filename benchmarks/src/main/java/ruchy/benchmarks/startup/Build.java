package ruchy.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ruchy.benchmarks.measure.EndedProcess;

/// Jars made by `ruchyc build`, as a user makes them.
public final class Build {
  private final Path home;
  private final Map<String, Path> jars = new HashMap<>();

  /// `home` is the root of the repository.
  public Build(Path home) {
    this.home = home.toAbsolutePath().normalize();
  }

  /// The `java` that runs this and everything that is compared.
  public String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The script `ruchyc`.
  public String ruchyc() {
    return home.resolve("ruchyc").toString();
  }

  /// A file of the repository.
  public Path file(String program) {
    return home.resolve(program);
  }

  /// Where what is built for the benchmarks goes.
  public Path folder() throws IOException {
    return Files.createDirectories(home.resolve("benchmarks/target/built"));
  }

  /// The jar of a program, given by its path from the root; built once in a run.
  public Path jar(String program) throws IOException, InterruptedException {
    Path known = jars.get(program);
    if (known == null) {
      String name = String.valueOf(Path.of(program).getFileName()).replace(".ruchy", ".jar");
      known = build(program, folder().resolve(name));
      jars.put(program, known);
    }
    return known;
  }

  /// Builds the program into that jar.
  Path build(String program, Path jar) throws IOException, InterruptedException {
    EndedProcess.successful(
        List.of(ruchyc(), "build", file(program).toString(), "-o", jar.toString()));
    return jar;
  }
}

package ruchy.benchmarks.rivals;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.EndedProcess;
import ruchy.benchmarks.startup.Build;

/// Finds what other languages need. What is absent is left out of a comparison: a line on standard
/// error says so, once.
///
/// `go`, `node`, `python3`, `bun` and `deno` are looked for on the `PATH`. Bun and Deno may also
/// come from npm, as Fastify and Express do: from the folder of the option `--packages` or, without
/// it, from a folder into which `benchmarks/rivals/package.json` is installed when something of it
/// is wanted for the first time.
public final class Rivals {
  private static final String FOLDER = "benchmarks/rivals";
  private static final String CLASS_PATH =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

  /// The list from which a folder was installed to the end; npm changes its own copy.
  private static final String INSTALLED = "installed.json";

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

  /// Where npm puts the programs themselves; what it puts into `.bin` may be a script that starts
  /// another process, whose time would not be counted.
  private static final Map<String, List<String>> PROGRAMS =
      Map.of(
          "bun", List.of("bun/bin/bun.exe", "@oven/bun-linux-x64/bin/bun"),
          "deno", List.of("deno/deno", "@deno/linux-x64-glibc/deno"));

  private final Build build;
  private final String folderOfPackages;
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, Path> binaries = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private @Nullable Path packages;
  private @Nullable String helidon;

  public Rivals(Build build, Options options) {
    this.build = build;
    this.folderOfPackages = options.text("packages", "");
  }

  /// The command that starts a language; null when it is not there.
  public @Nullable String command(String language) throws IOException, InterruptedException {
    String onPath = onPath(language, System.getenv().getOrDefault("PATH", ""));
    if (onPath != null) {
      return onPath;
    }
    List<String> places = PROGRAMS.get(language);
    Path modules = places == null ? null : packages();
    if (places != null && modules != null) {
      for (String place : places) {
        if (isProgram(modules.resolve(place))) {
          return modules.resolve(place).toString();
        }
      }
    }
    return leftOut(language, "is not on the PATH");
  }

  /// The name and version of a language for a table, such as `Go 1.19.8`.
  public String title(String name, String language) throws IOException, InterruptedException {
    String command = command(language);
    String known = versions.get(language);
    if (known == null && command != null) {
      String asked = language.equals("go") ? "version" : "--version";
      known = versionIn(EndedProcess.of(List.of(command, asked)).output());
      versions.put(language, known);
    }
    return name + " " + known;
  }

  /// The name and version of something from npm for a table.
  public String titleOfPackage(String name, String folder)
      throws IOException, InterruptedException {
    Path modules = packages();
    if (modules == null) {
      return name;
    }
    for (String line : Files.readAllLines(modules.resolve(folder).resolve("package.json"))) {
      if (line.contains("\"version\":")) {
        return name + " " + versionIn(line);
      }
    }
    return name;
  }

  /// The name and version of Helidon for a table.
  public String titleOfHelidon() throws IOException, InterruptedException {
    String classPath = helidon();
    return "Helidon SE "
        + (classPath == null
            ? ""
            : versionIn(classPath.substring(classPath.indexOf("helidon-webserver-"))));
  }

  /// The first thing that looks like a version: digits with points between.
  static String versionIn(String output) {
    Matcher found = VERSION.matcher(output);
    return found.find() ? found.group() : "of unknown version";
  }

  /// The folder `node_modules` with what `benchmarks/rivals/package.json` names; null when it
  /// cannot be had.
  public @Nullable Path packages() throws IOException, InterruptedException {
    if (packages != null || missing.contains("npm")) {
      return packages;
    }
    Path folder =
        folderOfPackages.isEmpty()
            ? build.file("benchmarks/target/rivals")
            : Path.of(folderOfPackages).toAbsolutePath();
    Path modules = folder.endsWith("node_modules") ? folder : folder.resolve("node_modules");
    if (folderOfPackages.isEmpty() && !isInstalled(folder)) {
      install(folder);
    }
    if (Files.isDirectory(modules)) {
      packages = modules;
    } else {
      leftOut("npm", "has not installed " + modules);
    }
    return packages;
  }

  /// The command that runs a script of Node with these packages, in the way servers are run in
  /// production; null when something of it is not there.
  public @Nullable List<String> nodeWith(String needed, Path script)
      throws IOException, InterruptedException {
    String node = command("node");
    Path modules = node == null ? null : packages();
    if (node == null || modules == null) {
      return null;
    }
    if (!Files.isDirectory(modules.resolve(needed))) {
      leftOut(needed, "is not in " + modules);
      return null;
    }
    return List.of("env", "NODE_ENV=production", "NODE_PATH=" + modules, node, script.toString());
  }

  /// The program that `go build` makes of these files, given by their paths from the root; built
  /// once in a run. Null when Go is not there.
  public @Nullable Path goProgram(String name, String... sources)
      throws IOException, InterruptedException {
    Path known = binaries.get(name);
    String go = command("go");
    if (known != null || go == null) {
      return known;
    }
    Path binary = build.folder().resolve(name + "-go").toAbsolutePath();
    List<String> command = new ArrayList<>(List.of(go, "build", "-o", binary.toString()));
    for (String source : sources) {
      command.add(build.file(source).toString());
    }
    EndedProcess.successful(command);
    binaries.put(name, binary);
    return binary;
  }

  /// The class path of the server on Helidon, compiled; null when Helidon does not resolve.
  public @Nullable String helidon() throws IOException, InterruptedException {
    if (helidon != null || missing.contains("Helidon")) {
      return helidon;
    }
    String maven = command("mvn");
    if (maven == null) {
      return leftOut("Helidon", "needs Maven");
    }
    Path list = build.folder().resolve("helidon-class-path");
    System.err.println("Helidon is resolved by Maven from " + FOLDER + "/helidon/pom.xml.");
    EndedProcess resolved =
        EndedProcess.of(
            List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                maven,
                "-q",
                "-B",
                "-f",
                build.file(FOLDER + "/helidon/pom.xml").toString(),
                CLASS_PATH,
                "-Dmdep.outputFile=" + list));
    if (resolved.status() != 0) {
      return leftOut("Helidon", "does not resolve");
    }
    Path classes = build.folder().resolve("helidon-classes");
    String libraries = Files.readString(list).strip();
    EndedProcess.successful(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            libraries,
            build.file("benchmarks/programs/http/HelidonServer.java").toString()));
    helidon = classes + File.pathSeparator + libraries;
    return helidon;
  }

  /// Whether what is in the folder was installed from the list as it is now.
  private boolean isInstalled(Path folder) throws IOException {
    Path own = folder.resolve(INSTALLED);
    Path wanted = build.file(FOLDER + "/package-lock.json");
    return Files.isDirectory(folder.resolve("node_modules"))
        && Files.exists(own)
        && Files.mismatch(own, wanted) < 0;
  }

  private void install(Path folder) throws IOException, InterruptedException {
    String npm = command("npm");
    if (npm == null) {
      return;
    }
    System.err.println(
        "npm installs "
            + FOLDER
            + "/package.json into "
            + folder
            + ": Bun, Deno, Fastify and Express, some 500 MB.");
    Files.createDirectories(folder);
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.copy(
          build.file(FOLDER).resolve(file),
          folder.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    // Not `npm ci`, which insists on packages for other systems that a registry need not have.
    EndedProcess ended =
        EndedProcess.of(
            List.of(npm, "install", "--no-audit", "--no-fund", "--prefix", folder.toString()));
    if (ended.status() == 0) {
      Files.copy(
          build.file(FOLDER + "/package-lock.json"),
          folder.resolve(INSTALLED),
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      System.err.print(ended.output());
    }
  }

  private @Nullable String leftOut(String what, String why) {
    if (missing.add(what)) {
      System.err.println(what + " " + why + ": left out");
    }
    return null;
  }

  /// Where a command lies in folders that are named one after the other; null when it is in none.
  static @Nullable String onPath(String command, String folders) {
    return Stream.of(folders.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }

  /// Whether the file is a program of Linux rather than a script.
  private static boolean isProgram(Path file) throws IOException {
    if (!Files.isExecutable(file)) {
      return false;
    }
    try (InputStream content = Files.newInputStream(file)) {
      byte[] head = content.readNBytes(4);
      return head.length == 4 && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }
  }
}

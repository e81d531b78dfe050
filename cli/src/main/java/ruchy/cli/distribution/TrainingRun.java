package ruchy.cli.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs `ruchy.cli.Training` in a JVM that notes what it does.
///
/// @param jars the class path, as the script `ruchyc` gives it
/// @param training what is trained, in the words of `ruchy.cli.Training`
record TrainingRun(List<Path> jars, String training) {
  private static final int LIMIT_MINUTES = 3;

  /// Runs to the end, and tells on standard error what went wrong: without what it was to write,
  /// `ruchyc` works the same and is slower.
  ///
  /// @param note the JVM's option that has it note something
  /// @return whether all went well
  boolean succeeds(String note) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("ruchyc-training");
    try {
      var log = folder.resolve("training.log");
      var process =
          new ProcessBuilder(command(note, Files.createDirectory(folder.resolve("work"))))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        tell("it did not end within " + LIMIT_MINUTES + " minutes", log);
        return false;
      }
      if (process.exitValue() != 0) {
        tell("it ended with status " + process.exitValue(), log);
        return false;
      }
      return true;
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  /// The flags are those of the script `ruchyc`: a cache trained with other modules opened, or with
  /// another class path, would not fit.
  private List<String> command(String note, Path folder) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(note);
    // The cache also tells up to which tier methods were compiled. Where the script `ruchyc` asks
    // for it, the JIT compiles these methods at once, and goes no further. So the compiler's
    // methods
    // are compiled by the first compiler alone, which is right for what works for a second at the
    // most; of the runtime and the JDK, which the program uses too, nothing is noted.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:CompileCommand=quiet");
    for (var methods : List.of("ruchy.compiler.*", "ruchy.cli.*", "org.objectweb.asm.*")) {
      command.add("-XX:CompileCommand=compileonly," + methods + "::*");
    }
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-Djdk.reflect.useNativeAccessorOnly=true");
    command.add("-classpath");
    command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add("ruchy.cli.Training");
    command.add(training);
    command.add(folder.toString());
    return command;
  }

  private void tell(String reason, Path log) throws IOException {
    System.err.println(
        "The training of ruchyc's start (" + training + ") failed: " + reason + ". Its end:");
    try (var lines = Files.lines(log)) {
      var told = lines.filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS")).toList();
      told.subList(Math.max(0, told.size() - 20), told.size()).forEach(System.err::println);
    }
    System.err.println("ruchyc works without it, and starts more slowly.");
  }
}

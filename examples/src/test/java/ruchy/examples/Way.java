package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a program is started.
enum Way {
  /// `ruchyc run FILE`, with the detector of shared state, which finds faults of the compiler
  RUN,
  /// `ruchyc build FILE -o JAR`, then `java -jar JAR`
  JAR;

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /// Starts a program in a folder, which is where its relative paths begin.
  ProgramProcess start(Path program, Path folder) throws IOException, InterruptedException {
    return start(program, folder, Map.of());
  }

  /// As above, with environment variables, and with options for `ruchyc`.
  ProgramProcess start(Path program, Path folder, Map<String, String> variables, String... options)
      throws IOException, InterruptedException {
    return new ProgramProcess(command(program, folder, options), folder, variables);
  }

  /// A start with answers to what the program asks on standard input.
  Answering answering(String answers) {
    return new Answering(this, answers, List.of());
  }

  /// @param before a command that runs the program's command, which follows it
  record Answering(Way way, String answers, List<String> before) {
    /// The process may have so many files and sockets, and no more.
    Answering withDescriptors(int count) {
      return new Answering(
          way, answers, List.of("/bin/sh", "-c", "ulimit -n " + count + "; exec \"$@\"", "sh"));
    }

    ProgramProcess start(Path program, Path folder) throws IOException, InterruptedException {
      var command = new ArrayList<>(before);
      command.addAll(way.command(program, folder));
      return new ProgramProcess(command, folder, Map.of(), answers);
    }
  }

  private List<String> command(Path program, Path folder, String... options)
      throws IOException, InterruptedException {
    return switch (this) {
      case RUN -> ruchyc("run", options, program.toString());
      case JAR -> List.of(JAVA, "-jar", build(program, folder, options));
    };
  }

  private static String build(Path program, Path folder, String[] options)
      throws IOException, InterruptedException {
    var jar = folder.resolve("program.jar").toString();
    try (var build =
        new ProgramProcess(ruchyc("build", options, program.toString(), "-o", jar), folder)) {
      assertEquals(0, build.status(), build::errors);
    }
    return jar;
  }

  /// The command, from the class path of the tests.
  private static List<String> ruchyc(String name, String[] options, String... args) {
    var command =
        new ArrayList<>(
            List.of(
                JAVA,
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Druchy.detect=true",
                "-cp",
                System.getProperty("java.class.path"),
                "ruchy.cli.Ruchyc"));
    command.add(name);
    command.addAll(List.of(options));
    command.addAll(List.of(args));
    return command;
  }
}

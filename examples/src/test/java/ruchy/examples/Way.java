package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a program is started.
enum Way {
  /// `ruchyc run FILE`
  RUN,
  /// `ruchyc build FILE -o JAR`, then `java -jar JAR`
  JAR;

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /// Starts a program in a folder, which is where its relative paths begin.
  ProgramProcess start(Path program, Path folder) throws IOException, InterruptedException {
    return switch (this) {
      case RUN -> new ProgramProcess(ruchyc("run", program.toString()), folder);
      case JAR -> new ProgramProcess(List.of(JAVA, "-jar", build(program, folder)), folder);
    };
  }

  private static String build(Path program, Path folder) throws IOException, InterruptedException {
    var jar = folder.resolve("program.jar").toString();
    try (var build = new ProgramProcess(ruchyc("build", program.toString(), "-o", jar), folder)) {
      assertEquals(0, build.status(), build::errors);
    }
    return jar;
  }

  /// The command, from the class path of the tests.
  private static List<String> ruchyc(String... args) {
    var command =
        new ArrayList<>(
            List.of(
                JAVA,
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "ruchy.cli.Ruchyc"));
    command.addAll(List.of(args));
    return command;
  }
}

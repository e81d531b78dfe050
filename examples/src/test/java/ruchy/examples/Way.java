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
  /// `ruchyc build FILE -o JAR`, then `java -jar JAR`; with the detector if `ruchy.detect` is set
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
    return new ProgramProcess(command(program, folder, List.of(), options), folder, variables);
  }

  /// A start with a heap of so many megabytes.
  Heap withHeap(int megabytes) {
    return new Heap(this, megabytes);
  }

  /// @param megabytes how large the heap may become
  record Heap(Way way, int megabytes) {
    ProgramProcess start(Path program, Path folder) throws IOException, InterruptedException {
      var java = List.of("-Xmx" + megabytes + "m");
      return new ProgramProcess(way.command(program, folder, java), folder);
    }
  }

  /// A start with so many event loops, however many processors there are.
  Loops onLoops(int count) {
    return new Loops(this, count);
  }

  /// @param count how many processors the JVM thinks it has
  record Loops(Way way, int count) {
    ProgramProcess start(Path program, Path folder, String... options)
        throws IOException, InterruptedException {
      var java = List.of("-XX:ActiveProcessorCount=" + count);
      return new ProgramProcess(way.command(program, folder, java, options), folder);
    }
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
      command.addAll(way.command(program, folder, List.of()));
      return new ProgramProcess(command, folder, Map.of(), answers);
    }
  }

  /// @param java options of the JVM that runs the program
  private List<String> command(Path program, Path folder, List<String> java, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(JAVA));
    command.addAll(java);
    switch (this) {
      case RUN -> command.addAll(ruchyc("run", true, options, program.toString()));
      case JAR -> command.addAll(List.of("-jar", build(program, folder, options)));
    }
    return command;
  }

  private static String build(Path program, Path folder, String[] options)
      throws IOException, InterruptedException {
    var jar = folder.resolve("program.jar").toString();
    var command = new ArrayList<>(List.of(JAVA));
    boolean detects = Boolean.getBoolean("ruchy.detect");
    command.addAll(ruchyc("build", detects, options, program.toString(), "-o", jar));
    try (var build = new ProgramProcess(command, folder)) {
      assertEquals(0, build.status(), build::errors);
    }
    return jar;
  }

  /// What follows `java` for the command, from the class path of the tests. Its JVM starts quickly:
  /// the first compiler is enough for what is over so soon. That of a jar has what `java` has.
  private static List<String> ruchyc(
      String name, boolean detects, String[] options, String... args) {
    var command =
        new ArrayList<>(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Druchy.detect=" + detects,
                "-cp",
                System.getProperty("java.class.path"),
                "ruchy.cli.Ruchyc"));
    command.add(name);
    command.addAll(List.of(options));
    command.addAll(List.of(args));
    return command;
  }
}

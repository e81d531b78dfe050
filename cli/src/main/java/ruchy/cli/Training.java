package ruchy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the ahead-of-time cache is trained on. The build runs these command lines in one JVM and
/// keeps, in the cache, the classes they load, linked and initialised as far as the JVM allows; so
/// what stands here is what starts fast.
final class Training {
  /// Touches much of the language, and of the library what small programs use.
  private static final String PROGRAM =
      """
      println("hello")
      """;

  private Training() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createTempDirectory("ruchyc-training");
    var program = Files.writeString(folder.resolve("program.ruchy"), PROGRAM).toString();
    var faulty = Files.writeString(folder.resolve("faulty.ruchy"), "let x = (1 +").toString();
    var jar = folder.resolve("program.jar").toString();
    try {
      train(Status.OK, "--version");
      train(Status.OK, "--help");
      train(Status.OK, "check", program);
      train(Status.FAILED, "run", faulty);
      train(Status.OK, "build", program, "-o", jar);
    } finally {
      for (var file : List.of(program, faulty, jar)) Files.deleteIfExists(Path.of(file));
      Files.delete(folder);
    }
    // The program ends the process, so this comes last.
    train(Status.OK, "-e", PROGRAM);
  }

  private static void train(int expected, String... command) {
    var status = Ruchyc.execute(Terminal.ofThisProcess(), command);
    if (status != expected) {
      throw new IllegalStateException(List.of(command) + " ended with status " + status);
    }
  }
}

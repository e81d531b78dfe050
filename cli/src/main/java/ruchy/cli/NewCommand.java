package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// `ruchyc new NAME`: begins a project whose program runs and whose test passes (L 20.2).
///
/// @param folder the name of the project, or a path that ends with it
/// @param isLibrary it has `src/lib.ruchy` instead of `src/main.ruchy`
record NewCommand(String folder, boolean isLibrary) implements Command {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private static final String PROGRAM =
      """
      /// What the program says to somebody.
      pub fun greeting(name) {
          f"Hello, {name}!"
      }

      fun main() {
          println(greeting("world"))
      }
      """;

  private static final String LIBRARY =
      """
      /// What is said to somebody.
      pub fun greeting(name) {
          f"Hello, {name}!"
      }
      """;

  /// Whether a project can have that name, which is the last part of a path.
  static boolean isName(String folder) {
    return NAME.matcher(nameOf(folder)).matches();
  }

  private static String nameOf(String folder) {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  @Override
  public int perform(Terminal terminal) {
    var main = isLibrary ? "lib" : "main";
    try {
      var root = Files.createDirectory(Path.of(folder));
      write(root.resolve("ruchy.toml"), settings());
      Files.createDirectory(root.resolve("src"));
      write(root.resolve("src/" + main + ".ruchy"), isLibrary ? LIBRARY : PROGRAM);
      Files.createDirectory(root.resolve("tests"));
      write(root.resolve("tests/main_test.ruchy"), test(main));
    } catch (IOException | InvalidPathException failure) {
      throw new CommandFailure(Status.FAILED, "Cannot create " + folder + ": " + reason(failure));
    }
    terminal.print("✓ Created " + (isLibrary ? "library " : "project ") + folder);
    var first = isLibrary ? "" : "ruchyc run src/main.ruchy && ";
    terminal.print("  cd " + folder + " && " + first + "ruchyc test");
    return Status.OK;
  }

  private String settings() {
    return """
    [package]
    name = "%s"
    version = "0.1.0"
    """
        .formatted(nameOf(folder));
  }

  private static String test(String module) {
    return """
    import { greeting } from "../src/%s.ruchy"

    #[test]
    fun everybody_is_greeted_by_name() {
        assert_eq(greeting("Ann"), "Hello, Ann!")
    }
    """
        .formatted(module);
  }

  private static String reason(Exception failure) {
    return switch (failure) {
      case FileAlreadyExistsException _ -> "it is there already";
      case NoSuchFileException _ -> "there is no such folder to create it in";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static void write(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(UTF_8));
  }
}

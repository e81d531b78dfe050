package ruchy.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.Compiler;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.pack.JarPacker;
import ruchy.compiler.pack.Part;

/// `ruchyc build [FILE]`: writes one jar with the program and all that it needs.
///
/// @param file null for the program of the project in the current folder
/// @param output null for the name of the program's file, with `.jar`
/// @param isVerbose tells what is in the jar
/// @param hasCache writes a start-up cache beside the jar, too
record BuildCommand(
    @Nullable String file,
    @Nullable String output,
    List<String> preludes,
    boolean isVerbose,
    boolean hasCache)
    implements Command {
  private static final String PROJECT_FILE = "src/main.ruchy";

  /// Symbolic links that lead further than this lead in a circle.
  private static final int MOST_LINKS = 40;

  @Override
  public int perform(Terminal terminal) {
    if (file == null && !Files.exists(Path.of(PROJECT_FILE))) {
      return Message.wrongUsage("ruchyc build needs FILE, or " + PROJECT_FILE + " here")
          .perform(terminal);
    }
    var program = file == null ? PROJECT_FILE : file;
    var files = ProgramFiles.ofJar(preludes, program, terminal);
    var compilation = files.compile(Compiler.Options.STANDARD);
    ProblemReport.all(compilation, terminal);
    var classes = compilation.classes();
    if (classes == null) return Status.FAILED;
    var jar = output == null ? jarOf(program) : output;
    var parts = parts(classes);
    write(classes, parts, target(jar, files.modules()));
    if (isVerbose) tell(classes, parts, jar, terminal);
    terminal.print("✓ Successfully compiled to: " + jar);
    if (hasCache) {
      var cache = StartupCache.write(Path.of(jar), classes);
      terminal.print("✓ Start-up cache: " + cache);
      terminal.print("  java -XX:AOTCache=" + cache + " -jar " + jar);
    }
    return Status.OK;
  }

  private static String jarOf(String program) {
    if (program.equals(SourceFiles.STANDARD_INPUT)) return "program.jar";
    int dot = program.lastIndexOf('.');
    return (dot > program.lastIndexOf('/') + 1 ? program.substring(0, dot) : program) + ".jar";
  }

  /// The file that the name leads to, by symbolic links too: only an ordinary file is replaced, and
  /// never one that the program was read from.
  private static Path target(String jar, ModuleFiles read) {
    try {
      var target = Path.of(jar);
      for (int links = 0; Files.isSymbolicLink(target) && links < MOST_LINKS; links++) {
        target = target.resolveSibling(Files.readSymbolicLink(target));
      }
      if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) return target;
      if (Files.isDirectory(target)) throw unwritable(jar, "it is a folder");
      if (!Files.isRegularFile(target)) throw unwritable(jar, "it is no ordinary file");
      if (read.hasRead(target.toRealPath())) {
        throw new CommandFailure(
            Status.WRONG_USAGE,
            "The jar would overwrite " + jar + ", which the program is made of");
      }
      return target;
    } catch (InvalidPathException noName) {
      throw unwritable(jar, "this is no file name");
    } catch (IOException failure) {
      throw unwritable(jar, reason(failure));
    }
  }

  private static CommandFailure unwritable(String jar, String reason) {
    return new CommandFailure(Status.FAILED, "Cannot write " + jar + ": " + reason);
  }

  private static List<Part> parts(Classes classes) {
    try {
      return PartsFolder.ofThisCommand().partsFor(classes.rooms());
    } catch (IOException failure) {
      throw new IllegalStateException(
          "The parts of jars that belong to ruchyc cannot be read", failure);
    }
  }

  /// A jar that is being written has another name until it is whole: a program may run from the old
  /// one.
  private static void write(Classes classes, List<Part> parts, Path jar) {
    var unfinished = jar.resolveSibling(jar.getFileName() + ".part");
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
        JarPacker.pack(classes, parts, out);
      }
      Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw unwritable(jar.toString(), reason(failure));
    } finally {
      deleteIfThere(unfinished);
    }
  }

  private static void deleteIfThere(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // What failed before is the problem to tell.
    }
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such folder";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static void tell(Classes classes, List<Part> parts, String jar, Terminal terminal) {
    terminal.print("Classes of the program: " + classes.files().size());
    terminal.print(
        "Rooms of the runtime: " + String.join(", ", classes.rooms().stream().sorted().toList()));
    terminal.print("Parts: " + parts.size());
    terminal.print("Size of " + jar + ": " + Path.of(jar).toFile().length() / 1024 + " KiB");
  }
}

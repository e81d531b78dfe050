import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Checks or repairs the layout of every Java file of the repository with google-java-format: `java
/// Format.java check|apply ROOT`.
///
/// It runs in a JVM of its own because the formatter reads sources with the parser of the JDK it
/// runs on: inside a Maven started by Java 17 it could not read Java 25.
final class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git");

  public static void main(String[] args) throws IOException {
    var isCheck = args[0].equals("check");
    var root = Path.of(args[1]);
    var offending = offending(root, !isCheck);
    for (var file : offending) {
      System.err.println((isCheck ? "not formatted: " : "formatted: ") + root.relativize(file));
    }
    if (isCheck && !offending.isEmpty()) {
      System.err.println("Run `mvn -q -N verify -Dformat=apply` to repair the layout.");
      System.exit(1);
    }
  }

  /// The files whose text differs from the formatter's; with `repair`, they are rewritten.
  private static List<Path> offending(Path root, boolean repair) throws IOException {
    return javaFiles(root).parallelStream().filter(file -> differs(file, repair)).sorted().toList();
  }

  private static boolean differs(Path file, boolean repair) {
    try {
      var text = Files.readString(file);
      var formatted = new Formatter().formatSourceAndFixImports(text);
      if (text.equals(formatted)) return false;
      if (repair) Files.writeString(file, formatted);
      return true;
    } catch (FormatterException | IOException failure) {
      throw new IllegalStateException(file + ": " + failure.getMessage(), failure);
    }
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) files.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}

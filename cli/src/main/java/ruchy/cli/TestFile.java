package ruchy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.Compilation;
import ruchy.compiler.Compiler;
import ruchy.compiler.emit.Classes;

/// A file that may have tests, compiled.
record TestFile(String name, Compilation compilation) {
  /// All `.ruchy` files under a path, sorted; the path itself if it is a file. Hidden folders are
  /// left out.
  ///
  /// @throws CommandFailure if there is no such path
  static List<String> under(String path) {
    var root = Path.of(path);
    if (!Files.isDirectory(root)) {
      if (Files.exists(root)) return List.of(path);
      throw new CommandFailure(
          Status.FAILED, "Cannot read " + path + ": there is no such file or folder");
    }
    var files = new ArrayList<String>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              boolean hidden =
                  !folder.equals(root) && folder.getFileName().toString().startsWith(".");
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".ruchy")) files.add(file.normalize().toString());
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    files.sort(null);
    return files;
  }

  static TestFile compile(String name, List<String> preludes) {
    var program = ProgramFiles.of(preludes, SourceFiles.read(name));
    return new TestFile(name, program.compile(Compiler.Options.TESTS));
  }

  /// The tests, in the order in which they stand in the file; empty if the file has errors.
  List<Classes.Test> tests() {
    var classes = compilation.classes();
    return classes == null ? List.of() : classes.tests();
  }
}

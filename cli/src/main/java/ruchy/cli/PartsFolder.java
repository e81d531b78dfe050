package ruchy.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ruchy.compiler.pack.Part;
import ruchy.runtime.library.Library;

/// The parts of jars that came with this `ruchyc`, and the index of the library as a file of its
/// own; `ruchy.cli.distribution` has prepared them.
final class PartsFolder {
  /// The line of what any program needs.
  private static final String ANY_PROGRAM = "*";

  private final Path folder;

  private PartsFolder(Path folder) {
    this.folder = folder;
  }

  /// The folder beside the classes or the jar that this class came from, as in a build, or beside
  /// the folder of the jar, as in a distribution.
  static PartsFolder ofThisCommand() {
    try {
      var origin =
          Path.of(PartsFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      var inBuild = origin.resolveSibling("parts");
      if (Files.isDirectory(inBuild)) return new PartsFolder(inBuild);
      return new PartsFolder(inBuild.resolve("../../parts").normalize());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The list of classes that programs of a kind load (`programs`, `servers`), if it came with this
  /// command; it does not in a build that is not laid out.
  List<String> classList(String kind) {
    try {
      return Files.readAllLines(folder.resolveSibling(kind + ".classes"));
    } catch (IOException absent) {
      return List.of();
    }
  }

  /// The index of the library. It is in the runtime's jar too, but to open that takes longer than
  /// to compile a small program.
  Library library() {
    // A plain stream, as for the program itself.
    try (var index = new FileInputStream(folder.resolve("library.tsv").toFile())) {
      return Library.read(index.readAllBytes());
    } catch (IOException unreadable) {
      return Library.load();
    }
  }

  /// The parts that a program needs that reaches these rooms of the runtime, in a fixed order.
  ///
  /// @throws IOException if the folder cannot be read
  List<Part> partsFor(Set<String> rooms) throws IOException {
    var names = new TreeSet<String>();
    for (String line : Files.readAllLines(folder.resolve("rooms.tsv"))) {
      String[] fields = line.split("\t", -1);
      if (!fields[0].equals(ANY_PROGRAM) && !rooms.contains(fields[0])) continue;
      names.addAll(List.of(fields).subList(1, fields.length));
    }
    var parts = new ArrayList<Part>();
    for (String name : names) {
      parts.add(Part.of(Files.readAllBytes(folder.resolve(name + ".zip"))));
    }
    return parts;
  }
}

package ruchy.runtime.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The files that the indexer writes. A file that already has the wanted content is left alone:
/// were its time new, the jar of the runtime would be made anew, and with it everything that
/// depends on the runtime.
final class Output {
  private Output() {}

  static void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}

package ruchy.benchmarks.rivals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RivalsTest {
  @Test
  void the_version_is_found_in_what_a_language_says_of_itself() {
    assertEquals("1.19.8", Rivals.versionIn("go version go1.19.8 linux/amd64\n"));
    assertEquals("20.20.2", Rivals.versionIn("v20.20.2\n"));
    assertEquals("2.9.6", Rivals.versionIn("deno 2.9.6 (stable, release)\nv8 15.0.245.2\n"));
    assertEquals("of unknown version", Rivals.versionIn("hello\n"));
  }

  @Test
  void the_first_folder_of_the_path_that_has_the_command_counts(@TempDir Path root)
      throws IOException {
    for (String folder : new String[] {"none", "first", "second"}) {
      Files.createDirectory(root.resolve(folder));
    }
    Path first = Files.createFile(root.resolve("first/tool"));
    Path second = Files.createFile(root.resolve("second/tool"));
    assertTrue(first.toFile().setExecutable(true) && second.toFile().setExecutable(true));
    String folders =
        String.join(
            File.pathSeparator,
            root.resolve("none").toString(),
            "",
            root.resolve("first").toString(),
            root.resolve("second").toString());
    assertEquals(first.toString(), Rivals.onPath("tool", folders));
  }

  @Test
  void a_file_that_cannot_be_run_is_no_command(@TempDir Path root) throws IOException {
    Files.createFile(root.resolve("tool"));
    Files.createDirectory(root.resolve("folder"));
    assertNull(Rivals.onPath("tool", root.toString()));
    assertNull(Rivals.onPath("folder", root.toString()));
    assertNull(Rivals.onPath("absent", root.toString()));
  }
}

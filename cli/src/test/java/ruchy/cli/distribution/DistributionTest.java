package ruchy.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistributionTest {
  @Test
  void all_that_is_in_jars_is_found_behind_the_jar_that_names_them(@TempDir Path folder)
      throws IOException {
    var jars = new ArrayList<Path>();
    for (int i = 0; i < 40; i++) {
      var jar = folder.resolve("a-library-with-a-longer-name-" + i + ".Final-linux-x86_64.jar");
      try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
        out.putNextEntry(new JarEntry("text-" + i));
        out.write(("content " + i).getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
      jars.add(jar);
    }
    var reference = folder.resolve("libraries.jar");
    Distribution.writeReference(reference, jars);

    try (var loader = new URLClassLoader(new URL[] {reference.toUri().toURL()}, null)) {
      for (int i : List.of(0, 1, 20, 39)) {
        try (var text = loader.getResourceAsStream("text-" + i)) {
          assertNotNull(text);
          assertEquals("content " + i, new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
  }
}

package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `ruchyc`, as users start it.
final class ScriptTest {
  private static final Path SCRIPT = Path.of(System.getProperty("ruchy.root"), "ruchyc");
  private static final int NOBODY = 65_534;

  @TempDir private Path folder;

  @BeforeEach
  void write_a_program() throws IOException {
    Files.writeString(folder.resolve("app.ruchy"), "println(\"first\")");
  }

  @Test
  void what_run_has_compiled_is_kept_in_the_folder_of_caches() throws Exception {
    assertEquals("first\n", run(Map.of("XDG_CACHE_HOME", folder + "/a folder")));
    var kept = onlyFile(folder.resolve("a folder/ruchyc"));
    var before = Files.readAttributes(kept, "fileKey");
    assertEquals("first\n", run(Map.of("XDG_CACHE_HOME", folder + "/a folder")));
    assertEquals(before, Files.readAttributes(kept, "fileKey"), "nothing was compiled");

    Files.writeString(folder.resolve("app.ruchy"), "println(\"second\")");
    assertEquals("second\n", run(Map.of("XDG_CACHE_HOME", folder + "/a folder")));
    assertNotEquals(before, Files.readAttributes(kept, "fileKey"));
  }

  @Test
  void a_folder_may_be_named() throws Exception {
    assertEquals("first\n", run(Map.of("RUCHY_CACHE", folder + "/kept")));
    onlyFile(folder.resolve("kept"));
  }

  @Test
  void nothing_is_kept_where_none_is_named() throws Exception {
    assertEquals("first\n", run(Map.of("RUCHY_CACHE", "", "HOME", folder.toString())));
    assertFalse(Files.exists(folder.resolve(".cache")));
  }

  @Test
  void the_folder_of_another_user_is_left_alone() throws Exception {
    var foreign = Files.createDirectory(folder.resolve("foreign"));
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give folders away");
    Files.setAttribute(foreign, "unix:uid", NOBODY);
    assertEquals("first\n", run(Map.of("RUCHY_CACHE", foreign.toString())));
    try (var files = Files.list(foreign)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private String run(Map<String, String> variables) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(SCRIPT.toString(), "run", "app.ruchy");
    builder.directory(folder.toFile());
    // What this machine has set must not count.
    List.of("RUCHY_CACHE", "XDG_CACHE_HOME").forEach(builder.environment()::remove);
    builder.environment().putAll(variables);
    builder.environment().put("RUCHY_BUILD", "never");
    var process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static Path onlyFile(Path kept) throws IOException {
    try (var files = Files.list(kept)) {
      var found = files.toList();
      assertEquals(1, found.size(), found::toString);
      return found.getFirst();
    }
  }
}

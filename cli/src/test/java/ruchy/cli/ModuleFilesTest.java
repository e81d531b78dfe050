package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.compiler.source.Source;

final class ModuleFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"util.ruchy", "util/mod.ruchy", "util.rchy"})
  void a_module_is_found_beside_the_file_that_imports_it(String file) throws IOException {
    write(file, "fun f() {}");
    var found = find("util", program());
    assertEquals("fun f() {}", found.text());
    assertEquals(folder.resolve(file).toString(), found.name());
  }

  @Test
  void the_first_form_wins() throws IOException {
    write("util.rchy", "third");
    write("util/mod.ruchy", "second");
    assertEquals("second", find("util", program()).text());
    write("util.ruchy", "first");
    assertEquals("first", find("util", program()).text());
  }

  @Test
  void a_nested_name_is_a_path() throws IOException {
    write("shapes/circle.ruchy", "circle");
    assertEquals("circle", find("shapes/circle", program()).text());
  }

  @Test
  void a_named_file_is_relative_to_the_file_that_imports_it() throws IOException {
    write("lib/util.ruchy", "util");
    write("other.ruchy", "other");
    var util = find("lib/util.ruchy", program());
    assertEquals("util", util.text());
    assertEquals("other", find("../other.ruchy", util).text());
  }

  @Test
  void a_file_is_the_same_source_by_whatever_way_it_is_reached() throws IOException {
    write("lib/a.ruchy", "a");
    Files.createSymbolicLink(folder.resolve("b.ruchy"), folder.resolve("lib/a.ruchy"));
    var files = new ModuleFiles(List.of());
    var a = files.find("lib/a.ruchy", program());
    assertSame(a, files.find("lib/../lib/a.ruchy", program()));
    assertSame(a, files.find("b", program()));
  }

  @Test
  void the_program_s_own_file_is_the_program() throws IOException {
    var program = program();
    write("app.ruchy", "app");
    assertSame(program, new ModuleFiles(List.of(program)).find("app", program));
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertNull(new ModuleFiles(List.of()).find("util", program()));
    assertNull(new ModuleFiles(List.of()).find("a\0b", Source.of("<stdin>", "")));
  }

  @Test
  void a_module_that_is_no_text_is_a_failure() throws IOException {
    Files.write(folder.resolve("util.ruchy"), new byte[] {(byte) 0xff});
    var failure =
        assertThrows(
            CommandFailure.class, () -> new ModuleFiles(List.of()).find("util", program()));
    assertEquals(
        "Cannot read " + folder.resolve("util.ruchy") + ": it is not UTF-8 text",
        failure.getMessage());
  }

  private Source program() {
    return Source.of(folder.resolve("app.ruchy").toString(), "app");
  }

  private static Source find(String path, Source importing) {
    var found = new ModuleFiles(List.of()).find(path, importing);
    assertNotNull(found);
    return found;
  }

  private void write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}

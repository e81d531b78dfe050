package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ruchy.compiler.Compiler;
import ruchy.compiler.emit.Classes;

final class ProgramCacheTest {
  @TempDir private Path folder;

  @Test
  void a_program_that_has_not_changed_is_found_as_it_was_compiled() throws IOException {
    write("app.ruchy", "fun twice(n) { n * 2 }\nprintln([1, 2].map(|n| twice(n)))");
    var compiled = keep("app.ruchy");
    var found = find("app.ruchy");
    assertNotNull(found);
    assertEquals(compiled.mainClass(), found.mainClass());
    assertEquals(compiled.rooms(), found.rooms());
    assertEquals(
        List.copyOf(compiled.files().keySet()), List.copyOf(found.files().keySet()), "in order");
    compiled
        .files()
        .forEach((name, file) -> assertArrayEquals(file, found.files().get(name), name));
  }

  @Test
  void a_changed_program_is_not_found_and_takes_the_place_of_what_it_was() throws IOException {
    write("app.ruchy", "println(1)");
    keep("app.ruchy");
    write("app.ruchy", "println(2)");
    assertNull(find("app.ruchy"));
    keep("app.ruchy");
    assertNotNull(find("app.ruchy"));
    assertEquals(1, kept().size());
  }

  @Test
  void a_program_of_another_name_or_with_another_prelude_is_another() throws IOException {
    write("app.ruchy", "println(1)");
    write("same.ruchy", "println(1)");
    write("prelude.ruchy", "fun f() { 1 }");
    keep("app.ruchy");
    assertNull(find("same.ruchy"));
    assertNull(find("app.ruchy", "prelude.ruchy"));
    keep("app.ruchy", "prelude.ruchy");
    assertNotNull(find("app.ruchy", "prelude.ruchy"));
    assertNotNull(find("app.ruchy"));
    write("prelude.ruchy", "fun f() { 2 }");
    assertNull(find("app.ruchy", "prelude.ruchy"));
  }

  @Test
  void what_another_build_has_compiled_does_not_count() throws IOException {
    write("app.ruchy", "println(1)");
    keep("app.ruchy");
    var another = new ProgramCache(cacheFolder().toFile(), "another build");
    assertNull(another.find(files("app.ruchy")));
  }

  @Test
  void a_changed_module_is_compiled() throws IOException {
    write("util.ruchy", "pub fun f() { 1 }");
    write("app.ruchy", "use util\nprintln(util::f())");
    keep("app.ruchy");
    assertNotNull(find("app.ruchy"));
    write("util.ruchy", "pub fun f() { 2 }");
    assertNull(find("app.ruchy"));
  }

  @Test
  void a_module_that_is_gone_is_looked_for_again() throws IOException {
    var module = write("util.ruchy", "pub fun f() { 1 }");
    write("app.ruchy", "use util\nprintln(util::f())");
    keep("app.ruchy");
    Files.delete(module);
    assertNull(find("app.ruchy"));
  }

  @Test
  void a_module_that_now_stands_before_the_one_found_is_compiled() throws IOException {
    write("util/mod.ruchy", "pub fun f() { 1 }");
    write("app.ruchy", "use util\nprintln(util::f())");
    keep("app.ruchy");
    write("util.ruchy", "pub fun f() { 2 }");
    assertNull(find("app.ruchy"));
  }

  @Test
  void a_module_that_is_now_a_link_to_another_file_is_compiled() throws IOException {
    var module = write("util.ruchy", "pub fun f() { 1 }");
    var other = write("other.ruchy", "pub fun f() { 1 }");
    write("app.ruchy", "use util\nprintln(util::f())");
    keep("app.ruchy");
    Files.delete(module);
    Files.createSymbolicLink(module, other);
    assertNull(find("app.ruchy"));
  }

  @Test
  void what_is_damaged_does_not_count() throws IOException {
    write("app.ruchy", "println(1)");
    keep("app.ruchy");
    var file = kept().getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertNull(find("app.ruchy"), "byte " + at);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertNull(find("app.ruchy"), "length " + length);
    }
    Files.write(file, whole);
    assertNotNull(find("app.ruchy"));
  }

  @Test
  void the_folder_is_for_its_owner_alone() throws IOException {
    write("app.ruchy", "println(1)");
    keep("app.ruchy");
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cacheFolder())));
  }

  @Test
  void a_program_that_cannot_be_kept_is_compiled_each_time() throws IOException {
    write("app.ruchy", "println(1)");
    var file = write("file", "");
    for (var impossible : List.of(file, file.resolve("cache"))) {
      var cache = new ProgramCache(impossible.toFile(), "build");
      cache.keep(files("app.ruchy"), compiled("app.ruchy"));
      assertNull(cache.find(files("app.ruchy")));
    }
    assertEquals("", Files.readString(file));
  }

  @Test
  void of_too_many_programs_those_go_that_were_not_run_for_the_longest_time() throws IOException {
    write("app.ruchy", "println(1)");
    keep("app.ruchy");
    var app = kept().getFirst();
    for (int age = 1; age < ProgramCache.MOST; age++) old(write("cache/old" + age, ""), age);
    old(app, 100);
    assertNotNull(find("app.ruchy"), "which makes it young");
    assertEquals(ProgramCache.MOST, kept().size());

    write("other.ruchy", "println(2)");
    keep("other.ruchy");
    assertNotNull(find("app.ruchy"));
    assertNotNull(find("other.ruchy"));
    assertEquals(ProgramCache.MOST / 2, kept().size());
    assertTrue(Files.exists(cacheFolder().resolve("old1")));
    assertFalse(Files.exists(cacheFolder().resolve("old" + (ProgramCache.MOST - 1))));
  }

  @Test
  void a_second_run_prints_what_the_first_one_did_its_errors_and_places_too() throws Exception {
    write("util.ruchy", "pub fun half(n) { 10 / n }");
    write("app.ruchy", "use util\nprintln(util::half(5), env::args())\nprintln(util::half(0))");
    var first = run("app.ruchy", "x");
    assertEquals(
        new RuchycProcess.Result(
            1,
            "2 [\"app.ruchy\", \"x\"]\n",
            """
            error: Division by zero
              at util.ruchy:1:19 in half
              at app.ruchy:3:9 in top level
            """),
        first);
    var file = kept().getFirst();
    var before = Files.readAttributes(file, "fileKey");
    assertEquals(first, run("app.ruchy", "x"));
    assertEquals(before, Files.readAttributes(file, "fileKey"), "nothing was compiled");

    write("util.ruchy", "pub fun half(n) { n }");
    assertEquals(new RuchycProcess.Result(0, "5 [\"app.ruchy\"]\n0\n", ""), run("app.ruchy"));
    assertNotEquals(before, Files.readAttributes(file, "fileKey"));
  }

  @Test
  void nothing_is_kept_of_a_program_with_errors_or_under_a_trace() throws Exception {
    write("app.ruchy", "println(1 +)");
    assertEquals(1, run("app.ruchy").status());
    write("app.ruchy", "fun f() { 1 }\nprintln(f())");
    assertTrue(run("--trace", "app.ruchy").errors().contains("TRACE: → f()"));
    assertFalse(Files.exists(cacheFolder()));
    assertEquals("", run("app.ruchy").errors());
    assertTrue(run("--trace", "app.ruchy").errors().contains("TRACE: → f()"));
  }

  private RuchycProcess.Result run(String... args) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("-Druchy.cache=" + cacheFolder(), "-Druchy.build=test"));
    command.addAll(RuchycProcess.ruchyc(args));
    command.remove("-Druchy.detect=true");
    return new RuchycProcess(folder).java("", command);
  }

  private ProgramCache cache() {
    return new ProgramCache(cacheFolder().toFile(), "build");
  }

  private Path cacheFolder() {
    return folder.resolve("cache");
  }

  private List<Path> kept() throws IOException {
    try (var files = Files.list(cacheFolder())) {
      return files.toList();
    }
  }

  private Classes keep(String file, String... preludes) {
    var files = files(file, preludes);
    var classes = classes(files);
    cache().keep(files, classes);
    return classes;
  }

  private Classes compiled(String file) {
    return classes(files(file));
  }

  private static Classes classes(ProgramFiles files) {
    var compilation = files.compile(Compiler.Options.RUN);
    var classes = compilation.classes();
    assertNotNull(classes, () -> compilation.problems().toString());
    return classes;
  }

  private @Nullable Classes find(String file, String... preludes) {
    return cache().find(files(file, preludes));
  }

  private ProgramFiles files(String file, String... preludes) {
    var names = Arrays.stream(preludes).map(each -> folder.resolve(each).toString()).toList();
    return ProgramFiles.of(names, SourceFiles.read(folder.resolve(file).toString()));
  }

  private static void old(Path file, int days) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
  }

  private Path write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text, UTF_8);
  }
}

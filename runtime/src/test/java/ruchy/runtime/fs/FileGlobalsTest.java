package ruchy.runtime.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Iteration;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// L 16, 18.2.
class FileGlobalsTest {
  @TempDir Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String messageOf(org.junit.jupiter.api.function.Executable action) {
    Failure failure = assertThrows(Failure.class, action);
    assertTrue(failure.matchesType("IoError"));
    return failure.message();
  }

  @Test
  void what_is_written_is_read() {
    String file = path("a.txt");
    assertEquals(Options.OK, FileGlobals.writeFile(file, "h\u00e9llo\n"));
    FileGlobals.appendFile(file, "you\r\n");
    assertEquals("h\u00e9llo\nyou\r\n", FileGlobals.readFile(file));
    assertEquals(ListValue.of("h\u00e9llo", "you"), FileGlobals.readLines(file));
    assertEquals(12, FileGlobals.fileSize(file));
    assertTrue(FileGlobals.fileExists(file));
    FileGlobals.deleteFile(file);
    assertFalse(FileGlobals.fileExists(file));
  }

  @Test
  void globals_raise_and_the_module_gives_results() {
    String missing = path("missing");
    String message = "Cannot read " + missing + ": no such file or directory";
    assertEquals(message, messageOf(() -> FileGlobals.readFile(missing)));
    VariantValue result = FsModule.read(missing);
    assertTrue(Options.isErr(result));
    ErrorValue error = assertInstanceOf(ErrorValue.class, result.at(0));
    assertEquals("IoError", error.type());
    assertEquals(message, error.message());
  }

  @Test
  void folders_are_made_listed_and_removed() {
    FileGlobals.createDirAll(path("x/y"));
    FileGlobals.writeFile(path("x/b.txt"), "");
    FileGlobals.writeFile(path("x/a.txt"), "");
    assertEquals(ListValue.of("a.txt", "b.txt", "y"), FileGlobals.listDir(path("x")));
    assertEquals(ListValue.of("a.txt", "b.txt"), FileGlobals.listFiles(path("x")));
    assertTrue(Options.isErr(FsModule.removeDir(path("x"))));
    assertEquals(Options.OK, FsModule.removeDirAll(path("x")));
    assertFalse(FsModule.exists(path("x")));
    assertEquals(
        "Cannot create " + path("n/m") + ": no such file or directory",
        messageOf(() -> FileGlobals.createDir(path("n/m"))));
  }

  @Test
  void files_are_copied_and_renamed_over_others() {
    FileGlobals.writeFile(path("a"), "one");
    FileGlobals.writeFile(path("b"), "other");
    assertEquals(3, FileGlobals.copyFile(path("a"), path("b")));
    assertEquals(Options.OK, FsModule.rename(path("b"), path("c")));
    assertEquals(Options.ok("one"), FsModule.read(path("c")));
    MapValue metadata = assertInstanceOf(MapValue.class, FsModule.metadata(path("c")).at(0));
    assertEquals(HashMapValue.of("size", 3L, "is_dir", false, "is_file", true), metadata);
  }

  @Test
  void an_open_file_is_read_line_by_line() {
    FileGlobals.writeFile(path("lines"), "a\r\nb\n\nc");
    FileObject file = FileGlobals.open(path("lines"));
    assertEquals("a", file.readLine());
    assertFalse(file.isEof());
    assertEquals("b\n\nc", file.read());
    assertTrue(file.isEof());
    assertNull(file.readLine());
    file.close();
    Cursor cursor = Iteration.iterate(FileGlobals.open(path("lines"), "rb"));
    ListValue lines = ListValue.empty();
    while (cursor.advance()) {
      lines.add(cursor.value());
    }
    assertEquals(ListValue.of("a", "b", "", "c"), lines);
  }

  @Test
  void an_open_file_is_written_anew_or_at_its_end() {
    FileObject file = FileGlobals.open(path("w"), "w");
    file.writeLine("a");
    file.write("b");
    file.close();
    FileObject more = FileGlobals.open(path("w"), "a");
    more.write("c");
    more.close();
    assertEquals("a\nbc", FileGlobals.readFile(path("w")));
    assertEquals(
        "Cannot read " + path("w") + ": it is open for writing", messageOf(file::readLine));
    assertEquals(
        "Cannot open " + path("w") + ": the mode is r, w or a, not x",
        messageOf(() -> FileGlobals.open(path("w"), "x")));
  }

  @Test
  void a_virtual_thread_reads_through_the_pool_and_raises_in_its_own_name() throws Exception {
    FileGlobals.writeFile(path("a"), "text");
    AtomicReference<Object> read = new AtomicReference<>();
    AtomicReference<Object> failed = new AtomicReference<>();
    Thread.ofVirtual()
        .start(
            () -> {
              read.set(FileGlobals.readFile(path("a")));
              try {
                FileGlobals.readFile(path("b"));
              } catch (Failure failure) {
                failed.set(failure.message());
              }
            })
        .join();
    assertEquals("text", read.get());
    assertEquals("Cannot read " + path("b") + ": no such file or directory", failed.get());
  }

  @Test
  void bytes_and_json_have_their_own_functions() throws IOException {
    assertEquals(Options.OK, FsModule.writeBytes(path("b"), ListValue.ofLongs(104, 105)));
    assertEquals("hi", FileGlobals.readFile(path("b")));
    FileGlobals.jsonWrite(path("j"), HashMapValue.of("a", ListValue.ofLongs(1)));
    assertEquals(HashMapValue.of("a", ListValue.ofLongs(1)), FileGlobals.jsonRead(path("j")));
  }
}

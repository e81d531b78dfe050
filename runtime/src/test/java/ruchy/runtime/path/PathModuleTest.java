package ruchy.runtime.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import ruchy.runtime.value.ListValue;

/// L 18.3.
class PathModuleTest {
  @Test
  void paths_are_joined_with_one_separator() {
    assertEquals("a/b", PathModule.join("a", "b"));
    assertEquals("a/b", PathModule.join("a/", "b"));
    assertEquals("/b", PathModule.join("a", "/b"));
    assertEquals("b", PathModule.join("", "b"));
    assertEquals("a", PathModule.join("a", ""));
    assertEquals("a/b/c", PathModule.joinMany(ListValue.of("a", "b", "c")));
    assertEquals("a/1", PathGlobals.joinPath("a", 1L));
  }

  @Test
  void the_parts_of_a_path_are_nil_where_there_is_none() {
    assertEquals("a/b", PathModule.parent("a/b/c.txt"));
    assertEquals("/", PathModule.parent("/a"));
    assertEquals("", PathModule.parent("a"));
    assertNull(PathModule.parent("/"));
    assertNull(PathModule.parent(""));
    assertEquals("c.txt", PathModule.fileName("a/c.txt/"));
    assertNull(PathModule.fileName("a/.."));
    assertEquals("gz", PathModule.extension("a/b.tar.gz"));
    assertNull(PathModule.extension("a.d/.bashrc"));
    assertEquals(".bashrc", PathModule.fileStem(".bashrc"));
    assertNull(PathModule.extension("a.d/b"));
  }

  @Test
  void names_and_extensions_are_replaced() {
    assertEquals("a/b.md", PathModule.withExtension("a/b.txt", "md"));
    assertEquals("a/b", PathModule.withExtension("a/b.txt", ""));
    assertEquals("a/b.md", PathModule.withExtension("a/b", "md"));
    assertEquals("a/c", PathModule.withFileName("a/b.txt", "c"));
    assertEquals("c", PathModule.withFileName("b", "c"));
  }

  @Test
  void dots_are_taken_out_of_normalized_paths() {
    assertEquals("a/c", PathModule.normalize("a/./b/../c"));
    assertEquals("../a", PathModule.normalize("../a/"));
    assertEquals("/a", PathModule.normalize("/../a"));
    assertEquals(".", PathModule.normalize("a/.."));
    assertEquals(ListValue.of("/", "a", "b"), PathModule.components("/a//./b/"));
  }
}

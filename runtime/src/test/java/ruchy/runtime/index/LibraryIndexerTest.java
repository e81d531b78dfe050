package ruchy.runtime.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Declarations that the build refuses, and what it writes for right ones.
class LibraryIndexerTest {
  private static final String EXAMPLE = "/// ```ruchy\n/// 1\n/// ```\n";

  @TempDir Path folder;

  private Library index(String body) throws IOException {
    Path sources = folder.resolve("sources");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path file = sources.resolve("ruchy/runtime/trial/TrialModule.java");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        package ruchy.runtime.trial;
        import org.jspecify.annotations.Nullable;
        import ruchy.runtime.library.Export;
        import ruchy.runtime.library.Module;
        import ruchy.runtime.library.Reads;
        import ruchy.runtime.library.Type;
        import ruchy.runtime.library.Waits;
        import ruchy.runtime.value.FunctionValue;
        import ruchy.runtime.value.ListValue;
        @Module("trial")
        public final class TrialModule {
        %s
        }
        """
            .formatted(body));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                file.toString());
    assertEquals(0, status);
    LibraryIndexer.index(sources, classes);
    return Library.parse(Files.readString(classes.resolve(Library.RESOURCE)));
  }

  private void refuses(String sentence, String body) {
    DeclarationError error = assertThrows(DeclarationError.class, () -> index(body));
    assertEquals("ruchy/runtime/trial/TrialModule.java:" + sentence, error.getMessage());
  }

  @Test
  void a_method_is_indexed_with_names_types_and_facts() throws IOException {
    Library library =
        index(
            """
            /// Sends it. More of it.
            ///
            /// ```ruchy
            /// trial::send_all("a", nil, |x| x)
            /// ```
            @Export({"send_all", "send"})
            @Waits
            @Type("list<string>?")
            public static @Nullable ListValue sendAll(
                String firstText, @Nullable Long limit, @Reads @Type("(string) -> U") FunctionValue f) {
              return null;
            }
            """);
    LibraryFunction send = library.functions("trial", "send").getFirst();
    assertEquals("send_all", send.mainName());
    assertEquals(List.of("first_text", "limit", "f"), send.parameterNames());
    assertEquals(List.of("string", "integer?", "(string) -> U"), send.parameterTypes());
    assertEquals("list<string>?", send.resultType());
    assertEquals(List.of(2), send.readParameters());
    assertTrue(send.waits());
    assertEquals("trial", send.room());
    assertTrue(library.isModule("trial"));
    String manual = Files.readString(folder.resolve("classes").resolve("META-INF/ruchy/manual.md"));
    assertTrue(
        manual.contains(
            "## trial::send_all(first_text: string, limit: integer?, f: (string) -> U) ->"
                + " list<string>?"));
    assertTrue(manual.contains("Also `send`."));
    assertTrue(manual.contains("Sends it. More of it."));
  }

  @Test
  void an_export_for_the_compiler_is_known_to_it_alone() throws IOException {
    Library library =
        index(
            """
            /// Adds up.
            ///
            /// ```ruchy
            /// trial::total(1)
            /// ```
            @Export
            public static long total(long n) {
              return n;
            }

            /// What is called for a total of texts.
            @Export({"total#text", "sum#text"})
            public static String totalOfTexts(String text) {
              return text;
            }
            """);
    assertEquals("totalOfTexts", library.functions("trial", "total#text").getFirst().javaName());
    assertEquals("trial::total", library.functions("trial", "total#text").getFirst().shownName());
    assertEquals(Set.of("total"), library.names("trial"));
    assertEquals(1, library.functions("trial", "total").size());
    String manual = Files.readString(folder.resolve("classes").resolve("META-INF/ruchy/manual.md"));
    assertTrue(manual.contains("## trial::total(n: integer) -> integer"), manual);
    assertFalse(manual.contains("text"), manual);
  }

  @Test
  void names_for_programs_and_for_the_compiler_are_not_mixed() {
    refuses(
        "16: an export has names for programs or names with '#', and not both.",
        "/// A.\n"
            + EXAMPLE
            + "@Export({\"a\", \"a#text\"}) public static void first(long n) {}\n");
  }

  @Test
  void an_export_without_comment_is_refused() {
    refuses(
        "12: an export needs a /// comment for the Ruchy reader.",
        "@Export public static void bare() {}");
  }

  @Test
  void an_export_without_example_is_refused() {
    refuses(
        "13: an export needs an example between ```ruchy and ```.",
        "/// Does nothing.\n@Export public static void bare() {}");
  }

  @Test
  void a_type_that_no_value_has_is_refused() {
    refuses(
        "13: the parameter count has the Java type I, which no Ruchy value has.",
        "/// Counts.\n@Export public static void bare(int count) {}");
  }

  @Test
  void an_unknown_word_in_a_type_is_refused() {
    refuses(
        "13: the result has the unknown type 'text' in 'list<text>'.",
        "/// Lists.\n"
            + "@Export @Type(\"list<text>\") public static ListValue all() { return"
            + " ListValue.empty(); }");
  }

  @Test
  void a_name_with_the_same_parameters_twice_is_refused() {
    refuses(
        "21: the name b with the same parameters is taken by"
            + " ruchy/runtime/trial/TrialModule.java:16.",
        "/// A.\n"
            + EXAMPLE
            + "@Export({\"a\", \"b\"}) public static void first(long n) {}\n"
            + "/// B.\n"
            + EXAMPLE
            + "@Export(\"b\") public static void second(long n) {}");
  }

  @Test
  void an_export_that_is_not_public_is_refused() {
    refuses("13: hidden must be public.", "/// Hides.\n@Export static void hidden() {}");
  }
}

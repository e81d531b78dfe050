package ruchy.compiler.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import ruchy.compiler.document.Document.Entry;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.runtime.manual.Manual;

/// Which entries a page has, and how it is printed.
final class DocumentReaderTest {
  private static Document read(String text, boolean withPrivate) {
    var problems = new Problems();
    var document = DocumentReader.read(Source.of("shop/cart.ruchy", text), withPrivate, problems);
    assertFalse(problems.hasErrors());
    return document;
  }

  /// The entries, one a line: depth, kind, signature, and the comment after a dash.
  private static String outline(Document document) {
    var lines = new StringBuilder();
    outline(document.entries(), "", lines);
    return lines.toString();
  }

  private static void outline(List<Entry> entries, String indent, StringBuilder lines) {
    for (Entry entry : entries) {
      lines.append(indent).append(entry.kind()).append(' ').append(entry.signature());
      lines.append(entry.text().isEmpty() ? "" : " - " + entry.text().replace("\n", "|"));
      lines.append('\n');
      outline(entry.members(), indent + "  ", lines);
    }
  }

  @Test
  void items_and_members_have_signatures_and_comments() {
    var document =
        read(
            """
            /// What is sold.
            ///
            /// In *cents*.
            struct Item {
                /// Shown to people.
                name: String,
                price: i32 = 0
            }
            impl Item {
                /// A new one.
                fun new(name: String,
                        price = 1) -> Item { Item { name, price } }
            }
            struct Point(i32, i32)
            enum State {
                /// Nothing yet.
                Open,
                Paid(i32)
            }
            class Dog : Animal {
                name: String
                /// In years.
                property age: i32 { get => 1 }
                fun bark(self) = "woof"
            }
            trait Priced {
                /// In cents.
                fun price(&self) -> i32
            }
            actor Counter {
                n: i32 = 0
                receive { /// More.
                    Inc(k) => { n += k } }
            }
            /// The tax.
            const TAX: i32 = 19
            type Id = i64
            mod sums { fun twice(x) { x * 2 } }
            """,
            false);
    assertEquals("cart", document.name());
    assertEquals(
        """
        struct struct Item - What is sold.||In *cents*.
          field name: String - Shown to people.
          field price: i32 = 0
          method fun new(name: String, price = 1) -> Item - A new one.
        struct struct Point(i32, i32)
        enum enum State
          variant Open - Nothing yet.
          variant Paid(i32)
        class class Dog : Animal
          field name: String
          property property age: i32 - In years.
          method fun bark(self)
        trait trait Priced
          method fun price(&self) -> i32 - In cents.
        actor actor Counter
          field n: i32 = 0
          message Inc(k) - More.
        constant const TAX: i32 = 19 - The tax.
        type type Id = i64
        module mod sums
          function fun twice(x)
        """,
        outline(document));
  }

  @Test
  void what_other_files_do_not_see_is_left_out_unless_it_is_asked_for() {
    String text =
        """
        pub fun shown() { }
        fun hidden() { }
        pub class C { private secret: i32 = 1  open: i32 = 2  private fun m() { } }
        """;
    assertEquals(
        "function fun shown()\nclass class C\n  field open: i32 = 2\n", outline(read(text, false)));
    assertTrue(outline(read(text, true)).contains("function fun hidden()"));
    assertTrue(outline(read(text, true)).contains("secret"));
  }

  @Test
  void without_any_pub_all_is_shown_but_tests_and_names_with_an_underscore() {
    assertEquals(
        "function fun shown()\n",
        outline(read("fun shown() { }\nfun _own() { }\n#[test]\nfun works() { }\n", false)));
  }

  @Test
  void markdown_has_a_heading_for_each_entry() {
    assertEquals(
        """
        # cart

        ## function `twice`

        ```ruchy
        fun twice(x)
        ```

        Two times.
        """,
        DocumentMarkdown.of(read("/// Two times.\nfun twice(x) = x * 2", false)));
  }

  @Test
  void html_takes_nothing_of_a_comment_as_html() {
    String html =
        DocumentHtml.of(
            read(
                """
                /// `a < b` and <b>, **so** *it* is:
                /// - one
                /// - two
                ///
                /// ```ruchy
                /// f(1) // => "<"
                /// ```
                fun f<T>(x: T) { x }
                """,
                false));
    assertTrue(html.contains("<pre><code>fun f&lt;T&gt;(x: T)</code></pre>"), html);
    assertTrue(
        html.contains("<code>a &lt; b</code> and &lt;b&gt;, <strong>so</strong> <em>it</em>"));
    assertTrue(html.contains("<ul>\n<li>one</li>\n<li>two</li>\n</ul>"), html);
    assertTrue(html.contains("<pre><code>f(1) // =&gt; &quot;&lt;&quot;\n</code></pre>"), html);
    assertFalse(html.contains("<b>"));
  }

  @Test
  void json_quotes_what_must_be_quoted() {
    assertEquals(
        """
        [
        {"name":"cart","entries":[
          {"kind":"function","name":"f","signature":"fun f()","documentation":"A \\"b\\"\\n\\\\.",\
        "members":[]}]}
        ]
        """,
        DocumentJson.of(List.of(read("/// A \"b\"\n/// \\.\nfun f() { }", false))));
    assertEquals("[]\n", DocumentJson.of(List.of()));
  }

  @Test
  void the_library_has_a_page_for_each_of_its_parts() {
    List<Document> pages = LibraryDocuments.of(Manual.load());
    Document lists =
        pages.stream().filter(page -> page.name().equals("list")).findFirst().orElseThrow();
    Entry upper =
        pages.stream()
            .filter(page -> page.name().equals("string"))
            .flatMap(page -> page.entries().stream())
            .filter(entry -> entry.name().equals("to_upper"))
            .findFirst()
            .orElseThrow();
    assertTrue(lists.entries().size() > 80);
    assertEquals("method", upper.kind());
    assertTrue(upper.text().startsWith("Also `to_uppercase`, `upper`."), upper.text());
    assertTrue(
        pages.stream()
            .flatMap(page -> page.entries().stream())
            .noneMatch(entry -> entry.name().isEmpty()));
  }
}

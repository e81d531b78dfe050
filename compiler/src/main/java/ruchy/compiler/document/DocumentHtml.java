package ruchy.compiler.document;

import static ruchy.compiler.document.MarkdownHtml.escaped;

import java.util.Map;
import ruchy.compiler.document.Document.Entry;

/// A page in HTML that needs no other file.
public final class DocumentHtml {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>TITLE</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
      pre { padding: .6rem .8rem; overflow-x: auto; background: color-mix(in srgb, currentColor 7%, transparent); }
      code { font: .9em/1.4 ui-monospace, monospace; }
      .member { margin-left: 1.5rem; }
      .kind { opacity: .6; font-weight: normal; }
      </style>
      </head>
      <body>
      <h1>TITLE</h1>
      """;

  private static final String FOOT = "</body>\n</html>\n";

  private final StringBuilder out = new StringBuilder();

  private DocumentHtml() {}

  /// The page, with a list of its entries first.
  public static String of(Document document) {
    var html = new DocumentHtml();
    html.head(document.name());
    html.out.append("<ul>\n");
    for (int i = 0; i < document.entries().size(); i++) {
      html.item("#" + anchor(i), "<code>" + escaped(document.entries().get(i).name()) + "</code>");
    }
    html.out.append("</ul>\n");
    for (int i = 0; i < document.entries().size(); i++) {
      html.entry(document.entries().get(i), 2, " id=\"" + anchor(i) + "\"");
    }
    return html.out.append(FOOT).toString();
  }

  /// A page that names the others.
  ///
  /// @param pages the titles of pages by the names of their files
  public static String index(String title, Map<String, String> pages) {
    var html = new DocumentHtml();
    html.head(title);
    html.out.append("<ul>\n");
    pages.forEach((file, name) -> html.item(escaped(file), escaped(name)));
    return html.out.append("</ul>\n").append(FOOT).toString();
  }

  /// Where the entry at that position of the page is.
  private static String anchor(int position) {
    return "entry-" + (position + 1);
  }

  private void item(String target, String content) {
    out.append("<li><a href=\"").append(target).append("\">").append(content);
    out.append("</a></li>\n");
  }

  private void head(String title) {
    out.append(HEAD.replace("TITLE", escaped(title)));
  }

  private void entry(Entry entry, int depth, String id) {
    out.append(depth == 2 ? "<section>\n" : "<section class=\"member\">\n");
    var heading = "h" + Math.min(depth, 6);
    out.append('<').append(heading).append(id).append("><span class=\"kind\">");
    out.append(entry.kind()).append("</span> ").append(escaped(entry.name()));
    out.append("</").append(heading).append(">\n");
    out.append("<pre><code>").append(escaped(entry.signature())).append("</code></pre>\n");
    out.append(MarkdownHtml.of(entry.text()));
    entry.members().forEach(member -> entry(member, depth + 1, ""));
    out.append("</section>\n");
  }
}

package ruchy.compiler.document;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Markdown that comments are written in, as HTML: paragraphs, headings, lists, fenced code,
/// and in lines code, links and emphasis. All else is text; nothing of it is taken as HTML.
final class MarkdownHtml {
  private static final Pattern INLINE =
      Pattern.compile(
          "`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*\\s][^*]*)\\*|\\[([^\\]]+)\\]\\(((?:https?:|#|\\.)[^)\\s]+)\\)");

  private final StringBuilder out = new StringBuilder();

  /// The element that is open: `p`, `ul`, `pre`, or none.
  private String open = "";

  private MarkdownHtml() {}

  static String of(String markdown) {
    var html = new MarkdownHtml();
    for (String line : List.of(markdown.split("\n", -1))) {
      html.line(line);
    }
    html.close();
    return html.out.toString();
  }

  private void line(String line) {
    if (open.equals("pre")) {
      if (line.startsWith("```")) {
        out.append("</code></pre>\n");
        open = "";
      } else {
        out.append(escaped(line)).append('\n');
      }
    } else if (line.startsWith("```")) {
      close();
      out.append("<pre><code>");
      open = "pre";
    } else if (line.isBlank()) {
      close();
    } else if (line.matches("#{1,6} .*")) {
      close();
      int depth = Math.min(line.indexOf(' ') + 3, 6);
      out.append(
          String.format(
              Locale.ROOT, "<h%d>%s</h%d>%n", depth, inline(line.replaceFirst("#+ ", "")), depth));
    } else if (line.matches("[-*] .*")) {
      begin("ul");
      out.append("<li>").append(inline(line.substring(2))).append("</li>\n");
    } else if (open.equals("ul")) {
      // The text of an item goes on.
      out.setLength(out.length() - "</li>\n".length());
      out.append(' ').append(inline(line.strip())).append("</li>\n");
    } else {
      begin("p");
      out.append(inline(line)).append('\n');
    }
  }

  private void begin(String element) {
    if (!open.equals(element)) {
      close();
      out.append('<').append(element).append(">\n");
      open = element;
    }
  }

  private void close() {
    if (open.equals("pre")) {
      out.append("</code></pre>\n");
    } else if (!open.isEmpty()) {
      out.append("</").append(open).append(">\n");
    }
    open = "";
  }

  static String inline(String text) {
    Matcher matcher = INLINE.matcher(text);
    var html = new StringBuilder();
    int at = 0;
    while (matcher.find()) {
      html.append(escaped(text.substring(at, matcher.start())));
      if (matcher.group(1) != null) {
        html.append("<code>").append(escaped(matcher.group(1))).append("</code>");
      } else if (matcher.group(2) != null) {
        html.append("<strong>").append(escaped(matcher.group(2))).append("</strong>");
      } else if (matcher.group(3) != null) {
        html.append("<em>").append(escaped(matcher.group(3))).append("</em>");
      } else {
        html.append("<a href=\"").append(escaped(matcher.group(5))).append("\">");
        html.append(escaped(matcher.group(4))).append("</a>");
      }
      at = matcher.end();
    }
    return html.append(escaped(text.substring(at))).toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

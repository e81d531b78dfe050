package ruchy.compiler.document;

import ruchy.compiler.document.Document.Entry;

/// A page in Markdown.
public final class DocumentMarkdown {
  private final StringBuilder out = new StringBuilder();

  private DocumentMarkdown() {}

  /// The page: its name, and below it a heading, the signature and the comment of each entry.
  public static String of(Document document) {
    var markdown = new DocumentMarkdown();
    markdown.out.append("# ").append(document.name()).append("\n");
    document.entries().forEach(entry -> markdown.entry(entry, 2));
    return markdown.out.toString();
  }

  private void entry(Entry entry, int depth) {
    out.append('\n').append("#".repeat(Math.min(depth, 6))).append(' ').append(entry.kind());
    out.append(" `").append(entry.name()).append("`\n");
    out.append("\n```ruchy\n").append(entry.signature()).append("\n```\n");
    if (!entry.text().isEmpty()) {
      out.append('\n').append(entry.text()).append('\n');
    }
    entry.members().forEach(member -> entry(member, depth + 1));
  }
}

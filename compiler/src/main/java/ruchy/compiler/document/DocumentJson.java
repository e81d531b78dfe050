package ruchy.compiler.document;

import java.util.List;
import ruchy.compiler.document.Document.Entry;

/// Pages as one JSON array (RFC 8259).
public final class DocumentJson {
  private final StringBuilder out = new StringBuilder();

  private DocumentJson() {}

  /// An array of objects with `name` and `entries`; an entry has `kind`, `name`, `signature`,
  /// `documentation` and `members`.
  public static String of(List<Document> documents) {
    var json = new DocumentJson();
    json.out.append('[');
    String comma = "";
    for (Document document : documents) {
      json.out.append(comma).append("\n{\"name\":");
      json.string(document.name());
      json.out.append(",\"entries\":");
      json.entries(document.entries(), "\n  ");
      json.out.append('}');
      comma = ",";
    }
    return json.out.append(documents.isEmpty() ? "]\n" : "\n]\n").toString();
  }

  private void entries(List<Entry> entries, String line) {
    out.append('[');
    String comma = "";
    for (Entry entry : entries) {
      out.append(comma).append(line).append("{\"kind\":");
      string(entry.kind());
      out.append(",\"name\":");
      string(entry.name());
      out.append(",\"signature\":");
      string(entry.signature());
      out.append(",\"documentation\":");
      string(entry.text());
      out.append(",\"members\":");
      entries(entry.members(), line + "  ");
      out.append('}');
      comma = ",";
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (letter < ' ') {
            out.append(String.format("\\u%04x", (int) letter));
          } else {
            out.append(letter);
          }
        }
      }
    }
    out.append('"');
  }
}

package ruchy.cli.editor;

import java.util.Map;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// Places as editors name them: lines and UTF-16 columns, both from 0.
final class Places {
  private Places() {}

  /// The offset of a place; the nearest one if the text does not have it.
  static int offset(Source source, Map<?, ?> position) {
    long line = position.get("line") instanceof Long given ? given : 0;
    long column = position.get("character") instanceof Long given ? given : 0;
    String text = source.text();
    int start = 0;
    for (long i = 0; i < line; i++) {
      int end = text.indexOf('\n', start);
      if (end < 0) return text.length();
      start = end + 1;
    }
    int end = text.indexOf('\n', start);
    return (int) Math.min(end < 0 ? text.length() : end, start + column);
  }

  static Map<String, Object> range(Span span) {
    return Map.of(
        "start", position(span.source(), span.start()), "end", position(span.source(), span.end()));
  }

  static Map<String, Object> position(Source source, int offset) {
    int start = source.text().lastIndexOf('\n', offset - 1) + 1;
    return Map.of("line", source.line(offset) - 1, "character", offset - start);
  }
}

package ruchy.compiler.source;

/// A stretch of a source: character offsets, `end` exclusive.
public record Span(Source source, int start, int end) {
  /// The smallest span that covers both; they are of one source.
  public Span to(Span other) {
    return new Span(source, Math.min(start, other.start), Math.max(end, other.end));
  }

  /// The empty span at the end of this one.
  public Span after() {
    return new Span(source, end, end);
  }

  public int line() {
    return source.line(start);
  }

  public int column() {
    return source.column(start);
  }

  public String text() {
    return source.text().substring(start, end);
  }

  /// `FILE:LINE:COL`, as problems and stack lines show it.
  @Override
  public String toString() {
    return source.name() + ":" + line() + ":" + column();
  }
}

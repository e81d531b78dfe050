package ruchy.compiler.format;

/// How programs are to look.
///
/// @param width the columns of a line, at least 1; words and strings that are longer stay whole
/// @param indent the columns of one level of indentation, at least 0
/// @param tabs whether a level of indentation is written as a tab
public record Style(int width, int indent, boolean tabs) {
  /// What programs look like if nobody wants it otherwise.
  public static final Style STANDARD = new Style(100, 4, false);

  /// The white space at the start of a line.
  ///
  /// @param columns how many columns it is to take
  String indentation(int columns) {
    return tabs && indent > 0
        ? "\t".repeat(columns / indent) + " ".repeat(columns % indent)
        : " ".repeat(columns);
  }
}

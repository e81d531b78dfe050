package ruchy.compiler.format;

import java.util.List;

/// Text that may be laid out in more than one way.
sealed interface Document {
  /// What stands there whatever the layout; a string or a comment may hold line ends of its own.
  record Text(String text) implements Document {}

  /// A comment that ends its line.
  ///
  /// @param column where it stood, from the indentation of its line; -1 if directly after the code
  record Remark(String text, int column) implements Document {}

  /// A place where the line may end.
  ///
  /// @param flat what stands there if it does not
  /// @param ending when it does
  /// @param isIndented whether the next line belongs one level deeper than the line on which the
  ///   group began
  /// @param isBlank whether an empty line follows if the line ends
  record Line(String flat, Ending ending, boolean isIndented, boolean isBlank)
      implements Document {}

  /// When a line ends at a place.
  enum Ending {
    /// always
    ALWAYS,
    /// the writer ended it here; it stays so
    KEPT,
    /// in a group that does not fit
    IF_BROKEN,
    /// in a group that does not fit, where the next piece does not fit
    IF_FULL,
    /// never, although it could
    NEVER
  }

  /// Parts that are laid out together: as they were written if that fits, else with a line end at
  /// each place.
  ///
  /// @param parts never a group of one part
  /// @param fit what is done if it does not fit
  /// @param hug the index of the part that is broken instead of the group, or -1
  /// @param isLinked whether it is broken where the group around it is
  record Group(List<Document> parts, Fit fit, int hug, boolean isLinked, Measure measure)
      implements Document {
    Group(List<Document> parts, Fit fit, int hug, boolean isLinked, int indent) {
      this(List.copyOf(parts), fit, hug, isLinked, Measure.of(parts, fit, indent));
    }
  }

  /// How a group is laid out.
  enum Fit {
    /// as it was written
    STEADY,
    /// as it was written if that fits, else broken
    IF_FITTING,
    /// broken
    BROKEN
  }
}

package ruchy.compiler.document;

import java.util.List;

/// A page of reference.
///
/// @param name of the file without its end, or of the part of the library
public record Document(String name, List<Entry> entries) {
  /// What is said of one item or member.
  ///
  /// @param kind the word for it: `function`, `struct`, `field`
  /// @param signature as it is written in the program, without its body
  /// @param text the comment, in Markdown; empty if there is none
  public record Entry(
      String kind, String name, String signature, String text, List<Entry> members) {
    Entry with(List<Entry> more) {
      var all = new java.util.ArrayList<>(members);
      all.addAll(more);
      return new Entry(kind, name, signature, text, List.copyOf(all));
    }
  }
}

package ruchy.compiler.analyse;

import ruchy.compiler.source.Span;

/// A place in the source that makes something shared state, in words: "is captured by a task", "is
/// changed".
///
/// @param text the code that does so, on one line; empty where nobody asks for it
public record Origin(Span place, String what, String text) {
  Origin(Span place, String what) {
    this(place, what, "");
  }

  boolean isBefore(Origin other) {
    return place.start() < other.place.start();
  }
}

package ruchy.compiler.analyse;

import ruchy.compiler.source.Span;

/// A place in the source that makes something shared state, in words: "is captured by a task", "is
/// changed".
public record Origin(Span place, String what) {
  boolean isBefore(Origin other) {
    return place.start() < other.place.start();
  }
}

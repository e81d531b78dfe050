package ruchy.compiler.tree;

import ruchy.compiler.source.Span;

/// A word that names something, with its place.
public record Identifier(String text, Span span) {
  @Override
  public String toString() {
    return text;
  }
}

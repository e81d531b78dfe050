package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;

/// The soft keywords that a parameter, closure parameter or `let` has made plain names (L 1.3):
/// after `fun f(spawn) {`, `spawn (x)` is a call.
final class SoftKeywords {
  private final List<String> bound = new ArrayList<>();

  /// Begins a scope; gives what `leave` needs.
  int enter() {
    return bound.size();
  }

  void leave(int outer) {
    while (bound.size() > outer) {
      bound.removeLast();
    }
  }

  /// Makes a word a plain name until the scope ends.
  void bind(String word) {
    switch (word) {
      case "async", "await", "spawn", "lazy", "move", "unsafe", "super", "yield", "handle" ->
          bound.add(word);
      default -> {}
    }
  }

  boolean isName(String word) {
    return !bound.isEmpty() && bound.contains(word);
  }
}

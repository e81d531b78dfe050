package ruchy.runtime.index;

/// A fault in a declaration of the library: `FILE:LINE: SENTENCE`. Ends the build.
final class DeclarationError extends RuntimeException {
  DeclarationError(String place, String sentence) {
    super(place + ": " + sentence);
  }
}

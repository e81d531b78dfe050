package ruchy.runtime.library;

/// What is known of where values go in a call of a library function. Each has an annotation, which
/// says what it means; what is not known counts as the worst (L 12.3 (6)).
public enum Flow {
  /// `@CallsAtOnce`
  CALLS_AT_ONCE("CallsAtOnce", 'c'),
  /// `@LooksShallowly`
  LOOKS_SHALLOWLY("LooksShallowly", 'l'),
  /// `@YieldsNew`
  YIELDS_NEW("YieldsNew", 'n'),
  /// `@YieldsCommon`
  YIELDS_COMMON("YieldsCommon", 'o');

  private final String annotation;
  private final char letter;

  Flow(String annotation, char letter) {
    this.annotation = annotation;
    this.letter = letter;
  }

  /// The simple name of the annotation.
  public String annotation() {
    return annotation;
  }

  /// What stands for it among the flags of the index.
  char letter() {
    return letter;
  }
}

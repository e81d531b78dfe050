package ruchy.runtime.library;

/// What is known of a call of a library function besides its types: where values go, which code
/// runs where, what it leaves behind. Each has an annotation, which says what it means; what stands
/// at a class is said of its type and of all its exports.
public enum Flow {
  /// `@CallsAtOnce`
  CALLS_AT_ONCE("CallsAtOnce", 'c'),
  /// `@LooksShallowly`
  LOOKS_SHALLOWLY("LooksShallowly", 'l'),
  /// `@YieldsNew`
  YIELDS_NEW("YieldsNew", 'n'),
  /// `@YieldsCommon`
  YIELDS_COMMON("YieldsCommon", 'o'),
  /// `@HandsOn`
  HANDS_ON("HandsOn", 'h'),
  /// `@StartsTasks`
  STARTS_TASKS("StartsTasks", 't'),
  /// `@KeepsThread`
  KEEPS_THREAD("KeepsThread", 'k'),
  /// `@Computes`
  COMPUTES("Computes", 'p'),
  /// `@HoldsValue`
  HOLDS_VALUE("HoldsValue", 'v'),
  /// `@CallsReceiver`
  CALLS_RECEIVER("CallsReceiver", 'f'),
  /// `@PassesErrors`
  PASSES_ERRORS("PassesErrors", 'e'),
  /// `@Awaited`
  AWAITED("Awaited", 'a'),
  /// `@GoesOver`
  GOES_OVER("GoesOver", 'g');

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

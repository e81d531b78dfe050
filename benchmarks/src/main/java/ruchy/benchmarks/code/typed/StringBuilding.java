package ruchy.benchmarks.code.typed;

/// A text of a million pieces.
final class StringBuilding {
  private StringBuilding() {}

  static String run() {
    String text = build(1_000_000);
    return text.length() + " " + text.substring(4_999_990, 5_000_000);
  }

  private static String build(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("item ");
      text.append(i % 10);
      text.append(";");
    }
    return text.toString();
  }
}

package ruchy.runtime.json;

import org.jspecify.annotations.Nullable;

/// Reads JSON text into values: integers that fit 64 bits, other numbers as floats, objects as maps
/// in the order of their keys, of which the last duplicate wins. Raises ParseError `Invalid JSON at
/// line L, column C` for bad text, and one that says so for text nested deeper than 512.
public final class JsonReader {
  /// How deep lists and maps may be nested.
  public static final int DEEPEST = 512;

  private JsonReader() {}

  /// The value of the text.
  public static @Nullable Object parse(String text) {
    Object value = QuickReader.read(text);
    return value == QuickReader.GIVEN_UP ? CarefulReader.parse(text) : value;
  }

  /// The value of the text in UTF-8.
  public static @Nullable Object parse(byte[] bytes, int offset, int length) {
    Object value = QuickReader.read(bytes, offset, length);
    return value == QuickReader.GIVEN_UP ? CarefulReader.parse(bytes, offset, length) : value;
  }
}

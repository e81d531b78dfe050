package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.operator.Conversion;
import ruchy.runtime.value.Display;

/// Conversions between the plain kinds (L 6.7, 16).
@Globals
public final class ConversionGlobals {
  private static final String[] SIZES = {"KB", "MB", "GB", "TB", "PB", "EB"};
  private static final int SIZE_STEP = 1024;

  private ConversionGlobals() {}

  /// The text of a value, as `+` with a string takes it.
  ///
  /// ```ruchy
  /// str(1.0)   // => "1"
  /// ```
  @Export({"str", "to_string"})
  public static String str(@Reads @Nullable Object value) {
    return Display.text(value);
  }

  /// The value as an integer: text is parsed, a float loses its fraction, true is 1.
  ///
  /// ```ruchy
  /// int("42")   // => 42
  /// int(3.9)   // => 3
  /// ```
  @Export("int")
  public static long toInt(@Reads @Nullable Object value) {
    return Conversion.toInt(value);
  }

  /// The value as a float: text is parsed, true is 1.0.
  ///
  /// ```ruchy
  /// float("1.5")   // => 1.5
  /// ```
  @Export("float")
  public static double toFloat(@Reads @Nullable Object value) {
    return Conversion.toFloat(value);
  }

  /// Whether the value is true and neither zero nor empty.
  ///
  /// ```ruchy
  /// bool("")   // => false
  /// ```
  @Export("bool")
  public static boolean toBool(@Reads @Nullable Object value) {
    return Conversion.toBoolean(value);
  }

  /// The integer that the text says; raises a ParseError for any other text.
  ///
  /// ```ruchy
  /// parse_int(" 42 ")   // => 42
  /// ```
  @Export
  public static long parseInt(String text) {
    return Conversion.parseInteger(text);
  }

  /// The float that the text says; raises a ParseError for any other text.
  ///
  /// ```ruchy
  /// parse_float("2")   // => 2.0
  /// ```
  @Export
  public static double parseFloat(String text) {
    return Conversion.parseFloat(text);
  }

  /// The character with that code point.
  ///
  /// ```ruchy
  /// char(65)   // => "A"
  /// ```
  @Export({"char", "chr"})
  public static String character(long codePoint) {
    return Conversion.character(codePoint);
  }

  /// The code point of a text of one character.
  ///
  /// ```ruchy
  /// ord("A")   // => 65
  /// ```
  @Export
  public static long ord(String character) {
    if (character.isEmpty() || character.codePointCount(0, character.length()) != 1) {
      throw Failure.argumentError("ord expects one character, got " + Display.debug(character));
    }
    return character.codePointAt(0);
  }

  /// A number of bytes for people to read.
  ///
  /// ```ruchy
  /// format_size(1536)   // => "1.5 KB"
  /// ```
  @Export
  public static String formatSize(double bytes) {
    double magnitude = Math.abs(bytes);
    if (magnitude < SIZE_STEP) {
      return Display.text(bytes) + " B";
    }
    int size = -1;
    double value = bytes;
    do {
      value /= SIZE_STEP;
      size++;
      // 1023.96 KB would be shown as 1024.0 KB.
    } while (size < SIZES.length - 1 && Math.round(Math.abs(value) * 10) >= SIZE_STEP * 10L);
    long tenths = Math.round(Math.abs(value) * 10);
    return (bytes < 0 ? "-" : "") + tenths / 10 + "." + tenths % 10 + " " + SIZES[size];
  }
}

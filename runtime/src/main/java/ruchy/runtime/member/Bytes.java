package ruchy.runtime.member;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;

/// Lists of bytes and Java's arrays of them.
public final class Bytes {
  private Bytes() {}

  /// The bytes of a list of bytes or integers 0 to 255; raises TypeError or ArgumentError for other
  /// elements.
  public static byte[] array(ListValue list) {
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = octet(list.at(i));
    }
    return bytes;
  }

  private static byte octet(@Nullable Object element) {
    if (element instanceof ByteValue octet) {
      return (byte) octet.value();
    }
    if (element instanceof Long number) {
      if (number < 0 || number > 255) {
        throw Failure.argumentError("A byte is 0 to 255, got " + number);
      }
      return number.byteValue();
    }
    throw Failure.typeError("Expected a list of bytes, got " + Kind.described(element));
  }

  /// Whether a list holds bytes and nothing else, and at least one.
  public static boolean isBytes(ListValue list) {
    for (int i = 0; i < list.size(); i++) {
      if (!(list.at(i) instanceof ByteValue)) {
        return false;
      }
    }
    return list.size() > 0;
  }

  /// A list of the bytes.
  public static ListValue list(byte[] bytes) {
    ListValue list = ListValue.withCapacity(bytes.length);
    for (byte octet : bytes) {
      list.add(ByteValue.of(octet));
    }
    return list;
  }

  /// The text of bytes in UTF-8; raises ParseError `Invalid UTF-8` for what is none.
  public static String text(ListValue list) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array(list))).toString();
    } catch (CharacterCodingException e) {
      throw Failure.parseError("Invalid UTF-8");
    }
  }
}

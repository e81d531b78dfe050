package ruchy.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// Reads all JSON, and tells where a text is none. [QuickReader] gives the same values.
final class CarefulReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonReader.DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private CarefulReader() {}

  /// The value of the text.
  static @Nullable Object parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      try {
        return document(parser);
      } catch (JsonProcessingException e) {
        JsonLocation place = place(e, parser);
        throw invalid(e, place, columnIn(text, place, isWord(e)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory cannot fail to be read
    }
  }

  /// The value of the text in UTF-8.
  static @Nullable Object parse(byte[] bytes, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
      try {
        return document(parser);
      } catch (JsonProcessingException e) {
        JsonLocation place = place(e, parser);
        throw invalid(e, place, columnIn(bytes, offset, place, isWord(e)));
      }
    } catch (IOException e) {
      throw invalid(e, JsonLocation.NA, 1); // bytes that are no UTF-8
    }
  }

  /// What is too deep or too long has no place of its own.
  private static JsonLocation place(JsonProcessingException failure, JsonParser parser) {
    JsonLocation place = failure.getLocation();
    return place == null ? parser.currentLocation() : place;
  }

  private static Failure invalid(IOException failure, JsonLocation place, int column) {
    String at = " at line " + Math.max(1, place.getLineNr()) + ", column ";
    if (!(failure instanceof StreamConstraintsException limit)) {
      return Failure.parseError("Invalid JSON" + at + column);
    }
    // What there is too much of, in a text that may well be JSON.
    String message = limit.getOriginalMessage();
    if (message.contains("nesting depth")) {
      // Jackson's place is behind the bracket that is one too many.
      return Failure.parseError(
          "JSON is nested deeper than " + JsonReader.DEEPEST + " levels" + at + (column - 1));
    }
    String what = message.startsWith("Number") ? "has a number that is too long" : "is too large";
    return Failure.parseError("JSON " + what + at + column);
  }

  /// Whether an unknown word stands in the text: Jackson's place is its end.
  private static boolean isWord(JsonProcessingException failure) {
    return failure.getOriginalMessage().startsWith("Unrecognized token");
  }

  /// Columns count characters, Jackson's count Java's units.
  private static int columnIn(String text, JsonLocation place, boolean isWord) {
    int end = Math.clamp(place.getCharOffset(), 0, text.length());
    int start = Math.clamp(end - place.getColumnNr() + 1, 0, end);
    while (isWord && end > start && Character.isJavaIdentifierPart(text.charAt(end - 1))) {
      end--;
    }
    return text.codePointCount(start, end) + 1;
  }

  /// Columns count characters, Jackson's count bytes.
  private static int columnIn(byte[] bytes, int offset, JsonLocation place, boolean isWord) {
    int end = Math.clamp(offset + place.getByteOffset(), offset, bytes.length);
    int start = Math.clamp(end - place.getColumnNr() + 1, offset, end);
    while (isWord && end > start && Character.isJavaIdentifierPart(bytes[end - 1] & 0xff)) {
      end--;
    }
    int column = 1;
    for (int i = start; i < end; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        column++;
      }
    }
    return column;
  }

  private static @Nullable Object document(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new JsonParseException(parser, "no value", parser.currentLocation());
    }
    Object value = value(parser, first);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "two values", parser.currentTokenLocation());
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token.id()) {
      case JsonTokenId.ID_STRING -> parser.getText();
      case JsonTokenId.ID_NUMBER_INT -> integer(parser);
      case JsonTokenId.ID_NUMBER_FLOAT -> parser.getDoubleValue();
      case JsonTokenId.ID_TRUE -> true;
      case JsonTokenId.ID_FALSE -> false;
      case JsonTokenId.ID_START_OBJECT -> object(parser);
      case JsonTokenId.ID_START_ARRAY -> list(parser);
      default -> null;
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? (Object) parser.getDoubleValue()
        : (Object) parser.getLongValue();
  }

  private static HashMapValue object(JsonParser parser) throws IOException {
    HashMapValue map = new HashMapValue();
    String key;
    while ((key = parser.nextFieldName()) != null) {
      map.put(key, value(parser, parser.nextToken()));
    }
    return map;
  }

  private static ListValue list(JsonParser parser) throws IOException {
    ListValue list = ListValue.empty();
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (token == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        list.add(parser.getLongValue());
      } else {
        list.add(value(parser, token));
      }
    }
    return list;
  }
}

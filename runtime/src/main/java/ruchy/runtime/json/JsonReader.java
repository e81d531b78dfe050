package ruchy.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// Reads JSON text into values: integers that fit 64 bits, other numbers as floats, objects as maps
/// in the order of their keys, of which the last duplicate wins. Raises ParseError `Invalid JSON at
/// line L, column C` for bad text, also for one nested deeper than 512.
public final class JsonReader {
  /// How deep lists and maps may be nested.
  public static final int DEEPEST = 512;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonReader() {}

  /// The value of the text.
  public static @Nullable Object parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return document(parser);
    } catch (JsonProcessingException e) {
      throw invalid(e.getLocation());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // a text in memory cannot fail to be read
    }
  }

  /// The value of the text in UTF-8.
  public static @Nullable Object parse(byte[] bytes, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
      return document(parser);
    } catch (JsonProcessingException e) {
      throw invalid(e.getLocation());
    } catch (IOException e) {
      throw invalid(null); // bytes that are no UTF-8
    }
  }

  private static Failure invalid(@Nullable JsonLocation place) {
    int line = place == null ? 1 : Math.max(1, place.getLineNr());
    int column = place == null ? 1 : Math.max(1, place.getColumnNr());
    return Failure.parseError("Invalid JSON at line " + line + ", column " + column);
  }

  private static @Nullable Object document(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw invalid(parser.currentLocation());
    }
    Object value = value(parser, first);
    if (parser.nextToken() != null) {
      throw invalid(parser.currentTokenLocation());
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

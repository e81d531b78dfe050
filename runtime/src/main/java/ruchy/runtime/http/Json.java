package ruchy.runtime.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// JSON of bodies.
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private Json() {}

  static String text(@Nullable Object value) {
    return bytes(value).toString();
  }

  static Buffer bytes(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(json, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(out.toByteArray());
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case ListValue list -> {
        json.writeStartArray();
        for (int i = 0; i < list.size(); i++) {
          write(json, list.at(i));
        }
        json.writeEndArray();
      }
      case MapValue map -> {
        json.writeStartObject();
        for (int i = 0; i < map.positions(); i++) {
          Object key = map.keyAt(i);
          if (key != null) {
            json.writeFieldName(Display.print(key));
            write(json, map.valueAt(i));
          }
        }
        json.writeEndObject();
      }
      default -> json.writeString(Display.print(value));
    }
  }

  static @Nullable Object value(Buffer bytes) {
    try (JsonParser json =
        FACTORY.createParser(new String(bytes.getBytes(), StandardCharsets.UTF_8))) {
      json.nextToken();
      Object value = read(json);
      if (json.nextToken() != null) {
        throw Failure.parseError("Invalid JSON at line 1, column 1");
      }
      return value;
    } catch (JsonProcessingException malformed) {
      var at = malformed.getLocation();
      throw Failure.parseError(
          "Invalid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static @Nullable Object read(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw Failure.parseError("Invalid JSON at line 1, column 1");
    }
    return switch (token) {
      case START_OBJECT -> {
        MapValue map = new HashMapValue();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          map.put(name, read(json));
        }
        yield map;
      }
      case START_ARRAY -> {
        ListValue list = ListValue.empty();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(json));
        }
        yield list;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}

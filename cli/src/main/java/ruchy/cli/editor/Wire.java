package ruchy.cli.editor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages as JSON, each after a head that says how long it is. Objects are maps, arrays lists,
/// whole numbers `Long`.
final class Wire {
  private static final JsonFactory JSON = new JsonFactory();

  /// A message that is longer is not from an editor.
  private static final int LONGEST = 64 << 20;

  private final InputStream in;
  private final OutputStream out;

  Wire(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// The next message; null at the end of the input.
  ///
  /// @throws IOException if the input breaks off, or is no message
  @Nullable Object read() throws IOException {
    int length = -1;
    var line = line();
    while (line != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      var name = colon < 0 ? line : line.substring(0, colon).strip();
      if (name.toLowerCase(Locale.ROOT).equals("content-length")) {
        length = length(line.substring(colon + 1).strip());
      }
      line = line();
    }
    if (line == null) return null;
    if (length < 0) throw new IOException("A message has no Content-Length");
    var bytes = in.readNBytes(length);
    if (bytes.length < length) throw new IOException("A message breaks off");
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static int length(String digits) throws IOException {
    if (!digits.matches("[0-9]{1,9}")) throw new IOException("No Content-Length: " + digits);
    int length = Integer.parseInt(digits);
    if (length > LONGEST) throw new IOException("A message is too long: " + length);
    return length;
  }

  /// A line of a head without its end; null at the end of the input.
  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) return null;
    while (next >= 0 && next != '\n') {
      if (next != '\r') line.write(next);
      next = in.read();
    }
    return line.toString(US_ASCII);
  }

  /// Whether more has arrived already.
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  void write(Map<String, ?> message) throws IOException {
    var body = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(body)) {
      write(message, generator);
    }
    out.write(("Content-Length: " + body.size() + "\r\n\r\n").getBytes(US_ASCII));
    body.writeTo(out);
    out.flush();
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          var name = parser.currentName();
          parser.nextToken();
          object.put(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) array.add(value(parser));
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  private static void write(@Nullable Object value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Map<?, ?> object -> {
        generator.writeStartObject();
        for (var entry : object.entrySet()) {
          generator.writeFieldName(String.valueOf(entry.getKey()));
          write(entry.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case List<?> array -> {
        generator.writeStartArray();
        for (Object each : array) write(each, generator);
        generator.writeEndArray();
      }
      case Boolean truth -> generator.writeBoolean(truth);
      case Number number -> generator.writeNumber(number.longValue());
      case null -> generator.writeNull();
      default -> generator.writeString(value.toString());
    }
  }
}

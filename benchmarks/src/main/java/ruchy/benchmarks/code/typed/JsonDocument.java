package ruchy.benchmarks.code.typed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A document of ten megabytes is written from records and read into maps, by Jackson's streams.
final class JsonDocument {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonDocument() {}

  private record User(
      long id, String name, String email, boolean active, double score, List<String> tags) {}

  static String run() {
    try {
      String text = write(makeUsers(85_000));
      List<Map<String, Object>> users = read(text);
      double score = 0;
      long active = 0;
      for (Map<String, Object> user : users) {
        score += (Double) member(user, "score");
        if ((Boolean) member(user, "active")) {
          active++;
        }
      }
      return users.size()
          + " "
          + active
          + " "
          + String.format(Locale.ROOT, "%.1f", score)
          + " "
          + ((List<?>) member(users.get(84_999), "tags")).get(2);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Object member(Map<String, Object> user, String name) {
    return Objects.requireNonNull(user.get(name));
  }

  private static List<User> makeUsers(int count) {
    List<User> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      users.add(
          new User(
              i,
              "User " + i,
              "user" + i + "@example.com",
              i % 3 == 0,
              i / 8.0,
              List.of("alpha", "beta", "tag" + i % 10)));
    }
    return users;
  }

  private static String write(List<User> users) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.writeStartArray();
      for (User user : users) {
        generator.writeStartObject();
        generator.writeNumberField("id", user.id);
        generator.writeStringField("name", user.name);
        generator.writeStringField("email", user.email);
        generator.writeBooleanField("active", user.active);
        generator.writeNumberField("score", user.score);
        generator.writeArrayFieldStart("tags");
        for (String tag : user.tags) {
          generator.writeString(tag);
        }
        generator.writeEndArray();
        generator.writeEndObject();
      }
      generator.writeEndArray();
    }
    return text.toString();
  }

  private static List<Map<String, Object>> read(String text) throws IOException {
    List<Map<String, Object>> users = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        users.add(object(parser));
      }
    }
    return users;
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      members.put(key, value(parser));
    }
    return members;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case START_OBJECT -> object(parser);
      default -> parser.getText();
    };
  }
}

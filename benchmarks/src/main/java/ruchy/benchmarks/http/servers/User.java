package ruchy.benchmarks.http.servers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// What `/api/users` answers with.
record User(int id, String name, String email) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 256;

  /// New objects for each request, as in the program that this is compared with.
  static List<User> all() {
    return List.of(
        new User(1, "Alice", "alice@example.com"), new User(2, "Bob", "bob@example.com"));
  }

  /// Written by Jackson's generator straight into the buffer that is sent.
  static Buffer json(List<User> users) {
    var bytes = Unpooled.buffer(USUAL_BYTES);
    try (JsonGenerator json = JSON.createGenerator((OutputStream) new ByteBufOutputStream(bytes))) {
      json.writeStartArray();
      for (User user : users) {
        json.writeStartObject();
        json.writeNumberField("id", user.id);
        json.writeStringField("name", user.name);
        json.writeStringField("email", user.email);
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return BufferInternal.buffer(bytes);
  }
}

package ruchy.runtime.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.json.JsonBytes;
import ruchy.runtime.json.JsonReader;
import ruchy.runtime.json.JsonWriter;

/// JSON of bodies.
final class Json {
  private Json() {}

  static String text(@Nullable Object value) {
    return JsonWriter.text(value);
  }

  /// The bytes are not copied.
  static Buffer bytes(@Nullable Object value) {
    JsonBytes bytes = JsonWriter.write(value);
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes.array(), 0, bytes.length()));
  }

  static @Nullable Object value(Buffer bytes) {
    byte[] array = bytes.getBytes();
    return JsonReader.parse(array, 0, array.length);
  }
}

package ruchy.runtime.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.json.JsonBytes;
import ruchy.runtime.json.JsonReader;
import ruchy.runtime.json.JsonWriter;

/// JSON from and to buffers, without copies.
public final class Json {
  private Json() {}

  /// The compact text of the value.
  public static Buffer bytes(@Nullable Object value) {
    JsonBytes text = JsonWriter.write(value);
    return BufferInternal.buffer(Unpooled.wrappedBuffer(text.array()).writerIndex(text.length()));
  }

  /// The value of the text; raises ParseError.
  public static @Nullable Object value(Buffer text) {
    ByteBuf bytes = ((BufferInternal) text).getByteBuf();
    if (bytes.hasArray()) {
      return JsonReader.parse(
          bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
    }
    return JsonReader.parse(text.getBytes(), 0, text.length());
  }
}

package ruchy.runtime.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.json.JsonBytes;
import ruchy.runtime.json.JsonReader;
import ruchy.runtime.json.JsonWriter;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// JSON from and to buffers, without copies.
public final class Json {
  private Json() {}

  /// Whether a value that is sent is sent as JSON, and not as the text that it prints (L 19.1 (4)).
  public static boolean isDocument(Object value) {
    return value instanceof MapValue
        || value instanceof ListValue
        || value instanceof TupleValue
        || value instanceof SetValue
        || value instanceof RangeValue
        || (value instanceof InstanceValue instance && !instance.isOpaque())
        || (value instanceof VariantValue variant && variant.size() > 0);
  }

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

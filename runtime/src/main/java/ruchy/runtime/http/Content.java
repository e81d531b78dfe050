package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.json.JsonWriter;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// What a value is when it is sent (L 19.1 (4), (7)).
///
/// @param type the media type, unless the program sets one; null for nothing
record Content(Buffer bytes, @Nullable CharSequence type) {
  static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
  static final CharSequence BYTES = HttpHeaders.createOptimized("application/octet-stream");

  private static final Content NOTHING = new Content(Buffer.buffer(), null);

  /// The content of a value; raises what an `Err` holds, and TypeError for what is no data.
  static Content of(@Nullable Object value) {
    return switch (value) {
      case null -> NOTHING;
      case String text -> text.isEmpty() ? NOTHING : new Content(utf8(text), TEXT);
      case Body body -> new Content(body.bytes(), BYTES);
      case ListValue list when Bytes.isBytes(list) ->
          new Content(Buffer.buffer(Bytes.array(list)), BYTES);
      case VariantValue variant
          when variant.type() == Options.OPTION || variant.type() == Options.RESULT -> {
        if (Options.isErr(variant)) {
          throw Failure.of(Options.payload(variant));
        }
        yield of(Options.payload(variant));
      }
      case FunctionValue function ->
          throw Failure.typeError("A function cannot be sent: the answer is data");
      case LibraryObject object -> throw notData(object);
      default -> Json.isDocument(value) ? new Content(Json.bytes(value), JSON) : plain(value);
    };
  }

  /// The text of a value where a text is sent: nothing for nil, JSON for structures.
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case FunctionValue function ->
          throw Failure.typeError("A function cannot be sent: the answer is data");
      case Body body -> body.bytes().toString();
      case LibraryObject object -> throw notData(object);
      case InstanceValue instance -> Display.print(instance);
      case VariantValue variant -> Display.print(variant);
      default -> Json.isDocument(value) ? JsonWriter.text(value) : Display.print(value);
    };
  }

  static Buffer utf8(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Content plain(Object value) {
    return new Content(utf8(Display.print(value)), TEXT);
  }

  private static Failure notData(LibraryObject object) {
    if (object.kind().equals("task")) {
      return Failure.typeError("A task cannot be sent: await it first");
    }
    return Failure.typeError(
        object.typeName()
            + " cannot be sent: the answer is data. To answer later, wait with sleep or await");
  }
}

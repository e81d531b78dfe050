package ruchy.runtime.ws;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// What a value is when it is sent (L 19.1 (4)): a text is a text message, bytes are a binary one,
/// structures are JSON in a text message.
final class Payload {
  private Payload() {}

  /// The message of a value; raises what an `Err` holds, and TypeError for what is no data.
  static Message of(@Nullable Object value) {
    return switch (value) {
      case null -> Message.text("");
      case String text -> Message.text(text);
      case Body body -> new Message(Message.Kind.BINARY, body.bytes().getBytes());
      case ListValue list when Bytes.isBytes(list) -> binary(list);
      case VariantValue variant
          when variant.type() == Options.OPTION || variant.type() == Options.RESULT -> {
        if (Options.isErr(variant)) {
          throw Failure.of(Options.payload(variant));
        }
        yield of(Options.payload(variant));
      }
      case FunctionValue function -> throw Failure.typeError("A function cannot be sent");
      case LibraryObject object ->
          throw Failure.typeError(object.typeName() + " cannot be sent: a message is data");
      default ->
          Json.isDocument(value)
              ? new Message(Message.Kind.TEXT, Json.bytes(value).getBytes())
              : Message.text(Display.print(value));
    };
  }

  /// A binary message of bytes, or of a text in UTF-8.
  static Message binary(@Nullable Object value) {
    return switch (value) {
      case String text ->
          new Message(Message.Kind.BINARY, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      case Body body -> new Message(Message.Kind.BINARY, body.bytes().getBytes());
      case ListValue list -> new Message(Message.Kind.BINARY, Bytes.array(list));
      case null, default ->
          throw Failure.typeError(
              "send_binary expects bytes or a text, got " + Display.print(value));
    };
  }
}

package ruchy.runtime.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.json.JsonReader;
import ruchy.runtime.json.JsonWriter;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.net.TcpStream;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// Messages over a stream, instead of bytes. May be used from any task; messages of several tasks
/// are not mixed.
@LibraryType("net::Framed")
public final class Framed extends OpenObject {
  private final TcpStream stream;
  private final Framing framing;

  Framed(TcpStream stream, Framing framing) {
    this.stream = stream;
    this.framing = framing;
  }

  @Override
  public String typeName() {
    return "net::Framed";
  }

  @Override
  public String display() {
    return "<Framed " + stream.remoteAddr() + ">";
  }

  /// The stream under the messages.
  ///
  /// ```ruchy
  /// let framed = net::framed(stream)
  /// framed.stream.remote_addr() == stream.remote_addr()   // => true
  /// ```
  @Property
  public TcpStream stream() {
    return stream;
  }

  /// Sends a message: a text, or a map or list as JSON. Raises ArgumentError when it is too long,
  /// or contains the delimiter.
  ///
  /// ```ruchy
  /// net::framed(stream).send({text: "grün"})
  /// net::framed(peer).recv()   // => "{"text":"grün"}"
  /// ```
  @Export
  @Waits
  public void send(@Reads @Nullable Object message) {
    if (message instanceof MapValue || message instanceof ListValue) {
      sendJson(message);
    } else {
      stream.writeBytes(framing.framed(Display.print(message).getBytes(UTF_8)));
    }
  }

  /// Sends any value as JSON.
  ///
  /// ```ruchy
  /// net::framed(stream).send_json("text")
  /// net::framed(peer).recv()   // => ""text""
  /// ```
  @Export
  @Waits
  public void sendJson(@Reads @Nullable Object value) {
    stream.writeBytes(framing.framed(JsonWriter.write(value).toArray()));
  }

  /// Sends bytes.
  ///
  /// ```ruchy
  /// net::framed(stream).send_bytes(b"hi")
  /// net::framed(peer).recv_bytes()   // => [104, 105]
  /// ```
  @Export
  @Waits
  public void sendBytes(@Reads @Type("list<any>") ListValue bytes) {
    stream.writeBytes(framing.framed(Bytes.array(bytes)));
  }

  /// The next message as text, or nil at the end of the stream. Raises IoError when the stream ends
  /// within a message or the message is too long, and ParseError when it is no UTF-8.
  ///
  /// ```ruchy
  /// net::framed(stream, {delimiter: ";"}).send("one")
  /// stream.close()
  /// let messages = net::framed(peer, {delimiter: ";"})
  /// [messages.recv(), messages.recv()]   // => ["one", nil]
  /// ```
  @Export
  @Waits
  public @Nullable String recv() {
    byte[] message = framing.next(stream);
    return message == null ? null : stream.text(message);
  }

  /// The value of the next message, which is JSON, or nil at the end of the stream. Raises
  /// ParseError for what is no JSON.
  ///
  /// ```ruchy
  /// net::framed(stream).send({a: [1, nil]})
  /// net::framed(peer).recv_json()   // => {a: [1, nil]}
  /// ```
  @Export
  @Waits
  public @Nullable Object recvJson() {
    byte[] message = framing.next(stream);
    return message == null ? null : JsonReader.parse(message, 0, message.length);
  }

  /// The bytes of the next message, or nil at the end of the stream.
  ///
  /// ```ruchy
  /// net::framed(stream).send("hi")
  /// net::framed(peer).recv_bytes()   // => [104, 105]
  /// ```
  @Export
  @Waits
  @Type("list<byte>?")
  public @Nullable ListValue recvBytes() {
    byte[] message = framing.next(stream);
    return message == null ? null : Bytes.list(message);
  }

  /// Closes the stream.
  ///
  /// ```ruchy
  /// net::framed(stream).close()
  /// stream.is_closed()   // => true
  /// ```
  @Export
  public void close() {
    stream.close();
  }

  /// The messages as texts until the stream ends.
  @Override
  public Cursor cursor() {
    return new Walk(this);
  }

  private static final class Walk extends Cursor {
    private final Framed framed;
    private @Nullable String message;

    Walk(Framed framed) {
      this.framed = framed;
    }

    @Override
    public boolean advance() {
      message = framed.recv();
      return message != null;
    }

    @Override
    public @Nullable Object value() {
      return message;
    }
  }
}

package ruchy.runtime.ws;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Request;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.OpenObject;

/// One side of a WebSocket: of a server's connection, or a client. Programs may add members. May be
/// used from any task.
@LibraryType("ws::Socket")
public final class Socket extends OpenObject {

  private final String id = UUID.randomUUID().toString();
  private final Conversation conversation;

  /// @param isHeld whether events wait until the creating task waits (L 12.6)
  Socket(Loop loop, Side side, Settings settings, boolean isHeld) {
    conversation = new Conversation(this, loop, side, settings, isHeld);
  }

  Conversation conversation() {
    return conversation;
  }

  @Override
  public String typeName() {
    return "ws::Socket";
  }

  @Override
  public String display() {
    return "<ws::Socket " + state() + ">";
  }

  /// A text that no other socket has.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.id.len()   // => 36
  /// ```
  @Property
  public String id() {
    return id;
  }

  /// `"connecting"`, `"open"`, `"closing"` or `"closed"`.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.state   // => "connecting"
  /// ```
  @Property
  public String state() {
    return switch (conversation.state()) {
      case CONNECTING -> "connecting";
      case OPEN -> "open";
      case CLOSING -> "closing";
      case CLOSED -> "closed";
    };
  }

  /// Whether messages go through.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.is_open   // => false
  /// ```
  @Property("is_open")
  public boolean isConnected() {
    return conversation.state() == Conversation.State.OPEN;
  }

  /// What was connected to: the address of a client, path and query of a server's socket.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/chat")
  /// socket.url   // => "ws://127.0.0.1:1/chat"
  /// ```
  @Property
  public String url() {
    return conversation.side().url();
  }

  /// The sub-protocol that both sides agreed on, or nil.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/", {protocols: ["chat.v2"]})
  /// socket.protocol   // => nil
  /// ```
  @Property
  public @Nullable String protocol() {
    return conversation.protocol();
  }

  /// The request with which a server's socket began: its path, query, headers, cookies, and the
  /// members that middleware has added. Nil for a client.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| {
  ///     println(socket.request.path, socket.request.query("room", "lobby"))
  /// })
  /// ```
  @Property
  public @Nullable Request request() {
    return conversation.side().request();
  }

  /// The address of a server's peer; nil for a client.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| println(socket.ip))
  /// ```
  @Property
  public @Nullable String ip() {
    Request request = request();
    return request == null ? null : request.ip();
  }

  /// How many bytes wait to be sent.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.queued   // => 0
  /// ```
  @Property
  public long queued() {
    return conversation.outgoing().bytes();
  }

  /// Calls the function for an event: `"message"` (the data: a text, or a list of bytes), `"close"`
  /// (code, reason), `"error"` (the error), and for clients `"open"`, and `"disconnect"` (code,
  /// reason) when a lost connection is to be replaced. Several functions of an event are called in
  /// the order of their registration.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| {
  ///     socket.on("message", |data| { socket.send("You said: " + data) })
  ///     socket.on("close", |code, reason| println(f"closed with {code}"))
  /// })
  /// ```
  @Export
  public Socket on(String event, @Type("(any, any) -> any") FunctionValue function) {
    conversation.on(event, function);
    return this;
  }

  /// Sends a value: a text as it is, bytes as a binary message, other values as JSON. It is queued,
  /// in the order of the calls; before a client is connected too. False when the socket is closed,
  /// or when more than `max_queue` bytes wait: then the peer is too slow, and is closed with 1013.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.send({type: "hello"})   // => true
  /// ```
  @Export
  public boolean send(@Reads @Nullable Object value) {
    return !conversation.isEnding() && conversation.send(Payload.of(value));
  }

  /// Sends bytes, or a text, as a binary message.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.send_binary(b"abc")   // => true
  /// ```
  @Export
  public boolean sendBinary(@Reads Object value) {
    return !conversation.isEnding() && conversation.send(Payload.binary(value));
  }

  /// Waits until everything that was sent has left. False when the socket was closed before.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| {
  ///     for line in read_file("big.txt").lines() { socket.send(line); socket.drain() }
  /// })
  /// ```
  @Export
  @Waits
  public boolean drain() {
    return conversation.awaitSent();
  }

  /// Waits for the next message: a text, or a list of bytes; nil when the socket is closed. For
  /// sockets without functions for events: messages wait for this, and the peer waits when too many
  /// do.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| { socket.send("What is your name?") })
  /// server.listen()
  /// let socket = ws::connect(f"ws://127.0.0.1:{server.port}/")
  /// socket.recv()   // => "What is your name?"
  /// server.close()
  /// ```
  @Export
  @Waits
  public @Nullable Object recv() {
    return conversation.receive(0);
  }

  /// As `recv()`; raises TimeoutError after that many milliseconds.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.recv(1000)   // => nil
  /// ```
  @Export
  @Waits
  public @Nullable Object recv(long millis) {
    if (millis <= 0) {
      throw Failure.argumentError("recv waits 1 millisecond or more, got " + millis);
    }
    return conversation.receive(millis);
  }

  /// The messages, until the socket is closed.
  @Override
  public Cursor cursor() {
    return new Messages(this);
  }

  /// Closes the socket with the code 1000, when everything that was sent before has left.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.close()
  /// ```
  @Export
  public void close() {
    close(CloseCode.NORMAL, "");
  }

  /// Closes the socket with a code: 1000 to 1003, 1007 to 1014, or one of the program's own, 3000
  /// to 4999.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.close(4001)
  /// ```
  @Export
  public void close(long code) {
    close(code, "");
  }

  /// Closes the socket with a code and a reason of at most 123 bytes.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.close(4001, "not logged in")
  /// ```
  @Export
  public void close(long code, String reason) {
    conversation.close(code, reason);
  }

  /// Ends the connection at once, without a word to the peer.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.terminate()
  /// ```
  @Export
  public void terminate() {
    conversation.terminate();
  }

  /// Waits until the socket is closed and its functions have returned.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.close()
  /// socket.wait()
  /// ```
  @Export("wait")
  @Waits
  public void awaitEnd() {
    conversation.awaitEnd();
  }
}

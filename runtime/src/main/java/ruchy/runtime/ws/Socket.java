package ruchy.runtime.ws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Request;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.OpenObject;

/// One side of a WebSocket: of a server's connection, or a client. Programs may add members. May be
/// used from any task.
@LibraryType("ws::Socket")
public final class Socket extends OpenObject implements Wire.Receiver, Lifetime.Open {
  private static final Set<String> EVENTS =
      Set.of("message", "close", "error", "open", "disconnect");

  private enum State {
    CONNECTING,
    OPEN,
    CLOSING,
    CLOSED
  }

  /// A function for an event.
  private record Handler(String event, FunctionValue function) {}

  /// What made the socket, and what becomes of it.
  interface Side {
    /// The address, or path and query, that was connected to.
    String url();

    /// The socket begins to live: its first function is about to be called.
    void joined(Socket socket);

    /// The connection is over.
    ///
    /// @return whether there will be another one
    boolean ended(Socket socket, int code);

    /// The program does not want the socket any longer, before it is connected.
    void givenUp();

    /// The last function has returned.
    void done(Socket socket);

    /// The request of a server's socket; null for clients.
    @Nullable Request request();

    /// Whether the socket keeps the program alive while it has functions.
    boolean isClient();
  }

  private final String id = UUID.randomUUID().toString();
  private final Side side;
  private final Settings settings;
  private final Mailbox mailbox;
  private final Outgoing outgoing;
  private volatile List<Handler> handlers = List.of();
  private volatile State state;
  private volatile @Nullable Wire wire;
  private volatile @Nullable String protocol;

  /// Whether the last function has returned. Written with the lock of this.
  private boolean isDone;

  /// Whether nobody needs to wait for this any longer. Written with the lock of this.
  private boolean isSpent;

  private final List<Outcome<Boolean>> waiting = new ArrayList<>(0);
  private @Nullable Runnable whenDrained;

  /// @param isHeld whether events wait until the creating task waits (L 12.6)
  Socket(Loop loop, Side side, Settings settings, boolean isHeld) {
    this.side = side;
    this.settings = settings;
    this.mailbox = new Mailbox(this, loop, isHeld);
    this.outgoing = new Outgoing(settings.queueBytes);
    this.state = side.isClient() ? State.CONNECTING : State.OPEN;
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
    return switch (state) {
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
    return state == State.OPEN;
  }

  /// What was connected to: the address of a client, path and query of a server's socket.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/chat")
  /// socket.url   // => "ws://127.0.0.1:1/chat"
  /// ```
  @Property
  public String url() {
    return side.url();
  }

  /// The sub-protocol that both sides agreed on, or nil.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/", {protocols: ["chat.v2"]})
  /// socket.protocol   // => nil
  /// ```
  @Property
  public @Nullable String protocol() {
    return protocol;
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
    return side.request();
  }

  /// The address of a server's peer; nil for a client.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| println(socket.ip))
  /// ```
  @Property
  public @Nullable String ip() {
    Request request = side.request();
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
    return outgoing.bytes();
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
    if (!EVENTS.contains(event)) {
      throw Failure.argumentError(
          "A WebSocket has the events message, close, error, open and disconnect, not '"
              + event
              + "'");
    }
    boolean isFirst;
    synchronized (this) {
      isFirst = handlers.isEmpty();
      List<Handler> more = new ArrayList<>(handlers);
      more.add(new Handler(event, function));
      handlers = List.copyOf(more);
      if (isFirst && !isDone && side.isClient()) {
        Lifetime.opened(this);
      }
    }
    if (isFirst) {
      mailbox.loop().execute(mailbox::advance);
    }
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
    return isEnding() ? false : send(Payload.of(value));
  }

  /// Sends bytes, or a text, as a binary message.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.send_binary(b"abc")   // => true
  /// ```
  @Export
  public boolean sendBinary(@Reads Object value) {
    return isEnding() ? false : send(Payload.binary(value));
  }

  private boolean isEnding() {
    return switch (state) {
      case CONNECTING, OPEN -> false;
      case CLOSING, CLOSED -> true;
    };
  }

  boolean send(Message message) {
    if (isEnding()) {
      return false;
    }
    if (!outgoing.add(message)) {
      mailbox.loop().execute(this::overflow);
      return false;
    }
    Wire open = wire;
    if (open != null) {
      open.askToFlush();
    }
    if (state == State.CLOSED) {
      outgoing.clear(); // It was closed in between.
      return false;
    }
    return true;
  }

  private void overflow() {
    Wire open = wire;
    synchronized (this) {
      if (isEnding()) {
        return;
      }
      if (open != null) {
        state = State.CLOSING;
      }
    }
    if (open != null) {
      open.fail(
          CloseCode.TRY_AGAIN, "the peer is too slow: " + settings.queueBytes + " bytes wait");
    }
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
    if (state != State.CLOSED && outgoing.bytes() > 0) {
      Bridge.<Boolean>await(outgoing::whenEmpty);
    }
    return state != State.CLOSED;
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
    return receive(0);
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
    return receive(millis);
  }

  private @Nullable Object receive(long limitMillis) {
    List<Outcome<Event>> asked = new ArrayList<>(1);
    try {
      Event next =
          Bridge.<Event>await(
              outcome -> {
                asked.add(outcome);
                mailbox.loop().execute(() -> mailbox.take(outcome));
              },
              limitMillis);
      return next instanceof Event.Received(Object content) ? shown(content) : null;
    } catch (RuntimeException ended) {
      asked.forEach(outcome -> mailbox.loop().execute(() -> mailbox.withdraw(outcome)));
      throw ended;
    }
  }

  /// The messages, until the socket is closed.
  @Override
  public Cursor cursor() {
    return new Messages(this);
  }

  private static final class Messages extends Cursor {
    private final Socket socket;
    private @Nullable Object message;

    Messages(Socket socket) {
      this.socket = socket;
    }

    @Override
    public boolean advance() {
      message = socket.recv();
      return message != null;
    }

    @Override
    public @Nullable Object value() {
      return message;
    }
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
    Message close = CloseCode.message(code, reason);
    synchronized (this) {
      if (isEnding()) {
        return;
      }
      state = State.CLOSING;
    }
    mailbox.loop().execute(() -> close(close));
  }

  private void close(Message close) {
    Wire open = wire;
    if (open == null) {
      side.givenUp();
    } else {
      open.close(close);
    }
  }

  /// Ends the connection at once, without a word to the peer.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/")
  /// socket.terminate()
  /// ```
  @Export
  public void terminate() {
    synchronized (this) {
      if (state != State.CLOSED) {
        state = State.CLOSING;
      }
    }
    mailbox
        .loop()
        .execute(
            () -> {
              Wire open = wire;
              if (open == null) {
                side.givenUp();
              } else {
                open.cut();
              }
            });
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
    Bridge.<Boolean>await(
        outcome -> {
          synchronized (this) {
            if (!isSpent) {
              waiting.add(outcome);
              return;
            }
          }
          outcome.complete(true);
        });
  }

  // What follows is called on the event loop.

  Mailbox mailbox() {
    return mailbox;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  /// The connection, which may not be open yet.
  void wire(Wire made, @Nullable String agreed) {
    wire = made;
    protocol = agreed;
  }

  /// A client is connected.
  void opened() {
    synchronized (this) {
      if (state == State.CONNECTING) {
        state = State.OPEN;
      }
    }
    mailbox.post(new Event.Opened());
  }

  /// Whether the program has said that it does not want the socket any longer.
  boolean isUnwanted() {
    return isEnding();
  }

  void read(boolean isWanted) {
    Wire open = wire;
    if (open != null) {
      open.read(isWanted);
    }
  }

  @Override
  public void received(Object content) {
    if (state == State.OPEN) {
      mailbox.post(new Event.Received(content));
    }
  }

  @Override
  public void ended(int code, String reason, @Nullable String fault) {
    wire = null;
    if (fault != null) {
      mailbox.post(new Event.Failed(Failure.ioError("WebSocket closed: " + fault)));
    }
    boolean isWanted = !isEnding();
    boolean goesOn = side.ended(this, code) && isWanted;
    if (!goesOn) {
      end(code, reason);
      return;
    }
    synchronized (this) {
      if (!isEnding()) {
        state = State.CONNECTING;
      }
    }
    mailbox.post(new Event.Lost(code, reason));
    if (isEnding()) {
      side.givenUp();
    }
  }

  /// Something failed before there was a connection.
  void failed(Failure failure) {
    mailbox.post(new Event.Failed(failure));
  }

  /// There is no connection, and will be none. Only the first call counts.
  void end(int code, String reason) {
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
    }
    outgoing.clear();
    mailbox.post(new Event.Ended(code, reason));
  }

  void joined() {
    side.joined(this);
  }

  /// Whether the program has registered nothing, so that messages wait for `recv`.
  boolean isQuiet() {
    return handlers.isEmpty();
  }

  /// The functions for an event.
  List<FunctionValue> functions(Event event) {
    return switch (event) {
      case Event.Joined(List<FunctionValue> functions) -> functions;
      case Event.Opened _ -> named("open");
      case Event.Received _ -> named("message");
      case Event.Failed _ -> named("error");
      case Event.Lost _ -> named("disconnect");
      case Event.Ended _ -> named("close");
    };
  }

  private List<FunctionValue> named(String event) {
    List<FunctionValue> found = new ArrayList<>(1);
    for (Handler each : handlers) {
      if (each.event().equals(event)) {
        found.add(each.function());
      }
    }
    return found;
  }

  /// Nobody has a function for the event.
  void unheard(Event event) {
    if (event instanceof Event.Failed(Failure failure) && side.isClient()) {
      Output.ERROR.line("error in WebSocket: " + failure.message());
    }
  }

  /// Calls a function with what belongs to the event.
  @Nullable Object call(FunctionValue function, Event event) {
    return switch (event) {
      case Event.Joined _ -> function.offer(this, side.request());
      case Event.Opened _ -> function.offer(this);
      case Event.Received(Object content) -> function.offer(shown(content));
      case Event.Failed(Failure failure) -> function.offer(failure.value());
      case Event.Lost(int code, String reason) -> function.offer((long) code, reason);
      case Event.Ended(int code, String reason) -> function.offer((long) code, reason);
    };
  }

  /// The content of a message as the program sees it.
  static Object shown(Object content) {
    return content instanceof byte[] bytes ? Bytes.list(bytes) : content;
  }

  /// A function has raised. One that should have prepared the socket leaves it of no use.
  void raised(Event event) {
    if (event instanceof Event.Joined) {
      close(CloseCode.INTERNAL_ERROR, "");
    }
  }

  /// The connection has ended, and no function runs or is going to; messages may still be there for
  /// who asks. Only the first call counts.
  void spent() {
    List<Outcome<Boolean>> all;
    synchronized (this) {
      if (isSpent) {
        return;
      }
      isSpent = true;
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(outcome -> outcome.complete(true));
    side.done(this);
  }

  /// The last function has returned.
  void done() {
    Runnable drained;
    synchronized (this) {
      isDone = true;
      drained = whenDrained;
    }
    spent();
    Lifetime.closed(this);
    if (drained != null) {
      drained.run();
    }
  }

  /// The program ends: the peer of a client is told so.
  @Override
  public void drain(long graceMillis, Runnable whenDone) {
    boolean isOver;
    synchronized (this) {
      isOver = isDone;
      whenDrained = whenDone;
    }
    if (isOver) {
      whenDone.run();
      return;
    }
    close(CloseCode.GOING_AWAY, "");
    var _ =
        mailbox
            .loop()
            .events()
            .schedule(this::terminate, Math.max(0, graceMillis), TimeUnit.MILLISECONDS);
  }
}

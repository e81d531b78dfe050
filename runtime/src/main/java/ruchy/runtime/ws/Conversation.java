package ruchy.runtime.ws;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Waiters;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// What goes on between the two sides of a WebSocket, from its beginning to its end: the events of
/// the program, and what waits to be sent. That of a client may go over several connections
/// (`Wire`), one after the other. Any thread may call what stands before the accessors; the rest
/// belongs to the event loop.
final class Conversation implements Wire.Receiver, Lifetime.Open {
  enum State {
    CONNECTING,
    OPEN,
    CLOSING,
    CLOSED
  }

  private final Socket socket;
  private final Side side;
  private final Settings settings;
  private final Mailbox mailbox;
  private final Outgoing outgoing;
  private final EventFunctions functions = new EventFunctions();
  private volatile State state;
  private volatile @Nullable Wire wire;
  private volatile @Nullable String protocol;

  /// Whether the last function has returned. Written with the lock of this.
  private boolean isDone;

  /// Whether nobody needs to wait for this any longer. Written with the lock of this.
  private volatile boolean isSpent;

  private final Waiters untilSpent = new Waiters(() -> isSpent);
  private @Nullable Runnable whenDrained;

  /// @param isHeld whether events wait until the creating task waits (L 12.6)
  Conversation(Socket socket, Loop loop, Side side, Settings settings, boolean isHeld) {
    this.socket = socket;
    this.side = side;
    this.settings = settings;
    this.mailbox = new Mailbox(this, loop, isHeld);
    this.outgoing = new Outgoing(settings.queueBytes);
    this.state = side.isClient() ? State.CONNECTING : State.OPEN;
  }

  Side side() {
    return side;
  }

  State state() {
    return state;
  }

  @Nullable String protocol() {
    return protocol;
  }

  /// Calls the function for an event from now on; the first one keeps a client alive.
  void on(String event, FunctionValue function) {
    EventFunctions.check(event);
    boolean isFirst;
    synchronized (this) {
      isFirst = functions.isEmpty();
      functions.add(event, function);
      if (isFirst && !isDone && side.isClient()) {
        Lifetime.opened(this);
      }
    }
    if (isFirst) {
      mailbox.loop().execute(mailbox::advance);
    }
  }

  /// Whether the program does not want it any longer, or it is over.
  boolean isEnding() {
    return switch (state) {
      case CONNECTING, OPEN -> false;
      case CLOSING, CLOSED -> true;
    };
  }

  /// Queues a message; false when that is of no use.
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

  /// Waits until everything that was sent has left. False when the end came before.
  boolean awaitSent() {
    if (state != State.CLOSED && outgoing.bytes() > 0) {
      outgoing.awaitEmpty();
    }
    return state != State.CLOSED;
  }

  /// Waits for the next message, as the program sees it; null when there will be none.
  ///
  /// @param limitMillis after which TimeoutError is raised; 0 for never
  @Nullable Object receive(long limitMillis) {
    List<Outcome<Event>> asked = new ArrayList<>(1);
    try {
      Event next =
          Bridge.<Event>await(
              outcome -> {
                asked.add(outcome);
                mailbox.loop().execute(() -> outcome.attempt(() -> mailbox.take(outcome)));
              },
              limitMillis);
      return next instanceof Event.Received(Object content) ? EventFunctions.shown(content) : null;
    } catch (RuntimeException ended) {
      asked.forEach(outcome -> mailbox.loop().execute(() -> mailbox.withdraw(outcome)));
      throw ended;
    }
  }

  /// Closes it with a code, when everything that was sent before has left.
  void close(long code, String reason) {
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
  void terminate() {
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

  /// Waits until it is over and the functions have returned.
  void awaitEnd() {
    untilSpent.await();
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
    boolean goesOn = side.ended(socket, code) && isWanted;
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
    side.joined(socket);
  }

  /// Whether the program has registered nothing, so that messages wait for `recv`.
  boolean isQuiet() {
    return functions.isEmpty();
  }

  /// The functions for an event.
  List<FunctionValue> functions(Event event) {
    return functions.of(event);
  }

  /// Nobody has a function for the event.
  void unheard(Event event) {
    if (event instanceof Event.Failed(Failure failure) && side.isClient()) {
      Output.ERROR.line("error in WebSocket: " + failure.message());
    }
  }

  /// Calls a function with what belongs to the event.
  @Nullable Object call(FunctionValue function, Event event) {
    return EventFunctions.call(function, event, socket);
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
    synchronized (this) {
      if (isSpent) {
        return;
      }
      isSpent = true;
    }
    untilSpent.wake();
    side.done(socket);
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

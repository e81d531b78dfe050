package ruchy.runtime.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Waiters;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;

/// Server-sent events (HTML, section 9.2): an answer that goes on until the program closes it or
/// the client goes. May be used by any task.
@LibraryType("http::Events")
public final class Events implements LibraryObject {
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  /// When a client that sends nothing more is asked whether it is there: one that has gone resets
  /// the connection at the first sign, and the next one fails.
  private static final long[] PROBE_MILLIS = {0, 200, 2_000};

  private final Response response;
  private final OutgoingBody body;
  private final @Nullable String lastId;
  private final Waiters untilEnd = new Waiters(() -> !isConnected());
  private volatile boolean isClosed;
  private @Nullable ScheduledFuture<?> heartbeat;

  Events(Response response, OutgoingBody body, @Nullable String lastId) {
    this.response = response;
    this.body = body;
    this.lastId = lastId;
  }

  /// Begins the heartbeat. On the event loop.
  void begin(EventLoop events, long heartbeatMillis) {
    body.whenGone(this::ended);
    if (heartbeatMillis > 0 && !body.isGone()) {
      heartbeat =
          (ScheduledFuture<?>)
              events.scheduleAtFixedRate(
                  () -> body.offer(HEARTBEAT),
                  heartbeatMillis,
                  heartbeatMillis,
                  TimeUnit.MILLISECONDS);
    }
  }

  /// The client has closed its sending side, or has gone: what is sent to it tells. On the event
  /// loop.
  void probe(EventLoop events) {
    for (long millis : PROBE_MILLIS) {
      var _ = events.schedule(() -> body.offer(HEARTBEAT), millis, TimeUnit.MILLISECONDS);
    }
  }

  /// Nothing more is sent. By any thread, any number of times.
  void ended() {
    isClosed = true;
    synchronized (this) {
      ScheduledFuture<?> beating = heartbeat;
      if (beating != null) {
        beating.cancel(false);
        heartbeat = null;
      }
    }
    untilEnd.wake();
  }

  @Override
  public String typeName() {
    return "http::Events";
  }

  @Override
  public String display() {
    return isConnected() ? "<http::Events open>" : "<http::Events closed>";
  }

  /// Sends an event: a text, or any other value as JSON. False when the client has gone or the
  /// events were closed.
  ///
  /// ```ruchy
  /// server.get("/clock", |req, res| {
  ///     let events = res.events()
  ///     while events.send({time: current_time_ms()}) { sleep(1000) }
  /// })
  /// ```
  @Export
  @Waits
  public boolean send(@Reads @Nullable Object data) {
    return send(data, new HashMapValue());
  }

  /// Sends an event with a name (`event`), an `id` that the client tells when it comes back, and
  /// after how many milliseconds it does so (`retry`).
  ///
  /// ```ruchy
  /// server.get("/news", |req, res| {
  ///     let events = res.events()
  ///     events.send("hello", {event: "greeting", id: 7, retry: 2000})
  /// })
  /// ```
  @Export
  @Waits
  public boolean send(@Reads @Nullable Object data, @Reads MapValue options) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key != null) {
        field(text, Display.print(key), options.valueAt(i));
      }
    }
    for (String line : Content.text(data).split("\r\n|\r|\n", -1)) {
      text.append("data: ").append(line).append('\n');
    }
    return isConnected() && body.write(Content.utf8(text.append('\n').toString()));
  }

  private static void field(StringBuilder text, String name, @Nullable Object value) {
    if (!name.equals("event") && !name.equals("id") && !name.equals("retry")) {
      throw Failure.argumentError("Unknown option of send: '" + name + "'");
    }
    if (value == null) {
      return;
    }
    String shown = Display.print(value);
    if (shown.indexOf('\n') >= 0 || shown.indexOf('\r') >= 0 || shown.indexOf('\0') >= 0) {
      throw Failure.argumentError("The " + name + " of an event has no line breaks");
    }
    if (name.equals("retry") && !(value instanceof Long millis && millis >= 0)) {
      throw Failure.argumentError("The retry of an event is a number of milliseconds");
    }
    text.append(name).append(": ").append(shown).append('\n');
  }

  /// Whether the client is still there, and the events are not closed.
  ///
  /// ```ruchy
  /// server.get("/ticks", |req, res| {
  ///     let events = res.events()
  ///     while events.is_open { events.send("tick"); sleep(1000) }
  /// })
  /// ```
  @Property("is_open")
  public boolean isConnected() {
    return !isClosed && !body.isGone();
  }

  /// The `id` of the last event that the client has seen before it came back, or nil.
  ///
  /// ```ruchy
  /// server.get("/news", |req, res| {
  ///     let events = res.events()
  ///     events.send(f"after {events.last_id}")
  /// })
  /// ```
  @Property("last_id")
  public @Nullable String lastId() {
    return lastId;
  }

  /// Ends the answer. The client will come back, unless it is told not to.
  ///
  /// ```ruchy
  /// server.get("/once", |req, res| {
  ///     let events = res.events()
  ///     events.send("done")
  ///     events.close()
  /// })
  /// ```
  @Export
  public void close() {
    ended();
    response.endPieces();
  }

  /// Waits until the client has gone or the events are closed: for functions whose events are sent
  /// by others.
  ///
  /// ```ruchy
  /// let clients = []
  /// server.get("/events", |req, res| {
  ///     let events = res.events()
  ///     clients.push(events)
  ///     events.wait()
  ///     clients.retain(|c| c.is_open)
  /// })
  /// ```
  @Export("wait")
  @Waits
  public void awaitEnd() {
    untilEnd.await();
  }
}

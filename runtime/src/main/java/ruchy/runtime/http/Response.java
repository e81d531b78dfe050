package ruchy.runtime.http;

import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Fields;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Cursors;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The answer to one request. The first of `html`, `text`, `json`, `send` and `redirect` answers;
/// after it the response can only be read. Programs may add members, and replace these (L 19.1
/// (2)); a replaced one does not change what the others do.
@LibraryType("http::Response")
public final class Response extends ResponseBody {
  private static final long HEARTBEAT_MILLIS = 15_000;

  Response(Exchange exchange, HttpServerResponse outgoing, String method) {
    super(exchange, outgoing, method);
  }

  @Override
  Response self() {
    return this;
  }

  @Override
  public String typeName() {
    return "http::Response";
  }

  @Override
  public String display() {
    return "<http::Response " + status() + ">";
  }

  /// Answers with an HTML text; nil is an empty one.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.html("<h1>Hello</h1>") })
  /// ```
  @Export
  public Response html(@Reads @Nullable Object text) {
    return answer(Content.utf8(Content.text(text)), HTML, "res.html");
  }

  /// Answers with a plain text; nil is an empty one, and maps and lists are their JSON.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("Hello") })
  /// ```
  @Export
  public Response text(@Reads @Nullable Object text) {
    return answer(Content.utf8(Content.text(text)), Content.TEXT, "res.text");
  }

  /// Answers with a value as JSON (L 18.1).
  ///
  /// ```ruchy
  /// server.get("/users", |req, res| { res.json([{id: 1, name: "Alice"}]) })
  /// ```
  @Export
  public Response json(@Reads @Nullable Object value) {
    checkOpen("res.json");
    return answer(Json.bytes(value), Content.JSON, "res.json");
  }

  /// Answers with an empty body and the current status.
  ///
  /// ```ruchy
  /// server.delete("/users/:id", |req, res| { res.status(204).send() })
  /// ```
  @Export
  public Response send() {
    return answer(NOTHING, null, "res.send");
  }

  /// Answers with a text; with maps, lists, instances and other structures as JSON; with a list of
  /// bytes, or the body of a request or response, as it is. `Some` and `Ok` stand for what is in
  /// them, `None` for nil; the error of an `Err` is raised. TypeError for what is no data:
  /// functions, tasks and other objects of the library.
  ///
  /// ```ruchy
  /// server.post("/echo", |req, res| { res.send(req.body) })
  /// ```
  @Export
  public Response send(@Reads @Nullable Object value) {
    if (value instanceof String text) {
      return answer(Content.utf8(text), text.isEmpty() ? null : Content.TEXT, "res.send");
    }
    checkOpen("res.send");
    if (value instanceof Body body && !body.isComplete()) {
      return pass(body.chunks());
    }
    Content content = Content.of(value);
    return answer(content.bytes(), content.type(), "res.send");
  }

  /// Writes a piece of the answer, which is a text, bytes, or JSON as with `send`; the first one
  /// sends status and header fields. The answer ends with `res.end()`, or when the function
  /// returns. Waits while the client does not read. Raises IoError when the client has gone.
  ///
  /// ```ruchy
  /// server.get("/count", |req, res| {
  ///     for i in 1..=3 { res.write(f"{i}\n"); sleep(100) }
  /// })
  /// ```
  @Export
  @Waits
  public Response write(@Reads @Nullable Object piece) {
    write(Content.of(piece), "res.write");
    return this;
  }

  /// Ends an answer that was begun with `write`; without one it is an empty answer.
  ///
  /// ```ruchy
  /// server.get("/two", |req, res| { res.write("one\n"); res.write("two\n"); res.end() })
  /// ```
  @Export
  public Response end() {
    if (isStreaming()) {
      endPieces();
      return this;
    }
    return answer(NOTHING, null, "res.end");
  }

  /// Writes the last piece and ends the answer.
  ///
  /// ```ruchy
  /// server.get("/two", |req, res| { res.write("one\n"); res.end("two\n") })
  /// ```
  @Export
  @Waits
  public Response end(@Reads @Nullable Object piece) {
    if (!isStreaming()) {
      return send(piece);
    }
    write(piece);
    return end();
  }

  /// Answers with all that a source gives, one piece after the other, without collecting them: a
  /// list or another iterable, `req.stream()`, the body of another message, or a function that is
  /// called until it gives nil.
  ///
  /// ```ruchy
  /// server.get("/numbers", |req, res| { res.stream((1..=1000).map(|i| f"{i}\n")) })
  /// ```
  @CallsAtOnce
  @Export
  @Waits
  public Response stream(@Nullable Object source) {
    checkOpen("res.stream");
    if (source instanceof FunctionValue function) {
      for (Object piece = function.call(); piece != null; piece = function.call()) {
        write(piece);
      }
      return end();
    }
    Cursor cursor =
        source instanceof Body body
            ? BodyStream.of(body).cursor()
            : source instanceof String ? null : Cursors.of(source);
    if (cursor == null) {
      throw Failure.typeError("res.stream expects an iterable or a function");
    }
    while (cursor.advance()) {
      write(cursor.value());
    }
    return end();
  }

  /// Answers with server-sent events, which go on until the function returns, the program closes
  /// them, or the client goes. Options: `heartbeat`, the milliseconds between two signs of life
  /// (15,000; 0 for none).
  ///
  /// ```ruchy
  /// server.get("/clock", |req, res| {
  ///     let events = res.events({heartbeat: 5000})
  ///     while events.send(current_time_ms()) { sleep(1000) }
  /// })
  /// ```
  @Export({"events", "sse"})
  @Waits
  public Events events(@Reads MapValue options) {
    checkOpen("res.events");
    long heartbeat = HEARTBEAT_MILLIS;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key == null) {
        continue;
      }
      if (!Display.print(key).equals("heartbeat")
          || !(options.valueAt(i) instanceof Long millis && millis >= 0)) {
        throw Failure.argumentError(
            "The one option of events is heartbeat, a number of milliseconds");
      }
      heartbeat = millis;
    }
    long millis = heartbeat;
    return givenFirst("res.events", head -> opened(head, millis));
  }

  private Events opened(ClaimedHead head, long heartbeatMillis) {
    head.setUnlessSet("cache-control", "no-cache");
    // Proxies that collect answers leave this one alone.
    head.set("x-accel-buffering", "no");
    OutgoingBody body = begin(head, "text/event-stream", true);
    Events opened = new Events(this, body, exchange.request().header("last-event-id"));
    events = opened;
    Loop loop = exchange.connection().loop();
    Bridge.<Boolean>await(
        outcome ->
            loop.execute(
                () ->
                    outcome.attempt(
                        () -> {
                          body.flushHead();
                          opened.begin(loop.events(), heartbeatMillis);
                          if (exchange.connection().hasInputEnded()) {
                            opened.probe(loop.events());
                          }
                          if (exchange.connection().isDraining()) {
                            opened.close();
                          }
                          outcome.complete(true);
                        })));
    return opened;
  }

  /// Answers with server-sent events.
  ///
  /// ```ruchy
  /// server.get("/once", |req, res| { res.events().send("hello") })
  /// ```
  @Export({"events", "sse"})
  @Waits
  public Events events() {
    return events(new HashMapValue());
  }

  /// Answers with a file, its media type told by the end of its name. Answers that the client has
  /// it already where it says so. One that is not there raises IoError, and the client gets 404
  /// unless the program does something else. Waits for the file.
  ///
  /// A name that comes from a client is given with a `root`: nothing outside of that directory is
  /// sent, and no name that begins with a dot. Options: `root`, `max_age` (seconds, 0).
  ///
  /// ```ruchy
  /// server.get("/files/:name", |req, res| { res.send_file(req.params.name, {root: "./files"}) })
  /// ```
  @Export
  @Waits
  public Response sendFile(String path, @Reads MapValue options) {
    checkOpen("res.send_file");
    SentFile.of("send_file", path, options).answer(exchange.request(), this, null);
    return this;
  }

  /// Answers with a file.
  ///
  /// ```ruchy
  /// server.get("/report", |req, res| { res.send_file("report.pdf") })
  /// ```
  @Export
  @Waits
  public Response sendFile(String path) {
    return sendFile(path, new HashMapValue());
  }

  /// Answers with a file that the client saves under the file's name instead of showing it.
  ///
  /// ```ruchy
  /// server.get("/report", |req, res| { res.download("reports/2025.pdf") })
  /// ```
  @Export
  @Waits
  public Response download(String path) {
    int slash = path.lastIndexOf('/');
    return download(path, path.substring(slash + 1));
  }

  /// Answers with a file that the client saves under another name.
  ///
  /// ```ruchy
  /// server.get("/report", |req, res| { res.download("reports/7f3a.pdf", "report.pdf") })
  /// ```
  @Export
  @Waits
  public Response download(String path, String name) {
    return download(path, name, new HashMapValue());
  }

  /// As `download(path, name)`, with the options of `send_file`: `root`, which a path that comes
  /// from a client is given with, and `max_age`.
  ///
  /// ```ruchy
  /// server.get("/files/:id", |req, res| { res.download(req.params.id, "report.pdf", {root: "./files"}) })
  /// ```
  @Export
  @Waits
  public Response download(String path, String name, @Reads MapValue options) {
    checkOpen("res.download");
    SentFile file = SentFile.of("download", path, options);
    file.answer(exchange.request(), this, SentFile.disposition(name));
    return this;
  }

  /// Sends the client to another address, with status 302.
  ///
  /// ```ruchy
  /// server.get("/old", |req, res| { res.redirect("/new") })
  /// ```
  @Export
  public Response redirect(String url) {
    return redirect(url, 302);
  }

  /// Sends the client to another address, with status 301, 302, 303, 307 or 308.
  ///
  /// ```ruchy
  /// server.get("/old", |req, res| { res.redirect("/new", 301) })
  /// ```
  @Export
  public Response redirect(String url, long status) {
    checkOpen("res.redirect");
    if (status < 300 || status > 399) {
      throw Failure.argumentError("A redirect has a status of 300 to 399, got " + status);
    }
    Fields.Field location = Fields.Field.of("location", Fields.address(url));
    return given(
        "res.redirect",
        head -> {
          head.status((int) status);
          head.set(location);
          return answer(head, NOTHING, null);
        });
  }
}

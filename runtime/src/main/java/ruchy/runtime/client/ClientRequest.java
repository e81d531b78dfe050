package ruchy.runtime.client;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Awaited;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Lines;
import ruchy.runtime.value.MapValue;

/// A request that is sent once: by `send()`, by `await`, or by the first member of the response
/// that is touched (L 19.1 (11)). Until then it can be configured. It can be used wherever its
/// response can, and by any task: those that come while it is under way wait for the same response.
@LibraryType("http::ClientRequest")
@Awaited
public final class ClientRequest extends RequestSettings implements Awaitable {
  private final Once<ClientResponse> response = new Once<>();

  ClientRequest(Draft draft) {
    super(draft);
  }

  @Override
  ClientRequest self() {
    return this;
  }

  @Override
  boolean isSent() {
    return response.isTaken();
  }

  @Override
  public String typeName() {
    return "http::ClientRequest";
  }

  @Override
  public String display() {
    return "<http::Request " + asked().method + " " + asked().url + ">";
  }

  /// Sends the request, unless it was sent before, and waits for the response. Raises IoError when
  /// there is none and TimeoutError when it comes too late; a response with an error status is a
  /// response.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").send().text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  public ClientResponse send() {
    // What is passed on may be too much to lie about; everything else is wanted as a whole.
    return received(asked().isForwarded ? Taking.WHOLE_IF_SMALL : Taking.WHOLE);
  }

  private ClientResponse received(Taking taking) {
    ClientResponse known = response.valueOrNull();
    return known == null ? response.get(new Sending(taking)) : known;
  }

  /// The exchange, which begins with the first task that goes on with it.
  private final class Sending implements Once.Work<ClientResponse> {
    private final Taking taking;
    private @Nullable Exchange exchange;

    Sending(Taking taking) {
      this.taking = taking;
    }

    @Override
    public ClientResponse goOn() {
      Exchange begun = exchange;
      if (begun == null) {
        if (taking == Taking.PIECES && asked().isDecoded() && !asked().isForwarded) {
          asked().fields.set("Accept-Encoding", "identity");
        }
        begun = new Exchange(asked(), taking);
        exchange = begun;
      }
      return switch (begun.result()) {
        case Result.Answer answer -> ClientResponse.of(answer, asked());
        case Result.Opened opened -> ClientResponse.of(opened, asked());
        case Result.Fault fault ->
            throw asked().isForwarded ? fault.failureOfGateway() : fault.failure();
      };
    }

    @Override
    public Failure giveUp() {
      if (exchange != null) {
        exchange.abort();
      }
      return Result.Fault.io("The request was given up", asked().method, asked().url).failure();
    }
  }

  /// Sends the request without collecting the body of the answer: `stream()`, `lines()` and
  /// `save()` of the response read it piece by piece. The time limit is for silence then.
  ///
  /// ```ruchy
  /// server.get("/log", |req, res| { res.text("one\ntwo\n") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/log").open().status   // => 200
  /// server.close()
  /// ```
  @Export
  @Waits
  public ClientResponse open() {
    return received(Taking.PIECES);
  }

  /// The body of the answer piece by piece, in constant memory: `for part in request.stream()`.
  ///
  /// ```ruchy
  /// server.get("/data", |req, res| { res.text("hello") })
  /// server.listen()
  /// let size = 0
  /// for part in http::get(f"http://127.0.0.1:{server.port}/data").stream() { size += part.len() }
  /// size   // => 5
  /// server.close()
  /// ```
  @Export
  @Waits
  public BodyStream stream() {
    return open().stream();
  }

  /// The lines of the answer as they arrive, each without its end.
  ///
  /// ```ruchy
  /// server.get("/log", |req, res| { res.text("one\ntwo\n") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/log").lines().read()   // => "one"
  /// server.close()
  /// ```
  @Export
  @Waits
  public Lines lines() {
    return open().lines();
  }

  /// Writes the body of the answer to a file, and gives the number of bytes; as `save` of the
  /// response. `http::download` does more: it goes on after a connection that breaks.
  ///
  /// ```ruchy
  /// server.get("/data", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/data").save(env::temp_dir() + "/ruchy-example-saved.txt")   // => 5
  /// server.close()
  /// ```
  @Export
  @Waits
  public long save(String path) {
    return open().save(path);
  }

  /// Sends the request as `send()`; also `await request`.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// let answer = await http::get(f"http://127.0.0.1:{server.port}/")
  /// answer.text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  @Override
  public ClientResponse await() {
    return send();
  }

  /// The status code of the response, which is sent for if it has not been.
  ///
  /// ```ruchy
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/none").status   // => 404
  /// server.close()
  /// ```
  @Property
  @Waits
  public long status() {
    return send().status();
  }

  /// Whether the status of the response is 200 to 299.
  ///
  /// ```ruchy
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/none").is_success()   // => false
  /// server.close()
  /// ```
  @Export
  @Waits
  public boolean isSuccess() {
    return send().isSuccess();
  }

  /// The address: of the answer once the request is sent, else the one it will be sent to.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/search").query("q", "a b").url   // => "http://127.0.0.1/search?q=a+b"
  /// ```
  @Property
  public String url() {
    ClientResponse known = response.valueOrNull();
    return known == null ? asked().url.toString() : known.url();
  }

  /// The header fields of the response.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.header("X-Color", "blue").send() })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").headers["x-color"]   // => "blue"
  /// server.close()
  /// ```
  @Property
  @Waits
  @Type("map<string, any>")
  public MapValue headers() {
    return send().headers();
  }

  /// The value of a header field of the response, or nil.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.header("X-Color", "blue").send() })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").header("X-Color")   // => "blue"
  /// server.close()
  /// ```
  @Export
  @Waits
  public @Nullable String header(String name) {
    return send().header(name);
  }

  /// The body of the response: its text, or an `http::Body` when it is not UTF-8 text.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").body   // => "hello"
  /// server.close()
  /// ```
  @Property
  @Waits
  @Type("string | http::Body")
  public Object body() {
    return send().body();
  }

  /// The body of the response as text.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  public String text() {
    return send().text();
  }

  /// The body of the response decoded from JSON; raises ParseError for anything else.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.json({items: [1, 2]}) })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").json().items   // => [1, 2]
  /// server.close()
  /// ```
  @Export
  @Waits
  public @Nullable Object json() {
    return send().json();
  }
}

package ruchy.runtime.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Coding;
import ruchy.runtime.message.FieldMap;
import ruchy.runtime.message.Json;
import ruchy.runtime.message.Lines;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// What a server answered. The body is complete, unless it is passed on and large, or was asked for
/// piece by piece; only then something in it waits. Programs may add members (L 19.1 (2)).
@LibraryType("http::ClientResponse")
public final class ClientResponse extends OpenObject {
  private static final int LONGEST_LINE = 1 << 20;

  private final Result.Answer answer;
  private final int decodedLimit;

  /// Whether `body` is what the server meant, without the coding that its fields would name.
  private final boolean isDecoded;

  private final Body body;
  private final int bodyLimit;
  private @Nullable MapValue headers;

  /// What is still arriving, as a whole for who wants that; null if all of it is here.
  private final @Nullable Once<Buffer> rest;

  private ClientResponse(Result.Answer answer, Draft draft, boolean isDecoded, Body body) {
    this.answer = answer;
    this.decodedLimit = draft.decodedBytes;
    this.bodyLimit = draft.bodyBytes;
    this.isDecoded = isDecoded;
    this.body = body;
    this.rest = body.isComplete() ? null : new Once<>();
  }

  /// The answer to a draft. Decompresses the body unless the program has asked for its coding; then
  /// body and fields stay as they came, and only texts that are read from them are decoded.
  static ClientResponse of(Result.Answer answer, Draft draft) {
    boolean isDecoded = draft.isDecoded() && isCoded(answer);
    Buffer bytes = isDecoded ? decoded(answer, draft.decodedBytes) : answer.body();
    return new ClientResponse(answer, draft, isDecoded, Body.of(bytes));
  }

  /// An answer whose body is still arriving. It stays as it came.
  static ClientResponse of(Result.Opened opened, Draft draft) {
    var answer =
        new Result.Answer(
            opened.method(), opened.url(), opened.status(), opened.fields(), Buffer.buffer());
    Body body = Body.tooLarge(Exchange.SMALL_BYTES, opened.body());
    return new ClientResponse(answer, draft, false, body);
  }

  private static boolean isCoded(Result.Answer answer) {
    return answer.body().length() > 0
        && Coding.isKnown(FieldMap.value(answer.fields(), "content-encoding"));
  }

  private static Buffer decoded(Result.Answer answer, int limit) {
    String encoding = FieldMap.value(answer.fields(), "content-encoding");
    try {
      return Coding.decoded(answer.body(), encoding == null ? "" : encoding, limit);
    } catch (IOException failure) {
      throw Failure.ioError(
          "The body cannot be decompressed: " + failure.getMessage() + " " + answer.place());
    }
  }

  @Override
  public String typeName() {
    return "http::ClientResponse";
  }

  @Override
  public String display() {
    return "<http::Response " + answer.status() + ">";
  }

  /// The status code: 200, 404 ...
  ///
  /// ```ruchy
  /// server.get("/tea", |req, res| { res.status(418).send() })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/tea").send().status   // => 418
  /// server.close()
  /// ```
  @Property
  public long status() {
    return answer.status();
  }

  /// Whether the status is 200 to 299.
  ///
  /// ```ruchy
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/none").send().is_success()   // => false
  /// server.close()
  /// ```
  @Export
  public boolean isSuccess() {
    return answer.status() >= 200 && answer.status() <= 299;
  }

  /// The address that answered, after all redirects.
  ///
  /// ```ruchy
  /// server.get("/old", |req, res| { res.redirect("/new") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/old").send().url.ends_with("/new")   // => true
  /// server.close()
  /// ```
  @Property
  public String url() {
    return answer.url().toString();
  }

  /// The header fields: names in lower case to texts, `set-cookie` to a list of texts. They can be
  /// given to `headers` of another request or response.
  ///
  /// A body that was decompressed has no `content-encoding` and no `content-length`.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.header("X-Color", "blue").send() })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").send().headers["x-color"]   // => "blue"
  /// server.close()
  /// ```
  @Property
  @Type("map<string, any>")
  public synchronized MapValue headers() {
    MapValue known = headers;
    if (known == null) {
      known = FieldMap.of(answer.fields());
      if (isDecoded) {
        known.remove("content-encoding");
        known.remove("content-length");
      }
      headers = known;
    }
    return known;
  }

  /// The value of a header field, or nil; upper and lower case make no difference.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").send().header("Content-Type")   // => "text/plain; charset=utf-8"
  /// server.close()
  /// ```
  @Export
  public @Nullable String header(String name) {
    boolean isGone =
        isDecoded
            && (name.equalsIgnoreCase("content-encoding")
                || name.equalsIgnoreCase("content-length"));
    return isGone ? null : FieldMap.value(answer.fields(), name);
  }

  /// The body: its text, `""` when there is none; an `http::Body` when it is not UTF-8 text, or is
  /// still arriving. Both can be sent on as they are.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").send().body   // => "hello"
  /// server.close()
  /// ```
  @Property
  @Type("string | http::Body")
  public Object body() {
    String text = body.isComplete() ? body.textOrNull() : null;
    return text == null ? body : text;
  }

  /// The body as text, in the character set that the server names, UTF-8 without one; bytes that
  /// are none of its characters become `�`.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").send().text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  public String text() {
    String text = meant().toString(charset(answer.fields()));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// The body decoded from JSON (L 18.1); raises ParseError for anything else.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.json({items: [1, 2]}) })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").send().json().items   // => [1, 2]
  /// server.close()
  /// ```
  @Export
  @Waits
  public @Nullable Object json() {
    Buffer bytes = meant();
    boolean hasMark =
        bytes.length() >= 3
            && bytes.getByte(0) == (byte) 0xEF
            && bytes.getByte(1) == (byte) 0xBB
            && bytes.getByte(2) == (byte) 0xBF;
    try {
      return Json.value(hasMark ? bytes.getBuffer(3, bytes.length()) : bytes);
    } catch (Failure malformed) {
      throw Failure.parseError(
          malformed.message() + " in the answer " + answer.status() + " " + answer.place());
    }
  }

  /// The body piece by piece, in constant memory. What is still arriving can be taken once.
  ///
  /// ```ruchy
  /// server.get("/data", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/data").open().stream().read()?.text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  public BodyStream stream() {
    return BodyStream.of(body);
  }

  /// The lines of the body as they arrive, each without its end.
  ///
  /// ```ruchy
  /// server.get("/log", |req, res| { res.text("one\ntwo\n") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/log").open().lines().read()   // => "one"
  /// server.close()
  /// ```
  @Export
  public Lines lines() {
    return new Lines(stream(), LONGEST_LINE);
  }

  /// Writes the body to a file, and gives the number of bytes. The file takes its place in one step
  /// when it is complete. Raises IoError.
  ///
  /// ```ruchy
  /// server.get("/data", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/data").open().save(env::temp_dir() + "/ruchy-example-save.txt")   // => 5
  /// server.close()
  /// ```
  @Export
  @Waits
  public long save(String path) {
    return stream().save(path);
  }

  /// The bytes without any coding. Those that are still arriving are waited for.
  private Buffer meant() {
    Buffer whole = rest == null ? body.bytes() : rest.get(new Collecting());
    Result.Answer complete =
        new Result.Answer(answer.method(), answer.url(), answer.status(), answer.fields(), whole);
    return !isDecoded && isCoded(complete) ? decoded(complete, decodedLimit) : whole;
  }

  private final class Collecting implements Once.Work<Buffer> {
    private final Buffer all = Buffer.buffer();
    private @Nullable BodyStream pieces;

    @Override
    public Buffer goOn() {
      BodyStream left = pieces;
      if (left == null) {
        String tooLarge = "The body is larger than " + bodyLimit + " bytes " + answer.place();
        left = BodyStream.of(body, bodyLimit, () -> Failure.ioError(tooLarge));
        pieces = left;
      }
      for (Buffer piece = left.next(); piece != null; piece = left.next()) {
        all.appendBuffer(piece);
      }
      return all;
    }

    @Override
    public Failure giveUp() {
      body.drop();
      return Failure.ioError("The rest of the body was given up " + answer.place());
    }
  }

  private static Charset charset(MultiMap fields) {
    String type = fields.get("content-type");
    int at = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("charset=");
    if (type == null || at < 0) {
      return StandardCharsets.UTF_8;
    }
    String rest = type.substring(at + "charset=".length());
    int end = rest.indexOf(';');
    String name = (end < 0 ? rest : rest.substring(0, end)).replace("\"", "").strip();
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}

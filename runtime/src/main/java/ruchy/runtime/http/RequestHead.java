package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.message.FieldMap;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// What a request says before its body: method, target with parameters and query, header fields and
/// cookies, and who sends it.
@Members("http::Request")
public abstract sealed class RequestHead extends OpenObject permits Request {
  final Exchange exchange;
  final HttpServerRequest incoming;
  private final String method;
  private final Target target;
  private final String decodedPath;
  private @Nullable PathPattern pattern;

  /// What is made when it is asked for. Several tasks may ask at once (L 12.3): all get the one map
  /// that came first, complete.
  private volatile @Nullable Parameters parameters;

  private volatile @Nullable MapValue query;
  private volatile @Nullable MapValue headers;
  private volatile @Nullable MapValue cookies;

  private static final VarHandle PARAMETERS = handle("parameters", Parameters.class);
  private static final VarHandle QUERY = handle("query", MapValue.class);
  private static final VarHandle HEADERS = handle("headers", MapValue.class);
  private static final VarHandle COOKIES = handle("cookies", MapValue.class);

  /// The parameters that a path has by a pattern.
  private record Parameters(@Nullable PathPattern pattern, MapValue values) {}

  RequestHead(
      Exchange exchange,
      HttpServerRequest incoming,
      String method,
      Target target,
      String decodedPath) {
    this.exchange = exchange;
    this.incoming = incoming;
    this.method = method;
    this.target = target;
    this.decodedPath = decodedPath;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(RequestHead.class, field, type);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  /// The map for that field: the one that was made, unless another task was faster.
  private MapValue first(VarHandle field, MapValue made) {
    MapValue other = (MapValue) field.compareAndExchange(this, (MapValue) null, made);
    return other == null ? made : other;
  }

  /// The method in upper case: `"GET"`, `"POST"` ...
  ///
  /// ```ruchy
  /// server.all("*", |req, res| { res.text(req.method) })
  /// ```
  @Property
  public String method() {
    return method;
  }

  /// The path as the client sent it, with its escapes and without the query.
  ///
  /// ```ruchy
  /// server.use(|req, res, next| { println(req.method + " " + req.path); next() })
  /// ```
  @Property
  public String path() {
    return target.path();
  }

  /// Path and query as the client sent them.
  ///
  /// ```ruchy
  /// server.get("/search", |req, res| { res.text(req.url) })   // "/search?q=a"
  /// ```
  @Property
  public String url() {
    return target.query().isEmpty() ? target.path() : target.path() + "?" + target.query();
  }

  /// The part of the address after `?`, with its escapes; `""` when there is none.
  ///
  /// ```ruchy
  /// server.get("/search", |req, res| { res.text(req.query_string) })   // "q=a"
  /// ```
  @Property("query_string")
  public String queryString() {
    return target.query();
  }

  /// The parameters of the route's path, as texts; what a `*` stands for is under the key `"*"`.
  ///
  /// ```ruchy
  /// server.get("/users/:id", |req, res| { res.text("user " + req.params.id) })
  /// ```
  @Property
  @Type("map<string, string>")
  public MapValue params() {
    PathPattern now = pattern;
    Parameters known = parameters;
    while (known == null || known.pattern() != now) {
      MapValue values = now == null ? new HashMapValue() : now.parameters(decodedPath);
      Parameters made = new Parameters(now, values);
      Parameters other = (Parameters) PARAMETERS.compareAndExchange(this, known, made);
      known = other == known ? made : other;
    }
    return known.values();
  }

  /// A parameter of the route's path, converted to the kind of the default (integer, float or
  /// boolean); the default when it is missing or cannot be converted.
  ///
  /// ```ruchy
  /// server.get("/posts/:page<int>?", |req, res| { res.json({page: req.param("page", 1)}) })
  /// ```
  @Export
  @Type("U | any")
  public @Nullable Object param(String name, @Type("U") @Nullable Object otherwise) {
    return params().get(name) instanceof String text ? Query.converted(text, otherwise) : otherwise;
  }

  /// A parameter of the route's path, or nil.
  ///
  /// ```ruchy
  /// server.get("/posts/:page?", |req, res| { res.text(req.param("page") ?? "first") })
  /// ```
  @Export
  public @Nullable String param(String name) {
    return (String) params().get(name);
  }

  /// The parameters of the query: names to texts, or to a list of texts when a name occurs more
  /// than once.
  ///
  /// ```ruchy
  /// server.get("/search", |req, res| { res.json(req.query) })   // /search?q=a&q=b gives {"q":["a","b"]}
  /// ```
  @Property
  @Type("map<string, any>")
  public MapValue query() {
    MapValue known = query;
    return known == null ? first(QUERY, Query.map(target.query())) : known;
  }

  /// The first parameter of the query with that name, or nil.
  ///
  /// ```ruchy
  /// server.get("/search", |req, res| { res.text(req.query("q") ?? "nothing") })
  /// ```
  @Export
  public @Nullable String query(String name) {
    return Query.first(target.query(), name);
  }

  /// The first parameter of the query with that name, converted to the kind of the default
  /// (integer, float or boolean); the default when it is absent or cannot be converted (L 19.1
  /// (8)).
  ///
  /// ```ruchy
  /// server.get("/posts", |req, res| { res.json({page: req.query("page", 1)}) })   // /posts?page=7 gives {"page":7}
  /// ```
  @Export
  @Type("U | any")
  public @Nullable Object query(String name, @Type("U") @Nullable Object otherwise) {
    return Query.converted(Query.first(target.query(), name), otherwise);
  }

  /// The header fields: names in lower case to texts. Of a field that occurs more than once the
  /// values are joined with `, ` (RFC 9110, section 5.3).
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.json(req.headers) })
  /// ```
  @Property
  @Type("map<string, string>")
  public MapValue headers() {
    MapValue known = headers;
    return known == null ? first(HEADERS, FieldMap.of(incoming.headers())) : known;
  }

  /// The value of a header field, or nil; upper and lower case make no difference.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text(req.header("User-Agent") ?? "unknown") })
  /// ```
  @Export
  public @Nullable String header(String name) {
    return FieldMap.value(incoming.headers(), name);
  }

  /// Which of these media types the client likes best, or nil when it wants none of them: `"json"`,
  /// `"html"`, `"text/csv"` ... (RFC 9110, section 12.5.1). Of several that it likes as much, the
  /// first.
  ///
  /// ```ruchy
  /// server.get("/users", |req, res| {
  ///     match req.accepts("json", "html") {
  ///         "json" => res.json([{name: "Al"}]),
  ///         "html" => res.html("<p>Al</p>"),
  ///         _ => res.status(406).send()
  ///     }
  /// })
  /// ```
  @Export
  public @Nullable String accepts(@Reads Object... types) {
    return Negotiation.mediaType(header("accept"), texts("accepts", types));
  }

  /// Which of these languages the client likes best, or nil (RFC 9110, section 12.5.4).
  ///
  /// ```ruchy
  /// server.get("/", |req, res| {
  ///     res.text(if req.accepts_language("en", "de") == "de" { "Hallo" } else { "Hello" })
  /// })
  /// ```
  @Export
  public @Nullable String acceptsLanguage(@Reads Object... languages) {
    return Negotiation.language(header("accept-language"), texts("accepts_language", languages));
  }

  private static List<String> texts(String function, Object[] values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof String text)) {
        throw Failure.typeError(function + " expects texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /// Whether the body is of that media type: `"json"`, `"form"` for the types of forms, `"text/*"`,
  /// `"text/csv"` ...
  ///
  /// ```ruchy
  /// server.post("/users", |req, res| {
  ///     let user = if req.is("json") { req.json() } else { req.form() }
  ///     res.status(201).json(user)
  /// })
  /// ```
  @Export
  public boolean is(String type) {
    String field = header("content-type");
    String kind = field == null ? "" : field.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (type.equals("form")) {
      return kind.equals("multipart/form-data") || kind.equals("application/x-www-form-urlencoded");
    }
    String wanted = Negotiation.mediaType(type);
    return wanted.endsWith("/*")
        ? kind.startsWith(wanted.substring(0, wanted.length() - 1))
        : kind.equals(wanted) || (type.equals("json") && kind.endsWith("+json"));
  }

  /// The cookies that the client sent: names to texts.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.json(req.cookies) })
  /// ```
  @Property
  @Type("map<string, string>")
  public MapValue cookies() {
    MapValue known = cookies;
    return known == null
        ? first(COOKIES, Cookies.read(FieldMap.value(incoming.headers(), "cookie")))
        : known;
  }

  /// The value of a cookie, or nil.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text(req.cookie("session") ?? "no session") })
  /// ```
  @Export
  public @Nullable String cookie(String name) {
    return (String) cookies().get(name);
  }

  /// The value of a cookie that was set with `{signed: true}`; nil when it is missing or was
  /// changed. Needs `server.secret`.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text(req.signed_cookie("user") ?? "nobody") })
  /// ```
  @Export
  public @Nullable String signedCookie(String name) {
    return Signature.verified(name, cookie(name), exchange.connection().server().neededSecret());
  }

  /// The address of the client, without port.
  ///
  /// ```ruchy
  /// server.get("/ip", |req, res| { res.text(req.ip) })
  /// ```
  @Property
  public String ip() {
    TrustedProxies proxies = exchange.connection().server().trustedProxies();
    String peer = exchange.connection().ip();
    return proxies == null ? peer : proxies.client(peer, header("x-forwarded-for"));
  }

  /// The host that the client has asked, with its port unless that is the usual one; `""` when an
  /// HTTP/1.0 client has named none. Behind a trusted proxy (`server.trust_proxy`) what that says
  /// in `X-Forwarded-Host`.
  ///
  /// ```ruchy
  /// server.get("/link", |req, res| { res.text(f"{req.protocol}://{req.host}/items/7") })
  /// ```
  @Property
  public String host() {
    String told = wordOfProxy("x-forwarded-host");
    String host = told == null ? header("host") : told;
    return host == null ? "" : host;
  }

  /// `"https"` when the connection is encrypted, else `"http"`. Behind a trusted proxy
  /// (`server.trust_proxy`) what that says in `X-Forwarded-Proto`.
  ///
  /// ```ruchy
  /// server.use(|req, res, next| {
  ///     if req.protocol == "https" { next() } else { res.redirect(f"https://{req.host}{req.url}", 308) }
  /// })
  /// ```
  @Property
  public String protocol() {
    String told = wordOfProxy("x-forwarded-proto");
    boolean isSecure =
        told == null ? exchange.connection().isSecure() : told.equalsIgnoreCase("https");
    return isSecure ? "https" : "http";
  }

  /// Whether `protocol` is `"https"`.
  ///
  /// ```ruchy
  /// server.get("/login", |req, res| { res.cookie("seen", "yes", {secure: req.secure}).text("hello") })
  /// ```
  @Property
  public boolean secure() {
    return protocol().equals("https");
  }

  private @Nullable String wordOfProxy(String field) {
    TrustedProxies proxies = exchange.connection().server().trustedProxies();
    return proxies == null ? null : proxies.word(exchange.connection().ip(), header(field));
  }

  /// Whether an error is told to the client as JSON: it accepts JSON, or sent some.
  boolean acceptsJson() {
    MultiMap fields = incoming.headers();
    String accept = fields.get("accept");
    if (accept != null && accept.contains("json")) {
      return true;
    }
    String type = fields.get("content-type");
    return type != null && type.contains("json");
  }

  /// Whether the client is a browser that shows a page.
  boolean prefersHtml() {
    String accept = incoming.headers().get("accept");
    return accept != null && accept.contains("text/html");
  }

  /// The decoded path after what the pattern of the running function names.
  String pathBelow() {
    return pattern == null ? decodedPath : pattern.below(decodedPath);
  }

  Loop loop() {
    return exchange.connection().loop();
  }

  /// A function for that pattern begins; the pattern of who called it, for `leave`.
  @Nullable PathPattern enter(PathPattern entered) {
    PathPattern before = pattern;
    if (entered != before) {
      pattern = entered;
    }
    return before;
  }

  /// Back to the function with that pattern.
  void leave(@Nullable PathPattern before) {
    if (pattern != before) {
      pattern = before;
    }
  }
}

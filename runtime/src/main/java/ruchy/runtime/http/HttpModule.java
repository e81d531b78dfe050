package ruchy.runtime.http;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.KeepsThread;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The module `http`.
@Module("http")
public final class HttpModule {
  private HttpModule() {}

  /// A server on all interfaces that calls one function for every request; it listens when this
  /// returns.
  ///
  /// ```ruchy
  /// let server = http::serve(0, |req, res| { res.text("Hello") })
  /// server.port > 0   // => true
  /// server.close()
  /// ```
  @StartsTasks
  @KeepsThread
  @Export
  public static Server serve(
      long port,
      @Type("(http::Request, http::Response, http::Next) -> any") FunctionValue handler) {
    return Server.listening(port, handler);
  }

  /// A middleware that lets pages of other origins use the server, and answers their questions
  /// before. Options: `origin` ("*", a text, a list, or a function of the origin), `methods`,
  /// `headers`, `expose` (lists), `credentials` (false), `max_age` (600 seconds).
  ///
  /// ```ruchy
  /// server.use(http::cors({origin: "https://shop.example"}))
  /// ```
  @YieldsNew
  @Export("cors")
  @Type("function")
  public static FunctionValue cors() {
    return cors(new HashMapValue());
  }

  /// A middleware that lets pages of other origins use the server, and answers their questions
  /// before. Options: `origin` ("*", a text, a list, or a function of the origin), `methods`,
  /// `headers`, `expose` (lists), `credentials` (false), `max_age` (600 seconds).
  ///
  /// ```ruchy
  /// server.use(http::cors({origin: "https://shop.example"}))
  /// ```
  @YieldsNew
  @Export("cors")
  @Type("function")
  public static FunctionValue cors(MapValue options) {
    return Cors.middleware(options);
  }

  /// A middleware that answers 429 with `Retry-After` to who asks too often. Options: `limit` (100
  /// requests) in a `window` (60,000 milliseconds), `key` (a function of the request; its address),
  /// `max_keys` (100,000).
  ///
  /// ```ruchy
  /// server.use(http::rate_limit({limit: 10, window: 1000}))
  /// ```
  @YieldsNew
  @Export("rate_limit")
  @Type("function")
  public static FunctionValue rateLimit() {
    return rateLimit(new HashMapValue());
  }

  /// A middleware that answers 429 with `Retry-After` to who asks too often. Options: `limit` (100
  /// requests) in a `window` (60,000 milliseconds), `key` (a function of the request; its address),
  /// `max_keys` (100,000).
  ///
  /// ```ruchy
  /// server.use(http::rate_limit({limit: 10, window: 1000}))
  /// ```
  @YieldsNew
  @Export("rate_limit")
  @Type("function")
  public static FunctionValue rateLimit(MapValue options) {
    return RateLimit.middleware(options);
  }

  /// A middleware that sets the header fields which make browsers careful. Options: `csp`, `frame`
  /// ("DENY"), `referrer` ("no-referrer"), `hsts` (seconds, 0 for none).
  ///
  /// ```ruchy
  /// server.use(http::security_headers())
  /// ```
  @YieldsNew
  @Export("security_headers")
  @Type("function")
  public static FunctionValue securityHeaders() {
    return securityHeaders(new HashMapValue());
  }

  /// A middleware that sets the header fields which make browsers careful. Options: `csp`, `frame`
  /// ("DENY"), `referrer` ("no-referrer"), `hsts` (seconds, 0 for none).
  ///
  /// ```ruchy
  /// server.use(http::security_headers())
  /// ```
  @YieldsNew
  @Export("security_headers")
  @Type("function")
  public static FunctionValue securityHeaders(@Reads MapValue options) {
    return Guards.securityHeaders(options);
  }

  /// A middleware that answers 403 to requests that change something and come from pages of another
  /// site. Option: `origins`, a list of others that may.
  ///
  /// ```ruchy
  /// server.use(http::csrf())
  /// ```
  @YieldsNew
  @Export("csrf")
  @Type("function")
  public static FunctionValue csrf() {
    return csrf(new HashMapValue());
  }

  /// A middleware that answers 403 to requests that change something and come from pages of another
  /// site. Option: `origins`, a list of others that may.
  ///
  /// ```ruchy
  /// server.use(http::csrf())
  /// ```
  @YieldsNew
  @Export("csrf")
  @Type("function")
  public static FunctionValue csrf(@Reads MapValue options) {
    return Guards.csrf(options);
  }

  /// A middleware that gives each request an id, in `req.id` and `X-Request-Id`; one that a proxy
  /// has given stays.
  ///
  /// ```ruchy
  /// server.use(http::request_id())
  /// ```
  @YieldsNew
  @Export("request_id")
  @Type("function")
  public static FunctionValue requestId() {
    return Guards.requestId();
  }

  /// A middleware that prints a line of JSON for each request.
  ///
  /// ```ruchy
  /// server.use(http::access_log())
  /// ```
  @YieldsNew
  @Export("access_log")
  @Type("function")
  public static FunctionValue accessLog() {
    return Guards.accessLog(null);
  }

  /// A middleware that gives a function a map for each request: time, ip, method, path, status, ms,
  /// id.
  ///
  /// ```ruchy
  /// server.use(http::access_log(|entry| println(entry.path, entry.status)))
  /// ```
  @YieldsNew
  @Export("access_log")
  @Type("function")
  public static FunctionValue accessLog(@Type("(map<string, any>) -> any") FunctionValue writer) {
    return Guards.accessLog(writer);
  }

  /// A middleware for Basic authentication: a map of names and passwords, as it is at this moment,
  /// or a function of both. The name is in `req.user`.
  ///
  /// ```ruchy
  /// server.use("/admin", http::basic_auth({admin: "secret"}))
  /// ```
  @YieldsNew
  @Export("basic_auth")
  @Type("function")
  public static FunctionValue basicAuth(Object users) {
    return Guards.basicAuth(users, new HashMapValue());
  }

  /// A middleware for Basic authentication: a map of names and passwords, as it is at this moment,
  /// or a function of both. The name is in `req.user`. Option: `realm`.
  ///
  /// ```ruchy
  /// server.use("/admin", http::basic_auth({admin: "secret"}))
  /// ```
  @YieldsNew
  @Export("basic_auth")
  @Type("function")
  public static FunctionValue basicAuth(Object users, @Reads MapValue options) {
    return Guards.basicAuth(users, options);
  }

  /// A middleware that keeps a map for each client between requests, `req.session`, under a signed
  /// cookie. Options: `secret` (16 characters or more; without it sessions end with the program),
  /// `max_age` (86,400 seconds), `cookie` ("sid"), `secure`, `same_site`, and `store`, a map of
  /// functions `get(id)`, `set(id, data, seconds)` and `delete(id)`; memory without one, for at
  /// most `max_sessions` (100,000), of which those that nobody has used for longest are forgotten
  /// first.
  ///
  /// ```ruchy
  /// server.use(http::sessions({secret: "0123456789abcdef"}))
  /// ```
  @YieldsNew
  @Export("sessions")
  @Type("function")
  public static FunctionValue sessions() {
    return sessions(new HashMapValue());
  }

  /// A middleware that keeps a map for each client between requests, `req.session`, under a signed
  /// cookie. Options: `secret` (16 characters or more; without it sessions end with the program),
  /// `max_age` (86,400 seconds), `cookie` ("sid"), `secure`, `same_site`, and `store`, a map of
  /// functions `get(id)`, `set(id, data, seconds)` and `delete(id)`; memory without one, for at
  /// most `max_sessions` (100,000), of which those that nobody has used for longest are forgotten
  /// first.
  ///
  /// ```ruchy
  /// server.use(http::sessions({secret: "0123456789abcdef"}))
  /// ```
  @YieldsNew
  @Export("sessions")
  @Type("function")
  public static FunctionValue sessions(MapValue options) {
    return Sessions.middleware(options);
  }

  /// A middleware that wants a token signed with the key (see `verify_jwt`) in `Authorization:
  /// Bearer`. Its claims are in `req.claims`.
  ///
  /// ```ruchy
  /// server.use("/api", http::jwt_auth("a secret of at least 32 bytes ..."))
  /// ```
  @YieldsNew
  @Export("jwt_auth")
  @Type("function")
  public static FunctionValue jwtAuth(String key) {
    return Guards.jwtAuth(key, new HashMapValue());
  }

  /// A middleware that wants a token signed with the key (see `verify_jwt`) in `Authorization:
  /// Bearer`. Its claims are in `req.claims`.
  ///
  /// ```ruchy
  /// server.use("/api", http::jwt_auth("a secret of at least 32 bytes ..."))
  /// ```
  @YieldsNew
  @Export("jwt_auth")
  @Type("function")
  public static FunctionValue jwtAuth(String key, MapValue options) {
    return Guards.jwtAuth(key, options);
  }

  /// A token (JWT) of the claims, signed with a secret of at least 32 bytes (HS256) or with a
  /// private key in PEM (RS256, ES256, EdDSA). It expires after an hour.
  ///
  /// ```ruchy
  /// let token = http::sign_jwt({sub: "al"}, "a secret of at least 32 bytes ...")
  /// http::verify_jwt(token, "a secret of at least 32 bytes ...").sub   // => "al"
  /// ```
  @Export("sign_jwt")
  public static String signJwt(@Reads MapValue claims, String key) {
    return signJwt(claims, key, new HashMapValue());
  }

  /// As `sign_jwt(claims, key)`. Options: `expires` (seconds), `issuer`, `audience`; claims `exp`,
  /// `iss` and `aud` count where there is no option.
  ///
  /// ```ruchy
  /// http::sign_jwt({sub: "al"}, "a secret of at least 32 bytes ...", {expires: 60})
  /// ```
  @Export("sign_jwt")
  public static String signJwt(@Reads MapValue claims, String key, @Reads MapValue options) {
    return Jwt.sign(claims, key, options);
  }

  /// The claims of a token that is signed with the secret, or the public key in PEM, and has not
  /// expired; raises TokenError. The algorithm is that of the key, whatever the token says.
  ///
  /// ```ruchy
  /// try { http::verify_jwt("a.b.c", "a secret of at least 32 bytes ...") } catch e { e.type }   // => "TokenError"
  /// ```
  @Export("verify_jwt")
  @Type("map<string, any>")
  public static MapValue verifyJwt(String token, String key) {
    return verifyJwt(token, key, new HashMapValue());
  }

  /// As `verify_jwt(token, key)`. Options: `issuer`, `audience`, `leeway` (seconds).
  ///
  /// ```ruchy
  /// let key = "a secret of at least 32 bytes ..."
  /// http::verify_jwt(http::sign_jwt({sub: "al"}, key), key, {leeway: 5}).sub   // => "al"
  /// ```
  @Export("verify_jwt")
  @Type("map<string, any>")
  public static MapValue verifyJwt(String token, String key, @Reads MapValue options) {
    return Jwt.verify(token, key, options);
  }
}

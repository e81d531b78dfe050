package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// The middlewares of the library.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuardsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private void serve(FunctionValue middleware) {
    server.use(middleware);
    server.all("/", handler((req, res) -> res.text("in")));
    server.listen();
  }

  private Wire.Message ask(String method, String... fields) throws IOException {
    try (Wire client = Wire.to(server.port())) {
      StringBuilder request = new StringBuilder(method).append(" / HTTP/1.1\nHost: own.example\n");
      for (String field : fields) {
        request.append(field).append('\n');
      }
      return client.ask(request.append('\n').toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: https://a.example, https://a.example",
    "Origin: https://b.example, ''",
    "X-No: origin, ''"
  })
  void only_named_origins_may_use_the_server(String field, String allowed) throws IOException {
    serve(HttpModule.cors(HashMapValue.of("origin", ListValue.of("https://a.example"))));
    Wire.Message answer = ask("GET", field);
    assertEquals("in", answer.body());
    assertEquals(allowed, answer.field("access-control-allow-origin"));
    assertEquals("Origin", answer.field("vary"));
    Wire.Message question = ask("OPTIONS", field, "Access-Control-Request-Method: PUT");
    assertEquals(allowed, question.field("access-control-allow-origin"));
    assertEquals(!allowed.isEmpty(), !question.field("access-control-allow-methods").isEmpty());
  }

  @Test
  void credentials_for_everybody_are_an_error() {
    assertThrows(Failure.class, () -> HttpModule.cors(HashMapValue.of("credentials", true)));
  }

  @Test
  void an_error_tells_other_origins_too() throws IOException {
    server.use(HttpModule.cors());
    server.listen();
    Wire.Message answer = ask("GET", "Origin: https://a.example");
    assertEquals(404, answer.status());
    assertEquals("*", answer.field("access-control-allow-origin"));
  }

  @Test
  void who_asks_too_often_waits() throws Exception {
    serve(HttpModule.rateLimit(HashMapValue.of("limit", 2L, "window", 1000L)));
    Wire.Message first = ask("GET");
    assertEquals("1", first.field("ratelimit-remaining"));
    assertEquals("1", first.field("ratelimit-reset"));
    assertEquals(200, ask("GET").status());
    Wire.Message refused = ask("GET");
    assertEquals(429, refused.status());
    assertEquals("1", refused.field("retry-after"));
    long begun = System.nanoTime();
    while (ask("GET").status() == 429) {
      assertTrue(System.nanoTime() - begun < 10_000_000_000L, "the bucket never fills");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-None: 1, 200",
    "Origin: http://own.example, 200",
    "Origin: http://evil.example, 403",
    "Origin: null, 403",
    "Origin: https://friend.example, 200",
    "Referer: http://own.example/page, 200",
    "Referer: https://friend.example/a?b=http://x/, 200",
    "Referer: http://evil.example/http://own.example/, 403",
    "Referer: nonsense, 403",
    "Sec-Fetch-Site: same-origin, 200",
    "Sec-Fetch-Site: cross-site, 403",
    "Sec-Fetch-Site: same-site, 403"
  })
  void what_changes_something_comes_from_the_own_site(String field, int status) throws IOException {
    serve(HttpModule.csrf(HashMapValue.of("origins", "https://friend.example")));
    assertEquals(status, ask("POST", field, "Content-Length: 0").status());
    assertEquals(200, ask("GET", field).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !", "Basic YWw", "Bearer YWw6cHc=", "Basic YWw6cHg="})
  void wrong_credentials_are_401(String credentials) throws IOException {
    serve(HttpModule.basicAuth(HashMapValue.of("al", "pw")));
    Wire.Message refused = ask("GET", "Authorization: " + credentials);
    assertEquals(401, refused.status());
    assertEquals(
        "Basic realm=\"restricted\", charset=\"UTF-8\"", refused.field("www-authenticate"));
    assertEquals("in", ask("GET", "Authorization: Basic YWw6cHc=").body());
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void tokens_are_signed_with_keys(String algorithm) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    if (algorithm.equals("EC")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      keys = generator.generateKeyPair();
    }
    String own = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    String other = pem("PUBLIC KEY", keys.getPublic().getEncoded());
    String token = HttpModule.signJwt(HashMapValue.of("sub", "al"), own);
    assertEquals("al", HttpModule.verifyJwt(token, other).get("sub"));
    assertEquals(
        "The token is not signed with the key", tokenError(changed(token), other, options()));
    // The public key is no secret: a token that is signed with it as one must not pass.
    String forged = HttpModule.signJwt(HashMapValue.of("sub", "al"), KEY);
    assertEquals(
        "The token is signed with another algorithm", tokenError(forged, other, options()));
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048, 26, RSA PRIVATE KEY", "EC, 256, 28, EC PRIVATE KEY"})
  void private_keys_may_have_the_forms_of_their_own(
      String algorithm, int bits, int headBytes, String kind) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    KeyPair keys = generator.generateKeyPair();
    // PKCS 8 has the older form inside of it, behind version, algorithm and three lengths.
    byte[] whole = keys.getPrivate().getEncoded();
    byte[] inner = Arrays.copyOfRange(whole, headBytes, whole.length);
    String parameters = pem("EC PARAMETERS", new byte[] {6, 1, 1}); // As OpenSSL writes them.
    String own = (algorithm.equals("EC") ? parameters : "") + pem(kind, inner);
    String token = HttpModule.signJwt(HashMapValue.of("sub", "al"), own);
    String other = pem("PUBLIC KEY", keys.getPublic().getEncoded());
    assertEquals("al", HttpModule.verifyJwt(token, other).get("sub"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END ENCRYPTED PRIVATE KEY----- | The key is a PEM text with BEGIN PRIVATE KEY
          -----BEGIN RSA PRIVATE KEY-----Proc-Type: 4,ENCRYPTED AAAA-----END RSA PRIVATE KEY----- | The key is encrypted
          -----BEGIN PRIVATE KEY-----AA?A-----END PRIVATE KEY-----   | The key is malformed
          -----BEGIN PRIVATE KEY-----AAAA                            | The key is malformed
          -----BEGIN EC PRIVATE KEY-----AAAA-----END EC PRIVATE KEY----- | The curve of an elliptic key of tokens is P-256
          -----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----     | The key is a PEM text with BEGIN PRIVATE KEY
          """)
  void what_is_no_private_key_is_an_error(String text, String message) {
    assertEquals(
        message,
        assertThrows(Failure.class, () -> HttpModule.signJwt(new HashMapValue(), text)).message());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 1024, An RSA key of tokens has at least 2048 bits",
    "EC, 384, The curve of an elliptic key of tokens is P-256"
  })
  void a_key_that_is_not_one_of_the_algorithm_is_an_error(
      String algorithm, int bits, String message) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    KeyPair keys = generator.generateKeyPair();
    String own = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    String other = pem("PUBLIC KEY", keys.getPublic().getEncoded());
    assertEquals(
        message,
        assertThrows(Failure.class, () -> HttpModule.signJwt(new HashMapValue(), own)).message());
    assertEquals(
        message, assertThrows(Failure.class, () -> HttpModule.verifyJwt("a.b.c", other)).message());
  }

  @Test
  void a_token_expires_when_its_claims_or_the_options_say() {
    long now = System.currentTimeMillis() / 1000;
    String past = HttpModule.signJwt(HashMapValue.of("sub", "al", "exp", now - 30), KEY);
    assertEquals("The token has expired", tokenError(past, KEY, options()));
    assertEquals("The token has expired", tokenError(past, KEY, options("leeway", 10L)));
    assertEquals("al", HttpModule.verifyJwt(past, KEY, options("leeway", 600L)).get("sub"));
    MapValue own = HashMapValue.of("exp", now + 10_000, "iat", 1L);
    MapValue claims = HttpModule.verifyJwt(HttpModule.signJwt(own, KEY), KEY);
    assertEquals(now + 10_000, claims.get("exp"));
    assertEquals(1L, claims.get("iat"));
    claims =
        HttpModule.verifyJwt(HttpModule.signJwt(own, KEY, options("expires", 60L)), KEY, options());
    assertTrue((long) claims.get("exp") <= now + 120, claims::toString);
    MapValue text = HashMapValue.of("exp", "tomorrow");
    assertEquals(
        "The token is malformed", tokenError(HttpModule.signJwt(text, KEY), KEY, options()));
  }

  @Test
  void a_token_has_one_form() {
    String token = HttpModule.signJwt(HashMapValue.of("sub", "al"), KEY);
    assertEquals("The token is malformed", tokenError(token + "=", KEY, options()));
    assertEquals("The token is malformed", tokenError(token + ".", KEY, options()));
    assertEquals("The token is malformed", tokenError(token.replace('.', '+'), KEY, options()));
  }

  private static MapValue options(Object... entries) {
    MapValue options = new HashMapValue();
    for (int i = 0; i < entries.length; i += 2) {
      options.put(entries[i], entries[i + 1]);
    }
    return options;
  }

  /// The token with the first letter of its claims changed.
  private static String changed(String token) {
    String[] parts = token.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.replace("\"al\"", "\"bo\"").getBytes(StandardCharsets.UTF_8));
    return parts[0] + "." + other + "." + parts[2];
  }

  private static String tokenError(String token, String key, MapValue options) {
    Failure failure = assertThrows(Failure.class, () -> HttpModule.verifyJwt(token, key, options));
    assertTrue(failure.matchesType("TokenError"));
    return failure.message();
  }

  @Test
  void a_token_that_is_not_valid_is_refused() {
    MapValue claims = HashMapValue.of("sub", "al", "nbf", 32_503_680_000L);
    assertEquals(
        "The token is not valid yet", tokenError(HttpModule.signJwt(claims, KEY), KEY, options()));
    String token =
        HttpModule.signJwt(
            HashMapValue.of("sub", "al"), KEY, options("issuer", "i", "audience", "a"));
    assertEquals("The token has another issuer", tokenError(token, KEY, options("issuer", "x")));
    assertEquals(
        "The token is for another audience", tokenError(token, KEY, options("audience", "x")));
    assertEquals("al", HttpModule.verifyJwt(token, KEY, options("audience", "a")).get("sub"));
    assertEquals("The token is malformed", tokenError("a.b", KEY, options()));
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        "The token is signed with another algorithm", tokenError(none + ".e30.", KEY, options()));
    assertEquals(
        "The secret of a token has at least 32 bytes",
        assertThrows(Failure.class, () -> HttpModule.verifyJwt(token, "short")).message());
  }

  @Test
  void sessions_may_be_kept_elsewhere() throws IOException {
    MapValue kept = new HashMapValue();
    MapValue store = StoreFunction.store(kept, kept::get);
    server.use(HttpModule.sessions(HashMapValue.of("secret", KEY, "store", store)));
    server.get(
        "/",
        handler(
            (req, res) -> {
              MapValue session = (MapValue) Objects.requireNonNull(req.session());
              session.put("n", session.get("n") instanceof Long n ? n + 1 : 1L);
              return res.json(session);
            }));
    server.post(
        "/",
        handler(
            (req, res) -> {
              req.rotateSession();
              return res.send();
            }));
    server.listen();
    Wire.Message first = ask("GET");
    assertEquals("{\"n\":1}", first.body());
    String cookie = first.field("set-cookie").split(";", -1)[0];
    assertEquals("{\"n\":2}", ask("GET", "Cookie: " + cookie).body());
    assertEquals(1, kept.size());
    String rotated = ask("POST", "Cookie: " + cookie, "Content-Length: 0").field("set-cookie");
    assertNotEquals(cookie, rotated.split(";", -1)[0]);
    assertEquals(1, kept.size());
    assertEquals("{\"n\":1}", ask("GET", "Cookie: " + cookie).body());
    assertEquals("{\"n\":3}", ask("GET", "Cookie: " + rotated.split(";", -1)[0]).body());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, '1.2.3.4', 1.2.3.4",
    "127.0.0.1, '6.6.6.6, 1.2.3.4', 1.2.3.4",
    "127.0.0.1, '1.2.3.4, 10.1.2.3', 1.2.3.4",
    "127.0.0.1, '1.2.3.4, evil', 127.0.0.1",
    "8.8.8.8, '1.2.3.4', 8.8.8.8",
    "::1, '2001:db8::1', 2001:db8::1"
  })
  void only_trusted_proxies_are_believed(String peer, String forwarded, String client) {
    TrustedProxies proxies = new TrustedProxies(List.of("loopback", "10.0.0.0/8"));
    assertEquals(client, proxies.client(peer, forwarded));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "10.0.0.0/33", "10.0.0.0/x", "1.2.3"})
  void what_is_no_network_is_an_error(String name) {
    assertThrows(Failure.class, () -> new TrustedProxies(List.of(name)));
  }
}

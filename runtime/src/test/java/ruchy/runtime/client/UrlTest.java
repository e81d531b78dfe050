package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.com, http://example.com/",
    "HTTP://Example.COM:80/a, http://example.com/a",
    "https://example.com:443?q=1, https://example.com/?q=1",
    "https://example.com:8443/a?b#c, https://example.com:8443/a?b",
    "http://[::1]:8080/x, http://[::1]:8080/x",
    "http://user:pw@host/x, http://host/x",
    "http://a@b@host/x, http://host/x",
    "http://bücher.example/ü, http://xn--bcher-kva.example/%C3%BC",
    "http://h/a b|c, http://h/a%20b%7Cc",
    "http://h/%7e%41, http://h/%7e%41",
    "http://server_1:80/x, http://server_1/x",
    "http://evil.com\\@good.com/, http://evil.com/@good.com/"
  })
  void an_address_is_read(String text, String expected) {
    assertEquals(expected, String.valueOf(Url.parseOrNull(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "/path",
        "ftp://host/",
        "http://",
        "http:///path",
        "http://host:0/",
        "http://host:99999/",
        "http://host:8a/",
        "http://ho st/",
        "http://[::1/",
        "http://host\n/"
      })
  void what_is_none_is_not(String text) {
    assertNull(Url.parseOrNull(text));
  }

  /// RFC 3986, section 5.4.
  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g/",
    "?y, http://a/b/c/d;p?y",
    "g?y, http://a/b/c/g?y",
    "'', http://a/b/c/d;p?q",
    ".., http://a/b/",
    "../g, http://a/b/g",
    "../../../g, http://a/g",
    "g;x=1/../y, http://a/b/c/y",
    "g?y/../x, http://a/b/c/g?y/../x",
    "http://u:p@h/x, http://h/x"
  })
  void a_location_is_relative_to_what_named_it(String location, String expected) {
    Url base = assertNotNullUrl(Url.parseOrNull("http://a/b/c/d;p?q"));
    assertEquals(expected, String.valueOf(base.resolve(location)));
  }

  @Test
  void other_schemes_are_no_location() {
    Url base = Url.parse("http://a/b");
    assertNull(base.resolve("mailto:x@y"));
    assertNull(base.resolve("javascript:alert(1)"));
    assertNull(base.resolve("file:///etc/passwd"));
  }

  @Test
  void an_origin_is_scheme_host_and_port() {
    Url url = Url.parse("https://a/x");
    assertTrue(url.hasOriginOf(Url.parse("https://A:443/y")));
    assertFalse(url.hasOriginOf(Url.parse("http://a/x")));
    assertFalse(url.hasOriginOf(Url.parse("https://a:444/x")));
    assertFalse(url.hasOriginOf(Url.parse("https://b.a/x")));
  }

  @Test
  void the_environment_names_proxies() {
    var proxy =
        new Proxy(
            Map.of(
                "http_proxy", "http://me:pa%20ss@proxy.example:3128",
                "HTTPS_PROXY", "secure.example:8443",
                "no_proxy", "internal.example, .corp:8080,10.0.0.1"));
    var plain = assertNotNullProxy(proxy.of(Url.parse("http://example.com/")));
    assertEquals("proxy.example", plain.getHost());
    assertEquals(3128, plain.getPort());
    assertEquals("me", plain.getUsername());
    assertEquals("pa ss", plain.getPassword());
    var secure = assertNotNullProxy(proxy.of(Url.parse("https://example.com/")));
    assertEquals("secure.example", secure.getHost());
    assertNull(proxy.of(Url.parse("http://internal.example/")));
    assertNull(proxy.of(Url.parse("http://a.internal.example/")));
    assertNotNull(proxy.of(Url.parse("http://notinternal.example/")));
    assertNull(proxy.of(Url.parse("http://x.corp:8080/")));
    assertNotNull(proxy.of(Url.parse("http://x.corp:80/")));
    assertNull(proxy.of(Url.parse("http://10.0.0.1/")));
    assertNull(proxy.of(Url.parse("http://127.0.0.1:9/")));
    assertNull(new Proxy(Map.of("HTTP_PROXY", "http://x/")).of(Url.parse("http://a/")));
    var networks =
        new Proxy(Map.of("all_proxy", "x:1", "no_proxy", "10.9.0.0/16, fd00::/8,192.168.1.1"));
    assertNull(networks.of(Url.parse("http://10.9.255.3:81/")));
    assertNotNull(networks.of(Url.parse("http://10.10.0.1/")));
    assertNull(networks.of(Url.parse("https://[fd12::1]/")));
    assertNotNull(networks.of(Url.parse("https://[fe80::1]/")));
    assertNull(networks.of(Url.parse("http://192.168.1.1/")));
    assertNotNull(networks.of(Url.parse("http://10.9.example/")));
    assertNull(new Proxy(Map.of("all_proxy", "x:1", "no_proxy", "*")).of(Url.parse("http://a/")));
  }

  private static Url assertNotNullUrl(@org.jspecify.annotations.Nullable Url url) {
    assertNotNull(url);
    return url;
  }

  private static io.vertx.core.net.ProxyOptions assertNotNullProxy(
      io.vertx.core.net.@org.jspecify.annotations.Nullable ProxyOptions options) {
    assertNotNull(options);
    return options;
  }

  @Test
  void addresses_that_were_read_before_are_read_the_same_again() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 200; i++) {
        String text = "http://Host" + i % 50 + (i < 100 ? "/a/" : "/?b=") + i;
        assertEquals(Url.parseOrNull(text), Url.parse(text));
      }
    }
  }
}

package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which cookies come back, by text of `Set-Cookie` and of addresses.
class CookieJarTest {
  private final CookieJar jar = new CookieJar();

  private void take(String from, String... fields) {
    jar.take(Url.parse(from), List.of(fields), 0);
  }

  private String sent(String to) {
    return String.valueOf(jar.field(Url.parse(to), null, 1));
  }

  @Test
  void an_unsafe_answer_leaves_cookies_of_safe_ones_alone() {
    take("https://shop.example/", "sid=mine; Secure");
    take("http://shop.example/", "sid=stolen");
    take("http://shop.example/", "sid=; Max-Age=0");
    take("http://shop.example/", "sid=stolen; Path=/cart");
    take("http://a.shop.example/", "sid=stolen; Domain=shop.example");
    assertEquals("sid=mine", sent("https://shop.example/cart"));
    assertEquals("null", sent("http://shop.example/cart"));
  }

  @Test
  void an_unsafe_answer_may_set_other_cookies() {
    take("https://shop.example/", "sid=mine; Secure; Path=/cart");
    take("http://shop.example/", "sid=plain", "theme=dark");
    take("http://other.example/", "sid=other");
    assertEquals("sid=mine; sid=plain; theme=dark", sent("https://shop.example/cart"));
    assertEquals("sid=plain; theme=dark", sent("http://shop.example/"));
    assertEquals("sid=other", sent("https://other.example/"));
  }

  @Test
  void a_safe_answer_replaces_and_removes() {
    take("https://shop.example/", "sid=old; Secure");
    take("https://shop.example/", "sid=new; Secure");
    assertEquals("sid=new", sent("https://shop.example/"));
    take("https://shop.example/", "sid=; Max-Age=0");
    assertEquals("null", sent("https://shop.example/"));
  }
}

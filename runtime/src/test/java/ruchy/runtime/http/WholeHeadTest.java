package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The quick way to read a head gives what Netty's decoder gives, or nothing.
class WholeHeadTest {
  private static final Limits LIMITS = new Limits.Draft().made();

  private static @Nullable Head read(ByteBuf bytes) {
    return WholeHead.read(
        bytes, LIMITS, (line, start, length) -> new AsciiString(line, start, length, true));
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static String described(HttpRequest request) {
    return request.method()
        + " "
        + request.uri()
        + " "
        + request.protocolVersion()
        + " "
        + request.headers().entries();
  }

  private static String describedByNetty(String text) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new VertxHttpRequestDecoder(new Http1ServerConfig()));
    try {
      channel.writeInbound(bytes(text));
      HttpRequest request = channel.readInbound();
      return request.decoderResult().isSuccess()
          ? described(request)
          : "refused: " + request.decoderResult().cause();
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  @Property(tries = 2000)
  void what_is_read_is_what_netty_reads(@ForAll("heads") String text) {
    ByteBuf bytes = bytes(text + "\r\nrest");
    Head head = read(bytes);
    if (head == null) {
      assertEquals(0, bytes.readerIndex());
    } else {
      assertEquals(describedByNetty(text + "\r\nrest"), described(head));
      assertEquals("rest", bytes.toString(StandardCharsets.ISO_8859_1));
    }
  }

  @Property(tries = 200)
  void a_usual_head_is_read(@ForAll("usual") String text) {
    assertNotNull(read(bytes(text + "\r\n")), text);
  }

  @Property(tries = 200)
  void a_head_that_is_not_whole_is_left_alone(@ForAll("usual") String text) {
    for (int end = 0; end < text.length() + 2; end++) {
      ByteBuf begun = bytes((text + "\r\n").substring(0, end));
      assertNull(read(begun));
      assertEquals(0, begun.readerIndex());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        "GET /  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\n",
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\n: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\u0000\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\u00e9\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\ntransfer-ENCODING: chunked\r\n\r\n",
        "GET\r\n\r\n",
        "HEAD"
      })
  void what_is_unusual_is_left_alone(String text) {
    ByteBuf bytes = bytes(text);
    assertNull(read(bytes));
    assertEquals(0, bytes.readerIndex());
  }

  @Test
  void a_head_as_long_as_nobody_sends_is_left_alone() {
    assertNull(read(bytes("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(5000) + "\r\n\r\n")));
  }

  @Provide
  Arbitrary<String> usual() {
    Arbitrary<String> name =
        Arbitraries.of("Host", "Accept", "X-Any", "cookie", "a!#$%&'*+-.^_`|~");
    Arbitrary<String> value =
        Arbitraries.of("a", "127.0.0.1:80", "", "a b", "\"x, y\"; q=0.1", "~!@#$%^&*()", "a\tb");
    Arbitrary<String> blank = Arbitraries.of("", " ", "  ", "\t", " \t ");
    Arbitrary<String> field =
        Combinators.combine(name, blank, value, blank)
            .as((n, before, v, after) -> n + ":" + before + v + after + "\r\n");
    return Combinators.combine(
            Arbitraries.of("GET", "HEAD"),
            Arbitraries.of("/", "/users/42", "/a?b=c&d=%20", "*", "http://a/b"),
            field.list().ofMaxSize(6))
        .as((method, target, fields) -> method + " " + target + " HTTP/1.1\r\n" + all(fields));
  }

  private static String all(List<String> fields) {
    return String.join("", fields);
  }

  /// Usual heads with some bytes that are other ones, too many, or missing.
  @Provide
  Arbitrary<String> heads() {
    Arbitrary<Character> odd =
        Arbitraries.of(' ', '\t', '\r', '\n', ':', '\0', '\u007f', '\u00e9', '/', 'x', 'H');
    return Combinators.combine(
            usual(),
            Arbitraries.integers().between(0, 200),
            odd,
            Arbitraries.of("replace", "insert", "delete", "keep"))
        .as(
            (text, place, other, how) -> {
              int at = place % text.length();
              return switch (how) {
                case "replace" -> text.substring(0, at) + other + text.substring(at + 1);
                case "insert" -> text.substring(0, at) + other + text.substring(at);
                case "delete" -> text.substring(0, at) + text.substring(at + 1);
                default -> text;
              };
            });
  }
}

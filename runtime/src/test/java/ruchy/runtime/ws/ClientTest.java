package ruchy.runtime.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What clients do, and what they say when they cannot.
final class ClientTest {
  private final Server server = Server.create("127.0.0.1:0");
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @AfterEach
  void closes() {
    server.close();
  }

  private String next() throws InterruptedException {
    String line = told.poll(20, TimeUnit.SECONDS);
    assertTrue(line != null, "nothing was told");
    return line;
  }

  private String url() {
    return "ws://127.0.0.1:" + server.port() + "/";
  }

  private void echo() {
    server.onConnection(
        Functions.onConnection(
            socket -> socket.on("message", Functions.function((data, none) -> socket.send(data)))));
    server.listen();
  }

  private Socket telling(Socket socket) {
    socket.on("open", Functions.function((self, none) -> told.add("open")));
    socket.on("message", Functions.function((data, none) -> told.add("message " + data)));
    socket.on("error", Functions.function((error, none) -> told.add("error " + error)));
    socket.on("disconnect", Functions.function((code, why) -> told.add("disconnect " + code)));
    socket.on(
        "close",
        Functions.function((code, why) -> told.add(("close " + code + " " + why).strip())));
    return socket;
  }

  @Test
  void what_is_sent_before_the_connection_is_open_leaves_in_order() throws Exception {
    echo();
    Socket socket = telling(WsModule.connect(url()));
    assertEquals("connecting", socket.state());
    for (int i = 0; i < 10; i++) assertTrue(socket.send("m" + i));
    assertTrue(told.isEmpty());
    Afterwards.reached();
    assertEquals("open", next());
    for (int i = 0; i < 10; i++) assertEquals("message m" + i, next());
    socket.close(4000, "done");
    assertEquals("close 4000 done", next());
    socket.awaitEnd();
    assertEquals("closed", socket.state());
  }

  private String toldOf(WsUrl url, ClientOptions options) throws InterruptedException {
    var dial = new Dial(url, options, Engine.loops().getFirst());
    telling(dial.socket());
    dial.begin();
    String first = next();
    assertTrue(next().startsWith("close 1006"));
    dial.socket().awaitEnd();
    return first;
  }

  @Test
  void what_fails_before_it_connects_is_told() throws InterruptedException {
    var url = new WsUrl("ws://here/", false, "127.0.0.1", -1, "/", null);
    assertEquals(
        "error Cannot connect to ws://here/:"
            + " java.lang.IllegalArgumentException: port out of range:-1",
        toldOf(url, new ClientOptions(new HashMapValue())));
  }

  @Test
  void what_fails_when_it_is_connected_is_told() throws InterruptedException {
    echo();
    var options = new ClientOptions(new HashMapValue());
    options.settings.protocols =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            throw new OutOfMemoryError("for the test");
          }

          @Override
          public int size() {
            return 1;
          }
        };
    assertEquals(
        "error Cannot connect to " + url() + ": java.lang.OutOfMemoryError: for the test",
        toldOf(WsUrl.parse(url()), options));
  }

  @Test
  void what_fails_when_the_answer_is_there_is_told() throws InterruptedException {
    server.protocols("chat");
    echo();
    var options = new ClientOptions(HashMapValue.of("reconnect", true));
    options.settings.protocols =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            return "chat";
          }

          @Override
          public int size() {
            return 1;
          }

          @Override
          public boolean contains(@Nullable Object element) {
            throw new OutOfMemoryError("for the test");
          }
        };
    assertEquals(
        "error Cannot connect to " + url() + ": java.lang.OutOfMemoryError: for the test",
        toldOf(WsUrl.parse(url()), options));
  }

  @Test
  void messages_are_received_one_by_one() {
    echo();
    Socket socket = WsModule.connect(url());
    socket.send("a");
    socket.send(ListValue.of(new Object[] {1L, 2L}));
    socket.sendBinary("xy");
    assertEquals("a", socket.recv());
    assertEquals("[1,2]", socket.recv());
    assertTrue(socket.recv() instanceof ListValue bytes && bytes.size() == 2);
    Failure late = assertThrows(Failure.class, () -> socket.recv(20));
    assertTrue(late.matchesType("TimeoutError"));
    socket.send("b");
    assertEquals("b", socket.recv(20_000));
    socket.close();
    assertNull(socket.recv());
    assertNull(socket.recv());
  }

  @Test
  void all_messages_are_walked_over() {
    server.onConnection(
        Functions.onConnection(
            socket -> {
              for (int i = 0; i < 5_000; i++) socket.send("m" + i);
              socket.close();
            }));
    server.listen();
    Socket socket = WsModule.connect(url());
    var cursor = socket.cursor();
    int count = 0;
    while (cursor.advance()) {
      assertEquals("m" + count++, cursor.value());
    }
    assertEquals(5_000, count);
  }

  @Test
  void headers_and_sub_protocols_reach_the_server() {
    server.protocols("two");
    server.onConnection(
        Functions.onConnection(
            socket ->
                socket.send(
                    socket.request().header("X-Test")
                        + " "
                        + socket.protocol()
                        + " "
                        + socket.request().header("authorization"))));
    server.listen();
    Socket socket =
        WsModule.connect(
            "ws://al:secret@127.0.0.1:" + server.port() + "/",
            HashMapValue.of(
                "headers",
                HashMapValue.of("X-Test", "yes"),
                "protocols",
                ListValue.of(new Object[] {"one", "two"})));
    assertEquals("yes two Basic YWw6c2VjcmV0", socket.recv());
    assertEquals("two", socket.protocol());
    assertEquals("ws://127.0.0.1:" + server.port() + "/", socket.url());
    socket.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2_000, 500_000})
  void compression_works_in_both_directions(int length) {
    server.compress();
    echo();
    Socket socket = WsModule.connect(url(), HashMapValue.of("compress", true));
    String text = "abcdefghij".repeat(length / 10);
    socket.send(text);
    assertEquals(text, socket.recv());
    socket.close();
  }

  @Test
  void a_refused_connection_is_an_error_and_the_end() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    telling(WsModule.connect("ws://127.0.0.1:" + port + "/x"));
    Afterwards.reached();
    assertEquals(
        "error Cannot connect to ws://127.0.0.1:" + port + "/x: connection refused", next());
    assertEquals("close 1006 connection refused", next());
  }

  @Test
  void an_error_that_nobody_asked_for_is_told() throws Exception {
    var errors = new ByteArrayOutputStream();
    Output.ERROR.redirect(errors);
    try {
      Socket socket = WsModule.connect("ws://127.0.0.1:1/");
      socket.on("close", Functions.function((code, reason) -> told.add("close " + code)));
      Afterwards.reached();
      assertEquals("close 1006", next());
    } finally {
      Output.ERROR.redirect(null);
    }
    assertEquals(
        "error in WebSocket: Cannot connect to ws://127.0.0.1:1/: connection refused\n",
        errors.toString(StandardCharsets.UTF_8));
  }

  /// A client for which the host `a.test` is where the resolver says.
  private void dial(int port, ClientOptions.Resolver resolver) {
    var options = new ClientOptions(HashMapValue.of("timeout", 1000L));
    options.resolver = resolver;
    var url = WsUrl.parse("ws://a.test:" + port + "/");
    var dial = new Dial(url, options, Engine.loops().getFirst());
    telling(dial.socket());
    dial.begin();
  }

  @Test
  void the_next_address_of_a_host_is_taken_when_one_refuses() throws Exception {
    echo();
    List<InetAddress> addresses =
        List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1"));
    dial((int) server.port(), (loop, host, outcome) -> outcome.accept(addresses, null));
    assertEquals("open", next());
  }

  @Test
  void when_all_addresses_refuse_the_error_says_so() throws Exception {
    List<InetAddress> addresses =
        List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1"));
    dial(1, (loop, host, outcome) -> outcome.accept(addresses, null));
    assertEquals("error Cannot connect to ws://a.test:1/: connection refused", next());
    assertEquals("close 1006 connection refused", next());
  }

  @Test
  void a_host_that_nobody_knows_is_an_error_also_when_nobody_says_so() throws Exception {
    dial(1, (loop, host, outcome) -> outcome.accept(null, new UnknownHostException(host)));
    assertEquals("error Cannot connect to ws://a.test:1/: unknown host", next());
    assertEquals("close 1006 unknown host", next());
    dial(1, (loop, host, outcome) -> {});
    assertEquals("error Cannot connect to ws://a.test:1/: no connection within 1000 ms", next());
    assertEquals("close 1006 no connection within 1000 ms", next());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 404 Not Found~content-length: 0~~ | the server answered 404 instead of 101 to the upgrade
          SSH-2.0-OpenSSH~~                          | the answer is malformed
          HTTP/1.1 101 X~~                           | the answer does not upgrade to a WebSocket
          HTTP/1.1 101 X~Upgrade: websocket~Connection: upgrade~Sec-WebSocket-Accept: abc~~ | the answer has a wrong Sec-WebSocket-Accept
          HTTP/1.1 101 X~Upgrade: websocket~Connection: upgrade~ACCEPT~Sec-WebSocket-Protocol: x~~ | the server chose a sub-protocol that was not offered
          HTTP/1.1 101 X~Upgrade: websocket~Connection: upgrade~ACCEPT~Sec-WebSocket-Extensions: permessage-deflate~~ | the server chose an extension that was not offered
          END                                        | the server closed the connection before it answered
          NOTHING                                    | no answer within 300 ms
          """)
  void errors_name_what_was_wrong_with_the_answer(String answer, String reason) throws Exception {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(listening, answer));
      String url = "ws://127.0.0.1:" + listening.getLocalPort() + "/";
      telling(WsModule.connect(url, HashMapValue.of("timeout", 300L)));
      Afterwards.reached();
      assertEquals("error Cannot connect to " + url + ": " + reason, next());
      assertEquals("close 1006 " + reason, next());
    }
  }

  private static void answer(ServerSocket listening, String answer) {
    try (var socket = listening.accept()) {
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) head.append((char) socket.getInputStream().read());
      String key = head.toString().replaceAll("(?is).*sec-websocket-key: (\\S+).*", "$1");
      if (answer.equals("NOTHING")) {
        socket.getInputStream().read();
      } else if (!answer.equals("END")) {
        String accept = "Sec-WebSocket-Accept: " + Handshake.accept(key);
        String text = answer.replace("ACCEPT", accept).replace("~", "\r\n");
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        socket.getInputStream().read();
      }
    } catch (IOException gone) {
      // The client has what it needs.
    }
  }

  @Test
  void a_server_that_masks_is_refused() throws Exception {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () ->
                  answer(
                      listening,
                      "HTTP/1.1 101 X~Upgrade: websocket~Connection: upgrade~ACCEPT~~"
                          + "\u0081\u0081\0\0\0\0a"));
      telling(WsModule.connect("ws://127.0.0.1:" + listening.getLocalPort() + "/"));
      Afterwards.reached();
      assertEquals("open", next());
      assertEquals(
          "error WebSocket closed: received a frame that is not masked as expected", next());
      assertTrue(next().startsWith("close 1002 "));
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused_unless_one_insists() throws Exception {
    server.developmentTls();
    echo();
    String url = "wss://localhost:" + server.port() + "/";
    telling(WsModule.connect(url));
    Afterwards.reached();
    String error = next();
    assertTrue(
        error.startsWith("error Cannot connect to " + url + ": TLS: the certificate is not"),
        error);
    assertTrue(next().startsWith("close 1006 "));
    Output.ERROR.redirect(java.io.OutputStream.nullOutputStream());
    try {
      Socket socket = WsModule.connect(url, HashMapValue.of("insecure", true));
      socket.send("safe");
      assertEquals("safe", socket.recv());
      socket.close();
      assertNull(socket.recv());
    } finally {
      Output.ERROR.redirect(null);
    }
  }

  @Test
  void plain_text_where_tls_should_be_is_named() throws Exception {
    echo();
    String url = "wss://127.0.0.1:" + server.port() + "/";
    telling(WsModule.connect(url));
    Afterwards.reached();
    assertEquals("error Cannot connect to " + url + ": TLS: the server does not speak it", next());
  }

  private static MapValue quickly(@Nullable Object attempts) {
    return HashMapValue.of(
        "reconnect", HashMapValue.of("delay", 10L, "max_delay", 40L, "attempts", attempts));
  }

  @Test
  void a_lost_connection_is_replaced() throws Exception {
    server.onConnection(
        Functions.onConnection(
            socket ->
                socket.on(
                    "message",
                    Functions.function(
                        (data, none) -> {
                          if (data.equals("die")) {
                            socket.terminate();
                            return null;
                          }
                          return socket.send(data);
                        }))));
    server.listen();
    Socket socket = telling(WsModule.connect(url(), quickly(0L)));
    Afterwards.reached();
    assertEquals("open", next());
    socket.send("die");
    assertEquals("disconnect 1006", next());
    socket.send("again");
    assertEquals("open", next());
    assertEquals("message again", next());
    socket.close();
    assertEquals("close 1000", next());
  }

  @Test
  void a_server_that_drops_whom_it_accepts_is_asked_less_and_less_often() throws Exception {
    server.onConnection(Functions.onConnection(Socket::terminate));
    server.listen();
    var options = HashMapValue.of("reconnect", HashMapValue.of("delay", 40L, "max_delay", 9_000L));
    Socket socket = telling(WsModule.connect(url(), options));
    Afterwards.reached();
    assertEquals("open", next());
    long since = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      assertEquals("disconnect 1006", next());
      assertEquals("open", next());
    }
    // At least half of 40, 80, 160 and 320, less what the clock leaves out.
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    assertTrue(millis >= 280, () -> millis + " ms");
    socket.close();
  }

  @Test
  void the_end_comes_once() throws Exception {
    Socket socket = telling(WsModule.connect("ws://127.0.0.1:1/"));
    socket.close();
    Afterwards.reached();
    assertEquals("close 1006", next());
    socket.terminate();
    socket.close();
    socket.conversation().mailbox().loop().execute(() -> told.add("nothing else"));
    assertEquals("nothing else", next());
    assertEquals("closed", socket.state());
  }

  @Test
  void a_header_of_the_program_counts_more_than_the_user_of_the_address() {
    server.onConnection(
        Functions.onConnection(socket -> socket.send(socket.request().headers().toString())));
    server.listen();
    Socket socket =
        WsModule.connect(
            "ws://al:secret@127.0.0.1:" + server.port() + "/",
            HashMapValue.of("headers", HashMapValue.of("authorization", "Bearer x")));
    String seen = String.valueOf(socket.recv());
    assertTrue(seen.contains("Bearer x"), seen);
    assertFalse(seen.contains("Basic"), seen);
    socket.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ws://al:secret@x:99999/, ws://x:99999/",
    "ftp://al:secret@x/, ftp://x/",
    "ws://al:se@cret@x y/, ws://x y/",
    "ws://al:se/cret@x/, ws://x/",
    "ws://al:se#cret@x/, ws://x/",
    "ws://x:80/@al#part, ws://x:80/@al#part",
  })
  void errors_leave_out_the_password_of_an_address(String address, String shown) {
    Failure failure = assertThrows(Failure.class, () -> WsModule.connect(address));
    assertEquals("Not a ws or wss address: '" + shown + "'", failure.message());
  }

  @Test
  void after_so_many_attempts_it_gives_up() throws Exception {
    Socket socket = telling(WsModule.connect("ws://127.0.0.1:1/", quickly(3L)));
    Afterwards.reached();
    assertEquals("disconnect 1006", next());
    assertEquals("disconnect 1006", next());
    assertEquals("error Cannot connect to ws://127.0.0.1:1/: connection refused", next());
    assertEquals("close 1006 connection refused", next());
    assertEquals("closed", socket.state());
  }

  @Test
  void a_socket_that_is_closed_before_it_connects_never_does() throws Exception {
    echo();
    Socket socket = telling(WsModule.connect(url()));
    socket.close();
    Afterwards.reached();
    assertEquals("close 1006", next());
    assertEquals(0, server.count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x/", "localhost:80", "", "ws://", "ws://x/#part", "ws://x:99999/"})
  void other_addresses_are_an_argument_error(String address) {
    Failure failure = assertThrows(Failure.class, () -> WsModule.connect(address));
    assertTrue(failure.matchesType("ArgumentError"));
    assertEquals("Not a ws or wss address: '" + address + "'", failure.message());
  }
}

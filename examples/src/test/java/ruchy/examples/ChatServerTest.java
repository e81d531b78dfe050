package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The chat server of the book, its text unchanged but for the port, which must be free. The
/// functions that it leaves to its reader come from a prelude file. The clients are the JDK's.
final class ChatServerTest {
  @ParameterizedTest
  @EnumSource(Way.class)
  void people_join_talk_whisper_type_and_leave(Way way, @TempDir Path folder) throws Exception {
    int port = Examples.freePort();
    try (var run = start(way, folder, port);
        var http = HttpClient.newHttpClient()) {
      run.awaitLine("💬 Chat server running on ws://localhost:" + port);
      try (var ann = new Person(http, port);
          var bob = new Person(http, port);
          var eve = new Person(http, port)) {
        for (var each : new Person[] {ann, bob, eve}) {
          each.hears(
              "{'type':'welcome','user_id':'ID',"
                  + "'message':'Welcome to chat! Send /help for commands'}");
        }
        ann.says("{'type':'join','name':'ann','room':'lobby'}");
        ann.hears("{'type':'user_joined','user':'ann','time':'TIME'}");
        ann.hears("{'type':'history','messages':[]}");
        ann.says("{'type':'message','text':'Is anybody here?'}");
        ann.hears("{'type':'message','user':'ann','text':'Is anybody here?','time':'TIME'}");

        bob.says("{'type':'join','name':'bob','room':'lobby'}");
        bob.hears("{'type':'user_joined','user':'bob','time':'TIME'}");
        bob.hears(
            "{'type':'history','messages':[{'type':'message','user':'ann',"
                + "'text':'Is anybody here?','time':'TIME'}]}");
        ann.hears("{'type':'user_joined','user':'bob','time':'TIME'}");

        eve.says("{'type':'join','name':'eve','room':'other'}");
        eve.hears("{'type':'user_joined','user':'eve','time':'TIME'}");
        eve.hears("{'type':'history','messages':[]}");

        bob.says("{'type':'typing'}");
        ann.hears("{'type':'typing','user':'bob'}");
        bob.says("{'type':'private','to':'eve','text':'Grüße 🌍'}");
        eve.hears("{'type':'private','from':'bob','text':'Grüße 🌍','time':'TIME'}");
        bob.says("{'type':'private','to':'nobody','text':'x'}");

        bob.says("{'type':'nonsense'}");
        bob.says("{'type':'message','text':'still here'}");
        bob.hears("{'type':'message','user':'bob','text':'still here','time':'TIME'}");
        ann.hears("{'type':'message','user':'bob','text':'still here','time':'TIME'}");

        bob.leaves();
        ann.hears("{'type':'user_left','user':'bob','time':'TIME'}");
        ann.says("{'type':'message','text':'Alone again'}");
        ann.hears("{'type':'message','user':'ann','text':'Alone again','time':'TIME'}");

        run.terminate();
        ann.hears("closed with 1001");
        eve.hears("closed with 1001");
      }
      assertEquals(0, run.status(), run::errors);
      assertEquals("", run.output());
      var errors = run.errors();
      assertTrue(
          errors.startsWith(
              "error in handler: No match arm matched the value: \"nonsense\"\n  at "),
          errors);
      assertEquals(2, errors.lines().count(), errors);
    }
  }

  private static ProgramProcess start(Way way, Path folder, int port) throws Exception {
    var text = Files.readString(Examples.FOLDER.resolve("chat_server.ruchy"));
    assertTrue(text.contains(":8080"), text);
    var program =
        Files.writeString(folder.resolve("chat_server.ruchy"), text.replace(":8080", ":" + port));
    var helpers = Examples.FOLDER.resolve("chat_helpers.ruchy").toString();
    return way.start(program, folder, Map.of(), "--prelude", helpers);
  }

  /// A client. Its own quotation marks are single ones; ids and times are replaced by words.
  private static final class Person implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    Person(HttpClient http, int port) {
      socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), this)
              .join();
    }

    void says(String json) {
      socket.sendText(json.replace('\'', '"'), true).join();
    }

    void hears(String json) throws InterruptedException {
      var next = heard.poll(60, TimeUnit.SECONDS);
      assertNotNull(next, () -> "nothing came, expected " + json);
      assertEquals(
          json,
          next.replace('"', '\'')
              .replaceAll("'\\d{4}-\\d\\d-\\d\\dT[^']+Z'", "'TIME'")
              .replaceAll("'[0-9a-f]{8}-[0-9a-f-]{27}'", "'ID'"));
    }

    void leaves() {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      part.append(data);
      if (isLast) {
        heard.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      heard.add("closed with " + code);
      return null;
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}

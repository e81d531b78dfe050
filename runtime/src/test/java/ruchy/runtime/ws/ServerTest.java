package ruchy.runtime.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// What the functions of a server see, in which order, and what becomes of peers that do not read.
final class ServerTest {
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

  private void tellEverything(Socket socket) {
    socket.on("message", Functions.function((data, none) -> told.add("message " + data)));
    socket.on("close", Functions.function((code, reason) -> told.add("close " + code)));
    socket.on("error", Functions.function((error, none) -> told.add("error " + error)));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void events_begin_when_on_connection_has_returned_and_come_in_order(boolean waits, boolean shares)
      throws Exception {
    var mayReturn = new CountDownLatch(1);
    server.onConnection(
        Functions.function(
            true,
            shares,
            (socket, request) -> {
              tellEverything((Socket) socket);
              // On a virtual thread without the turn, so that the test's own thread goes on.
              mayReturn.await();
              told.add("connected");
              ((Socket) socket)
                  .on(
                      "message",
                      Functions.function(waits, shares, (data, none) -> told.add("again " + data)));
              return null;
            }));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      for (int i = 0; i < 50; i++) peer.text("m" + i);
      peer.frame(0x88, new byte[] {3, (byte) 0xe8});
      mayReturn.countDown();
      assertEquals("connected", next());
      for (int i = 0; i < 50; i++) {
        assertEquals("message m" + i, next());
        assertEquals("again m" + i, next());
      }
      assertEquals("close 1000", next());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_next_event_waits_for_the_functions_of_the_one_before(boolean waits) throws Exception {
    var inside = new AtomicInteger();
    server.onConnection(
        Functions.onConnection(
            socket ->
                socket.on(
                    "message",
                    Functions.function(
                        waits,
                        true,
                        (data, none) -> {
                          told.add(inside.incrementAndGet() + " " + data);
                          TimeUnit.MICROSECONDS.sleep(100);
                          inside.decrementAndGet();
                          return null;
                        }))));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      for (int i = 0; i < 200; i++) peer.text("m" + i);
      for (int i = 0; i < 200; i++) assertEquals("1 m" + i, next());
    }
  }

  @Test
  void an_error_in_a_function_is_told_and_the_socket_stays_open() throws Exception {
    var errors = new ByteArrayOutputStream();
    Output.ERROR.redirect(errors);
    try {
      server.onConnection(
          Functions.onConnection(
              socket ->
                  socket.on(
                      "message",
                      Functions.function(
                          (data, none) -> {
                            if (data.equals("bad")) throw new IllegalStateException("broken");
                            return socket.send(data);
                          }))));
      server.listen();
      try (var peer = RawPeer.connected(server)) {
        peer.text("bad");
        peer.text("good");
        assertEquals("good", peer.read().text());
      }
    } finally {
      Output.ERROR.redirect(null);
    }
    assertTrue(
        errors.toString(StandardCharsets.UTF_8).startsWith("error in handler: "), errors::toString);
  }

  @Test
  void an_error_in_on_connection_closes_the_socket_with_1011() throws Exception {
    Output.ERROR.redirect(java.io.OutputStream.nullOutputStream());
    try {
      server.onConnection(
          Functions.onConnection(
              socket -> {
                throw new IllegalStateException("broken");
              }));
      server.listen();
      try (var peer = RawPeer.connected(server)) {
        assertEquals(1011, peer.read().code());
      }
    } finally {
      Output.ERROR.redirect(null);
    }
  }

  /// L 12.6: events begin when the function has returned; what it asks for itself comes before.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void on_connection_may_receive_messages_itself_until_the_end(boolean isClean) throws Exception {
    server.onConnection(
        Functions.function(
            true,
            false,
            (first, request) -> {
              Socket socket = (Socket) first;
              socket.on("close", Functions.function((code, reason) -> told.add("close " + code)));
              var messages = socket.cursor();
              while (messages.advance()) {
                socket.send("got " + messages.value());
              }
              told.add("no more");
              return null;
            }));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      peer.text("a");
      assertEquals("got a", peer.read().text());
      peer.text("b");
      assertEquals("got b", peer.read().text());
      if (isClean) {
        peer.frame(0x88, new byte[] {3, (byte) 0xe8});
        assertEquals(1000, peer.read().code());
      }
    }
    assertEquals("no more", next());
    assertEquals(isClean ? "close 1000" : "close 1006", next());
  }

  @Test
  void a_broadcast_reaches_all_and_not_the_excepted() throws Exception {
    server.onConnection(
        Functions.onConnection(
            socket -> {
              told.add("connected");
              socket.on(
                  "message",
                  Functions.function(
                      (data, none) ->
                          data.equals("others")
                              ? server.broadcast("from other", socket)
                              : server.broadcast(HashMapValue.of("text", data))));
            }));
    server.listen();
    try (var one = RawPeer.connected(server);
        var two = RawPeer.connected(server)) {
      assertEquals("connected", next());
      assertEquals("connected", next());
      assertEquals(2, server.count());
      one.text("hi");
      assertEquals("{\"text\":\"hi\"}", one.read().text());
      assertEquals("{\"text\":\"hi\"}", two.read().text());
      one.text("others");
      assertEquals("from other", two.read().text());
      one.text("end");
      assertEquals("{\"text\":\"end\"}", one.read().text());
    }
  }

  @Test
  void ids_differ_and_added_members_stay() throws Exception {
    var sockets = new LinkedBlockingQueue<Socket>();
    server.onConnection(
        Functions.onConnection(
            socket -> {
              tellEverything(socket);
              sockets.add(socket);
            }));
    server.listen();
    Socket first;
    try (var one = RawPeer.connected(server);
        var two = RawPeer.connected(server)) {
      first = sockets.poll(20, TimeUnit.SECONDS);
      Socket second = sockets.poll(20, TimeUnit.SECONDS);
      assertNotEquals(first.id(), second.id());
      first.addMember("user", "al");
      assertEquals("al", first.addedMember("user"));
      assertEquals("127.0.0.1", first.ip());
      assertTrue(one.socket().isConnected() && two.socket().isConnected());
    }
    assertEquals("close 1006", next());
    assertEquals("close 1006", next());
    assertEquals(0, server.count());
    assertFalse(first.send("too late"));
    assertEquals("closed", first.state());
  }

  @Test
  void a_peer_that_does_not_read_is_closed_when_too_much_waits() throws Exception {
    server.setMaxQueue(200_000);
    var sockets = new LinkedBlockingQueue<Socket>();
    server.onConnection(
        Functions.onConnection(
            socket -> {
              tellEverything(socket);
              sockets.add(socket);
            }));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      Socket socket = sockets.poll(20, TimeUnit.SECONDS);
      String much = "x".repeat(50_000);
      int sent = 0;
      while (socket.send(much)) {
        sent++;
        assertTrue(sent < 100_000, "it is never full");
      }
      assertEquals("error WebSocket closed: the peer is too slow: 200000 bytes wait", next());
      assertEquals("close 1013", next());
      assertTrue(peer.socket().isConnected());
    }
  }

  @Test
  void drain_waits_until_everything_has_left() throws Exception {
    server.onConnection(
        Functions.function(
            true,
            false,
            (first, request) -> {
              Socket socket = (Socket) first;
              for (int i = 0; i < 100; i++) {
                socket.send("x".repeat(100_000));
                told.add(socket.drain() + " " + socket.queued());
              }
              return null;
            }));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(100_000, peer.read().content().length);
        assertEquals("true 0", next());
      }
    }
  }

  @Test
  void messages_are_left_to_the_network_while_a_function_is_busy() throws Exception {
    var mayReturn = new CountDownLatch(1);
    var count = new AtomicInteger();
    server.onConnection(
        Functions.onConnection(
            socket ->
                socket.on(
                    "message",
                    Functions.function(
                        true,
                        false,
                        (data, none) -> {
                          mayReturn.await();
                          if (count.incrementAndGet() == 2_000) told.add("all");
                          return null;
                        }))));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      var writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 2_000; i++) peer.frame(0x82, new byte[50_000]);
                    } catch (java.io.IOException failure) {
                      told.add("failed " + failure);
                    }
                  });
      // 100 MB do not fit into the buffers of the system, so the writer is stopped.
      assertFalse(writer.join(java.time.Duration.ofMillis(500)));
      mayReturn.countDown();
      assertEquals("all", next());
    }
  }

  @Test
  void a_peer_without_sign_of_life_is_cut_off() throws Exception {
    server.setPingInterval(50);
    server.setPongTimeout(100);
    server.onConnection(Functions.onConnection(this::tellEverything));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      var ping = peer.read();
      assertEquals(0x89, ping.first());
      peer.frame(0x8a, ping.content());
      assertEquals(0x89, peer.read().first());
      assertEquals("error WebSocket closed: no answer to a ping within 100 ms", next());
      assertEquals("close 1006", next());
      assertTrue(peer.isEnd());
    }
  }

  @Test
  void a_peer_that_does_not_answer_a_close_is_cut_off() throws Exception {
    server.setCloseTimeout(100);
    server.onConnection(
        Functions.onConnection(
            socket -> {
              tellEverything(socket);
              socket.send("bye");
              socket.close(4001, "enough");
              told.add("sent " + socket.send("never"));
            }));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      assertEquals("bye", peer.read().text());
      var close = peer.read();
      assertEquals(4001, close.code());
      assertEquals("enough", close.reason());
      assertTrue(peer.isEnd());
    }
    assertEquals("sent false", next());
    assertEquals("close 1006", next());
  }

  @Test
  void closing_the_server_closes_its_sockets_with_1001_and_waits_for_their_functions()
      throws Exception {
    server.onConnection(
        Functions.onConnection(
            socket -> {
              tellEverything(socket);
              told.add("connected");
            }));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      assertEquals("connected", next());
      server.close();
      Thread.ofVirtual()
          .start(
              () -> {
                server.awaitClosed();
                told.add("server closed");
              });
      assertEquals(1001, peer.read().code());
      peer.frame(0x88, new byte[] {3, (byte) 0xe9});
      assertTrue(peer.isEnd());
    }
    assertEquals("close 1001", next());
    assertEquals("server closed", next());
  }

  /// The last socket of the server, when its first function has returned.
  private BlockingQueue<Socket> connecting() {
    var sockets = new LinkedBlockingQueue<Socket>();
    server.onConnection(Functions.onConnection(sockets::add));
    server.listen();
    return sockets;
  }

  private static Socket taken(BlockingQueue<Socket> sockets) throws InterruptedException {
    Socket socket = sockets.poll(20, TimeUnit.SECONDS);
    assertTrue(socket != null, "nobody connected");
    return socket;
  }

  /// Who has asked first has given up, and the connection's thread does not know it yet.
  @Test
  void a_message_for_who_no_longer_waits_is_for_the_next() throws Exception {
    var sockets = connecting();
    try (var peer = RawPeer.connected(server)) {
      Socket socket = taken(sockets);
      Mailbox mailbox = socket.conversation().mailbox();
      var asked = new CountDownLatch(1);
      assertThrows(
          Failure.class,
          () ->
              Bridge.<Event>await(
                  outcome ->
                      mailbox
                          .loop()
                          .execute(
                              () -> {
                                mailbox.take(outcome);
                                asked.countDown();
                              }),
                  1));
      asked.await();
      peer.text("hello");
      assertEquals("hello", socket.recv(20_000));
    }
  }

  private static Event big() {
    return new Event.Received("x".repeat(100_000));
  }

  @Test
  void nothing_follows_a_close_frame_not_even_what_another_task_was_about_to_send()
      throws Exception {
    server.onConnection(
        Functions.onConnection(
            socket -> {
              socket.close(4001, "");
              // As a task does that found the socket open just before.
              Conversation conversation = socket.conversation();
              conversation
                  .mailbox()
                  .loop()
                  .execute(() -> conversation.outgoing().add(Message.text("too late")));
            }));
    server.listen();
    try (var peer = RawPeer.connected(server)) {
      assertEquals(4001, peer.read().code());
      peer.frame(0x88, new byte[] {0x0f, (byte) 0xa1});
      assertTrue(peer.isEnd());
    }
  }

  @Test
  void the_answer_to_a_close_is_read_also_when_functions_are_busy() throws Exception {
    var mayReturn = new CountDownLatch(1);
    var sockets = connecting();
    try (var peer = RawPeer.connected(server)) {
      Socket socket = taken(sockets);
      socket.on("close", Functions.function((code, reason) -> told.add("close " + code)));
      socket.on(
          "message",
          Functions.function(
              true,
              false,
              (data, none) -> {
                mayReturn.await();
                return null;
              }));
      socket
          .conversation()
          .mailbox()
          .loop()
          .execute(
              () -> {
                socket.conversation().mailbox().post(new Event.Received("first"));
                socket.conversation().mailbox().post(big());
                socket.close(4001);
              });
      assertEquals(4001, peer.read().code());
      peer.frame(0x88, new byte[] {0x0f, (byte) 0xa1});
      assertTrue(peer.isEnd());
      mayReturn.countDown();
      assertEquals("close 4001", next());
    }
  }

  @Test
  void a_peer_that_leaves_is_noticed_also_when_nobody_takes_its_messages() throws Exception {
    server.setPingInterval(20);
    var sockets = connecting();
    Socket socket;
    try (var peer = RawPeer.connected(server)) {
      socket = taken(sockets);
      socket
          .conversation()
          .mailbox()
          .loop()
          .execute(
              () -> {
                socket.conversation().mailbox().post(big());
                told.add("full");
              });
      assertEquals("full", next());
      // More than one, though no answer is read.
      for (int i = 0; i < 3; i++) assertEquals(0x89, peer.read().first());
    }
    Thread.ofVirtual()
        .start(
            () -> {
              socket.awaitEnd();
              told.add("ended");
            });
    assertEquals("ended", next());
    assertEquals(0, server.count());
    assertEquals("closed", socket.state());
    assertEquals("x".repeat(100_000), socket.recv());
    assertNull(socket.recv());
  }

  @Test
  void a_socket_that_joins_a_closed_server_is_closed_with_1001() throws Exception {
    var sockets = connecting();
    Server closed = Server.create("127.0.0.1:0");
    closed.close();
    try (var peer = RawPeer.connected(server)) {
      closed.joined(taken(sockets));
      assertEquals(1001, peer.read().code());
    }
  }

  @Test
  void a_place_is_taken_by_one_socket_alone() {
    server.setMaxConnections(2);
    assertTrue(server.counted());
    assertTrue(server.counted());
    assertFalse(server.counted());
    assertFalse(server.counted());
    server.setMaxConnections(3);
    assertTrue(server.counted());
  }

  @Test
  void compressed_messages_come_and_go() throws Exception {
    server.compress();
    server.setMaxMessage(1 << 20);
    server.onConnection(
        Functions.onConnection(
            socket -> socket.on("message", Functions.function((data, none) -> socket.send(data)))));
    server.listen();
    String text = "the same again and again, ".repeat(1000);
    try (var peer = RawPeer.connected(server, "Sec-WebSocket-Extensions: permessage-deflate")) {
      byte[] shorter = Compression.DEFAULT.deflate(text.getBytes(StandardCharsets.UTF_8));
      peer.frame(0xc1, shorter);
      var back = peer.read();
      assertEquals(0xc1, back.first());
      assertEquals(
          text, new String(Compression.inflate(back.content(), 1 << 20), StandardCharsets.UTF_8));
      // In fragments, of which the first one alone says that it is compressed.
      peer.frame(0x41, java.util.Arrays.copyOf(shorter, 10));
      peer.frame(0x80, java.util.Arrays.copyOfRange(shorter, 10, shorter.length));
      assertEquals(0xc1, peer.read().first());
      peer.text("short");
      var plain = peer.read();
      assertEquals(0x81, plain.first());
      assertEquals("short", plain.text());
    }
  }

  @Test
  void a_small_message_that_would_be_huge_is_refused() throws Exception {
    server.compress();
    server.setMaxMessage(100_000);
    server.listen();
    byte[] bomb = Compression.DEFAULT.deflate(new byte[50_000_000]);
    assertTrue(bomb.length < 100_000);
    try (var peer = RawPeer.connected(server, "Sec-WebSocket-Extensions: permessage-deflate")) {
      peer.frame(0xc2, bomb);
      assertEquals(1009, peer.read().code());
    }
  }

  @Test
  void what_is_not_compressed_as_agreed_is_refused() throws Exception {
    server.compress();
    server.listen();
    for (String frames :
        List.of("C1 83 00000000 FFFFFF", "C0 80 00000000", "A1 80 00000000", "C9 80 00000000")) {
      try (var peer = RawPeer.connected(server, "Sec-WebSocket-Extensions: permessage-deflate")) {
        peer.sendHex(frames);
        assertTrue(List.of(1002, 1007).contains(peer.read().code()), frames);
      }
    }
  }

  /// Clients that come, say something and go, in every way, leave nothing behind.
  @Test
  void many_clients_come_and_go() throws Exception {
    server.onConnection(
        Functions.onConnection(
            socket -> {
              socket.on("message", Functions.function((data, none) -> server.broadcast(data)));
              socket.on("close", Functions.function((code, reason) -> told.add("close")));
            }));
    server.listen();
    int clients = 600;
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      int kind = t % 3;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < clients / 6; i++) {
                      try (var peer = RawPeer.connected(server)) {
                        peer.text("hello");
                        peer.read();
                        switch (kind) {
                          case 0 -> peer.frame(0x88, new byte[] {3, (byte) 0xe8});
                          case 1 -> peer.sendHex("FF");
                          default -> {}
                        }
                      } catch (java.io.IOException failure) {
                        told.add("failed: " + failure);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) thread.join();
    for (int i = 0; i < clients; i++) assertEquals("close", next());
    assertEquals(0, server.count());
  }
}

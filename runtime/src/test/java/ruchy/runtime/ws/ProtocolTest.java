package ruchy.runtime.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.value.ListValue;

/// What a server says to a peer that keeps to RFC 6455, and to one that does not. The server sends
/// back every message.
final class ProtocolTest {
  private final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
  private final Server server = Server.create("127.0.0.1:0");

  @BeforeEach
  void listens() {
    server.onConnection(
        Functions.onConnection(
            socket -> {
              socket.on("message", Functions.function((data, none) -> socket.send(data)));
              socket.on(
                  "close", Functions.function((code, reason) -> closes.add(code + " " + reason)));
            }));
    server.setMaxMessage(100_000);
    server.listen();
  }

  @AfterEach
  void closes() {
    server.close();
  }

  /// Frames as they come, masked with zeros, and the code that answers them.
  @ParameterizedTest
  @CsvSource({
    "a text that is not masked, 81 01 61, 1002",
    "a ping that is not masked, 89 00, 1002",
    "the first reserved bit, C1 81 00000000 61, 1002",
    "the second reserved bit, A1 81 00000000 61, 1002",
    "the third reserved bit, 91 81 00000000 61, 1002",
    "a reserved bit of a ping, C9 80 00000000, 1002",
    "a reserved bit of a close, C8 80 00000000, 1002",
    "the reserved data frame 3, 83 80 00000000, 1002",
    "the reserved data frame 7, 87 80 00000000, 1002",
    "the reserved control frame 11, 8B 80 00000000, 1002",
    "the reserved control frame 15, 8F 80 00000000, 1002",
    "a ping in fragments, 09 80 00000000, 1002",
    "a close in fragments, 08 80 00000000, 1002",
    "a ping of 126 bytes, 89 FE 007E 00000000, 1002",
    "a continuation of nothing, 80 81 00000000 61, 1002",
    "a text within a text, 01 81 00000000 61 81 81 00000000 61, 1002",
    "a length that is not the shortest (16), 81 FE 007D 00000000, 1002",
    "a length that is not the shortest (64), 81 FF 000000000000FFFF 00000000, 1002",
    "a negative length, 81 FF 8000000000000000 00000000, 1002",
    "a close of one byte, 88 81 00000000 03, 1002",
    "a close with the code 0, 88 82 00000000 0000, 1002",
    "a close with the code 999, 88 82 00000000 03E7, 1002",
    "a close with the code 1004, 88 82 00000000 03EC, 1002",
    "a close with the code 1005, 88 82 00000000 03ED, 1002",
    "a close with the code 1006, 88 82 00000000 03EE, 1002",
    "a close with the code 1015, 88 82 00000000 03F7, 1002",
    "a close with the code 2999, 88 82 00000000 0BB7, 1002",
    "a close with the code 5000, 88 82 00000000 1388, 1002",
    "a close with the code 65535, 88 82 00000000 FFFF, 1002",
    "a reason that is not UTF-8, 88 83 00000000 03E8 FF, 1007",
    "a text that is not UTF-8, 81 81 00000000 FF, 1007",
    "a text that ends within a character, 81 81 00000000 C3, 1007",
    "a surrogate, 81 83 00000000 EDA080, 1007",
    "an overlong slash, 81 82 00000000 C0AF, 1007",
    "beyond Unicode, 81 84 00000000 F4908080, 1007",
    "not UTF-8 in the first fragment, 01 81 00000000 FF, 1007",
    "not UTF-8 over two fragments, 01 81 00000000 C3 80 81 00000000 28, 1007",
    "a character that never ends, 01 81 00000000 C3 80 80 00000000, 1007",
    "a frame that is too big, 82 FF 00000000000186A1 00000000, 1009",
  })
  void a_fault_closes_the_connection(String name, String frames, int code) throws Exception {
    try (var peer = RawPeer.connected(server)) {
      peer.sendHex(frames);
      var close = peer.read();
      assertTrue(close.isClose(), () -> Integer.toHexString(close.first()));
      assertEquals(code, close.code(), close::reason);
      assertTrue(peer.isEnd());
      peer.socket().close(); // The server waits for that a while.
      String told = closes.poll(20, TimeUnit.SECONDS);
      assertTrue(told != null && told.startsWith(code + " "), () -> "told: " + told);
    }
  }

  @Test
  void a_peer_that_leaves_the_connection_open_after_a_fault_is_cut_off() throws Exception {
    try (var peer = RawPeer.connected(server)) {
      peer.sendHex("80 81 00000000 61");
      assertEquals(1002, peer.read().code());
      assertTrue(peer.isEnd());
      String told = closes.poll(20, TimeUnit.SECONDS);
      assertTrue(told != null && told.startsWith("1002 "), () -> "told: " + told);
    }
  }

  @Test
  void a_message_that_is_too_big_in_fragments_closes_the_connection() throws Exception {
    try (var peer = RawPeer.connected(server)) {
      peer.frame(0x02, new byte[60_000]);
      peer.frame(0x80, new byte[60_000]);
      assertEquals(1009, peer.read().code());
      assertTrue(peer.isEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 3000, 4999})
  void a_close_is_answered_with_its_code(int code) throws Exception {
    try (var peer = RawPeer.connected(server)) {
      peer.frame(0x88, new byte[] {(byte) (code >> 8), (byte) code, 'b', 'y', 'e'});
      assertEquals(code, peer.read().code());
      assertTrue(peer.isEnd());
      assertEquals(code + " bye", closes.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_close_without_code_is_answered_without() throws Exception {
    try (var peer = RawPeer.connected(server)) {
      peer.frame(0x88, new byte[0]);
      var close = peer.read();
      assertTrue(close.isClose());
      assertEquals(0, close.content().length);
      assertTrue(peer.isEnd());
      assertEquals("1005 ", closes.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_connection_that_ends_without_close_was_closed_with_1006() throws Exception {
    try (var peer = RawPeer.connected(server)) {
      peer.text("hello");
      assertEquals("hello", peer.read().text());
    }
    assertEquals("1006 ", closes.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void what_follows_a_close_does_not_count() throws Exception {
    try (var peer = RawPeer.connected(server)) {
      var both = new ByteArrayOutputStream();
      both.writeBytes(RawPeer.frameBytes(0x88, new byte[] {3, (byte) 0xe8}));
      both.writeBytes(RawPeer.frameBytes(0x81, new byte[] {'x'}));
      peer.send(both.toByteArray());
      assertEquals(1000, peer.read().code());
      assertTrue(peer.isEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537, 100_000})
  void messages_of_all_lengths_come_back(int length) throws Exception {
    String text = "é".repeat(length / 2) + (length % 2 == 1 ? "x" : "");
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    try (var peer = RawPeer.connected(server)) {
      peer.text(text);
      assertEquals(text, peer.read().text());
      peer.frame(0x82, bytes);
      var binary = peer.read();
      // An empty list is no list of bytes, so it comes back as JSON.
      assertEquals(length == 0 ? 0x81 : 0x82, binary.first());
      assertEquals(
          length == 0 ? "[]" : hex(bytes), length == 0 ? binary.text() : hex(binary.content()));
    }
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  @Test
  void fragments_are_put_together_and_pings_between_them_are_answered() throws Exception {
    byte[] text = "a€😀z".getBytes(StandardCharsets.UTF_8);
    try (var peer = RawPeer.connected(server)) {
      for (int i = 0; i < text.length; i++) {
        peer.frame(i == 0 ? 0x01 : 0x00, new byte[] {text[i]});
        peer.frame(0x89, new byte[] {(byte) i});
        var pong = peer.read();
        assertEquals(0x8a, pong.first());
        assertEquals(i, pong.content()[0]);
      }
      peer.frame(0x80, new byte[0]);
      assertEquals("a€😀z", peer.read().text());
    }
  }

  @Test
  void frames_that_come_byte_by_byte_are_read() throws Exception {
    try (var peer = RawPeer.connected(server)) {
      for (byte octet : RawPeer.frameBytes(0x81, "slowly".getBytes(StandardCharsets.UTF_8))) {
        peer.send(new byte[] {octet});
      }
      assertEquals("slowly", peer.read().text());
    }
  }

  @Test
  void a_pong_that_nobody_asked_for_is_ignored() throws Exception {
    try (var peer = RawPeer.connected(server)) {
      peer.frame(0x8a, new byte[] {1, 2, 3});
      peer.text("on");
      assertEquals("on", peer.read().text());
    }
  }

  @Test
  void a_frame_in_the_packet_of_the_request_is_read() throws Exception {
    try (var peer = new RawPeer((int) server.port())) {
      var both = new ByteArrayOutputStream();
      both.writeBytes(
          RawPeer.request("/").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      both.writeBytes(RawPeer.frameBytes(0x81, "early".getBytes(StandardCharsets.UTF_8)));
      peer.send(both.toByteArray());
      assertTrue(peer.head().startsWith("HTTP/1.1 101 "));
      assertEquals("early", peer.read().text());
    }
  }

  /// Whatever comes, the answer is frames and then the end, and the next peer is served.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noise_does_no_harm(long seed) throws Exception {
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      try (var peer = RawPeer.connected(server)) {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        if (random.nextBoolean()) {
          noise[0] = (byte) (0x80 | random.nextInt(16));
          if (noise.length > 1) noise[1] = (byte) (0x80 | random.nextInt(126));
        }
        peer.send(noise);
        peer.socket().shutdownOutput();
        try {
          while (true) peer.read();
        } catch (java.io.EOFException | java.net.SocketException end) {
          // As expected.
        }
      }
    }
    try (var peer = RawPeer.connected(server)) {
      peer.text("well");
      assertEquals("well", peer.read().text());
    }
  }

  /// Messages of every kind, cut into fragments anywhere, in packets that end anywhere, with pings
  /// between them.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void messages_come_back_however_they_are_cut(long seed) throws Exception {
    var random = new Random(seed);
    try (var peer = RawPeer.connected(server)) {
      for (int round = 0; round < 40; round++) {
        boolean isText = random.nextBoolean();
        byte[] content =
            isText
                ? "aé€😀".repeat(1 + random.nextInt(200)).getBytes(StandardCharsets.UTF_8)
                : new byte[1 + random.nextInt(2000)];
        if (!isText) random.nextBytes(content);
        var wire = new ByteArrayOutputStream();
        int pings = 0;
        int at = 0;
        while (at < content.length) {
          int length = Math.min(content.length - at, 1 + random.nextInt(content.length));
          int kind = at > 0 ? 0 : isText ? 1 : 2;
          int last = at + length == content.length ? 0x80 : 0;
          byte[] part = java.util.Arrays.copyOfRange(content, at, at + length);
          wire.writeBytes(RawPeer.frameBytes(last | kind, part));
          at += length;
          if (random.nextInt(3) == 0) {
            wire.writeBytes(RawPeer.frameBytes(0x89, new byte[random.nextInt(126)]));
            pings++;
          }
        }
        byte[] bytes = wire.toByteArray();
        for (int sent = 0; sent < bytes.length; ) {
          int length = Math.min(bytes.length - sent, 1 + random.nextInt(3000));
          peer.send(java.util.Arrays.copyOfRange(bytes, sent, sent + length));
          sent += length;
        }
        boolean hasCome = false;
        while (pings > 0 || !hasCome) {
          var frame = peer.read();
          if (frame.first() == 0x8a) {
            pings--;
          } else {
            assertEquals(isText ? 0x81 : 0x82, frame.first());
            assertEquals(hex(content), hex(frame.content()));
            hasCome = true;
          }
        }
      }
    }
  }

  @Test
  void binary_messages_are_lists_of_bytes() throws Exception {
    var seen = new LinkedBlockingQueue<Object>();
    server.onConnection(
        Functions.onConnection(
            socket -> socket.on("message", Functions.function((data, none) -> seen.add(data)))));
    try (var peer = RawPeer.connected(server)) {
      peer.frame(0x82, new byte[] {1, -1});
      assertTrue(seen.poll(20, TimeUnit.SECONDS) instanceof ListValue list && list.size() == 2);
    }
  }
}

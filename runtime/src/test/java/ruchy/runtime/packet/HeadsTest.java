package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ruchy.runtime.value.MapValue;

/// Heads that lie in several segments of TCP.
final class HeadsTest {
  private static final int SYN = 2;
  private static final int ACK = 16;
  private static final int FIN_ACK = 17;
  private static final int FIRST = 0xFFFF_FFF0; // the numbers go round soon
  private static final String REQUEST =
      "GET /long HTTP/1.1\r\nHost: shop.test\r\nCookie: " + "x".repeat(3000) + "\r\nA: b\r\n\r\n";

  private final Heads heads = new Heads();

  private Packet segment(String source, int sequence, int flags, byte[] payload) {
    byte[] bytes = Composer.tcp(source, "10.0.0.2:80", payload, flags);
    ByteBuffer.wrap(bytes).putInt(24, sequence);
    return heads.packet(new Frame(Link.RAW, bytes, bytes.length, 0, ""));
  }

  private Packet segment(int place, String text) {
    return segment("10.0.0.1:5000", FIRST + place, ACK, text.getBytes(ISO_8859_1));
  }

  private static Object host(Packet packet) {
    MapValue http = packet.http();
    assertNotNull(http);
    return http.get("host");
  }

  @Test
  void a_head_in_one_segment_is_at_it() {
    assertEquals("shop.test", host(segment(0, REQUEST)));
    assertNull(segment(REQUEST.length(), "more").http());
  }

  @Test
  void a_head_in_three_segments_is_at_the_last() {
    assertNull(segment(0, REQUEST.substring(0, 1000)).http());
    assertNull(segment(1000, REQUEST.substring(1000, 2000)).http());
    Packet last = segment(2000, REQUEST.substring(2000));
    assertEquals("shop.test", host(last));
    assertEquals(
        List.of("GET", "/long"), List.of(last.http().get("method"), last.http().get("url")));
    assertEquals("b", ((MapValue) last.http().get("headers")).get("a"));
    assertEquals("[\"ip\", \"tcp\", \"http\"]", ruchy.runtime.value.Display.debug(last.layers()));
  }

  @Test
  void segments_may_come_in_any_order_and_twice() {
    var random = new Random(1);
    for (int round = 0; round < 200; round++) {
      var walk = new Heads();
      List<int[]> pieces = new ArrayList<>();
      for (int place = 0; place < REQUEST.length(); ) {
        int length = Math.min(REQUEST.length() - place, 1 + random.nextInt(600));
        pieces.add(new int[] {place, length});
        if (random.nextInt(4) == 0) {
          pieces.add(new int[] {place, length});
        }
        place += length;
      }
      Collections.shuffle(pieces, random);
      byte[] bytes = Composer.tcp("10.0.0.1:5000", "10.0.0.2:80", new byte[0], SYN);
      ByteBuffer.wrap(bytes).putInt(24, FIRST - 1);
      walk.packet(new Frame(Link.RAW, bytes, bytes.length, 0, ""));
      int found = 0;
      for (int[] piece : pieces) {
        String text = REQUEST.substring(piece[0], piece[0] + piece[1]);
        byte[] segment =
            Composer.tcp("10.0.0.1:5000", "10.0.0.2:80", text.getBytes(ISO_8859_1), ACK);
        ByteBuffer.wrap(segment).putInt(24, FIRST + piece[0]);
        Packet packet = walk.packet(new Frame(Link.RAW, segment, segment.length, 0, ""));
        if (packet.http() != null && "shop.test".equals(packet.http().get("host"))) {
          found++;
        }
      }
      assertEquals(1, found, "round " + round);
    }
  }

  @Test
  void a_connection_seen_from_its_beginning_may_come_byte_by_byte() {
    segment("10.0.0.1:5000", FIRST - 1, SYN, new byte[0]);
    String request = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    for (int i = 0; i < request.length() - 1; i++) {
      assertNull(segment(i, request.substring(i, i + 1)).http());
    }
    assertEquals("a.test", host(segment(request.length() - 1, "\n")));
  }

  @Test
  void connections_are_kept_apart_and_one_after_the_other() {
    String start = REQUEST.substring(0, 1000);
    String end = REQUEST.substring(1000);
    for (int i = 0; i < 100; i++) {
      assertNull(segment("10.0.0.1:" + (5000 + i), i, ACK, start.getBytes(US_ASCII)).http());
    }
    for (int i = 0; i < 100; i++) {
      String source = "10.0.0.1:" + (5000 + i);
      assertEquals("shop.test", host(segment(source, i + 1000, ACK, end.getBytes(US_ASCII))));
      int next = i + REQUEST.length();
      assertNull(segment(source, next, ACK, start.getBytes(US_ASCII)).http());
      assertEquals("shop.test", host(segment(source, next + 1000, ACK, end.getBytes(US_ASCII))));
    }
  }

  @Test
  void a_head_whose_middle_was_lost_does_not_hide_the_next_one() {
    assertNull(segment(0, REQUEST.substring(0, 1000)).http());
    assertNull(segment(2000, REQUEST.substring(2000)).http());
    assertNull(segment(9000, REQUEST.substring(0, 1000)).http());
    assertEquals("shop.test", host(segment(10_000, REQUEST.substring(1000))));
  }

  @Test
  void what_is_no_head_is_left_alone() {
    segment("10.0.0.1:5000", FIRST - 1, SYN, new byte[0]);
    assertNull(segment(0, "SSH-2.0-x\r\n").http());
    assertNull(segment(11, "GETTING / HTTP/1.1\r\n\r\n").http());
    assertNull(segment("10.0.0.1:6000", 0, FIN_ACK, new byte[0]).http());
  }

  @Test
  void a_packet_that_was_not_captured_as_a_whole_has_what_is_there() {
    byte[] bytes = Composer.tcp("10.0.0.1:5000", "10.0.0.2:80", REQUEST.getBytes(US_ASCII), ACK);
    byte[] cut = java.util.Arrays.copyOf(bytes, 200);
    assertEquals("shop.test", host(heads.packet(new Frame(Link.RAW, cut, bytes.length, 0, ""))));
  }

  @Test
  void a_client_hello_may_lie_in_several_segments_and_records() {
    for (int recordLength : new int[] {1, 7, 100, 4000}) {
      byte[] hello = hello("big.test", 2000, recordLength);
      int half = hello.length / 2;
      int base = recordLength * 100_000;
      String first = new String(hello, 0, half, ISO_8859_1);
      String second = new String(hello, half, hello.length - half, ISO_8859_1);
      assertNull(segment(base, first).tls());
      MapValue tls = segment(base + half, second).tls();
      assertNotNull(tls);
      assertEquals("big.test", tls.get("server_name"));
    }
  }

  /// A ClientHello with padding (RFC 7685) before its name, as those with large keys are.
  private static byte[] hello(String name, int padding, int recordLength) {
    byte[] host = name.getBytes(US_ASCII);
    var extensions = ByteBuffer.allocate(4 + padding + 9 + host.length);
    extensions.putShort((short) 21).putShort((short) padding).put(new byte[padding]);
    extensions.putShort((short) 0).putShort((short) (5 + host.length));
    extensions.putShort((short) (3 + host.length)).put((byte) 0);
    extensions.putShort((short) host.length).put(host);
    int length = 2 + 32 + 1 + 4 + 2 + 2 + extensions.capacity();
    var message = ByteBuffer.allocate(4 + length);
    message.putInt(1 << 24 | length).putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
    message.putShort((short) 2).putShort((short) 0x1301).putShort((short) 0x0100);
    message.putShort((short) extensions.capacity()).put(extensions.array());
    var records = new ByteArrayOutputStream();
    for (int place = 0; place < message.capacity(); place += recordLength) {
      int count = Math.min(recordLength, message.capacity() - place);
      records.writeBytes(new byte[] {22, 3, 1, (byte) (count >> 8), (byte) count});
      records.write(message.array(), place, count);
    }
    return records.toByteArray();
  }

  @Test
  void what_is_held_is_limited() {
    for (int i = 0; i < 60_000; i++) {
      segment("10.0.0.1:" + i, 0, ACK, REQUEST.substring(0, 3000).getBytes(US_ASCII));
      segment("10.0.0.1:" + i, 50_000, ACK, new byte[1000]);
    }
    assertEquals(true, heads.held() <= 8 << 20, "held " + heads.held());
    String endless = "GET / HTTP/1.1\r\nA: " + "x".repeat(1400);
    assertNull(segment(0, endless).http());
    int withheld = 0;
    for (int place = endless.length(); place < 1_000_000; place += 1400) {
      assertNull(segment(place, "y".repeat(1400)).http());
      withheld++;
    }
    assertEquals(true, withheld > 600);
  }
}

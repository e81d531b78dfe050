package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// Connections put together from their packets.
final class StreamsTest {
  private static final int FIN = 17;
  private static final int SYN = 2;
  private static final int SYN_ACK = 18;
  private static final int RST = 4;
  private static final int ACK = 16;
  private static final int FIRST = 0xFFFF_FF00; // the numbers go round soon
  private static final String CLIENT = "10.0.0.1:5000";
  private static final String SERVER = "10.0.0.2:80";

  private Conversations all = new Conversations(StreamOptions.DEFAULT);
  private long millis;

  /// How far each side has said that it has got.
  private int fromClient = FIRST;

  private int fromServer = FIRST;

  private static StreamOptions options(Object... pairs) {
    return StreamOptions.of(HashMapValue.of(pairs));
  }

  /// @param captured how many bytes of the packet are captured; all if it has not so many
  private void packet(
      String from, String to, int sequence, int flags, byte[] payload, int captured) {
    packet(from, to, sequence, 0, flags, payload, captured);
  }

  private void packet(
      String from, String to, int sequence, int ack, int flags, byte[] payload, int captured) {
    byte[] bytes = Composer.tcp(from, to, payload, flags);
    ByteBuffer.wrap(bytes).putInt(24, sequence).putInt(28, ack);
    byte[] part = Arrays.copyOf(bytes, Math.min(bytes.length, captured));
    var frame = new Frame(Link.RAW, part, bytes.length, millis * 1_000_000, "");
    all.add(frame, Layers.of(frame));
  }

  private void client(int place, int flags, String text) {
    client(place, flags, text, 70_000);
  }

  private void client(int place, int flags, String text, int captured) {
    int sequence = FIRST + place;
    byte[] payload = text.getBytes(ISO_8859_1);
    packet(CLIENT, SERVER, sequence, fromServer, flags, payload, captured);
    fromClient = after(fromClient, sequence, flags, payload.length);
  }

  private void server(int place, int flags, String text) {
    int sequence = FIRST + place;
    byte[] payload = text.getBytes(ISO_8859_1);
    packet(SERVER, CLIENT, sequence, fromClient, flags, payload, 70_000);
    fromServer = after(fromServer, sequence, flags, payload.length);
  }

  /// What is expected after a packet by who has got everything before it.
  private static int after(int expected, int sequence, int flags, int size) {
    int after = sequence + size + ((flags & (SYN | 1)) != 0 ? 1 : 0);
    return sequence == expected ? after : expected;
  }

  private void open() {
    fromClient = FIRST;
    fromServer = FIRST;
    client(-1, SYN, "");
    server(-1, SYN_ACK, "");
  }

  private void openAnew() {
    all = new Conversations(StreamOptions.DEFAULT);
    open();
  }

  private PacketStream told() {
    PacketStream stream = all.next();
    assertFalse(stream == null, "no connection has ended");
    return stream;
  }

  private static List<String> pieces(PacketStream stream) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < stream.pieces().size(); i++) {
      var piece = (MapValue) stream.pieces().at(i);
      Object gap = piece.get("gap");
      texts.add(piece.get("from") + (gap.equals(0L) ? " " : " -" + gap + " ") + piece.get("text"));
    }
    return texts;
  }

  @Test
  void a_connection_is_told_when_both_sides_have_ended_it() {
    open();
    client(0, ACK, "GET /\n");
    server(0, ACK, "200 ");
    server(4, ACK, "OK\n");
    client(6, ACK, "thanks");
    client(12, FIN, "");
    assertNull(all.next());
    server(7, FIN, "");
    PacketStream stream = told();
    assertEquals(CLIENT + " " + SERVER, stream.clientAddress() + " " + stream.server());
    assertEquals(List.of("client GET /\n", "server 200 OK\n", "client thanks"), pieces(stream));
    assertEquals("GET /\nthanks", stream.clientText());
    assertEquals("200 OK\n", stream.serverText());
    assertEquals("closed", stream.end());
    assertTrue(stream.isWhole());
    assertEquals(8, stream.packets());
    client(6, ACK, "thanks"); // sent again behind the end
    all.finish();
    assertNull(all.next());
    assertEquals(0, all.held());
  }

  @Test
  void segments_in_any_order_of_any_size_and_sent_again_give_the_same_bytes() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      all = new Conversations(StreamOptions.DEFAULT);
      byte[] sent = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(sent);
      List<int[]> segments = new ArrayList<>();
      for (int place = 0; place < sent.length; ) {
        int size = Math.min(sent.length - place, 1 + random.nextInt(1500));
        segments.add(new int[] {place, size});
        place += size;
      }
      for (int again = random.nextInt(20); again > 0; again--) {
        int place = random.nextInt(sent.length);
        segments.add(new int[] {place, 1 + random.nextInt(sent.length - place)});
      }
      Collections.shuffle(segments, random);
      boolean isServer = random.nextBoolean();
      open();
      for (int[] segment : segments) {
        byte[] payload = Arrays.copyOfRange(sent, segment[0], segment[0] + segment[1]);
        String from = isServer ? SERVER : CLIENT;
        packet(from, isServer ? CLIENT : SERVER, FIRST + segment[0], ACK, payload, 70_000);
      }
      all.finish();
      PacketStream stream = told();
      byte[] found =
          ruchy.runtime.member.Bytes.array(isServer ? stream.serverBytes() : stream.clientBytes());
      assertTrue(Arrays.equals(sent, found), "seed " + seed);
      assertTrue(stream.isWhole(), "seed " + seed);
      assertEquals(0, all.held());
    }
  }

  @Test
  void what_came_first_counts() {
    open();
    client(0, ACK, "abcd");
    client(2, ACK, "XXef");
    client(9, ACK, "jk");
    client(7, ACK, "hiYYl"); // too early, and around what came before
    client(6, ACK, "gZZ");
    all.finish();
    assertEquals("abcdefghijkl", told().clientText());
  }

  @Test
  void what_is_missing_is_told_and_not_waited_for_for_ever() {
    open();
    client(0, ACK, "one");
    client(10, ACK, "two");
    server(5, ACK, "late");
    client(13, RST, "");
    PacketStream stream = told();
    assertEquals(List.of("client one", "client -7 two", "server -5 late"), pieces(stream));
    assertEquals(12, stream.missing());
    assertFalse(stream.isWhole());
    assertEquals("reset", stream.end());

    openAnew();
    String part = "x".repeat(60_000);
    for (int i = 0; i < 40; i++) {
      client(100 + i * part.length(), ACK, part);
      assertTrue(all.held() < 3 << 20, "held: " + all.held());
    }
    all.finish();
    stream = told();
    assertEquals(100, stream.missing());
    assertEquals(40L * part.length(), stream.clientSize());
  }

  @Test
  void a_packet_that_was_cut_leaves_a_gap() {
    open();
    packet(CLIENT, SERVER, FIRST, ACK, "abcdefghij".getBytes(ISO_8859_1), 44);
    client(10, ACK, "klm");
    client(13, FIN, "");
    server(0, FIN, "");
    PacketStream stream = told();
    assertEquals(List.of("client abcd", "client -6 klm"), pieces(stream));
    assertEquals("closed", stream.end());
  }

  @Test
  void who_captures_heads_alone_is_told_what_is_missing() {
    open();
    client(0, ACK, "a question", 40);
    client(10, ACK, "", 40);
    server(0, ACK, "yes");
    client(10, FIN, "and thanks", 40);
    server(3, FIN, "");
    PacketStream stream = told();
    assertEquals(List.of("server yes"), pieces(stream));
    assertEquals("closed", stream.end());
    assertEquals(20, stream.missing());
    assertEquals(0, stream.clientSize());
    assertFalse(stream.isWhole());
  }

  @Test
  void bytes_that_come_again_and_are_captured_then_fill_what_was_missing() {
    open();
    client(0, ACK, "one ");
    client(7, ACK, "three", 43); // two of its bytes are missing
    client(4, ACK, "on ");
    client(12, ACK, "!");
    all.finish();
    PacketStream stream = told();
    assertEquals(List.of("client one on thr", "client -2 !"), pieces(stream));

    openAnew();
    client(7, ACK, "three", 43);
    client(7, ACK, "three"); // before anything is given on
    client(0, ACK, "one on ");
    all.finish();
    assertEquals("one on three", told().clientText());
  }

  @Test
  void padding_of_the_network_is_not_taken_for_what_is_missing() {
    byte[] ip = Composer.tcp(CLIENT, SERVER, "hi".getBytes(ISO_8859_1), ACK);
    byte[] bytes = new byte[14 + ip.length];
    bytes[12] = 8;
    System.arraycopy(ip, 0, bytes, 14, ip.length);
    var frame = new Frame(Link.ETHERNET, bytes, 60, 0, "");
    all.add(frame, Layers.of(frame));
    all.finish();
    PacketStream stream = told();
    assertEquals("hi", stream.clientText());
    assertEquals(0, stream.missing());
    assertTrue(stream.isWhole());
  }

  @Test
  void a_reset_counts_with_the_number_that_the_receiver_expects_next() {
    int[] others = {-70_000, 0, 2, 4, 1000, 65_538, 65_540, 1_000_000, Integer.MIN_VALUE};
    for (int place : others) {
      openAnew();
      client(0, ACK, "abc");
      server(0, ACK, "1");
      client(place, RST, "");
      client(3, ACK, "def");
      client(6, FIN, "");
      server(1, FIN, "");
      PacketStream stream = told();
      assertEquals("abcdef closed", stream.clientText() + " " + stream.end(), "place " + place);
    }
    open();
    client(0, ACK, "abc");
    server(0, ACK, "1");
    client(3, RST, "");
    assertEquals("reset", told().end());
  }

  @Test
  void a_reset_behind_what_was_not_captured_counts_with_what_was_acknowledged() {
    open();
    client(0, ACK, "abc");
    packet(SERVER, CLIENT, FIRST, FIRST + 900, ACK, new byte[0], 70_000); // to what was not seen
    client(800, RST, "");
    assertNull(all.next());
    client(900, RST, "");
    PacketStream stream = told();
    assertEquals("abc reset", stream.clientText() + " " + stream.end());

    // Whose numbers the server does not take cannot say what it expects.
    openAnew();
    client(0, ACK, "abc");
    packet(SERVER, CLIENT, FIRST + 3_000_000, FIRST + 900, ACK, new byte[0], 70_000);
    client(900, RST, "");
    assertNull(all.next());
    client(3, RST, "");
    assertEquals("reset", told().end());
  }

  @Test
  void a_reset_after_an_end_has_the_number_behind_it() {
    for (int place : new int[] {4, 3}) { // the end takes a number; it may not have come
      openAnew();
      client(0, ACK, "abc");
      client(3, FIN, "");
      client(5, RST, "");
      assertNull(all.next());
      client(place, RST, "");
      PacketStream stream = told();
      assertEquals("abc reset", stream.clientText() + " " + stream.end(), "place " + place);
    }
  }

  @Test
  void of_a_side_that_was_not_captured_the_other_tells_the_number() {
    packet(CLIENT, SERVER, FIRST, 7000, ACK, "abc".getBytes(ISO_8859_1), 70_000);
    packet(SERVER, CLIENT, 7001, FIRST + 1, RST | ACK, new byte[0], 70_000);
    assertNull(all.next());
    packet(SERVER, CLIENT, 7000, 0, RST, new byte[0], 70_000);
    assertEquals("reset", told().end());
  }

  @Test
  void the_window_is_as_large_as_both_sides_have_agreed() {
    int far = 65_535 << 7;
    for (boolean isAgreed : new boolean[] {false, true}) {
      all = new Conversations(StreamOptions.DEFAULT);
      syn(CLIENT, SERVER, SYN, 0, true);
      syn(SERVER, CLIENT, SYN_ACK, FIRST, isAgreed);
      packet(CLIENT, SERVER, FIRST, FIRST, ACK, new byte[1], 70_000);
      packet(SERVER, CLIENT, FIRST, FIRST + 1, ACK, new byte[0], 70_000);
      packet(CLIENT, SERVER, FIRST + far, FIRST, FIN, new byte[0], 70_000);
      all.finish();
      assertEquals(isAgreed ? far - 1 : 0, told().missing());
    }
  }

  /// A SYN, with the option that shifts windows by 7 bits.
  private void syn(String from, String to, int flags, int ack, boolean isScaled) {
    byte[] bytes = Composer.tcp(from, to, new byte[] {1, 3, 3, 7}, flags);
    ByteBuffer.wrap(bytes).putInt(24, FIRST - 1).putInt(28, ack);
    if (isScaled) {
      bytes[32] = 0x60; // a header of 24 bytes
    }
    var frame = new Frame(Link.RAW, bytes, bytes.length, 0, "");
    all.add(frame, Layers.of(frame));
  }

  @Test
  void a_refused_connection_is_reset_by_who_knows_its_number() {
    client(-1, SYN, "");
    packet(SERVER, CLIENT, 0, FIRST + 9, RST | ACK, new byte[0], 70_000);
    packet(SERVER, CLIENT, 0, 0, RST, new byte[0], 70_000);
    assertNull(all.next());
    packet(SERVER, CLIENT, 0, FIRST, RST | ACK, new byte[0], 70_000);
    assertEquals("reset", told().end());
  }

  @Test
  void a_new_beginning_counts_when_the_other_side_takes_it() {
    open();
    client(0, ACK, "abc");
    packet(CLIENT, SERVER, 77, SYN, new byte[0], 70_000);
    server(0, ACK, ""); // tells what it expects
    client(3, ACK, "def");
    packet(CLIENT, SERVER, 4_000_000, SYN, new byte[0], 70_000);
    assertNull(all.next());
    packet(SERVER, CLIENT, 900, 4_000_001, SYN_ACK, new byte[0], 70_000);
    PacketStream old = told();
    assertEquals("abcdef replaced", old.clientText() + " " + old.end());
    packet(CLIENT, SERVER, 4_000_001, 901, ACK, "new".getBytes(ISO_8859_1), 70_000);
    packet(SERVER, CLIENT, 901, 4_000_004, ACK, "yes".getBytes(ISO_8859_1), 70_000);
    all.finish();
    assertEquals(List.of("client new", "server yes"), pieces(told()));
    assertEquals(0, all.held());
  }

  @Test
  void a_forged_end_or_bytes_behind_the_end_change_nothing() {
    open();
    client(0, ACK, "abc");
    server(0, ACK, "1");
    client(2_000_000, FIN, "");
    client(3, ACK, "def");
    client(300_000, ACK, "forged");
    client(6, FIN, "");
    server(1, FIN, "");
    PacketStream stream = told();
    assertEquals("abcdef", stream.clientText());
    assertEquals("closed", stream.end());
    assertTrue(stream.isWhole());
  }

  @Test
  void an_end_in_the_midst_of_bytes_is_none() {
    open();
    client(2, FIN, "");
    server(5, FIN, "");
    client(0, ACK, "abc");
    server(0, ACK, "1234567");
    assertNull(all.next());
    client(3, ACK, "def");
    client(6, FIN, "");
    client(6, ACK, "ghi"); // behind an end that counts
    server(7, FIN, "");
    PacketStream stream = told();
    assertEquals("abcdef 1234567", stream.clientText() + " " + stream.serverText());
    assertEquals("closed", stream.end());
    assertTrue(stream.isWhole());
  }

  @Test
  void early_segments_count_with_the_room_that_they_take() {
    all = new Conversations(options("memory", 50_000L));
    open();
    for (int i = 0; i < 400; i++) {
      client(10 + 2 * i, ACK, "x");
      assertTrue(all.held() >= 100L * Math.min(i + 1, 400), "held: " + all.held());
    }
    for (int i = 400; all.next() == null; i++) {
      assertTrue(i < 600, "500 segments take 50,000 bytes");
      client(10 + 2 * i, ACK, "x");
    }
  }

  @Test
  void a_limit_leaves_out_what_is_too_much() {
    all = new Conversations(options("max", 5L));
    open();
    client(0, ACK, "abc");
    client(3, ACK, "defg");
    server(0, ACK, "1");
    all.finish();
    PacketStream stream = told();
    assertEquals("abcde", stream.clientText());
    assertEquals(7, stream.clientSize());
    assertFalse(stream.isWhole());
    assertEquals(0, stream.missing());
  }

  @Test
  void the_one_that_has_been_silent_for_longest_makes_room() {
    all = new Conversations(options("memory", 100_000L));
    for (int i = 0; i < 50; i++) {
      packet("10.0.0.1:" + (6000 + i), SERVER, 1, ACK, new byte[10_000], 70_000);
      packet("10.0.0.1:6000", SERVER, 10_001 + i, ACK, new byte[1], 70_000); // never silent
      assertTrue(all.held() <= 100_000, "held: " + all.held());
    }
    PacketStream stream = told();
    assertEquals("10.0.0.1:6001", stream.clientAddress());
    assertEquals("dropped", stream.end());

    all = new Conversations(options("streams", 2L));
    for (int i = 0; i < 3; i++) {
      packet("10.0.0.1:" + (6000 + i), SERVER, 1, SYN, new byte[0], 70_000);
    }
    assertEquals("10.0.0.1:6000", told().clientAddress());
    assertNull(all.next());
  }

  @Test
  void a_silent_connection_ends_and_one_that_begins_anew_is_another() {
    all = new Conversations(options("idle", 1000L));
    open();
    client(0, ACK, "one");
    millis += 1001;
    packet("10.0.0.3:1", SERVER, 1, SYN, new byte[0], 70_000);
    assertEquals("idle", told().end());
    client(3, ACK, "two"); // its middle
    client(99, SYN, ""); // nobody is heard to answer
    assertEquals("replaced", told().end());
    client(100, ACK, "three");
    client(99, SYN, ""); // sent again
    all.finish();
    assertEquals("10.0.0.3:1", told().clientAddress());
    PacketStream last = told();
    assertEquals("three", last.clientText());
    assertEquals("open", last.end());
  }

  @Test
  void the_client_asks_or_has_the_higher_port() {
    packet(SERVER, CLIENT, 1, SYN_ACK, new byte[0], 70_000);
    packet("10.0.0.1:80", "10.0.0.2:9999", 1, ACK, new byte[1], 70_000);
    packet("10.0.0.7:80", "10.0.0.2:9999", 1, SYN, new byte[0], 70_000);
    all.finish();
    assertEquals(CLIENT, told().clientAddress());
    assertEquals("10.0.0.2:9999", told().clientAddress());
    assertEquals("10.0.0.7:80", told().clientAddress());
  }

  @Test
  void damaged_and_wild_packets_do_no_harm() {
    var random = new Random(7);
    all = new Conversations(options("memory", 200_000L, "streams", 50L, "idle", 500L));
    for (int i = 0; i < 20_000; i++) {
      millis += random.nextInt(3);
      String from = "10.0.0." + random.nextInt(4) + ":" + (1 + random.nextInt(4));
      String to = "10.0.0." + random.nextInt(4) + ":" + (1 + random.nextInt(4));
      byte[] payload = new byte[random.nextInt(1400)];
      int sequence = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(5000);
      packet(from, to, sequence, random.nextInt(64), payload, 20 + random.nextInt(1500));
      assertTrue(all.held() <= 200_000, "held: " + all.held());
      while (all.next() != null) {}
    }
    all.finish();
    while (all.next() != null) {}
    assertEquals(0, all.held());
  }
}

package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.HashMapValue;

/// Connections of which packets were cut into fragments of IP.
final class FragmentsTest {
  private static final int ACK = 16;
  private static final String[] OF_4 = {"10.0.0.1:5000", "10.0.0.2:80"};
  private static final String[] OF_6 = {"[fd00::1]:5000", "[fd00::2]:80"};

  private Conversations all = new Conversations(StreamOptions.DEFAULT);
  private long millis;

  /// A segment of TCP with a first number.
  private static byte[] segment(String[] ends, int sequence, byte[] payload) {
    byte[] bytes = Composer.tcp(ends[0], ends[1], payload, ACK);
    ByteBuffer.wrap(bytes).putInt(ends == OF_4 ? 24 : 44, sequence);
    return bytes;
  }

  /// The part of a packet from a place behind the head of IP on, as a packet of its own.
  private static byte[] part(byte[] packet, int id, int place, int size) {
    boolean is4 = packet[0] >> 4 == 4;
    int head = is4 ? 20 : 40;
    int count = Math.min(size, packet.length - head - place);
    boolean hasMore = head + place + count < packet.length;
    byte[] bytes = Arrays.copyOf(packet, head + (is4 ? 0 : 8) + count);
    var buffer = ByteBuffer.wrap(bytes);
    if (is4) {
      buffer.putShort(2, (short) bytes.length).putShort(4, (short) id);
      buffer.putShort(6, (short) (place / 8 | (hasMore ? 0x2000 : 0)));
    } else {
      buffer.putShort(4, (short) (bytes.length - 40)).put(6, (byte) 44);
      buffer.put(40, packet[6]).put(41, (byte) 0);
      buffer.putShort(42, (short) (place | (hasMore ? 1 : 0))).putInt(44, id);
    }
    System.arraycopy(packet, head + place, bytes, bytes.length - count, count);
    return bytes;
  }

  private void add(byte[] packet) {
    add(packet, packet.length);
  }

  private void add(byte[] packet, int captured) {
    byte[] bytes = Arrays.copyOf(packet, captured);
    var frame = new Frame(Link.RAW, bytes, packet.length, millis * 1_000_000, "");
    all.add(frame, Layers.of(frame));
  }

  private PacketStream told() {
    all.finish();
    PacketStream stream = all.next();
    assertFalse(stream == null, "no connection");
    assertEquals(0, all.held());
    return stream;
  }

  private static byte[] letters(int count) {
    var random = new Random(count);
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(26));
    }
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void fragments_in_any_order_and_sent_again_give_the_packet() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      all = new Conversations(StreamOptions.DEFAULT);
      String[] ends = random.nextBoolean() ? OF_4 : OF_6;
      byte[] sent = letters(3000 + random.nextInt(20_000));
      List<byte[]> fragments = new ArrayList<>();
      int id = 0;
      for (int place = 0; place < sent.length; ) {
        int size = Math.min(sent.length - place, 1 + random.nextInt(4000));
        byte[] packet = segment(ends, 100 + place, Arrays.copyOfRange(sent, place, place + size));
        place += size;
        id++;
        int step = 8 * (1 + random.nextInt(180));
        for (int at = 0; at < size + 20; at += step) {
          fragments.add(part(packet, id, at, step));
        }
      }
      Collections.shuffle(fragments, random);
      for (int again = random.nextInt(10); again > 0; again--) {
        fragments.add(random.nextInt(fragments.size()), fragments.getFirst());
      }
      // The first packet tells the numbers.
      add(segment(ends, 99, new byte[] {'.'}));
      fragments.forEach(this::add);
      PacketStream stream = told();
      assertTrue(stream.isWhole(), "seed " + seed);
      byte[] found = Bytes.array(stream.clientBytes());
      assertEquals("." + text(sent), text(found), "seed " + seed);
    }
  }

  @Test
  void extension_headers_behind_that_of_the_fragment_are_no_payload() {
    byte[] plain = segment(OF_6, 1, letters(100));
    byte[] packet = new byte[plain.length + 8];
    System.arraycopy(plain, 0, packet, 0, 40);
    System.arraycopy(plain, 40, packet, 48, plain.length - 40);
    packet[6] = 60; // options for the destination: eight bytes, padding alone
    packet[40] = Transport.TCP;
    packet[42] = 1;
    packet[43] = 4;
    add(part(packet, 9, 64, 1000));
    add(part(packet, 9, 0, 64));
    assertEquals(text(letters(100)), told().clientText());
  }

  @Test
  void a_packet_of_which_fragments_overlap_is_left_out() {
    for (String[] ends : List.of(OF_4, OF_6)) {
      all = new Conversations(StreamOptions.DEFAULT);
      byte[] packet = segment(ends, 1, letters(400));
      add(part(packet, 1, 0, 80));
      add(part(packet, 1, 0, 80)); // the same once more is none
      add(part(packet, 1, 72, 80));
      add(part(packet, 1, 80, 400)); // does not count either
      add(part(packet, 2, 0, 80));
      byte[] other = packet.clone();
      other[packet.length - 1] = '!';
      add(part(packet, 2, 240, 400));
      add(part(other, 2, 240, 400)); // the same place and size, but other bytes
      add(part(packet, 2, 80, 160));
      add(segment(ends, 401, letters(3)));
      PacketStream stream = told();
      assertEquals(text(letters(3)), stream.clientText());
      assertEquals(1, stream.packets());
    }
  }

  @Test
  void what_lies_outside_its_packet_spoils_it() {
    byte[] packet = segment(OF_4, 1, letters(400));
    byte[] longer = segment(OF_4, 1, letters(900));
    add(part(packet, 1, 400, 400)); // the last one: ends at 420
    add(part(longer, 1, 480, 80));
    add(part(packet, 1, 0, 400));
    add(part(longer, 2, 480, 80));
    add(part(packet, 2, 400, 400)); // ends before what was there
    add(part(packet, 2, 0, 400));
    add(segment(OF_4, 401, letters(3)));
    assertEquals(text(letters(3)), told().clientText());
  }

  @Test
  void a_packet_is_waited_for_by_the_times_of_the_packets() {
    byte[] packet = segment(OF_4, 1, letters(400));
    add(part(packet, 1, 0, 80));
    millis = 60_000;
    add(part(packet, 1, 80, 80));
    assertTrue(all.held() > 0);
    millis = 60_001;
    add(part(packet, 1, 160, 400)); // begins anew
    millis = 60_002;
    add(segment(OF_4, 401, letters(3)));
    assertEquals(text(letters(3)), told().clientText());
  }

  @Test
  void packets_with_the_same_number_of_others_or_cut_ones_are_not_mixed() {
    String[] others = {"10.0.0.3:5000", "10.0.0.2:80"};
    byte[] one = segment(OF_4, 1, letters(400));
    byte[] two = Composer.tcp(others[0], others[1], letters(500), ACK);
    add(part(one, 1, 0, 80));
    add(part(two, 1, 0, 80));
    add(part(one, 1, 80, 400));
    add(part(two, 1, 80, 600));
    all.finish();
    assertEquals(text(letters(400)), all.next().clientText());
    assertEquals(text(letters(500)), all.next().clientText());

    add(part(one, 2, 0, 80), 90);
    add(part(one, 2, 80, 400));
    add(segment(OF_4, 1, letters(3)));
    assertEquals(text(letters(3)), told().clientText());
  }

  @Test
  void what_is_held_is_limited() {
    all = new Conversations(StreamOptions.of(HashMapValue.of("memory", 400_000L)));
    byte[] packet = segment(OF_4, 1, letters(4000));
    for (int id = 0; id < 1000; id++) {
      add(part(packet, id, 0, 800));
      add(part(packet, id, 160, 800)); // spoils it
      add(part(packet, id + 1000, 0, 2400));
      assertTrue(all.held() <= 100_000, "held: " + all.held());
    }
    add(part(packet, 1999, 2400, 4000)); // the last one is still there
    assertEquals(text(letters(4000)), told().clientText());
  }

  @Test
  void wild_fragments_do_no_harm() {
    var random = new Random(11);
    all = new Conversations(StreamOptions.of(HashMapValue.of("memory", 200_000L)));
    for (int i = 0; i < 20_000; i++) {
      millis += random.nextInt(100) - 20;
      byte[] packet =
          segment(random.nextBoolean() ? OF_4 : OF_6, random.nextInt(5000), letters(600));
      int place = 8 * random.nextInt(75);
      byte[] bytes = part(packet, random.nextInt(20), place, 8 * (1 + random.nextInt(80)));
      if (random.nextInt(3) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      add(bytes, random.nextInt(5) == 0 ? 1 + random.nextInt(bytes.length) : bytes.length);
      assertTrue(all.held() <= 200_000, "held: " + all.held());
      while (all.next() != null) {}
    }
    all.finish();
    while (all.next() != null) {}
    assertEquals(0, all.held());
  }
}

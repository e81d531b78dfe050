package ruchy.runtime.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureFilesTest {
  /// Interfaces with microseconds and with 2^-10 seconds, and a packet of each.
  private static final String LITTLE_PCAPNG =
      "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c00000001000000 14000000 0100 0000"
          + " 00000000 1400000001000000 28000000 6500 0000 02000000 0200 0300 65746800 0900 0100"
          + " 8a000000 0000 0000 280000000400beef 10000000 12345678 1000000006000000 24000000"
          + " 00000000 00000000 40420f00 01000000 09000000 aa000000 2400000006000000 24000000"
          + " 01000000 00000000 00060000 02000000 02000000 bbcc0000 24000000";

  @ParameterizedTest
  @ValueSource(strings = {"x.pcap", "x.pcapng"})
  void what_was_written_is_read(String name) throws IOException {
    var frames =
        List.of(
            new Frame(Link.ETHERNET, Hex.bytes("0102030405"), 1500, 1_700_000_000_123_456_789L, ""),
            new Frame(Link.ETHERNET, new byte[0], 0, 0, ""),
            new Frame(Link.ETHERNET, Hex.bytes("06"), 1, 4_294_967_295_999_999_999L, ""));
    var writer = FrameWriter.of(name);
    var file = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      file.write(writer.bytes(frame));
    }
    assertSame(frames, read(file.toByteArray()));
  }

  @Test
  void pcapng_keeps_interfaces_apart() throws IOException {
    var frames =
        List.of(
            new Frame(Link.ETHERNET, Hex.bytes("01"), 1, 1, "eth0"),
            new Frame(Link.RAW, Hex.bytes("02"), 1, 2, "tun0"),
            new Frame(Link.ETHERNET, Hex.bytes("03"), 1, 3, "eth0"));
    var writer = new PcapngWriter();
    var file = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      file.write(writer.bytes(frame));
    }
    assertSame(frames, read(file.toByteArray()));
  }

  @Test
  void pcap_holds_one_kind_of_link() throws IOException {
    var writer = new PcapWriter();
    writer.bytes(new Frame(Link.ETHERNET, new byte[1], 1, 0, ""));
    var failure =
        assertThrows(
            IOException.class, () -> writer.bytes(new Frame(Link.RAW, new byte[1], 1, 0, "")));
    assertEquals(
        "a pcap file holds packets of one kind of link; use a name that ends in .pcapng",
        failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    // seconds 1, parts 2, captured 1, on the wire 9
    "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001, 00000001 00000002 00000001 00000009"
        + " ff, 1000002000",
    "a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000001, 00000001 00000002 00000001 00000009"
        + " ff, 1000000002",
    "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000, 01000000 02000000 01000000 09000000"
        + " ff, 1000002000",
    "4d3cb2a1 0200 0400 00000000 00000000 ffff0000 01000000, 01000000 02000000 01000000 09000000"
        + " ff, 1000000002"
  })
  void pcap_has_two_byte_orders_and_two_clocks(String head, String packet, long nanos)
      throws IOException {
    var frames = read(Hex.bytes(head, packet, packet));
    var frame = new Frame(Link.ETHERNET, Hex.bytes("ff"), 9, nanos, "");
    assertSame(List.of(frame, frame), frames);
  }

  @Test
  void pcapng_has_clocks_of_many_kinds() throws IOException {
    var frames = read(Hex.bytes(LITTLE_PCAPNG));
    assertSame(
        List.of(
            new Frame(Link.ETHERNET, Hex.bytes("aa"), 9, 1_000_000_000, ""),
            new Frame(Link.RAW, Hex.bytes("bbcc"), 2, 1_500_000_000, "eth")),
        frames);
  }

  @Test
  void a_section_begins_with_no_interfaces() {
    var second = LITTLE_PCAPNG.substring(LITTLE_PCAPNG.indexOf("06000000 24000000 01"));
    var section = LITTLE_PCAPNG.substring(0, LITTLE_PCAPNG.indexOf("01000000 14000000"));
    assertBroken("at byte 28: a packet is of interface 1 of 0", Hex.bytes(section, second));
  }

  @Test
  void a_file_may_be_compressed() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(Hex.bytes(LITTLE_PCAPNG));
    }
    assertEquals(2, read(packed.toByteArray()).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | at byte 0: the file ends before the head of a capture",
        "a1b2 | at byte 2: the file ends in the head of a capture, after 2 of 4 bytes",
        "cafebabe | at byte 0: this is neither pcap nor pcapng",
        "a1b2c3d4 0009 0004 00000000 00000000 0000ffff 00000001 | at byte 4: version 9 of pcap is"
            + " not known",
        "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001 0000 | at byte 26: the file ends in"
            + " the head of a packet, after 2 of 16 bytes",
        "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001 00000000 00000000 00000004 00000004"
            + " ff | at byte 41: the file ends in a packet, after 1 of 4 bytes",
        "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001 00000000 00000000 ffffffff 00000004"
            + " ff | at byte 24: a packet says that it has 4294967295 bytes",
        "0a0d0d0a 1c000000 00000000 | at byte 8: a section has no byte order",
        "0a0d0d0a 04000000 4d3c2b1a | at byte 0: a block says that it has 4 bytes",
        "0a0d0d0a ffffffff 4d3c2b1a | at byte 0: a block says that it has 4294967295 bytes",
        "0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1d000000 | at byte 0: a block ends"
            + " with another length than it begins with"
      })
  void damage_is_told_with_its_place(String digits, String message) {
    assertBroken(message, Hex.bytes(digits));
  }

  private static void assertBroken(String message, byte[] file) {
    var failure = assertThrows(BrokenCapture.class, () -> read(file));
    assertEquals(message, failure.getMessage());
  }

  static List<Frame> read(byte[] file) throws IOException {
    var frames = new ArrayList<Frame>();
    try (var reader = FrameReader.of(new ByteArrayInputStream(file))) {
      for (var frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private static void assertSame(List<Frame> expected, List<Frame> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      var one = expected.get(i);
      var other = actual.get(i);
      assertArrayEquals(one.bytes(), other.bytes());
      assertEquals(one.link(), other.link());
      assertEquals(one.size(), other.size());
      assertEquals(one.nanos(), other.nanos());
      assertEquals(one.interfaceName(), other.interfaceName());
    }
  }
}

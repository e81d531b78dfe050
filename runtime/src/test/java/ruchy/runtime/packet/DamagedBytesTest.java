package ruchy.runtime.packet;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import ruchy.runtime.value.Display;

/// Whatever the bytes are, reading them ends, with packets or with an error that says where.
final class DamagedBytesTest {
  private static final int[] LINKS = {0, 1, 12, 101, 108, 113, 147, 228, 229, 276};

  @Property(tries = 2000)
  void random_packets_are_read(@ForAll @Size(max = 200) byte[] bytes, @ForAll long seed) {
    readAll(new Frame(LINKS[Math.floorMod(seed, LINKS.length)], bytes, bytes.length, seed, ""));
  }

  @Property(tries = 3000)
  void damaged_packets_are_read(@ForAll long seed, @ForAll @IntRange(max = 12) int faults) {
    var random = new Random(seed);
    byte[] bytes = damaged(good(random), faults, random);
    readAll(new Frame(Link.ETHERNET, bytes, bytes.length, 0, ""));
  }

  @Property(tries = 2000)
  void damaged_files_are_read_or_refused(
      @ForAll long seed, @ForAll @IntRange(max = 8) int faults, @ForAll boolean isPcapng)
      throws IOException {
    var random = new Random(seed);
    var writer = FrameWriter.of(isPcapng ? "x.pcapng" : "x.pcap");
    var file = new ByteArrayOutputStream();
    for (int i = 0; i < 5; i++) {
      byte[] bytes = good(random);
      file.write(writer.bytes(new Frame(Link.ETHERNET, bytes, bytes.length, i, "eth" + i % 2)));
    }
    readFile(damaged(file.toByteArray(), faults, random));
  }

  @Property(tries = 1000)
  void random_files_are_refused_or_read(@ForAll @Size(max = 300) byte[] bytes) throws IOException {
    readFile(bytes);
    byte[] withMagic = bytes.clone();
    byte[] magic = Hex.bytes("0a0d0d0a");
    System.arraycopy(magic, 0, withMagic, 0, Math.min(magic.length, withMagic.length));
    readFile(withMagic);
  }

  private static void readFile(byte[] file) throws IOException {
    // Every frame takes some bytes of the file, so there cannot be more.
    int left = file.length + 1;
    try (var reader = FrameReader.of(new ByteArrayInputStream(file))) {
      for (var frame = reader.next(); frame != null; frame = reader.next()) {
        assertTrue(left-- > 0, "more frames than bytes");
        readAll(frame);
      }
    } catch (BrokenCapture broken) {
      assertTrue(broken.getMessage().startsWith("at byte "), broken::getMessage);
    } catch (EOFException | ZipException gzip) {
      assertNotNull(gzip.getMessage(), "damage of what looks like gzip");
    }
  }

  /// Each member, as a program would print it.
  private static void readAll(Frame frame) {
    var packet = new Packet(frame);
    Object[] members = {
      packet.src(),
      packet.dst(),
      packet.srcPort(),
      packet.dstPort(),
      packet.flags(),
      packet.time(),
      packet.payload(),
      packet.text(),
      packet.layers(),
      packet.ethernet(),
      packet.vlan(),
      packet.arp(),
      packet.ip(),
      packet.tcp(),
      packet.udp(),
      packet.icmp(),
      packet.dns(),
      packet.http(),
      packet.tls()
    };
    for (Object member : members) {
      assertNotNull(Display.print(member));
    }
    assertTrue(packet.payload().size() <= frame.bytes().length);
    assertTrue(packet.display().startsWith("<Packet " + packet.protocol()));
  }

  /// One of the kinds of packets that have much in them.
  private static byte[] good(Random random) {
    String macs = "0a0000000002 0a0000000001 ";
    String ip6 = "20010db8000000000000000000000001 fe800000000000000000000000000002";
    return switch (random.nextInt(5)) {
      case 0 ->
          Hex.bytes(
              macs,
              "0800 45000052 00010000 40110000 0a000001 0a000002 0035 0035 003e 0000",
              "0007 8180 0001 0002 0000 0000 01610474657374 00 0001 0001",
              "c00c 0005 0001 0000003c 0004 0162c00e c024 0001 0001 0000003c 0004 7f000001");
      case 1 ->
          Hex.bytes(
              macs,
              "88a8 2064 8100 00c8 86dd 60000000 0018 00 40",
              ip6,
              "2c00010400000000 1100000100000009 1234 0035 0008 0000");
      case 2 ->
          Hex.bytes(
              macs,
              "0800 45000080 00010000 40060000 0a000001 0a000002",
              "01bb c000 ffffffff 00000002 5012 0400 00000000 16 0301 0047 01 000043 0303",
              "00".repeat(32),
              "00 0002 1301 01 00 0018 0000 000b 0009 00 0006 612e74657374 0010 0005 0003 02 6832");
      case 3 ->
          Hex.bytes(macs, "0806 0001 0800 06 04 0001 0a0000000001 0a000001 000000000000 0a000002");
      default ->
          Hex.bytes(
              macs,
              "0800 45000080 00010000 40060000 0a000001 0a000002",
              "0050 c000 ffffffff 00000002 5012 0400 00000000",
              "485454502f312e3120323030204f4b0d0a486f73743a20610d0a0d0a");
    };
  }

  /// Some bytes are others, and the end may be missing.
  private static byte[] damaged(byte[] bytes, int faults, Random random) {
    byte[] copy = bytes.clone();
    for (int i = 0; i < faults; i++) {
      int place = random.nextInt(copy.length);
      int[] favourites = {0, 0xFF, 0x7F, 0x80, 0xC0, random.nextInt(256)};
      copy[place] = (byte) favourites[random.nextInt(favourites.length)];
      if (random.nextInt(10) == 0 && copy.length > 1) {
        copy = Arrays.copyOf(copy, 1 + random.nextInt(copy.length));
      }
    }
    return copy;
  }
}

package ruchy.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.net.Errors.raises;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.Display;

final class TcpStreamTest {
  @Test
  void lines_come_without_their_ends() throws IOException {
    try (var peer = Peer.open()) {
      peer.send("one\ntwo\r\n\nlast").end();
      assertEquals("one", peer.stream.readLine());
      assertEquals("two", peer.stream.readLine());
      assertEquals("", peer.stream.readLine());
      assertEquals("last", peer.stream.readLine());
      assertEquals("", peer.stream.readLine());
      assertEquals("", peer.stream.readLine());
    }
  }

  @Test
  void a_loop_over_lines_has_empty_ones_and_ends_with_the_stream() throws IOException {
    try (var peer = Peer.open()) {
      peer.send("a\n\nb").end();
      var lines = peer.stream.lines().cursor();
      var found = new StringBuilder();
      while (lines.advance()) found.append('[').append(lines.value()).append(']');
      assertEquals("[a][][b]", found.toString());
      assertNull(peer.stream.lines().next());
    }
  }

  @Test
  void a_line_may_arrive_in_pieces() throws IOException {
    try (var peer = Peer.open()) {
      for (byte octet : "grün\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
        peer.send(new byte[] {octet});
      }
      assertEquals("grün", peer.stream.readLine());
    }
  }

  @Test
  void a_line_is_limited() throws IOException {
    try (var peer = Peer.open()) {
      peer.stream.setMaxLine(10);
      peer.send("0123456789\n0123456789A\n");
      assertEquals("0123456789", peer.stream.readLine());
      String message = "a line is longer than 10 bytes";
      raises("IoError", cannotRead(peer, message), peer.stream::readLine);
      assertEquals("0123456789A\n", peer.stream.read(12));
    }
  }

  @Test
  void a_line_without_end_does_not_fill_the_memory() throws IOException {
    try (var peer = Peer.open()) {
      peer.stream.setMaxLine(1000);
      peer.send("x".repeat(100_000));
      raises(
          "IoError", cannotRead(peer, "a line is longer than 1000 bytes"), peer.stream::readLine);
    }
  }

  @Test
  void exactly_so_many_bytes_are_read_as_text() throws IOException {
    try (var peer = Peer.open()) {
      peer.send("häß€").end();
      assertEquals("hä", peer.stream.read(3));
      assertEquals("", peer.stream.read(0));
      assertEquals("ß€", peer.stream.read(5));
      String message = "the connection ended after 0 of 1 bytes";
      raises("IoError", cannotRead(peer, message), () -> peer.stream.read(1));
    }
  }

  @Test
  void a_stream_that_ends_too_early_keeps_what_came() throws IOException {
    try (var peer = Peer.open()) {
      peer.send("abc").end();
      String message = "the connection ended after 3 of 10 bytes";
      raises("IoError", cannotRead(peer, message), () -> peer.stream.read(10));
      assertEquals("abc", peer.stream.readAll());
    }
  }

  @Test
  void bytes_that_are_no_text_are_told_and_taken() throws IOException {
    try (var peer = Peer.open()) {
      peer.send(new byte[] {(byte) 0xc3, '\n', 'a', '\n'}).send("\uFFFD\n").end();
      String message = cannotRead(peer, "").replace(": ", "") + " as text: Invalid UTF-8";
      raises("ParseError", message, peer.stream::readLine);
      assertEquals("a", peer.stream.readLine());
      assertEquals("\uFFFD", peer.stream.readLine());
    }
  }

  @Test
  void bytes_are_read_and_written_as_they_are() throws IOException {
    try (var peer = Peer.open()) {
      peer.send(new byte[] {0, -1, 127});
      assertEquals("[0, 255, 127]", Display.print(peer.stream.readBytes(3)));
      peer.stream.write(Bytes.list(new byte[] {'h', 'i'}));
      assertEquals("hi", peer.receive(2));
      raises("TypeError", "write expects text or bytes, got integer", () -> peer.stream.write(5L));
      raises("TypeError", "write expects text or bytes, got nil", () -> peer.stream.write(null));
    }
  }

  @Test
  void chunks_are_what_has_come() throws IOException {
    try (var peer = Peer.open()) {
      peer.send("hello");
      assertEquals("[104, 101]", Display.print(peer.stream.readChunk(2)));
      assertEquals("[108, 108, 111]", Display.print(peer.stream.readBytes(3)));
      peer.end();
      assertEquals("[]", Display.print(peer.stream.readChunk()));
    }
  }

  @Test
  void what_is_read_at_once_is_limited() throws IOException {
    try (var peer = Peer.open()) {
      peer.stream.setMaxRead(4);
      String message = cannotRead(peer, "more than 4 bytes");
      raises("IoError", message, () -> peer.stream.read(4_000_000_000L));
      peer.send("12345").end();
      raises("IoError", message, peer.stream::readAll);
    }
  }

  @Test
  void numbers_have_their_sizes_and_orders() throws IOException {
    try (var peer = Peer.open()) {
      peer.send(new byte[] {1, 2, 1, 2, -1, -2, -2, -1, -1, -1, -1});
      assertEquals(0x0102, NumberReading.readU16(peer.stream));
      assertEquals(0x0201, NumberReading.readU16Le(peer.stream));
      assertEquals(-2, NumberReading.readI16(peer.stream));
      assertEquals(-2, NumberReading.readI16Le(peer.stream));
      assertEquals(
          0xffffff, NumberReading.readU8(peer.stream) << 16 | NumberReading.readU16(peer.stream));
      peer.send(new byte[] {-128, 0, 0, 0, 0, 0, 0, 0});
      raises(
          "OverflowError",
          "Integer overflow in read_u64",
          () -> NumberReading.readU64(peer.stream));
      raises(
          "ArgumentError",
          "A number of that size is -128 to 127, got 128",
          () -> NumberWriting.writeI8(peer.stream, 128));
    }
  }

  @Test
  void half_a_connection_can_be_closed() throws IOException {
    try (var peer = Peer.open()) {
      peer.stream.write("question");
      peer.stream.shutdown();
      assertEquals("question", peer.receive(100));
      peer.send("answer").end();
      assertEquals("answer", peer.stream.readAll());
      raises(
          "IoError",
          "Cannot write to " + peer.stream.remoteAddr() + ": it is closed",
          () -> peer.stream.write("more"));
    }
  }

  @Test
  void a_reset_is_an_error_of_the_call_that_meets_it() throws IOException {
    try (var peer = Peer.open()) {
      peer.reset();
      raises("IoError", cannotRead(peer, "connection reset"), peer.stream::readLine);
      raises("IoError", cannotRead(peer, "connection reset"), peer.stream::readAll);
    }
  }

  @Test
  void a_closed_stream_is_of_no_use() throws IOException {
    try (var peer = Peer.open()) {
      peer.stream.close();
      peer.stream.close();
      assertTrue(peer.stream.isClosed());
      raises("IoError", cannotRead(peer, "it is closed"), peer.stream::readLine);
      String message = "Cannot write to " + peer.stream.remoteAddr() + ": it is closed";
      raises("IoError", message, () -> peer.stream.write("x"));
      raises("IoError", message, peer.stream::shutdown);
      assertEquals("", peer.receive(1));
    }
  }

  @Test
  void what_was_written_before_the_end_arrives() throws IOException {
    try (var peer = Peer.open()) {
      peer.stream.write("last words");
      peer.stream.close();
      assertEquals("last words", peer.receive(100));
    }
  }

  @Test
  void a_read_that_is_late_has_lost_nothing() throws IOException {
    try (var peer = Peer.open()) {
      peer.stream.setTimeout(20);
      peer.send("ab");
      String message = cannotRead(peer, "nothing came within 20 ms");
      raises("TimeoutError", message, () -> peer.stream.read(4));
      peer.send("cd");
      peer.stream.setTimeout(0);
      assertEquals("abcd", peer.stream.read(4));
    }
  }

  @Test
  void streams_show_their_addresses() throws IOException {
    try (var peer = Peer.open()) {
      String address = "127.0.0.1:" + peer.socket.getLocalPort();
      assertEquals(address, peer.stream.remoteAddr());
      assertEquals("<TcpStream " + address + ">", Display.print(peer.stream));
      assertEquals("127.0.0.1:" + peer.socket.getPort(), peer.stream.localAddr());
      assertFalse(peer.stream.isClosed());
    }
  }

  private static String cannotRead(Peer peer, String reason) {
    return "Cannot read from " + peer.stream.remoteAddr() + ": " + reason;
  }
}

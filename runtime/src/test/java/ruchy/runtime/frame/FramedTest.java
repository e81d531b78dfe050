package ruchy.runtime.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.net.TcpListener;
import ruchy.runtime.net.TcpStream;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;

@Timeout(60)
final class FramedTest {
  private final TcpListener listener = TcpListener.bind("127.0.0.1:0");
  private final TcpStream near = TcpStream.connect(listener.localAddr());
  private final TcpStream far = listener.accept();

  @AfterEach
  void close() {
    near.close();
    far.close();
    listener.close();
  }

  @Test
  void json_that_is_not_ascii_arrives_as_it_was() {
    var message = HashMapValue.of("text", "Grüße, 世界 🌍", "list", null);
    FrameModule.framed(near).send(message);
    assertEquals(Display.print(message), Display.print(FrameModule.framed(far).recvJson()));
    FrameModule.framed(near).sendJson("ä");
    assertEquals("\"ä\"", FrameModule.framed(far).recv());
  }

  @Test
  void lengths_have_their_sizes_and_orders() {
    for (long octets : new long[] {1, 2, 4, 8}) {
      for (boolean little : new boolean[] {true, false}) {
        var options = HashMapValue.of("length", octets, "little", little);
        FrameModule.framed(near, options).send("x".repeat(200));
        assertEquals("x".repeat(200), FrameModule.framed(far, options).recv());
      }
    }
    FrameModule.framed(near, HashMapValue.of("length", 2L, "little", true)).send("ab");
    assertEquals("[2, 0, 97, 98]", Display.print(far.readBytes(4)));
  }

  @Test
  void a_delimiter_may_arrive_in_pieces() {
    var messages = FrameModule.framed(far, HashMapValue.of("delimiter", "\r\n.\r\n"));
    for (byte octet :
        "a\r\nb\r\n.\r\n\r\n.\r\nrest".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      near.writeBytes(new byte[] {octet});
    }
    near.close();
    assertEquals("a\r\nb", messages.recv());
    assertEquals("", messages.recv());
    assertEquals("rest", messages.recv());
    assertNull(messages.recv());
  }

  @Test
  void messages_have_limits_on_both_sides() {
    var options = HashMapValue.of("max", 3L);
    var limited = FrameModule.framed(far, options);
    raises("ArgumentError", "A message of 4 bytes is longer than 3", () -> limited.send("four"));
    near.writeBytes(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    String peer = far.remoteAddr();
    raises(
        "IoError",
        "Cannot read from " + peer + ": a frame of 4294967295 bytes is longer than 3",
        limited::recv);
    near.write("more than ten bytes\n");
    var lines = FrameModule.framed(far, HashMapValue.of("lines", true, "max", 10L));
    raises(
        "IoError", "Cannot read from " + peer + ": a frame is longer than 10 bytes", lines::recv);
  }

  @Test
  void a_message_with_the_delimiter_in_it_is_refused() {
    var lines = FrameModule.framed(near, HashMapValue.of("lines", true));
    raises("ArgumentError", "The message contains the delimiter \"\\n\"", () -> lines.send("a\nb"));
  }

  @Test
  void a_message_that_is_cut_short_is_an_error_and_no_message_is_the_end() {
    var messages = FrameModule.framed(far);
    near.writeBytes(new byte[] {0, 0, 0, 9, 'x'});
    near.shutdown();
    raises(
        "IoError",
        "Cannot read from " + far.remoteAddr() + ": the connection ended after 1 of 9 bytes",
        messages::recv);
    far.write("ok");
    far.close();
    assertEquals("ok", near.readAll());
    assertNull(FrameModule.framed(near).recv());
  }

  @Test
  void options_that_do_not_exist_are_told() {
    raises(
        "ArgumentError",
        "Unknown option of framed: 'size'",
        () -> FrameModule.framed(near, HashMapValue.of("size", 1L)));
    raises(
        "ArgumentError",
        "The length of framed is 1, 2, 4 or 8 bytes, got 3",
        () -> FrameModule.framed(near, HashMapValue.of("length", 3L)));
    raises(
        "ArgumentError",
        "The max of framed is 1 to 1073741824, got \"x\"",
        () -> FrameModule.framed(near, HashMapValue.of("max", "x")));
    raises(
        "ArgumentError",
        "framed has lines or delimiter, not both",
        () -> FrameModule.framed(near, HashMapValue.of("lines", true, "delimiter", ";")));
    raises(
        "ArgumentError",
        "framed has length or lines, not both",
        () -> FrameModule.framed(near, HashMapValue.of("little", true, "lines", true)));
  }

  private static void raises(String type, String message, Executable call) {
    var failure = assertThrows(Failure.class, call);
    assertEquals(message, failure.message());
    assertTrue(failure.matchesType(type), failure::report);
  }
}

package ruchy.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.net.Errors.raises;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tasks that wait for sockets, and both sides' speed.
@Timeout(60)
final class WaitingTest {
  @Test
  void a_cancelled_read_ends_and_loses_nothing() throws Exception {
    try (var peer = Peer.open()) {
      var reading = Running.of(peer.stream::readLine).awaitParked();
      reading.thread().interrupt();
      raises("CancelledError", "The task was cancelled", reading::get);
      peer.send("later\n");
      assertEquals("later", peer.stream.readLine());
    }
  }

  /// In a third of the rounds nobody waited yet, in another somebody did, and in the last the
  /// acceptor is on its way to the next wait.
  @Test
  void a_connection_that_comes_when_its_listener_is_closed_is_not_left_open() throws Exception {
    for (int round = 0; round < 300; round++) {
      var listener = TcpListener.bind("127.0.0.1:0");
      var accepting = Running.of(() -> closeAll(listener));
      if (round % 3 > 0) {
        try (var before = connect(listener)) {
          assertTrue(isEnded(before));
        }
      }
      if (round % 3 > 1) {
        accepting.awaitParked();
      }
      var closing = Running.of(() -> close(listener));
      try (var client = connect(listener)) {
        assertTrue(isEnded(client), "left open in round " + round);
      } catch (SocketException refused) {
        // It came too late.
      }
      assertTrue(closing.get());
      assertTrue(accepting.get());
    }
  }

  private static Socket connect(TcpListener listener) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), (int) listener.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  /// Closes what arrives, until the listener is closed.
  private static boolean closeAll(TcpListener listener) {
    for (var arrivals = listener.cursor(); arrivals.advance(); ) {
      ((TcpStream) arrivals.value()).close();
    }
    return true;
  }

  private static boolean close(TcpListener listener) {
    listener.close();
    return true;
  }

  /// Whether the other side has ended the connection, or does. The byte is for Linux, which forgets
  /// some connections that arrive while their port is closed, and resets them at the next word.
  private static boolean isEnded(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write('x');
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void a_cancelled_write_ends_and_nothing_may_follow_it() throws Exception {
    try (var peer = Peer.open()) {
      var writing = Running.of(() -> write(peer.stream, 64 << 20)).awaitParked();
      writing.thread().interrupt();
      raises("CancelledError", "The task was cancelled", writing::get);
      raises(
          "IoError",
          "Cannot write to "
              + peer.stream.remoteAddr()
              + ": an earlier write was cut off in the middle",
          () -> peer.stream.write("x"));
    }
  }

  @Test
  void closing_wakes_who_waits() throws Exception {
    try (var peer = Peer.open()) {
      var reading = Running.of(peer.stream::readLine).awaitParked();
      var writing = Running.of(() -> write(peer.stream, 64 << 20)).awaitParked();
      peer.stream.close();
      String name = peer.stream.remoteAddr();
      raises("IoError", "Cannot read from " + name + ": it is closed", reading::get);
      raises("IoError", "Cannot write to " + name + ": it is closed", writing::get);
    }
  }

  @Test
  void a_peer_that_never_reads_stops_the_writer_alone() throws Exception {
    try (var peer = Peer.open()) {
      peer.stream.setTimeout(200);
      String message =
          "Cannot write to " + peer.stream.remoteAddr() + ": it took nothing for 200 ms";
      raises("TimeoutError", message, () -> write(peer.stream, 64 << 20));
      peer.send("still here\n");
      assertEquals("still here", peer.stream.readLine());
    }
  }

  @Test
  void a_reset_ends_a_write_that_waits_and_a_read_too() throws Exception {
    try (var peer = Peer.open()) {
      String name = peer.stream.remoteAddr();
      var writing = Running.of(() -> write(peer.stream, 64 << 20)).awaitParked();
      peer.reset();
      raises("IoError", "Cannot write to " + name + ": connection reset", writing::get);
    }
    try (var peer = Peer.open()) {
      String name = peer.stream.remoteAddr();
      var reading = Running.of(peer.stream::readLine).awaitParked();
      peer.reset();
      raises("IoError", "Cannot read from " + name + ": connection reset", reading::get);
    }
  }

  @Test
  void who_has_ended_its_half_still_gets_all_that_is_written() throws Exception {
    try (var peer = Peer.open()) {
      peer.send("please\n").end();
      assertEquals("please\n", peer.stream.readAll());
      int count = 8 << 20;
      var writing = Running.of(() -> write(peer.stream, count));
      assertEquals(count, peer.receive(count).length());
      assertEquals(count, writing.get());
    }
  }

  @Test
  void a_slow_reader_gets_every_byte() throws Exception {
    try (var peer = Peer.open()) {
      int count = 32 << 20;
      var writing = Running.of(() -> write(peer.stream, count));
      var in = peer.socket.getInputStream();
      byte[] piece = new byte[7919];
      int received = 0;
      while (received < count) {
        int read = in.readNBytes(piece, 0, Math.min(piece.length, count - received));
        for (int i = 0; i < read; i += 997) assertEquals((byte) 'x', piece[i]);
        received += read;
      }
      assertEquals(count, writing.get());
    }
  }

  @Test
  void a_stream_that_nobody_reads_stops_the_peer() throws Exception {
    try (var peer = Peer.open()) {
      peer.send("go\n");
      assertEquals("go", peer.stream.readLine());
      var sending =
          Running.of(
              () -> {
                peer.send(new byte[64 << 20]).end();
                return true;
              });
      sending.awaitParked();
      assertTrue(peer.stream.reading().buffered() < 1 << 20);
      assertEquals(64 << 20, peer.stream.reading().all().length);
      assertTrue(sending.get());
    }
  }

  @Test
  void writes_of_several_tasks_are_not_mixed() throws Exception {
    try (var peer = Peer.open()) {
      int length = 300_000;
      List<Running<Integer>> writers = new ArrayList<>();
      for (char letter = 'a'; letter < 'e'; letter++) {
        String text = String.valueOf(letter).repeat(length - 1) + "\n";
        writers.add(
            Running.of(
                () -> {
                  peer.stream.write(text);
                  return 1;
                }));
      }
      for (int i = 0; i < writers.size(); i++) {
        String line = peer.receive(length);
        assertEquals(String.valueOf(line.charAt(0)).repeat(length - 1) + "\n", line);
      }
      for (var writer : writers) writer.get();
    }
  }

  @Test
  void readers_get_whole_lines_in_the_order_in_which_they_came() throws Exception {
    try (var peer = Peer.open()) {
      var first = Running.of(peer.stream::readLine).awaitParked();
      var second = Running.of(peer.stream::readLine).awaitParked();
      peer.send("1\n2\n");
      assertEquals("1", first.get());
      assertEquals("2", second.get());
    }
  }

  @Test
  void a_task_that_computes_does_not_keep_other_sockets_waiting() throws Exception {
    try (var busy = Peer.open();
        var quick = Peer.open()) {
      var isOver = new AtomicBoolean();
      var computing =
          Running.of(
              () -> {
                String line = busy.stream.readLine();
                while (!isOver.get()) Thread.onSpinWait();
                return line;
              });
      computing.awaitParked();
      busy.send("begin\n");
      for (int i = 0; i < 100; i++) {
        var echo =
            Running.of(
                () -> {
                  quick.stream.writeLine(quick.stream.readLine());
                  return true;
                });
        quick.send("line\n");
        assertEquals("line\n", quick.receive(5));
        assertTrue(echo.get());
      }
      isOver.set(true);
      assertEquals("begin", computing.get());
    }
  }

  @Test
  void bytes_pass_from_stream_to_stream() throws Exception {
    try (var from = Peer.open();
        var to = Peer.open()) {
      var copying = Running.of(() -> from.stream.copyTo(to.stream));
      var sending = Running.of(() -> from.send("y".repeat(3 << 20)).end());
      assertEquals("y".repeat(3 << 20), to.receive(3 << 20));
      assertEquals(3 << 20, copying.get());
      sending.get();
      to.stream.write("open");
      assertEquals("open", to.receive(4));
    }
  }

  /// 64 MiB, or what the system property `echo.bytes` says: 1 GiB is the long form.
  @Test
  @Timeout(300)
  void an_echo_of_much_takes_little_memory() throws Exception {
    long count = Long.getLong("echo.bytes", 64L << 20);
    try (var peer = Peer.open()) {
      var echo =
          Running.of(
              () -> {
                long largest = 0;
                for (var lines = peer.stream.cursor(); lines.advance(); ) {
                  peer.stream.writeLine(String.valueOf(lines.value()));
                  largest = Math.max(largest, peer.stream.reading().buffered());
                }
                peer.stream.close();
                return largest;
              });
      byte[] line = ("x".repeat(1023) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
      var sending =
          Running.of(
              () -> {
                for (long sent = 0; sent < count; sent += line.length) peer.send(line);
                return peer.end();
              });
      long received = 0;
      byte[] piece = new byte[1 << 16];
      var in = peer.socket.getInputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) received += read;
      assertEquals(count, received);
      sending.get();
      assertTrue(echo.get() < 1 << 20);
    }
  }

  private static int write(TcpStream stream, int count) {
    stream.write("x".repeat(count));
    return count;
  }

  @Test
  void a_stream_that_nobody_holds_is_closed() throws IOException {
    var socket = dropped();
    socket.setSoTimeout(100);
    int read = 0;
    for (int tries = 0; tries < 300; tries++) {
      System.gc();
      try {
        read = socket.getInputStream().read();
        break;
      } catch (java.net.SocketTimeoutException notYet) {
        read = 0;
      }
    }
    assertEquals(-1, read);
    socket.close();
  }

  private static java.net.Socket dropped() throws IOException {
    var peer = Peer.open();
    peer.send("a\n");
    assertEquals("a", peer.stream.readLine());
    return peer.socket;
  }
}

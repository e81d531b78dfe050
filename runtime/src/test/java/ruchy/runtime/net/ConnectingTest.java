package ruchy.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.net.Errors.raises;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;

/// Listening and connecting.
@Timeout(60)
final class ConnectingTest {
  @Test
  void a_connection_that_is_refused_says_so() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String address = "127.0.0.1:" + port;
    raises(
        "IoError",
        "Cannot connect to " + address + ": connection refused",
        () -> TcpStream.connect(address));
    assertFalse(NetModule.isPortOpen("127.0.0.1", port));
  }

  @Test
  void a_host_without_address_is_unknown() {
    raises(
        "IoError",
        "Cannot connect to no-such-host.invalid:80: unknown host",
        () -> TcpStream.connect("no-such-host.invalid:80"));
    assertFalse(NetModule.isPortOpen("no-such-host.invalid", 80, 1000));
    assertFalse(NetModule.isPortOpen("127.0.0.1", 0));
  }

  @Test
  void who_does_not_answer_is_given_up() throws IOException {
    try (var full = Full.open()) {
      String address = "127.0.0.1:" + full.port();
      raises(
          "TimeoutError",
          "Cannot connect to " + address + ": no connection within 100 ms",
          () -> TcpStream.connectTimeout(address, 100));
      assertFalse(NetModule.isPortOpen("127.0.0.1", full.port(), 100));
    }
  }

  @Test
  void a_task_that_connects_can_be_cancelled() throws Exception {
    try (var full = Full.open()) {
      String address = "127.0.0.1:" + full.port();
      var connecting = Running.of(() -> TcpStream.connectTimeout(address, 60_000)).awaitParked();
      connecting.thread().interrupt();
      raises("CancelledError", "The task was cancelled", connecting::get);
    }
  }

  @Test
  void what_is_no_address_is_an_argument_error() {
    for (String text : new String[] {"", "host", "host:", "host:x", "a b:80", "::1:80"}) {
      String message = "Not an address (host:port): '" + text + "'";
      raises("ArgumentError", message, () -> TcpListener.bind(text));
      raises("ArgumentError", message, () -> TcpStream.connect(text));
    }
    for (String text : new String[] {":80", "127.0.0.1:0"}) {
      String message = "Not an address (host:port): '" + text + "'";
      raises("ArgumentError", message, () -> TcpStream.connect(text));
    }
    raises("ArgumentError", "A port is 0 to 65535, got 65536", () -> TcpListener.bind(":65536"));
  }

  @Test
  void a_port_is_taken_once() {
    var listener = TcpListener.bind("127.0.0.1:0");
    String address = listener.localAddr();
    String message = "Cannot listen on " + address + ": address already in use";
    raises("IoError", message, () -> TcpListener.bind(address));
    listener.close();
    var again = TcpListener.bind(address);
    assertEquals("<TcpListener " + address + ">", Display.print(again));
    again.close();
  }

  @Test
  void connections_are_accepted_in_order_until_the_listener_is_closed() throws Exception {
    var listener = TcpListener.bind("localhost:0");
    var streams = listener.cursor();
    for (int i = 0; i < 50; i++) {
      var client = TcpStream.connect("127.0.0.1:" + listener.port());
      assertTrue(streams.advance());
      var stream = (TcpStream) streams.value();
      client.write(i + "\n");
      assertEquals(Integer.toString(i), stream.readLine());
      assertEquals(client.localAddr(), stream.remoteAddr());
      client.close();
      assertEquals("", stream.readLine());
      stream.close();
    }
    var walk = Running.of(streams::advance).awaitParked();
    listener.close();
    assertFalse(walk.get());
    raises(
        "IoError",
        "Cannot accept on " + listener.localAddr() + ": the listener is closed",
        listener::accept);
    assertTrue(listener.isClosed());
  }

  @Test
  void nobody_may_come() {
    var listener = TcpListener.bind("127.0.0.1:0").setTimeout(10);
    raises(
        "TimeoutError",
        "Cannot accept on " + listener.localAddr() + ": nobody came within 10 ms",
        listener::accept);
    var client = TcpStream.connect(listener.localAddr());
    assertEquals(client.localAddr(), listener.accept().remoteAddr());
    listener.close();
  }

  @Test
  void addresses_of_version_6_have_brackets() {
    var listener = TcpListener.bind("[::1]:0");
    assertEquals("[::1]:" + listener.port(), listener.localAddr());
    var client = TcpStream.connect(listener.localAddr());
    client.write("six\n");
    assertEquals("six", listener.accept().readLine());
    listener.close();
  }

  @Test
  void files_are_sockets_too(@TempDir Path folder) {
    String path = folder.resolve("socket").toString();
    raises(
        "IoError",
        "Cannot connect to " + path + ": no such file or directory",
        () -> TcpStream.connectUnix(path));
    var listener = TcpListener.bindUnix(path);
    assertEquals("<UnixListener " + path + ">", Display.print(listener));
    raises(
        "IoError",
        "Cannot listen on " + path + ": address already in use",
        () -> TcpListener.bindUnix(path));
    var client = TcpStream.connectUnix(path);
    assertEquals("<UnixStream " + path + ">", Display.print(client));
    var stream = listener.accept();
    client.setNodelay(true).write("héllo\n");
    assertEquals("héllo", stream.readLine());
    listener.close();
    assertFalse(folder.resolve("socket").toFile().exists());
    client.close();
    assertEquals("", stream.readLine());
  }

  @Test
  void a_socket_that_a_killed_program_has_left_is_replaced(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("socket");
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path), "the system leaves the file");
    var listener = TcpListener.bindUnix(path.toString());
    var client = TcpStream.connectUnix(path.toString());
    client.write("to the new one\n");
    assertEquals("to the new one", listener.accept().readLine());
    client.close();
    listener.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void a_busy_listener_and_what_is_no_socket_are_left_alone(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("socket");
    try (var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var first = SocketChannel.open(StandardProtocolFamily.UNIX);
        var second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(UnixDomainSocketAddress.of(path), 1); // room for two that it has not accepted
      first.connect(UnixDomainSocketAddress.of(path));
      second.connect(UnixDomainSocketAddress.of(path));
      raises(
          "IoError",
          "Cannot listen on " + path + ": address already in use",
          () -> TcpListener.bindUnix(path.toString()));
    }
    Path notes = Files.writeString(folder.resolve("notes"), "mine");
    raises(
        "IoError",
        "Cannot listen on " + notes + ": there is a file that is no socket",
        () -> TcpListener.bindUnix(notes.toString()));
    assertEquals("mine", Files.readString(notes));
    raises("IoError", "Cannot listen on : its path is empty", () -> TcpListener.bindUnix(""));
  }

  @Test
  void closing_a_listener_leaves_the_file_of_the_next_one(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("socket");
    var before = TcpListener.bindUnix(path.toString());
    Files.delete(path);
    var after = TcpListener.bindUnix(path.toString());
    before.close();
    assertTrue(Files.exists(path));
    after.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void a_fifo_is_no_socket_and_stays(@TempDir Path folder) throws Exception {
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    raises(
        "IoError",
        "Cannot listen on " + fifo + ": there is a file that is no socket",
        () -> TcpListener.bindUnix(fifo.toString()));
    assertTrue(Files.exists(fifo));
  }

  @Test
  void a_socket_that_is_bound_and_does_not_listen_yet_is_left_alone(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("söcket");
    try (var early = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      early.bind(UnixDomainSocketAddress.of(path));
      raises(
          "IoError",
          "Cannot listen on " + path + ": address already in use",
          () -> TcpListener.bindUnix(path.toString()));
      assertTrue(Files.exists(path));
    }
    TcpListener.bindUnix(path.toString()).close();
    assertFalse(Files.exists(path));
  }

  /// The listener, or null if it cannot be.
  private static @Nullable TcpListener listenerAt(Path path) {
    try {
      return TcpListener.bindUnix(path.toString());
    } catch (Failure refused) {
      return null;
    }
  }

  @Test
  void one_of_several_replaces_what_was_left(@TempDir Path folder) throws Exception {
    try (ExecutorService tasks = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 300; round++) {
        Path path = folder.resolve("socket" + round);
        try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          killed.bind(UnixDomainSocketAddress.of(path));
        }
        Callable<@Nullable TcpListener> starter = () -> listenerAt(path);
        List<TcpListener> found = new ArrayList<>();
        for (Future<@Nullable TcpListener> end :
            tasks.invokeAll(List.of(starter, starter, starter, starter))) {
          TcpListener listener = end.get();
          if (listener != null) {
            found.add(listener);
          }
        }
        assertEquals(1, found.size());
        assertTrue(Files.exists(path));
        found.getFirst().close();
      }
    }
  }

  @Test
  void who_listens_next_keeps_the_file_while_the_one_before_closes(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("socket");
    try (ExecutorService tasks = Executors.newFixedThreadPool(1)) {
      for (int round = 0; round < 300; round++) {
        var before = TcpListener.bindUnix(path.toString());
        Callable<TcpListener> next =
            () -> {
              while (true) {
                TcpListener listener = listenerAt(path);
                if (listener != null) {
                  return listener;
                }
              }
            };
        Future<TcpListener> end = tasks.submit(next);
        before.close();
        TcpListener after = end.get();
        assertTrue(Files.exists(path), "round " + round);
        after.close();
      }
    }
  }

  @Test
  void connections_beyond_the_slots_wait_for_their_turn() throws Exception {
    var slots = new Slots(2);
    slots.enter();
    slots.enter();
    List<Integer> order = new ArrayList<>();
    List<Running<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      tasks.add(
          Running.of(
                  () -> {
                    slots.enter();
                    synchronized (order) {
                      order.add(number);
                    }
                    slots.leave();
                    return number;
                  })
              .awaitParked());
    }
    tasks.get(1).thread().interrupt();
    raises("CancelledError", "The task was cancelled", tasks.get(1)::get);
    slots.leave();
    assertEquals(0, tasks.get(0).get());
    assertEquals(2, tasks.get(2).get());
    assertEquals(List.of(0, 2), order);
    slots.leave();
  }

  @Test
  void no_connection_is_lost_when_many_are_opened_at_once() throws Exception {
    try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var listener = TcpListener.bind("127.0.0.1:0");
      Future<Integer> echoing = tasks.submit(() -> echo(listener, tasks));
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        int number = i;
        Callable<String> client =
            () -> {
              var stream = TcpStream.connect(listener.localAddr());
              stream.write(number + "\n");
              String answer = stream.readLine();
              stream.close();
              return answer;
            };
        answers.add(tasks.submit(client));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertEquals(Integer.toString(i), answers.get(i).get());
      }
      listener.close();
      assertEquals(3000, echoing.get());
    }
  }

  private static int echo(TcpListener listener, ExecutorService tasks) {
    int count = 0;
    for (var streams = listener.cursor(); streams.advance(); count++) {
      var stream = (TcpStream) streams.value();
      tasks.execute(
          () -> {
            stream.writeLine(stream.readLine());
            stream.close();
          });
    }
    return count;
  }

  /// A port whose queue of connections is full: the system drops what asks for more.
  private record Full(ServerSocket server, List<SocketChannel> waiting) implements AutoCloseable {
    static Full open() throws IOException {
      var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      List<SocketChannel> waiting = new ArrayList<>();
      while (waiting.size() < 16) {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
        waiting.add(channel);
      }
      return new Full(server, waiting);
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (var channel : waiting) channel.close();
      server.close();
    }
  }
}

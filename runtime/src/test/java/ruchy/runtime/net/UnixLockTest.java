package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.failure.Failure;

/// Processes that want the same path of a Unix domain socket.
@Timeout(120)
final class UnixLockTest {
  /// Binds to each path that it reads, says how that went, and closes at the next line.
  static final class Binder {
    private Binder() {}

    public static void main(String[] args) throws IOException {
      var paths = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      String path;
      while ((path = paths.readLine()) != null) {
        TcpListener listener = null;
        try {
          listener = TcpListener.bindUnix(path);
          System.out.println("bound");
        } catch (Failure refused) {
          System.out.println(refused.message());
        }
        paths.readLine();
        if (listener != null) {
          listener.close();
        }
        System.out.println("closed");
      }
    }
  }

  /// One that runs in a process of its own.
  private static final class Other implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    Other() throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Binder.class.getName())
              .redirectError(Redirect.INHERIT)
              .start();
      answers = process.inputReader(UTF_8);
      questions = process.outputWriter(UTF_8);
    }

    void ask(String line) throws IOException {
      questions.write(line + "\n");
      questions.flush();
    }

    @Nullable String answer() throws IOException {
      return answers.readLine();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_fifo_in_the_place_of_the_lock_keeps_nobody(@TempDir Path folder) throws Exception {
    Path fifo = folder.resolve(".s.ruchy-bind");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    TcpListener listener = TcpListener.bindUnix(folder.resolve("s").toString());
    listener.close();
    assertTrue(Files.exists(fifo));
  }

  @Test
  void one_of_several_processes_replaces_what_was_left_and_keeps_it(@TempDir Path folder)
      throws Exception {
    try (var first = new Other();
        var second = new Other();
        var third = new Other()) {
      List<Other> all = List.of(first, second, third);
      for (int round = 0; round < 300; round++) {
        Path path = folder.resolve("socket" + round);
        try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          killed.bind(UnixDomainSocketAddress.of(path));
        }
        for (Other other : all) {
          other.ask(path.toString());
        }
        List<String> answers = new ArrayList<>();
        for (Other other : all) {
          String answer = other.answer();
          answers.add(answer == null ? "ended" : answer);
        }
        assertEquals(1, answers.stream().filter("bound"::equals).count(), answers.toString());
        String refused = "Cannot listen on " + path + ": address already in use";
        assertEquals(2, answers.stream().filter(refused::equals).count(), answers.toString());
        TcpStream.connectUnix(path.toString()).close();
        for (Other other : all) {
          other.ask("close");
        }
        for (Other other : all) {
          assertEquals("closed", other.answer());
        }
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void a_lock_that_was_left_behind_is_taken(@TempDir Path folder) throws Exception {
    Path left = Files.writeString(folder.resolve(".socket.ruchy-bind"), "xx");
    var listener = TcpListener.bindUnix(folder.resolve("socket").toString());
    assertFalse(Files.exists(left));
    listener.close();
  }

  @Test
  void a_lock_is_a_file_that_goes_with_it(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("socket");
    Path file = folder.resolve(".socket.ruchy-bind");
    UnixLock lock = UnixLock.of(socket);
    assertTrue(lock.isHeld());
    assertTrue(Files.exists(file));
    lock.close();
    assertFalse(Files.exists(file));
  }

  @Test
  void where_nothing_can_be_locked_a_socket_is_bound_but_none_is_replaced(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("socket");
    Files.createDirectory(folder.resolve(".socket.ruchy-bind"));
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
    var refused = assertThrows(Failure.class, () -> TcpListener.bindUnix(path.toString()));
    assertEquals("Cannot listen on " + path + ": address already in use", refused.message());
    Files.delete(path);
    TcpListener.bindUnix(path.toString()).close();
  }

  @Test
  void who_has_the_lock_has_the_path(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("socket");
    try (var other = new Other();
        UnixLock lock = UnixLock.of(socket)) {
      assertTrue(lock.isHeld());
      other.ask(socket.toString());
      assertEquals("Cannot listen on " + socket + ": address already in use", other.answer());
      assertFalse(Files.exists(socket));
    }
  }
}

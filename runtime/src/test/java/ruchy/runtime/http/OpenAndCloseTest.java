package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.wire.Wire;

/// Tasks that open and close one server at the same time, and ask it.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenAndCloseTest {
  private static final int ROUNDS = 100;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /// A port that nobody listens on.
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Fails if somebody listens on that port.
  private static void assertFree(int port) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertTrue(socket.isBound());
    }
  }

  private static Server server(int port) {
    Server server = Server.create("127.0.0.1:" + port);
    server.get("/", handler((req, res) -> "here"));
    server.get(
        "/end",
        handler(
            (req, res) -> {
              server.close();
              return "ended";
            }));
    return server;
  }

  /// Asks the server on that port as soon as there is one.
  private static String asked(int port, String path) throws IOException {
    while (true) {
      try (Wire client = Wire.to(port)) {
        return client.ask("GET " + path + " HTTP/1.1\nHost: a\n\n").body();
      } catch (ConnectException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void a_request_may_close_the_server_before_it_is_quite_open() throws Exception {
    int port = freePort();
    for (int round = 0; round < ROUNDS; round++) {
      Server server = server(port);
      Future<String> answer = threads.submit(() -> asked(port, "/end"));
      server.listen();
      // Nobody closes it but the request.
      server.awaitClosed();
      assertEquals("ended", answer.get());
      assertFalse(server.isListening());
      assertFree(port);
    }
  }

  @Test
  void whoever_closes_comes_before_or_after() throws Exception {
    int port = freePort();
    for (int round = 0; round < ROUNDS; round++) {
      Server server = server(port);
      var start = new CyclicBarrier(2);
      Future<?> closing =
          threads.submit(
              () -> {
                start.await();
                server.close();
                return null;
              });
      start.await();
      server.listen();
      closing.get();
      // One that has come too early has done nothing.
      server.close();
      server.awaitClosed();
      assertFree(port);
    }
  }

  @Test
  void of_several_that_open_it_one_succeeds_and_the_others_are_told_why() throws Exception {
    int port = freePort();
    for (int round = 0; round < ROUNDS / 4; round++) {
      Server server = server(port);
      int tasks = 4;
      var start = new CyclicBarrier(tasks);
      List<Future<Server>> opening = new ArrayList<>();
      for (int i = 0; i < tasks; i++) {
        opening.add(
            threads.submit(
                () -> {
                  start.await();
                  return server.listen();
                }));
      }
      int opened = 0;
      for (Future<Server> each : opening) {
        try {
          assertEquals(server, each.get());
          opened++;
        } catch (ExecutionException failed) {
          assertEquals(
              "Cannot listen on 127.0.0.1:" + port + ": the server is listening already",
              ((Failure) failed.getCause()).message());
        }
      }
      assertEquals(1, opened);
      assertEquals("here", asked(port, "/"));
      server.close();
      server.awaitClosed();
      assertFree(port);
    }
  }

  @Test
  void a_server_that_is_closed_may_listen_again_when_it_has_ended() throws Exception {
    int port = freePort();
    Server server = server(port);
    Set<String> reasons =
        Set.of(
            "Cannot listen on 127.0.0.1:" + port + ": the server is still closing",
            "Cannot listen on 127.0.0.1:" + port + ": address already in use");
    for (int round = 0; round < ROUNDS; round++) {
      server.listen();
      assertEquals("here", asked(port, "/"));
      server.close();
      Failure early = null;
      try {
        server.listen();
      } catch (Failure failure) {
        early = failure;
      }
      if (early != null) {
        assertTrue(reasons.contains(early.message()), early.message());
      }
      server.close();
      server.awaitClosed();
      assertFree(port);
    }
  }

  @Test
  void who_waits_for_a_server_that_cannot_be_opened_goes_on() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Server server = server(taken.getLocalPort());
      for (int round = 0; round < ROUNDS; round++) {
        var start = new CyclicBarrier(2);
        Future<?> waiting =
            threads.submit(
                () -> {
                  start.await();
                  server.awaitClosed();
                  return null;
                });
        start.await();
        assertThrows(Failure.class, server::listen);
        waiting.get();
      }
    }
  }

  @Test
  void a_wait_for_the_end_that_was_cancelled_is_forgotten() throws Exception {
    Server server = server(0).listen();
    List<WeakReference<Thread>> cancelled = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      cancelled.add(cancelledWait(server));
    }
    for (var each : cancelled) {
      while (each.get() != null) {
        System.gc();
      }
    }
    Thread waiting = waiting(server::awaitClosed);
    server.close();
    waiting.join();
    assertFalse(server.isListening());
  }

  private static WeakReference<Thread> cancelledWait(Server server) throws InterruptedException {
    Thread task = waiting(() -> assertThrows(Failure.class, server::awaitClosed));
    task.interrupt();
    task.join();
    return new WeakReference<>(task);
  }

  private static Thread waiting(Runnable wait) {
    Thread task = Thread.ofVirtual().start(wait);
    while (task.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }
}

package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// Captures that end, are stopped and begun anew, and tasks that are cancelled meanwhile.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PacketCaptureTest {
  private static final int PACKETS = 50;

  @TempDir private Path folder;

  private interface Handler {
    void handle(Packet packet) throws Exception;
  }

  private static FunctionValue function(Handler handler) {
    return new FunctionValue() {
      @Override
      public int minimumArity() {
        return 1;
      }

      // So that handlers of two captures may run at the same time.
      @Override
      public boolean shares() {
        return false;
      }

      @Override
      public @Nullable Object call(@Nullable Object packet) {
        try {
          handler.handle((Packet) packet);
          return null;
        } catch (Exception failure) {
          throw new AssertionError(failure);
        }
      }
    };
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String written(String name) {
    PacketFile file = PacketFile.create(path(name));
    for (int i = 0; i < PACKETS; i++) {
      file.write(Packet.udp("10.0.0.1:5000", "10.0.0.2:53", "p" + i));
    }
    file.close();
    return path(name);
  }

  private static int count(String path) {
    int count = 0;
    for (var walk = PacketCapture.open(path).cursor(); walk.advance(); ) {
      count++;
    }
    return count;
  }

  /// As a program does: the capture begins when its task waits.
  private static void start(PacketCapture capture) {
    capture.start();
    Afterwards.reached();
  }

  @Test
  void a_capture_may_go_on_in_another_file_at_any_packet() throws Exception {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    var isAtTenth = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    BlockingQueue<Packet> seen = new LinkedBlockingQueue<>();
    capture.write(path("first.pcap"));
    capture.onPacket(
        function(
            packet -> {
              seen.add(packet);
              if (seen.size() == 10) {
                isAtTenth.countDown();
                mayGoOn.await();
              }
            }));
    start(capture);
    isAtTenth.await();
    capture.write(path("second.pcap"));
    mayGoOn.countDown();
    capture.awaitEnd();
    assertEquals(PACKETS, seen.size());
    assertEquals(10, count(path("first.pcap")));
    assertEquals(PACKETS - 10, count(path("second.pcap")));
  }

  @Test
  void what_is_to_be_written_after_a_stop_is_that_of_the_next_start() throws Exception {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    var isRunning = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    capture.onPacket(
        function(
            packet -> {
              isRunning.countDown();
              mayEnd.await();
            }));
    capture.write(path("first.pcap"));
    start(capture);
    isRunning.await();
    capture.stop();
    capture.write(path("second.pcap"));
    start(capture);
    mayEnd.countDown();
    capture.awaitEnd();
    assertEquals(PACKETS, count(path("second.pcap")));
  }

  @Test
  void who_waits_for_what_was_stopped_does_not_wait_for_what_begins_anew() throws Exception {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    BlockingQueue<Packet> seen = new LinkedBlockingQueue<>();
    var mayEnd = new CountDownLatch(1);
    capture.onPacket(
        function(
            packet -> {
              seen.add(packet);
              mayEnd.await();
            }));
    start(capture);
    seen.take();
    Thread waiting = Thread.ofVirtual().start(capture::awaitEnd);
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    capture.stop();
    start(capture);
    waiting.join();
    seen.take();
    mayEnd.countDown();
    capture.awaitEnd();
    assertEquals(PACKETS - 1, seen.size());
  }

  @Test
  void the_error_of_a_capture_is_told_when_who_has_waited_has_given_up() throws Exception {
    Path broken = Path.of(written("broken.pcap"));
    byte[] bytes = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(bytes, bytes.length - 5));
    PacketCapture capture = PacketCapture.open(broken.toString());
    var isRunning = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    capture.onPacket(
        function(
            packet -> {
              isRunning.countDown();
              mayEnd.await();
            }));
    var errors = new ByteArrayOutputStream();
    Output.ERROR.redirect(errors);
    try {
      start(capture);
      isRunning.await();
      cancelled(capture::awaitEnd);
      mayEnd.countDown();
      while (errors.size() == 0) {
        Thread.onSpinWait();
      }
      assertTrue(
          errors.toString(UTF_8).startsWith("error in capture: Broken capture file " + broken),
          () -> errors.toString(UTF_8));
    } finally {
      Output.ERROR.redirect(null);
    }
  }

  /// Runs it in a task that is cancelled as soon as it waits.
  private static void cancelled(Runnable waiting) throws InterruptedException {
    Thread task = Thread.ofVirtual().start(() -> assertThrows(Failure.class, waiting::run));
    while (task.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    task.interrupt();
    task.join();
  }

  @Test
  void a_cancelled_task_loses_no_packet_of_a_file() throws Exception {
    PacketFile file = PacketFile.create(path("kept.pcap"));
    file.write(Packet.udp("10.0.0.1:5000", "10.0.0.2:53", "one"));
    Thread flushing =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    file.flush();
                  } catch (Failure cancelled) {
                    assertTrue(cancelled.matchesType("CancelledError"));
                  }
                });
    flushing.join();
    file.close();
    assertEquals(1, count(path("kept.pcap")));
  }

  @Test
  void what_a_capture_writes_is_complete_when_it_was_stopped_before_it_began() {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    capture.write(path("none.pcap"));
    capture.start();
    capture.stop();
    capture.awaitEnd();
    assertEquals(0, count(path("none.pcap")));
  }

  @Test
  void what_a_capture_writes_is_complete_when_another_task_stops_it_before_it_began()
      throws Exception {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    capture.write(path("none.pcap"));
    capture.start(); // by this task, which does not wait before the other has seen the end
    var counted = new CompletableFuture<Integer>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                capture.stop();
                capture.awaitEnd();
                counted.complete(count(path("none.pcap")));
              } catch (RuntimeException failure) {
                counted.completeExceptionally(failure);
              }
            });
    assertEquals(0, counted.get());
    Afterwards.reached();
  }

  @Test
  void an_error_of_the_machine_in_a_handler_ends_the_capture_and_completes_its_file() {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    capture.write(path("one.pcap"));
    capture.onPacket(
        function(
            packet -> {
              throw new NoClassDefFoundError("as if");
            }));
    capture.start();
    var failure = assertThrows(Failure.class, capture::awaitEnd);
    assertTrue(failure.message().contains("as if"), failure::message);
    assertEquals(1, count(path("one.pcap")));
  }

  @Test
  void a_file_that_cannot_be_completed_is_the_error_of_the_capture() throws Exception {
    PacketFile.create(path("empty.pcap")).close();
    PacketCapture capture = PacketCapture.open(path("empty.pcap"));
    capture.write("/dev/full");
    capture.start();
    var failure = assertThrows(Failure.class, capture::awaitEnd);
    assertTrue(failure.message().startsWith("Cannot write /dev/full"), failure::message);
  }

  @Test
  void each_wait_gets_the_error_of_the_capture_for_which_it_waited() throws Exception {
    Path damaged = Path.of(written("damaged.pcap"));
    byte[] bytes = Files.readAllBytes(damaged);
    PacketCapture capture = PacketCapture.open(damaged.toString());
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 5));
    start(capture);
    assertThrows(Failure.class, capture::awaitEnd);
    assertThrows(Failure.class, capture::awaitEnd);
    Files.write(damaged, bytes);
    start(capture);
    capture.awaitEnd();
  }

  @Test
  void a_drain_lasts_until_all_handlers_have_ended_also_of_what_was_begun_anew() throws Exception {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    BlockingQueue<CountDownLatch> running = new LinkedBlockingQueue<>();
    capture.onPacket(
        function(
            packet -> {
              var mayEnd = new CountDownLatch(1);
              running.add(mayEnd);
              mayEnd.await();
            }));
    start(capture);
    CountDownLatch first = running.take();
    capture.stop();
    start(capture);
    CountDownLatch second = running.take();
    var isDrained = new CountDownLatch(1);
    capture.drain(0, isDrained::countDown);
    second.countDown();
    capture.awaitEnd();
    assertEquals(1, isDrained.getCount());
    first.countDown();
    isDrained.await();
  }

  @Test
  void a_drain_does_not_wait_for_what_is_begun_after_it() throws Exception {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    BlockingQueue<CountDownLatch> running = new LinkedBlockingQueue<>();
    capture.onPacket(
        function(
            packet -> {
              var mayEnd = new CountDownLatch(1);
              running.add(mayEnd);
              mayEnd.await();
            }));
    start(capture);
    CountDownLatch first = running.take();
    var isDrained = new CountDownLatch(1);
    capture.drain(0, isDrained::countDown);
    start(capture);
    CountDownLatch second = running.take();
    first.countDown();
    isDrained.await();
    capture.stop();
    second.countDown();
    capture.awaitEnd();
  }

  @Test
  void a_capture_that_was_never_begun_is_drained_at_once() throws Exception {
    PacketCapture capture = PacketCapture.open(written("all.pcap"));
    var isDrained = new CountDownLatch(1);
    capture.drain(0, isDrained::countDown);
    isDrained.await();
  }

  @Test
  void what_the_system_has_dropped_is_counted_over_all_sources() {
    var dropped = new AtomicLong();
    for (int round = 0; round < 2; round++) {
      var frames = new FrameThread(new DroppingSource(), dropped);
      for (int batch = 0; batch < 3; batch++) {
        assertEquals(1, Objects.requireNonNull(frames.next()).size());
      }
      frames.close();
    }
    assertEquals(30, dropped.get());
  }

  /// The system drops five packets while each batch is read.
  private static final class DroppingSource implements FrameSource {
    private long dropped;

    @Override
    public List<Frame> batch() {
      dropped += 5;
      return List.of(frame("one"));
    }

    @Override
    public long dropped() {
      return dropped;
    }

    @Override
    public void close() {}
  }

  /// Gives the batches that the test hands over.
  private static final class HandedSource implements FrameSource {
    private final BlockingQueue<List<Frame>> batches = new SynchronousQueue<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    @Override
    public @Nullable List<Frame> batch() throws IOException {
      asked.countDown();
      try {
        List<Frame> batch = batches.poll(10, TimeUnit.MILLISECONDS);
        return batch == null ? List.of() : batch;
      } catch (InterruptedException ended) {
        throw new IOException(ended);
      }
    }

    @Override
    public long dropped() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static Frame frame(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Frame(Link.RAW, bytes, bytes.length, 0, "");
  }

  @Test
  void packets_that_come_for_who_no_longer_waits_are_for_the_next() throws Exception {
    var source = new HandedSource();
    var frames = new FrameThread(source, new AtomicLong());
    var task = Thread.ofVirtual().start(() -> assertThrows(Failure.class, frames::next));
    source.asked.await();
    task.interrupt();
    task.join();
    source.batches.put(List.of(frame("one"), frame("two")));
    var next = new CompletableFuture<@Nullable List<Frame>>();
    Thread.ofVirtual().start(() -> next.complete(frames.next()));
    assertEquals(2, next.get().size());
    frames.close();
    assertNull(frames.next());
  }

  @Test
  void who_asks_for_packets_while_the_source_is_closed_is_told_the_end() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      var frames = new FrameThread(new HandedSource(), new AtomicLong());
      var end = new CompletableFuture<Boolean>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  end.complete(frames.next() == null);
                } catch (RuntimeException failure) {
                  end.completeExceptionally(failure);
                }
              });
      frames.close();
      assertTrue(end.get());
    }
  }

  @Test
  void an_error_of_the_machine_ends_the_wait_for_packets() {
    var frames =
        new FrameThread(
            new FrameSource() {
              @Override
              public List<Frame> batch() {
                throw new OutOfMemoryError("as if");
              }

              @Override
              public long dropped() {
                return 0;
              }

              @Override
              public void close() {}
            },
            new AtomicLong());
    var failure = assertThrows(Failure.class, frames::next);
    assertTrue(failure.message().contains("as if"), failure::message);
    assertFalse(failure.matchesType("CancelledError"));
    frames.close();
  }
}

package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loop is an executor with one thread, as an event loop is.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopThreadsTest {
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final LoopThreads threads = new LoopThreads(loop);

  @AfterEach
  void close() throws InterruptedException {
    loop.shutdown();
    assertTrue(loop.awaitTermination(30, TimeUnit.SECONDS));
  }

  @Test
  void the_jvm_of_the_tests_has_the_door_open() {
    assertTrue(LoopThreads.isOpen());
  }

  @Test
  void a_task_that_does_not_park_has_ended_when_start_returns() throws Exception {
    List<String> order =
        onLoop(
            done -> {
              List<String> events = new ArrayList<>();
              threads.start(
                  () -> events.add(Thread.currentThread().isVirtual() ? "virtual" : "not"));
              events.add("started");
              done.complete(events);
            });
    assertEquals(List.of("virtual", "started"), order);
  }

  @Test
  void a_task_that_parks_goes_on_later_on_the_same_loop() throws Exception {
    List<String> order =
        onLoop(
            done -> {
              List<String> events = new ArrayList<>();
              threads.start(
                  () -> {
                    events.add("begins");
                    Thread parked = Thread.currentThread();
                    loop.execute(
                        () -> {
                          events.add("loop goes on");
                          LockSupport.unpark(parked);
                          events.add("unparked");
                        });
                    LockSupport.park();
                    events.add("goes on");
                    done.complete(events);
                  });
              events.add("started");
            });
    assertEquals(List.of("begins", "started", "loop goes on", "unparked", "goes on"), order);
  }

  @Test
  void threads_of_one_loop_never_run_at_once() throws Exception {
    int count = 50;
    var ended = new CountDownLatch(count);
    int[] shared = {0};
    loop.execute(
        () -> {
          for (int i = 0; i < count; i++) {
            threads.start(
                () -> {
                  for (int turn = 0; turn < 100; turn++) {
                    shared[0]++;
                    LockSupport.parkNanos(1);
                  }
                  ended.countDown();
                });
          }
        });
    ended.await();
    assertEquals(count * 100, shared[0]);
  }

  @Test
  void monitors_held_across_a_park_stop_no_loop() throws Exception {
    Object lock = new Object();
    var ended = new CountDownLatch(2);
    loop.execute(
        () -> {
          for (int i = 0; i < 2; i++) {
            threads.start(
                () -> {
                  synchronized (lock) {
                    LockSupport.parkNanos(1_000_000);
                  }
                  ended.countDown();
                });
          }
        });
    ended.await();
    assertEquals(0, ended.getCount());
  }

  /// The virtual thread waits for the monitor before the loop that carries it does, so it is to
  /// have it first.
  @Test
  void a_loop_may_wait_for_a_monitor_behind_a_thread_that_it_carries() throws Exception {
    Object lock = new Object();
    var ended = new CountDownLatch(2);
    var carried = new CompletableFuture<Thread>();
    var carrying = new CompletableFuture<Thread>();
    synchronized (lock) {
      loop.execute(
          () ->
              threads.start(
                  () -> {
                    carried.complete(Thread.currentThread());
                    synchronized (lock) {
                      ended.countDown();
                    }
                  }));
      awaitBlocked(carried.get());
      loop.execute(
          () -> {
            carrying.complete(Thread.currentThread());
            synchronized (lock) {
              ended.countDown();
            }
          });
      awaitBlocked(carrying.get());
    }
    assertTrue(ended.await(30, TimeUnit.SECONDS), "they wait for each other");
  }

  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void with_the_door_shut_tasks_run_on_ordinary_virtual_threads() throws Exception {
    var ordinary = new LoopThreads(loop, false);
    var isVirtual = new CompletableFuture<Boolean>();
    var released = new CountDownLatch(1);
    ordinary.start(
        () -> {
          try {
            released.await();
          } catch (InterruptedException unexpected) {
            isVirtual.completeExceptionally(unexpected);
          }
          isVirtual.complete(Thread.currentThread().isVirtual());
        });
    assertFalse(isVirtual.isDone());
    released.countDown();
    assertTrue(isVirtual.get());
  }

  private interface Step {
    void run(CompletableFuture<List<String>> done);
  }

  private List<String> onLoop(Step step) throws Exception {
    var done = new CompletableFuture<List<String>>();
    loop.execute(() -> step.run(done));
    return done.get(30, TimeUnit.SECONDS);
  }
}

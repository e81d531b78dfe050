package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.failure.Failure;

/// What those who ask for the turn may rely on, whoever else asks: counted in turns, not in time. A
/// holder here goes on only when all others have asked again, so the order is known.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TurnContractTest {
  private final Turn turn = new Turn();

  /// The numbers of those who had the turn, in order. Changed only with the turn.
  private final List<Integer> turns = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "3, 2, 2, everybody",
    "1, 0, 60, a virtual thread in a flood of handlers",
    "60, 0, 1, a handler in a flood of virtual threads",
    "1, 60, 0, a virtual thread in a flood of threads"
  })
  void who_asks_waits_for_one_turn_of_each_other(
      int virtual, int platform, int handlers, String title) throws Exception {
    int all = virtual + platform + handlers;
    int rounds = 20;
    var done = new CountDownLatch(all);
    List<ExecutorService> loops = new ArrayList<>();
    turn.enter();
    int number = 0;
    for (int i = 0; i < virtual; i++, number++) {
      int own = number;
      Thread.ofVirtual().start(() -> thread(own, rounds, all, done));
    }
    for (int i = 0; i < platform; i++, number++) {
      int own = number;
      Thread.ofPlatform().daemon().start(() -> thread(own, rounds, all, done));
    }
    for (int i = 0; i < 2; i++) loops.add(Executors.newSingleThreadExecutor());
    try {
      for (int i = 0; i < handlers; i++, number++) {
        var handler = new Handler(number, loops.get(i % 2), rounds, all, done);
        handler.loop.execute(handler::ask);
      }
      awaitAsking(all + 1);
      turn.leave();
      done.await();
      assertEquals(all * rounds, turns.size(), title);
      for (int i = all; i < turns.size(); i++) {
        assertEquals(turns.get(i - all), turns.get(i), "turn " + i);
      }
      assertEquals(all, turns.subList(0, all).stream().distinct().count());
      awaitAsking(0);
    } finally {
      for (var loop : loops) loop.shutdown();
    }
  }

  private void thread(int number, int rounds, int all, CountDownLatch done) {
    for (int round = 1; round <= rounds; round++) {
      turn.enter();
      stretch(number, all);
      turn.leave();
    }
    done.countDown();
  }

  private void stretch(int number, int all) {
    turns.add(number);
    // In the first round one more has the turn before; in the last one some do not ask again.
    int last = turns.size() - (turns.size() - 1) % all;
    boolean isLastRound = last > all * 19;
    while (!isLastRound && turn.asking() < all) {
      LockSupport.parkNanos(1_000);
    }
  }

  /// As handlers of events ask: never waiting.
  private final class Handler implements Turn.Waiter {
    private final int number;
    private final ExecutorService loop;
    private final int all;
    private final CountDownLatch done;
    private int left;

    private Handler(int number, ExecutorService loop, int rounds, int all, CountDownLatch done) {
      this.number = number;
      this.loop = loop;
      this.left = rounds;
      this.all = all;
      this.done = done;
    }

    private void ask() {
      if (turn.enterOr(this)) run();
    }

    @Override
    public void granted() {
      loop.execute(
          () -> {
            turn.begin();
            run();
          });
    }

    private void run() {
      stretch(number, all);
      turn.leave();
      if (--left == 0) {
        done.countDown();
      } else {
        ask();
      }
    }
  }

  @Test
  void who_is_cancelled_while_holding_the_turn_keeps_it_to_the_next_wait() throws Exception {
    var waits = new CountDownLatch(1);
    var held = new AtomicInteger();
    Thread task =
        Thread.ofVirtual()
            .start(
                () -> {
                  Turn.PROGRAM.enter();
                  Thread.currentThread().interrupt();
                  held.addAndGet(Turn.PROGRAM.isHeld() ? 1 : 0);
                  assertThrows(Failure.class, () -> Bridge.sleep(1));
                  held.addAndGet(Turn.PROGRAM.isHeld() ? 1 : 0);
                  Turn.PROGRAM.leave();
                  waits.countDown();
                });
    waits.await();
    task.join();
    assertEquals(2, held.get());
    assertEquals(0, Turn.PROGRAM.asking());
  }

  @Test
  void who_is_cancelled_while_taking_the_turn_back_gets_it_once_and_is_still_cancelled()
      throws Exception {
    var order = new ArrayList<String>();
    var waitedFor = new CompletableFuture<Outcome<Boolean>>();
    Thread task =
        Thread.ofVirtual()
            .start(
                () -> {
                  Turn.PROGRAM.enter();
                  Bridge.<Boolean>await(waitedFor::complete);
                  order.add("back " + Turn.PROGRAM.isHeld());
                  try {
                    Bridge.sleep(1);
                  } catch (Failure cancelled) {
                    order.add(cancelled.message() + " " + Turn.PROGRAM.isHeld());
                  }
                  Turn.PROGRAM.leave();
                });
    var outcome = waitedFor.get();
    Turn.PROGRAM.enter();
    outcome.complete(true);
    while (Turn.PROGRAM.asking() < 2) {
      Thread.onSpinWait();
    }
    task.interrupt();
    Turn.PROGRAM.leave();
    task.join();
    assertEquals(List.of("back true", "The task was cancelled true"), order);
    assertEquals(0, Turn.PROGRAM.asking());
  }

  /// Changed only with the turn.
  private int inside;

  private int stretches;

  @Test
  void tasks_that_are_cancelled_at_any_time_neither_lose_the_turn_nor_hold_it_twice()
      throws Exception {
    int count = 40;
    int each = 50;
    var faults = new AtomicInteger();
    var left = new CountDownLatch(count);
    List<Thread> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          Thread.ofVirtual()
              .unstarted(
                  () -> {
                    for (int k = 0; k < each; k++) {
                      Turn.PROGRAM.enter();
                      try {
                        stretch(faults);
                        Bridge.sleep(k % 3 * 10_000L);
                        stretch(faults);
                      } catch (Failure cancelled) {
                        stretch(faults);
                      } finally {
                        Turn.PROGRAM.leave();
                      }
                    }
                    left.countDown();
                  }));
    }
    tasks.forEach(Thread::start);
    var random = new Random(1);
    while (left.getCount() > 0) {
      tasks.get(random.nextInt(count)).interrupt();
      LockSupport.parkNanos(1_000);
    }
    for (Thread task : tasks) task.join();
    assertEquals(0, faults.get());
    assertEquals(2 * count * each, stretches);
    assertEquals(0, Turn.PROGRAM.asking());
  }

  private void stretch(AtomicInteger faults) {
    if (++inside != 1 || !Turn.PROGRAM.isHeld()) faults.incrementAndGet();
    stretches++;
    inside--;
  }

  @Test
  void a_wait_that_fails_gives_the_turn_back_at_its_old_depth() {
    Turn.PROGRAM.enter();
    Turn.PROGRAM.enter();
    assertThrows(
        IllegalStateException.class,
        () ->
            Bridge.await(
                outcome ->
                    Thread.ofPlatform()
                        .start(() -> outcome.fail(new IllegalStateException("failed")))));
    assertTrue(Turn.PROGRAM.isHeld());
    Turn.PROGRAM.leave();
    assertTrue(Turn.PROGRAM.isHeld());
    Turn.PROGRAM.leave();
    assertFalse(Turn.PROGRAM.isHeld());
    assertEquals(0, Turn.PROGRAM.asking());
  }

  @Test
  void an_operation_that_does_not_start_leaves_the_turn_as_it_was() {
    Turn.PROGRAM.enter();
    assertThrows(
        IllegalStateException.class,
        () ->
            Bridge.await(
                _ -> {
                  throw new IllegalStateException("not started");
                }));
    assertTrue(Turn.PROGRAM.isHeld());
    Turn.PROGRAM.leave();
    assertEquals(0, Turn.PROGRAM.asking());
  }

  private void awaitAsking(int count) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (turn.asking() != count) {
      assertTrue(System.nanoTime() < limit, () -> turn.asking() + " ask, not " + count);
      Thread.onSpinWait();
    }
  }
}

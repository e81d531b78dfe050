package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnTest {
  private final Turn turn = new Turn();

  /// Changed only by who holds the turn, so a lost update means that two held it.
  private long shared;

  private int inside;

  @Test
  void only_one_thread_at_a_time_holds_the_turn() throws Exception {
    int each = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().unstarted(() -> stretches(each)));
      threads.add(Thread.ofVirtual().unstarted(() -> stretches(each)));
    }
    startAndJoin(threads);
    assertEquals(8L * each, shared);
  }

  @Test
  void event_loops_and_threads_share_one_turn() throws Exception {
    int each = 20_000;
    var done = new CountDownLatch(2 * each);
    ExecutorService first = Executors.newSingleThreadExecutor();
    ExecutorService second = Executors.newSingleThreadExecutor();
    try {
      List<Thread> threads = new ArrayList<>();
      threads.add(Thread.ofPlatform().unstarted(() -> stretches(each)));
      threads.add(Thread.ofVirtual().unstarted(() -> stretches(each)));
      for (ExecutorService loop : List.of(first, second)) {
        threads.add(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      for (int i = 0; i < each; i++) {
                        loop.execute(() -> handler(loop, done));
                      }
                    }));
      }
      startAndJoin(threads);
      done.await();
      assertEquals(4L * each, shared);
    } finally {
      first.shutdown();
      second.shutdown();
      assertTrue(first.awaitTermination(10, TimeUnit.SECONDS));
      assertTrue(second.awaitTermination(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void waiters_get_the_turn_in_the_order_in_which_they_asked() {
    var order = new ArrayList<Integer>();
    turn.enter();
    for (int i = 0; i < 100; i++) {
      int number = i;
      boolean atOnce =
          onAnotherThread(
              () ->
                  turn.enterOr(
                      () -> {
                        turn.begin();
                        order.add(number);
                        turn.leave();
                      }));
      assertFalse(atOnce);
    }
    assertEquals(List.of(), order);
    turn.leave();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      expected.add(i);
    }
    assertEquals(expected, order);
  }

  @Test
  void who_asks_later_does_not_overtake_a_waiter() throws Exception {
    var order = new ConcurrentLinkedQueue<String>();
    turn.enter();
    var asked = new CountDownLatch(1);
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  asked.countDown();
                  turn.enter();
                  order.add("waiting");
                  turn.leave();
                });
    asked.await();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    var held = turn.giveUp();
    turn.takeBack(held);
    order.add("holder");
    turn.leave();
    waiting.join();
    assertEquals(List.of("waiting", "holder"), List.copyOf(order));
  }

  @Test
  void the_turn_may_be_taken_again_by_its_holder() {
    turn.enter();
    turn.enter();
    assertTrue(turn.enterOr(() -> {}));
    turn.leave();
    turn.leave();
    assertTrue(turn.isHeld());
    assertFalse(onAnotherThread(turn::isHeld));
    turn.leave();
    assertFalse(turn.isHeld());
    assertTrue(onAnotherThread(() -> turn.enterOr(() -> {})));
  }

  @Test
  void a_wait_gives_up_all_levels_and_takes_them_back() {
    turn.enter();
    turn.enter();
    var held = turn.giveUp();
    assertFalse(turn.isHeld());
    assertTrue(
        onAnotherThread(
            () -> {
              boolean got = turn.enterOr(() -> {});
              turn.leave();
              return got;
            }));
    turn.takeBack(held);
    turn.leave();
    assertTrue(turn.isHeld());
    turn.leave();
    assertFalse(turn.isHeld());
  }

  /// Written and read by who holds the turn, without any care of its own.
  private static final class Parts {
    private final long[] numbers;
    private long sum;

    private Parts(int first) {
      numbers = new long[] {first, first + 1, first + 2};
      for (long number : numbers) sum += number;
    }

    private boolean isWhole() {
      return sum == numbers[0] + numbers[1] + numbers[2];
    }
  }

  private Parts parts = new Parts(0);
  private int torn;

  @Test
  void what_a_holder_has_made_is_seen_whole_by_the_next() throws Exception {
    int each = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Runnable work =
          () -> {
            for (int k = 0; k < each; k++) {
              turn.enter();
              if (!parts.isWhole()) torn++;
              parts = k % 2 == 0 ? new Parts(k) : parts;
              parts.numbers[k % 3]++;
              parts.sum++;
              turn.leave();
            }
          };
      threads.add(
          i % 2 == 0 ? Thread.ofPlatform().unstarted(work) : Thread.ofVirtual().unstarted(work));
    }
    startAndJoin(threads);
    assertEquals(0, torn);
    assertTrue(parts.isWhole());
  }

  @Test
  void a_task_that_is_cancelled_while_it_waits_for_the_turn_gets_it_and_is_still_cancelled()
      throws Exception {
    var wasCancelled = new AtomicInteger();
    turn.enter();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  turn.enter();
                  wasCancelled.set(turn.isHeld() && Thread.interrupted() ? 1 : 2);
                  turn.leave();
                });
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    assertTrue(onAnotherThread(() -> !turn.isHeld() && wasCancelled.get() == 0));
    turn.leave();
    waiting.join();
    assertEquals(1, wasCancelled.get());
    assertTrue(onAnotherThread(() -> turn.enterOr(() -> {})));
  }

  @Test
  void giving_up_what_is_not_held_does_nothing() {
    turn.takeBack(turn.giveUp());
    assertFalse(turn.isHeld());
  }

  private void stretches(int count) {
    for (int i = 0; i < count; i++) {
      turn.enter();
      stretch();
      if (i % 7 == 0) {
        turn.takeBack(turn.giveUp());
      }
      turn.leave();
    }
  }

  private void stretch() {
    assertEquals(1, ++inside);
    shared++;
    inside--;
  }

  private void handler(ExecutorService loop, CountDownLatch done) {
    if (turn.enterOr(() -> loop.execute(() -> begun(done)))) {
      stretch();
      turn.leave();
      done.countDown();
    }
  }

  private void begun(CountDownLatch done) {
    turn.begin();
    stretch();
    turn.leave();
    done.countDown();
  }

  private static void startAndJoin(List<Thread> threads) throws InterruptedException {
    var failures = new AtomicInteger();
    for (Thread thread : threads) {
      thread.setUncaughtExceptionHandler((where, failure) -> failures.incrementAndGet());
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, failures.get());
  }

  private static boolean onAnotherThread(BooleanSupplier question) {
    var answer = new AtomicInteger();
    Thread asking = Thread.ofPlatform().start(() -> answer.set(question.getAsBoolean() ? 1 : 0));
    try {
      asking.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    return answer.get() == 1;
  }
}

package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The turn with more event loops than processors, tasks and threads beside them, that wait, fail,
/// and stall their loop, in random order: nothing is lost, nobody is forgotten, and nobody waits
/// for more turns than there are others. What is counted are turns, not time.
final class TurnFairnessTest {
  private static final int LOOPS = 8;
  private static final int TASKS = 8;
  private static final int THREADS = 8;
  private static final int ALL = LOOPS + TASKS + THREADS;
  private static final int ROUNDS = Boolean.getBoolean("long") ? 50_000 : 2_000;

  private final Turn turn = new Turn();

  /// How often somebody has got the turn. Who is queued reads it right after.
  private final AtomicLong turns = new AtomicLong();

  private final AtomicLong longestWait = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(ALL);

  // Changed in turn alone, so by nothing that is atomic.
  private long count;
  private int inside;
  private boolean wasTorn;

  /// What comes at random in a stretch.
  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void nobody_waits_for_more_turns_than_there_are_others() throws Exception {
    List<ExecutorService> loops = new ArrayList<>();
    for (int i = 0; i < LOOPS; i++) {
      loops.add(Executors.newSingleThreadExecutor());
    }
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < LOOPS; i++) {
        var handlers = new Handlers(loops.get(i), new Random(i));
        loops.get(i).execute(handlers::next);
      }
      for (int i = 0; i < TASKS; i++) {
        new Tasks(tasks, new Random(100 + i)).next();
      }
      for (int i = 0; i < THREADS; i++) {
        var random = new Random(200 + i);
        tasks.execute(() -> enterAgainAndAgain(random));
      }
      ended.await();
    } finally {
      loops.forEach(ExecutorService::shutdown);
    }
    assertEquals(0, turn.asking());
    assertEquals((long) ALL * ROUNDS, count);
    assertEquals(false, wasTorn, "two were inside at once");
    assertTrue(failures.get() > 0, "some have failed");
    long longest = longestWait.get();
    // Who was queued before, and who had the turn: each of the others once.
    assertTrue(longest < ALL, () -> "one waited for " + longest + " turns of others");
  }

  /// One stretch of a holder, which may fail.
  private void stretch(Random random) {
    turns.incrementAndGet();
    try {
      wasTorn |= inside++ > 0;
      long before = count;
      if (random.nextInt(16) == 0) {
        Thread.onSpinWait();
      }
      count = before + 1;
      if (random.nextInt(10) == 0) {
        throw new Fault();
      }
    } finally {
      inside--;
    }
  }

  private void waited(long turnsBefore) {
    // Its own is not counted yet.
    longestWait.accumulateAndGet(turns.get() - turnsBefore, Math::max);
  }

  /// Handlers of one event loop, one after the other.
  private final class Handlers implements Turn.Waiter {
    private final ExecutorService loop;
    private final Random random;
    private int rounds;
    private volatile long queuedAt;

    Handlers(ExecutorService loop, Random random) {
      this.loop = loop;
      this.random = random;
    }

    void next() {
      if (rounds++ == ROUNDS) {
        ended.countDown();
        return;
      }
      queuedAt = Long.MAX_VALUE;
      if (turn.enterOr(this)) {
        run();
        return;
      }
      queuedAt = turns.get();
      if (random.nextInt(64) == 0) {
        stall();
      }
    }

    /// The loop does something else for long; the turn may come meanwhile.
    private static void stall() {
      for (int i = 0; i < 20_000; i++) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void granted() {
      loop.execute(
          () -> {
            turn.begin();
            long at = queuedAt;
            if (at != Long.MAX_VALUE) waited(at);
            run();
          });
    }

    private void run() {
      try {
        stretch(random);
      } catch (Fault _) {
        failures.incrementAndGet();
      } finally {
        turn.leave();
      }
      loop.execute(this::next);
    }
  }

  /// Tasks that begin when they have the turn, one after the other.
  private final class Tasks implements Turn.Waiter {
    private final ExecutorService threads;
    private final Random random;
    private int rounds;

    Tasks(ExecutorService threads, Random random) {
      this.threads = threads;
      this.random = random;
    }

    void next() {
      if (rounds++ == ROUNDS) {
        ended.countDown();
      } else {
        turn.enterLater(this);
      }
    }

    @Override
    public void granted() {
      threads.execute(
          () -> {
            turn.begin();
            try {
              stretch(random);
            } catch (Fault _) {
              failures.incrementAndGet();
            } finally {
              turn.leave();
            }
            next();
          });
    }
  }

  /// A thread that may be parked; it gives the turn up in the middle of some stretches, as for a
  /// wait.
  private void enterAgainAndAgain(Random random) {
    for (int i = 0; i < ROUNDS; i++) {
      turn.enter();
      try {
        if (random.nextInt(4) == 0) {
          var held = turn.giveUp();
          turn.takeBack(held);
        }
        stretch(random);
      } catch (Fault _) {
        failures.incrementAndGet();
      } finally {
        turn.leave();
      }
    }
    ended.countDown();
  }
}

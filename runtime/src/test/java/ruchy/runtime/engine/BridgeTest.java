package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BridgeTest {
  @Test
  void the_value_of_an_operation_is_waited_for() {
    assertEquals("now", Bridge.<String>await(outcome -> outcome.complete("now")));
    assertEquals(
        "later",
        Bridge.<String>await(outcome -> Thread.ofVirtual().start(() -> outcome.complete("later"))));
  }

  @Test
  void the_failure_of_an_operation_is_raised() {
    Failure raised =
        assertThrows(
            Failure.class,
            () -> Bridge.await(outcome -> outcome.fail(Failure.dbError("no such table"))));
    assertEquals("no such table", raised.message());
    Failure checked =
        assertThrows(
            Failure.class, () -> Bridge.await(outcome -> outcome.fail(new IOException("gone"))));
    assertTrue(checked.matchesType("IoError"));
    assertEquals("gone", checked.message());
  }

  @Test
  void only_the_first_end_of_an_operation_counts() {
    assertEquals(
        "first",
        Bridge.<String>await(
            outcome -> {
              assertTrue(outcome.complete("first"));
              assertFalse(outcome.complete("second"));
              assertFalse(outcome.fail(new IOException()));
            }));
  }

  @Test
  void a_wait_may_have_a_limit() {
    Failure timeout = assertThrows(Failure.class, () -> Bridge.await(outcome -> {}, 1));
    assertTrue(timeout.matchesType("TimeoutError"));
    assertEquals("in time", Bridge.<String>await(o -> o.complete("in time"), 1));
  }

  @Test
  void a_cancelled_task_gets_cancelled_error_at_its_next_wait_and_only_there() throws Exception {
    var mayGoOn = new CountDownLatch(1);
    var results = new CompletableFuture<String>();
    Thread task =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (mayGoOn.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  String first = cancelledAt(() -> Bridge.sleep(1));
                  String second = cancelledAt(() -> Bridge.sleep(1));
                  results.complete(first + ", " + second);
                });
    task.interrupt();
    mayGoOn.countDown();
    assertEquals("cancelled, slept", results.get());
  }

  @Test
  void a_task_is_cancelled_while_it_waits() throws Exception {
    var waiting = new CountDownLatch(1);
    var result = new CompletableFuture<String>();
    Thread task =
        Thread.ofVirtual()
            .start(
                () ->
                    result.complete(
                        cancelledAt(() -> Bridge.await(outcome -> waiting.countDown()))));
    waiting.await();
    task.interrupt();
    assertEquals("cancelled", result.get());
  }

  @Test
  void who_gives_up_is_given_nothing_more() throws Exception {
    var given = new AtomicReference<Outcome<String>>();
    var left = new CountDownLatch(1);
    Operation<String> operation =
        new Operation<>() {
          @Override
          public void start(Outcome<String> outcome) {
            given.set(outcome);
          }

          @Override
          public void abandoned(Outcome<String> outcome) {
            assertFalse(outcome.complete("too late"));
            assertFalse(outcome.isOpen());
            left.countDown();
          }
        };
    assertThrows(Failure.class, () -> Bridge.await(operation, 1));
    left.await();
    assertFalse(given.get().complete("much too late"));
  }

  @Test
  void what_has_come_counts_for_a_task_that_was_cancelled_just_then() throws Exception {
    var results = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(
            () -> {
              // Settled, but not yet woken, when the cancelled task looks.
              Operation<String> settling =
                  outcome -> {
                    Thread self = Thread.currentThread();
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              while (self.getState() != Thread.State.WAITING) {
                                Thread.onSpinWait();
                              }
                              assertTrue(outcome.settle("value"));
                              self.interrupt();
                            });
                  };
              String value = Bridge.await(settling);
              results.complete(value + ", " + cancelledAt(() -> Bridge.sleep(1)));
            });
    assertEquals("value, cancelled", results.get());
  }

  @Test
  void of_several_things_the_first_counts() {
    String value =
        Bridge.await(
            outcome -> {
              Outcome<Integer> one = outcome.branch(number -> "one " + number);
              Outcome<Integer> two = outcome.branch(number -> "two " + number);
              assertTrue(one.isOpen() && two.isOpen());
              assertTrue(two.complete(7));
              assertFalse(one.complete(8));
              assertFalse(one.isOpen());
            });
    assertEquals("two 7", value);
  }

  private static String cancelledAt(Runnable wait) {
    try {
      wait.run();
      return "slept";
    } catch (Failure failure) {
      return failure.matchesType("CancelledError") ? "cancelled" : failure.message();
    }
  }

  @Test
  void a_wait_gives_up_the_turn_and_takes_it_again() throws Exception {
    var isHeldMeanwhile = new AtomicReference<Boolean>();
    Thread task =
        Thread.ofPlatform()
            .start(
                () -> {
                  Turn.PROGRAM.enter();
                  Turn.PROGRAM.enter();
                  Bridge.<Boolean>await(
                      outcome ->
                          Thread.ofVirtual()
                              .start(
                                  () -> {
                                    Turn.PROGRAM.enter();
                                    Turn.PROGRAM.leave();
                                    outcome.complete(true);
                                  }));
                  Turn.PROGRAM.leave();
                  isHeldMeanwhile.set(Turn.PROGRAM.isHeld());
                  Turn.PROGRAM.leave();
                });
    task.join();
    assertEquals(true, isHeldMeanwhile.get());
  }

  @Test
  void a_failing_wait_takes_the_turn_again_too() {
    Turn.PROGRAM.enter();
    assertThrows(Failure.class, () -> Bridge.await(outcome -> {}, 1));
    assertTrue(Turn.PROGRAM.isHeld());
    Turn.PROGRAM.leave();
  }

  @Test
  void an_event_loop_never_waits() throws Exception {
    var raised = new CompletableFuture<Throwable>();
    Thread.ofPlatform()
        .name(LoopThreads.LOOP_NAME + "-test")
        .start(
            () -> raised.complete(assertThrows(Failure.class, () -> Bridge.await(outcome -> {}))));
    assertTrue(raised.get().getMessage().contains("event loop"));
  }
}

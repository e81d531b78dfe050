package ruchy.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.TupleValue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScopeTest {
  private static final long HOUR = 3_600_000_000_000L;

  private static Task spawn(Body.Code code) {
    return (Task) Tasks.spawn(Body.of(code), false, "test.ruchy:1:1");
  }

  private static Object sleepLong() {
    Bridge.sleep(HOUR);
    return null;
  }

  @Test
  void no_task_outlives_the_block() {
    var ended = new AtomicInteger();
    Object value =
        Scope.run(
            Body.of(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    spawn(
                        () -> {
                          Bridge.sleep(1_000_000);
                          spawn(
                              () -> {
                                Bridge.sleep(1_000_000);
                                return ended.incrementAndGet();
                              });
                          return ended.incrementAndGet();
                        });
                  }
                  return "value";
                }));
    assertEquals("value", value);
    assertEquals(200, ended.get());
    assertNull(Scope.current());
  }

  @Test
  void an_error_that_comes_as_the_block_ends_does_not_hit_what_follows() {
    for (int round = 0; round < 2000; round++) {
      Failure failure =
          assertThrows(
              Failure.class,
              () ->
                  Scope.run(
                      Body.of(
                          () -> {
                            spawn(
                                () -> {
                                  throw Failure.of("broken");
                                });
                            return null;
                          })));
      assertEquals("broken", failure.message());
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void a_cancel_from_outside_is_never_lost() throws Exception {
    for (int round = 0; round < 500; round++) {
      TupleValue go = TaskGlobals.channel();
      var begun = new CountDownLatch(1);
      Task outer =
          spawn(
              () -> {
                try {
                  return Scope.run(
                      Body.of(
                          () -> {
                            spawn(
                                () -> {
                                  begun.countDown();
                                  ((Receiver) go.at(1)).recv();
                                  throw Failure.of("broken");
                                });
                            return sleepLong();
                          }));
                } catch (Failure failure) {
                  // The scope's own error came first: then the cancel is still to be seen.
                  return failure.matchesType("CancelledError") ? "cancelled" : sleepLong();
                }
              });
      begun.await();
      Thread.ofVirtual().start(() -> ((Sender) go.at(0)).send(null));
      outer.cancel();
      assertEquals("cancelled", endOf(outer));
    }
  }

  private static Object endOf(Task task) {
    try {
      return task.await();
    } catch (Failure failure) {
      return failure.matchesType("CancelledError") ? "cancelled" : failure.message();
    }
  }

  @Test
  void an_inner_scope_ends_with_the_outer_one() {
    var ended = new AtomicInteger();
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                Scope.run(
                    Body.of(
                        () -> {
                          spawn(
                              () -> {
                                Bridge.sleep(2_000_000);
                                throw Failure.of("outer");
                              });
                          return Scope.run(
                              Body.of(
                                  () -> {
                                    spawn(
                                        () -> {
                                          try {
                                            return sleepLong();
                                          } finally {
                                            ended.incrementAndGet();
                                          }
                                        });
                                    return sleepLong();
                                  }));
                        })));
    assertEquals("outer", failure.message());
    assertEquals(1, ended.get());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void a_race_leaves_nothing_at_the_tasks_that_go_on() {
    Task stuck = spawn(ScopeTest::sleepLong);
    for (int i = 0; i < 100; i++) {
      assertEquals("quick", Groups.any(ListValue.of(stuck, spawn(() -> "quick"))));
    }
    assertEquals(0, stuck.waiting());
    stuck.cancel();
  }

  @Test
  void the_time_of_a_task_is_not_that_of_the_select_that_waits_for_it() {
    var mayEnd = new CompletableFuture<Boolean>();
    Task late =
        spawn(
            () -> {
              mayEnd.get();
              throw Failure.timeoutError("the task's own");
            });
    Task selecting =
        spawn(() -> Select.run(ListValue.of(late), HashMapValue.of("timeout", 50_000L)));
    while (late.waiting() == 0) {
      Thread.onSpinWait();
    }
    mayEnd.complete(true);
    assertEquals("the task's own", assertThrows(Failure.class, selecting::await).message());
    assertEquals(0, late.waiting());
  }

  @Test
  void selects_of_many_tasks_lose_no_value() {
    TupleValue first = TaskGlobals.channel(1);
    TupleValue second = TaskGlobals.channel(1);
    int tasks = 8;
    long each = 500;
    List<Task> senders = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      senders.add(
          spawn(
              () -> {
                for (long value = 1; value <= each; value++) {
                  Select.run(
                      ListValue.of(
                          TupleValue.pair(first.at(0), value),
                          TupleValue.pair(second.at(0), value)),
                      new HashMapValue());
                }
                return null;
              }));
    }
    List<Task> receivers = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      receivers.add(
          spawn(
              () -> {
                long sum = 0;
                for (long count = 0; count < each; count++) {
                  TupleValue taken =
                      Select.run(ListValue.of(second.at(1), first.at(1)), new HashMapValue());
                  sum += (Long) taken.at(1);
                }
                return sum;
              }));
    }
    Groups.all(ListValue.of(senders.toArray()));
    long sum = 0;
    for (Task receiver : receivers) sum += (Long) receiver.await();
    assertEquals(tasks * each * (each + 1) / 2, sum);
  }
}

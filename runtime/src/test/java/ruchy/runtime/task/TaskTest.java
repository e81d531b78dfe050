package ruchy.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskTest {
  private static final long HOUR = 3_600_000_000_000L;

  private long shared;

  private static Task start(Object body) {
    return (Task) Tasks.spawn(body, false, "test.ruchy:1:1");
  }

  @Test
  void a_task_gives_its_value() {
    assertEquals(42L, start(Body.of(() -> 42L)).await());
    assertEquals(42L, Tasks.await(start(Body.of(() -> 42L))));
    assertEquals("itself", Tasks.await("itself"));
  }

  @Test
  void a_task_shows_as_task() {
    Task task = start(Body.of(() -> null));
    assertEquals("<task>", task.display());
    assertEquals("task", task.kind());
    task.await();
    assertTrue(task.isFinished());
  }

  @Test
  void the_error_of_a_task_is_raised_where_it_is_awaited() {
    Failure thrown = Failure.of("broken");
    Task task =
        start(
            Body.of(
                () -> {
                  throw thrown;
                }));
    assertSame(thrown, assertThrows(Failure.class, task::await));
    assertSame(thrown, assertThrows(Failure.class, task::await));
  }

  @Test
  void what_the_jvm_throws_in_a_task_is_raised_where_it_is_awaited() {
    Task task =
        start(
            Body.of(
                () -> {
                  throw new VerifyError("Bad type on operand stack");
                }));
    Failure raised = assertThrows(Failure.class, task::await);
    assertTrue(raised.matchesType("RuntimeError"));
    assertEquals("java.lang.VerifyError: Bad type on operand stack", raised.message());
  }

  @Test
  void a_cancelled_task_gets_the_error_at_its_blocking_point_and_gives_it() throws Exception {
    var begun = new CountDownLatch(1);
    var seen = new AtomicReference<String>();
    Task task =
        start(
            Body.of(
                () -> {
                  begun.countDown();
                  try {
                    Bridge.sleep(HOUR);
                  } catch (Failure failure) {
                    seen.set(failure.message());
                    throw failure;
                  }
                  return null;
                }));
    begun.await();
    task.cancel();
    Failure raised = assertThrows(Failure.class, task::await);
    assertTrue(raised.matchesType("CancelledError"));
    assertEquals("The task was cancelled", seen.get());
  }

  @Test
  void tasks_that_share_run_one_at_a_time() {
    List<Object> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tasks.add(
          start(
              Body.sharing(
                  () -> {
                    for (int round = 0; round < 100; round++) {
                      long before = shared;
                      Thread.onSpinWait();
                      shared = before + 1;
                      if (round % 10 == 0) {
                        Bridge.sleep(0);
                      }
                    }
                    return null;
                  })));
    }
    Groups.all(ListValue.of(tasks.toArray()));
    assertEquals(5000, shared);
  }

  @Test
  void the_error_of_a_discarded_task_is_reported_at_once() throws Exception {
    var errors = new ByteArrayOutputStream();
    Output.ERROR.redirect(errors);
    try {
      Task task =
          (Task)
              Tasks.spawn(
                  Body.of(
                      () -> {
                        throw Failure.of("lost");
                      }),
                  true,
                  "test.ruchy:1:1");
      while (!task.isFinished()) {
        Thread.onSpinWait();
      }
      while (errors.size() == 0) {
        Thread.onSpinWait();
      }
      assertTrue(
          errors.toString(StandardCharsets.UTF_8).startsWith("error in spawned task: lost\n"));
    } finally {
      Output.ERROR.redirect(null);
    }
  }

  @Test
  void all_results_come_in_the_order_of_the_tasks() {
    var second = new CountDownLatch(1);
    Task slow =
        start(
            Body.of(
                () -> {
                  second.await();
                  return 1L;
                }));
    Task quick =
        start(
            Body.of(
                () -> {
                  second.countDown();
                  return 2L;
                }));
    assertEquals(ListValue.of(1L, 2L, "no task"), Groups.all(ListValue.of(slow, quick, "no task")));
  }

  @Test
  void who_waits_for_all_waits_for_the_last_one_first() {
    var end = new CountDownLatch(1);
    FunctionValue body =
        Body.of(
            () -> {
              end.await();
              return 1L;
            });
    Task first = start(body);
    Task last = start(body);
    Task all = start(Body.of(() -> Groups.all(ListValue.of(first, last))));
    while (last.waiting() == 0) {
      Thread.onSpinWait();
    }
    assertEquals(0, first.waiting());
    end.countDown();
    assertEquals(ListValue.of(1L, 1L), all.await());
  }

  @Test
  void who_cannot_wait_for_an_end_is_forgotten() throws Exception {
    var mayEnd = new CountDownLatch(1);
    Task stuck =
        start(
            Body.of(
                () -> {
                  mayEnd.await();
                  return null;
                }));
    var raised = new CompletableFuture<Failure>();
    Engine.loops()
        .getFirst()
        .execute(() -> raised.complete(assertThrows(Failure.class, stuck::awaitFully)));
    assertTrue(raised.get().message().contains("event loop"), raised.get().message());
    assertEquals(0, stuck.waiting());
    mayEnd.countDown();
    stuck.await();
  }

  @Test
  void the_first_failure_in_the_list_is_raised_after_all_have_ended() {
    var last = new CountDownLatch(1);
    Task slow =
        start(
            Body.of(
                () -> {
                  last.await();
                  throw Failure.of("first in the list");
                }));
    Task quick =
        start(
            Body.of(
                () -> {
                  last.countDown();
                  throw Failure.of("first in time");
                }));
    Failure raised = assertThrows(Failure.class, () -> Groups.all(ListValue.of(slow, quick)));
    assertEquals("first in the list", raised.message());
    assertTrue(slow.isFinished() && quick.isFinished());
  }

  @Test
  void the_first_result_of_several_tasks() {
    var never = new CountDownLatch(1);
    Task stuck =
        start(
            Body.of(
                () -> {
                  Bridge.sleep(HOUR);
                  return never;
                }));
    Task failing =
        start(
            Body.of(
                () -> {
                  throw Failure.of("fails");
                }));
    Task quick = start(Body.of(() -> "quick"));
    assertEquals("quick", Groups.any(ListValue.of(stuck, failing, quick)));
    assertEquals("there", Groups.any(ListValue.of(stuck, "there")));
    stuck.cancel();
    Failure all = assertThrows(Failure.class, () -> Groups.any(ListValue.of(failing)));
    assertEquals("fails", all.message());
  }

  @Test
  void a_function_with_a_time_limit() {
    assertEquals("in time", Groups.within(10_000, Body.of(() -> "in time")));
    var wasCancelled = new CountDownLatch(1);
    Failure late =
        assertThrows(
            Failure.class,
            () ->
                Groups.within(
                    1,
                    Body.of(
                        () -> {
                          try {
                            Bridge.sleep(HOUR);
                          } finally {
                            wasCancelled.countDown();
                          }
                          return null;
                        })));
    assertTrue(late.matchesType("TimeoutError"));
    assertEquals(
        true,
        Bridge.<Boolean>await(
            outcome ->
                Thread.ofVirtual()
                    .start(
                        () -> {
                          try {
                            wasCancelled.await();
                            outcome.complete(true);
                          } catch (InterruptedException unexpected) {
                            outcome.fail(unexpected);
                          }
                        })));
  }

  @Test
  void only_functions_can_be_spawned() {
    Failure failure = assertThrows(Failure.class, () -> start("text"));
    assertTrue(failure.matchesType("TypeError"));
  }
}

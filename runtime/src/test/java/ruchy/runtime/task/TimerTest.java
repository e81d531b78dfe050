package ruchy.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimerTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void a_timeout_calls_once_after_its_maker_has_waited() throws Exception {
    var called = new CountDownLatch(1);
    TaskGlobals.setTimeout(
        Body.sharing(
            () -> {
              calls.incrementAndGet();
              called.countDown();
              return null;
            }),
        0L);
    assertEquals(0, calls.get());
    Bridge.sleep(0);
    called.await();
    assertEquals(1, calls.get());
  }

  @Test
  void an_interval_calls_until_it_is_cancelled_even_by_itself() throws Exception {
    var done = new CountDownLatch(1);
    Timer[] timer = new Timer[1];
    timer[0] =
        TaskGlobals.setInterval(
            1.5,
            Body.of(
                () -> {
                  if (calls.incrementAndGet() == 3) {
                    timer[0].cancel();
                    Bridge.sleep(1_000_000);
                    done.countDown();
                  }
                  return null;
                }));
    Afterwards.reached();
    done.await();
    assertEquals(3, calls.get());
  }

  @Test
  void a_cancelled_timer_never_calls() throws Exception {
    var after = new CountDownLatch(1);
    Timer timer = TaskGlobals.setTimeout(Body.of(calls::incrementAndGet), 0L);
    TaskGlobals.clearTimeout(timer);
    TaskGlobals.clearTimeout(null);
    TaskGlobals.setTimeout(
        Body.of(
            () -> {
              after.countDown();
              return null;
            }),
        5L);
    Afterwards.reached();
    after.await();
    assertEquals(0, calls.get());
  }

  @Test
  void a_timer_needs_a_function_and_a_time() {
    assertThrows(Failure.class, () -> TaskGlobals.setTimeout("x", 5L));
    assertThrows(Failure.class, () -> TaskGlobals.setTimeout(Body.of(() -> null), "x"));
  }
}

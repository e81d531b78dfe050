package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ListValue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class DetectorTest {
  private final ListValue list = ListValue.withCapacity(1);

  @Test
  void coming_back_to_what_a_second_thread_has_changed_without_the_turn_is_a_fault()
      throws Exception {
    Detector.touch(list, true);
    assertEquals("", elsewhere(() -> Detector.touch(list, true)));
    Failure fault = assertThrows(Failure.class, () -> inTurn(() -> Detector.touch(list, false)));
    assertEquals("Two tasks touch one array and one has not the turn", fault.message());
  }

  @Test
  void what_is_handed_on_and_on_may_be_changed_by_each_while_the_others_live() throws Exception {
    Detector.touch(list, true);
    assertEquals("", elsewhere(() -> Detector.touch(list, true)));
    assertEquals("", elsewhere(() -> Detector.touch(list, true)));
  }

  @Test
  void a_look_without_the_turn_at_what_others_change_is_a_fault() throws Exception {
    Detector.touch(list, true);
    assertEquals("", elsewhere(() -> Detector.touch(list, false)));
    assertThrows(Failure.class, () -> Detector.touch(list, true));
  }

  @Test
  void with_the_turn_everybody_may_change_it() throws Exception {
    Detector.touch(list, true);
    assertEquals("", elsewhere(() -> inTurn(() -> Detector.touch(list, true))));
    inTurn(() -> Detector.touch(list, true));
  }

  @Test
  void what_was_changed_before_others_have_it_may_be_looked_at() throws Exception {
    Detector.touch(list, true);
    assertEquals("", elsewhere(() -> Detector.touch(list, false)));
    Detector.touch(list, false);
  }

  @Test
  void what_a_thread_leaves_behind_belongs_to_the_next() throws Exception {
    Thread maker = Thread.ofVirtual().start(() -> Detector.touch(list, true));
    maker.join();
    Detector.touch(list, true);
    assertTrue(list.isEmpty());
  }

  @Test
  void what_is_nested_deeply_is_looked_at_to_the_end() throws Exception {
    ListValue nested = list;
    for (int i = 0; i < 200_000; i++) nested = ListValue.of(nested);
    ListValue outermost = nested;
    Detector.touch(list, true);
    assertEquals("", elsewhere(() -> inTurn(() -> Detector.touch(list, true))));
    assertThrows(Failure.class, () -> Detector.touchAll(outermost));
  }

  private static void inTurn(Runnable work) {
    Turn.PROGRAM.enter();
    try {
      work.run();
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  /// The message of the fault, if there is one, on another thread while this one lives.
  private static String elsewhere(Runnable work) throws InterruptedException {
    var done = new CountDownLatch(1);
    var outcome =
        new Object() {
          @Nullable Failure failure;
        };
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                work.run();
              } catch (Failure failure) {
                outcome.failure = failure;
              } finally {
                done.countDown();
              }
            });
    done.await();
    return outcome.failure == null ? "" : outcome.failure.message();
  }
}

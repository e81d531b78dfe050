package ruchy.runtime.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class GrowingTextTest {
  private static final String LONG = "x".repeat(200);

  private static Object growing() {
    return GrowingText.append(LONG, "y");
  }

  @Test
  void a_builder_has_room_for_the_text_and_not_much_more_where_that_is_long() {
    assertEquals(400, GrowingText.capacity(200));
    for (int units : new int[] {1_000_000, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE - 8}) {
      int capacity = GrowingText.capacity(units);
      assertTrue(capacity >= units, () -> capacity + " for " + units);
      assertTrue(capacity - units <= 1 << 16, () -> capacity + " for " + units);
    }
  }

  @Test
  void a_copy_and_what_it_was_made_of_grow_apart() {
    Object held = growing();
    Object copy = GrowingText.copied(held);
    held = GrowingText.append(held, "1");
    Object later = GrowingText.append(copied(copy), "é");
    assertEquals(LONG + "y1", GrowingText.text(held));
    assertEquals(LONG + "y", GrowingText.text(copy));
    assertEquals(LONG + "yé", GrowingText.text(later));
    assertEquals(203, ((GrowingText) later).byteLength());
    assertEquals(201, GrowingText.length(copy));
  }

  private static Object copied(@Nullable Object held) {
    Object copy = GrowingText.copied(held);
    return copy == null ? "" : copy;
  }

  @Test
  void copies_in_several_threads_grow_apart() throws Exception {
    for (int round = 0; round < 200; round++) {
      Object held = growing();
      var start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      @Nullable String[] texts = new @Nullable String[4];
      for (int i = 0; i < texts.length; i++) {
        int own = i;
        Object copy = copied(held);
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      Object text = copy;
                      await(start);
                      for (int n = 0; n < 50; n++) {
                        text = GrowingText.append(text, own + "é");
                      }
                      texts[own] = GrowingText.text(text);
                    }));
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      for (int i = 0; i < texts.length; i++) {
        assertEquals(LONG + "y" + (i + "é").repeat(50), texts[i]);
      }
      assertEquals(LONG + "y", GrowingText.text(held));
    }
  }

  private static void await(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

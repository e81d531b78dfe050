package ruchy.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import ruchy.runtime.value.GrowingText;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class AppendingTest {
  private static final String LONG = "=".repeat(500);

  @Test
  void a_million_appends_go_to_one_builder() {
    Object held = GrowingText.append(LONG, "a");
    Object first = held;
    for (int i = 0; i < 1_000_000; i++) {
      held = GrowingText.append(held, "bc");
    }
    assertSame(first, held);
    assertEquals(LONG + "a" + "bc".repeat(1_000_000), GrowingText.text(held));
  }

  @Test
  void the_text_is_made_once_for_all_reads_between_two_appends() {
    Object held = GrowingText.append(LONG, "a");
    assertSame(GrowingText.text(held), GrowingText.text(held));
    held = GrowingText.append(held, "b");
    assertEquals(LONG + "ab", GrowingText.text(held));
  }

  @Test
  void short_text_needs_no_builder() {
    assertEquals("ab", GrowingText.append("a", "b"));
  }

  @Test
  void what_was_appended_while_the_operand_was_computed_does_not_count() {
    Object before = GrowingText.append(LONG, "a");
    int length = GrowingText.length(before);
    Object meanwhile = GrowingText.append(before, "lost");
    Object after = GrowingText.append(meanwhile, before, length, "b");
    assertEquals(LONG + "ab", GrowingText.text(after));
  }

  @Test
  void what_was_assigned_while_the_operand_was_computed_does_not_count() {
    Object before = GrowingText.append(LONG, "a");
    int length = GrowingText.length(before);
    assertEquals(LONG + "ab", GrowingText.text(GrowingText.append("new", before, length, "b")));
    assertEquals("oldb", GrowingText.text(GrowingText.append("new", "old", 0, "b")));
  }

  @Test
  void values_of_unknown_kind_are_added_as_the_operator_does() {
    assertEquals(3L, Appending.add(1L, 2L));
    assertEquals("a1", Appending.add("a", 1L));
    Object held = Appending.add(LONG, "a");
    assertEquals(
        LONG + "atruenil", GrowingText.value(Appending.add(Appending.add(held, true), null)));
  }

  @Test
  void the_length_in_bytes_counts_every_kind_of_character_once() {
    Object held = LONG;
    String all = LONG;
    for (String more : new String[] {"a", "é", "€", "\uD83D\uDE00", "z"}) {
      held = Appending.add(held, more);
      all += more;
      assertEquals(Text.byteLength(all), Appending.byteLength(held));
    }
  }

  @Test
  void tasks_that_count_the_length_at_the_same_time_all_count_right() throws Exception {
    String piece = "abcé".repeat(1000);
    Object held = LONG;
    for (int i = 0; i < 500; i++) {
      held = Appending.add(held, piece);
    }
    Object text = Objects.requireNonNull(held);
    long bytes = LONG.length() + 500L * 5000;
    int tasks = 4;
    var start = new CyclicBarrier(tasks);
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks)) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < tasks; i++) {
        counts.add(
            threads.submit(
                () -> {
                  start.await();
                  return Appending.byteLength(text);
                }));
      }
      for (Future<Long> count : counts) {
        assertEquals(bytes, count.get());
      }
    }
    assertEquals(bytes, Appending.byteLength(text));
  }

  @Test
  void what_is_added_to_text_is_known_before_the_text_grows() {
    Object before = GrowingText.append(LONG, "a");
    int length = GrowingText.length(before);
    Object sum = Appending.sum(before, Appending.sum(before, "b"), null);
    assertEquals("bnil", sum);
    assertEquals(LONG + "a", GrowingText.text(before));
    assertSame(before, Appending.grown(before, before, length, sum));
    assertEquals(LONG + "abnil", GrowingText.text(before));
    Object number = Appending.sum(1L, Appending.sum(1L, 2L), "x");
    assertEquals("3x", Appending.grown(1L, 1L, 0, number));
  }

  private static void append(Object target, Object key, String more) {
    Appending.hold(target, key, Appending.add(Appending.held(target, key), more));
  }

  @Test
  void an_element_keeps_its_builder_while_the_list_grows_and_shrinks_at_the_end() {
    ListValue list = ListValue.ofStrings(LONG, "b");
    append(list, 0L, "1");
    Object held = list.held(0);
    list.add("c");
    list.removeAt(2);
    append(list, 0L, "2");
    assertSame(held, list.held(0));
    assertEquals(LONG + "12", list.get(0L));
    list.insert(0, "first");
    assertEquals(LONG + "12", list.held(1));
  }

  @Test
  void who_only_looks_at_an_entry_takes_nothing_away_from_a_snapshot() {
    for (Object key : new Object[] {"k", 7L}) {
      MapValue map = HashMapValue.of(key, LONG);
      append(map, key, "1");
      MapValue snapshot = map.snapshot();
      assertSame(snapshot.seen(key), map.seen(key));
      assertSame(snapshot.seen(key), Appending.seen(map, key));
      append(map, key, "2");
      assertNotSame(snapshot.seen(key), map.seen(key));
      assertEquals(LONG + "1", snapshot.get(key));
      assertEquals(LONG + "12", map.get(key));
    }
  }

  @Test
  void a_place_that_is_gone_meanwhile_is_no_failure_to_read() {
    MapValue map = HashMapValue.of("k", LONG);
    ListValue list = ListValue.ofStrings(LONG);
    append(map, "k", "1");
    append(list, 0L, "1");
    Object inMap = Appending.held(map, "k");
    Object inList = Appending.held(list, 0L);
    assertSame(inMap, Appending.again(map, "k", inMap));
    assertSame(inList, Appending.again(list, 0L, inList));
    map.remove("k");
    list.removeAt(0);
    assertNull(Appending.again(map, "k", inMap));
    assertNull(Appending.again(list, 0L, inList));
  }

  @Test
  void copies_and_snapshots_of_a_list_do_not_see_later_appends() {
    ListValue list = ListValue.ofStrings(LONG);
    append(list, 0L, "1");
    ListValue copy = list.copy();
    ListValue snapshot = list.snapshot();
    append(list, 0L, "2");
    assertEquals(LONG + "1", copy.get(0L));
    assertEquals(LONG + "1", snapshot.get(0L));
    assertEquals(LONG + "12", list.get(0L));
  }

  @Test
  void entries_keep_their_builder_and_snapshots_of_a_map_do_not_see_later_appends() {
    for (Object key : new Object[] {"k", 7L}) {
      MapValue map = HashMapValue.of(key, LONG);
      append(map, key, "1");
      Object held = map.held(key);
      append(map, key, "2");
      assertSame(held, map.held(key));
      MapValue snapshot = map.snapshot();
      append(map, key, "3");
      assertEquals(LONG + "12", snapshot.get(key));
      assertEquals(LONG + "123", map.get(key));
      assertEquals(LONG + "123", map.copy().held(key));
    }
  }
}

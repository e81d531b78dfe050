package ruchy.runtime.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;

/// The list against a model, whatever the storage (L 8.2, 10.2).
class ListValueTest {
  /// One change of a list.
  record Step(int kind, int index, Object value) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Object> values =
        Arbitraries.of(1L, 2L, -7L, 1.5, -0.0, true, false, "a", "b").asGeneric();
    Arbitrary<Step> steps =
        Arbitraries.integers()
            .between(0, 9)
            .flatMap(
                kind ->
                    Arbitraries.integers()
                        .between(0, 20)
                        .flatMap(index -> values.map(value -> new Step(kind, index, value))));
    return steps.list().ofMaxSize(60);
  }

  @Property
  void it_does_what_an_array_list_does(@ForAll("steps") List<Step> steps) {
    List<@Nullable Object> model = new ArrayList<>();
    ListValue list = ListValue.empty();
    List<ListValue> snapshots = new ArrayList<>();
    List<List<@Nullable Object>> taken = new ArrayList<>();
    for (Step step : steps) {
      apply(step, model, list);
      if (step.kind() == 9) {
        snapshots.add(list.snapshot());
        taken.add(new ArrayList<>(model));
      }
      same(model, list);
    }
    for (int i = 0; i < snapshots.size(); i++) {
      same(taken.get(i), snapshots.get(i));
    }
  }

  /// A step on a list that is long enough to be a queue; two in three are at its beginning.
  @Property(tries = 300)
  void it_does_so_as_a_queue_too(
      @ForAll("steps") List<Step> before, @ForAll("steps") List<Step> steps) {
    List<@Nullable Object> model = new ArrayList<>();
    ListValue list = ListValue.empty();
    for (int i = 0; i < ListQueue.LEAST + 20; i++) {
      model.add((long) i);
      list.add((long) i);
    }
    List<Step> all = new ArrayList<>(before);
    all.addAll(steps);
    List<ListValue> snapshots = new ArrayList<>();
    List<List<@Nullable Object>> taken = new ArrayList<>();
    for (Step step : all) {
      if (step.kind() == 6 && !model.isEmpty()) {
        model.removeLast();
        list.truncate(model.size());
      } else if (step.kind() % 2 == 0 && !model.isEmpty()) {
        assertEquals(model.removeFirst(), list.removeAt(0));
      } else if (step.kind() == 7) {
        model.addFirst(step.value());
        list.insert(0, step.value());
      } else {
        apply(step, model, list);
      }
      if (step.kind() == 9) {
        snapshots.add(list.snapshot());
        taken.add(new ArrayList<>(model));
      }
      same(model, list);
    }
    for (int i = 0; i < snapshots.size(); i++) {
      same(taken.get(i), snapshots.get(i));
    }
  }

  @Test
  void taking_from_the_beginning_does_not_move_the_rest() {
    int size = 300_000;
    ListValue list = ListValue.empty();
    for (long i = 0; i < size; i++) {
      list.insert(0, size - 1 - i);
    }
    for (long i = 0; i < 3L * size; i++) {
      assertEquals(i, list.removeAt(0));
      list.add(i + size);
    }
    assertEquals(size, list.size());
    assertEquals(3L * size, list.getLong(0));
  }

  private static void apply(Step step, List<@Nullable Object> model, ListValue list) {
    Object value = step.value();
    int size = model.size();
    int position = size == 0 ? 0 : step.index() % size;
    switch (step.kind()) {
      case 0, 1, 2 -> {
        model.add(value);
        add(list, value);
      }
      case 3 -> {
        if (size > 0) {
          model.set(position, value);
          set(list, position, value);
        }
      }
      case 4 -> {
        if (size > 0) {
          assertEquals(model.remove(position), list.removeAt(position));
        }
      }
      case 5 -> {
        model.add(position, value);
        list.insert(position, value);
      }
      case 6 -> {
        model.subList(position, size).clear();
        list.truncate(position);
      }
      case 7 -> {
        model.addAll(new ArrayList<>(model));
        list.addAll(list);
        if (model.size() > 200) {
          model.clear();
          list.clear();
        }
      }
      case 8 -> {
        if (size > 0) {
          model.set(size - 1, value);
          list.set(-1, value);
        }
      }
      default -> {}
    }
  }

  /// By the overload that typed code would call.
  private static void add(ListValue list, Object value) {
    if (value instanceof Long integer) {
      list.add(integer.longValue());
    } else if (value instanceof Double number) {
      list.add(number.doubleValue());
    } else if (value instanceof Boolean flag) {
      list.add(flag.booleanValue());
    } else {
      list.add(value);
    }
  }

  private static void set(ListValue list, int position, Object value) {
    if (value instanceof Long integer) {
      list.set(position, integer.longValue());
    } else if (value instanceof Double number) {
      list.set((long) position, number.doubleValue());
    } else if (value instanceof Boolean flag) {
      list.set((long) position, flag.booleanValue());
    } else {
      list.set(position, value);
    }
  }

  private static void same(List<@Nullable Object> model, ListValue list) {
    assertEquals(model.size(), list.size());
    for (int i = 0; i < model.size(); i++) {
      Object expected = model.get(i);
      assertEquals(expected, list.get(i));
      assertEquals(expected, list.get((long) i - model.size()));
      assertEquals(expected, list.at(i));
      if (expected instanceof Long integer) {
        assertEquals(integer, list.getLong(i));
        assertEquals(integer, list.getLong((long) i));
        assertEquals(integer, list.getLong(i, i));
        assertEquals(integer, list.getLong(-1, i));
      } else if (expected instanceof Double number) {
        assertEquals(number, list.getDouble(i));
        assertEquals(number, list.getDouble((long) i));
      } else if (expected instanceof Boolean flag) {
        assertEquals(flag, list.getBoolean(i));
        assertEquals(flag, list.getBoolean((long) i));
      }
    }
    assertEquals(model, java.util.Arrays.asList(list.toArray()));
    assertEquals(model, java.util.Arrays.asList(list.copy().toArray()));
  }

  @Property
  void one_primitive_kind_is_stored_as_such(@ForAll @Size(min = 1, max = 30) List<Long> numbers) {
    ListValue list = ListValue.of(numbers.toArray());
    assertNotNull(list.storedLongs());
    list.add("text");
    assertNull(list.storedLongs());
    assertEquals(numbers.getFirst(), list.get(0));
  }

  @Test
  void an_index_outside_raises_with_index_and_length() {
    ListValue list = ListValue.ofLongs(1, 2, 3);
    Failure failure = assertThrows(Failure.class, () -> list.getLong(5));
    assertEquals("Index 5 out of bounds for array of length 3", failure.message());
    assertEquals(
        "Index -4 out of bounds for array of length 3",
        assertThrows(Failure.class, () -> list.get(-4L)).message());
    assertEquals(
        "Index 3 out of bounds for array of length 3",
        assertThrows(Failure.class, () -> list.set(3, 1L)).message());
  }

  @Test
  void a_list_is_copied_only_while_a_snapshot_is_read() {
    ListValue list = ListValue.ofLongs(1, 2, 3);
    long[] stored = list.storedLongs();
    ListValue first = list.snapshot();
    ListValue second = list.snapshot();
    list.release(first);
    list.set(0, 7L);
    assertEquals(ListValue.ofLongs(1, 2, 3), second);
    long[] copied = list.storedLongs();
    assertNotSame(stored, copied);
    list.release(second); // of an array that the list no longer has
    list.release(list.snapshot());
    list.set(0, 8L);
    assertSame(copied, list.storedLongs());
  }

  @Test
  void a_cursor_walks_over_the_elements_of_its_beginning() {
    ListValue list = ListValue.ofLongs(1, 2);
    Cursor cursor = list.cursor();
    cursor.advance();
    list.set(1, 9L);
    list.add(3L);
    cursor.advance();
    assertEquals(2L, cursor.value());
    assertEquals(false, cursor.advance());
    assertEquals(ListValue.ofLongs(1, 9, 3), list);
  }

  @Test
  void a_position_that_is_none_leaves_it_to_the_index() {
    ListValue list = ListValue.ofDoubles(1.5, 2.5);
    assertEquals(2.5, list.getDouble(1, 1));
    assertEquals(2.5, list.getDouble(-1_500_000_000, -1));
    list.set(-1_500_000_000, -1, 3.5);
    list.set(0, 0, 0.5);
    assertEquals(ListValue.ofDoubles(0.5, 3.5), list);
    Failure far = assertThrows(Failure.class, () -> list.getDouble(-1_500_000_000, 5_000_000_000L));
    assertEquals("Index 5000000000 out of bounds for array of length 2", far.getMessage());
    assertThrows(Failure.class, () -> list.set(2, 2, 1.0));
  }

  @Test
  void room_for_more_changes_nothing_that_can_be_seen() {
    ListValue list = ListValue.ofLongs(1, 2);
    ListValue snapshot = list.snapshot();
    for (long more : new long[] {Long.MIN_VALUE, -1, 0, 1, 100, Long.MAX_VALUE}) {
      list.reserve(more);
      assertEquals(ListValue.ofLongs(1, 2), list);
    }
    list.add(3L);
    list.set(0, 9L);
    assertEquals(ListValue.ofLongs(9, 2, 3), list);
    assertEquals(ListValue.ofLongs(1, 2), snapshot);
  }
}

package ruchy.runtime.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.TupleValue;

/// L 17.4.
class ListMembersTest {
  private static ListValue of(@Nullable Object... elements) {
    return ListValue.of(elements);
  }

  private static String messageOf(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(Failure.class, action).message();
  }

  @Test
  void elements_are_found_from_both_ends() {
    ListValue list = of(1L, 2L, 3L);
    assertEquals(3L, ListMembers.last(list));
    assertEquals(of(2L, 3L), ListMembers.last(list, 2));
    assertEquals(of(1L, 2L, 3L), ListMembers.first(list, 9));
    assertNull(ListMembers.first(of()));
    assertEquals(3L, ListMembers.get(list, -1));
    assertNull(ListMembers.get(list, 3));
    assertEquals(Options.NONE, ListMembers.nth(list, 3));
  }

  @Test
  void changing_methods_change_the_list() {
    ListValue list = of(1L, 2L, 3L);
    ListChangeMembers.insert(list, 1, "x");
    assertEquals(of(1L, "x", 2L, 3L), list);
    assertEquals("x", ListChangeMembers.remove(list, 1));
    assertTrue(ListChangeMembers.removeItem(list, 2L));
    assertEquals(of(1L, 3L), list);
    assertSame(list, ListChangeMembers.append(list, list));
    assertEquals(of(1L, 3L, 1L, 3L), list);
    ListChangeMembers.swap(list, 0, -1);
    ListChangeMembers.truncate(list, 2);
    ListChangeMembers.resize(list, 3, 0.5);
    assertEquals(of(3L, 3L, 0.5), list);
    assertEquals(0.5, ListChangeMembers.pop(list));
    assertEquals(3L, ListChangeMembers.shift(list));
    ListChangeMembers.unshift(list, true);
    assertEquals(of(true, 3L), list);
    assertEquals(
        "Index 2 out of bounds for array of length 2",
        messageOf(() -> ListChangeMembers.remove(list, 2)));
    assertEquals(
        "Index 3 out of bounds for array of length 2",
        messageOf(() -> ListChangeMembers.insert(list, 3, 1L)));
  }

  @Test
  void a_call_back_of_two_parameters_gets_the_index() {
    assertEquals(
        of("a0", "b1"), ListCallMembers.map(of("a", "b"), Functions.two((x, i) -> x + "" + i)));
    assertEquals(
        of("a"), ListCallMembers.filter(of("a", "b"), Functions.two((x, i) -> i.equals(0L))));
  }

  @Test
  void a_call_back_may_change_the_list_it_is_called_for() {
    ListValue list = of(1L, 2L);
    ListCallMembers.each(
        list,
        Functions.one(
            x -> {
              list.add(x);
              return null;
            }));
    assertEquals(of(1L, 2L, 1L, 2L), list);
  }

  @Test
  void reduce_takes_its_arguments_in_either_order() {
    var sum = Functions.two((a, b) -> (Long) a + (Long) b);
    assertEquals(6L, ListCallMembers.reduce(of(1L, 2L, 3L), (Object) 0L, sum));
    assertEquals(6L, ListCallMembers.reduce(of(1L, 2L, 3L), sum, (Object) 0L));
    assertEquals(6L, ListCallMembers.reduce(of(1L, 2L, 3L), sum));
    assertNull(ListCallMembers.reduce(of(), sum));
  }

  @Test
  void groups_and_partitions_keep_the_order() {
    var parity = Functions.one(x -> (Long) x % 2);
    assertEquals(of(1L, 0L), ListCallMembers.groupBy(of(1L, 2L, 3L), parity).keys());
    assertEquals(
        HashMapValue.of(1L, of(1L, 3L), 0L, of(2L)),
        ListCallMembers.groupBy(of(1L, 2L, 3L), parity));
    assertEquals(
        TupleValue.of(of(2L), of(1L, 3L)),
        ListCallMembers.partition(of(1L, 2L, 3L), Functions.one(x -> (Long) x == 2)));
    assertEquals(
        of(4L),
        ListCallMembers.filterMap(
            of(1L, 2L, 3L), Functions.one(x -> (Long) x == 2 ? Options.some(4L) : null)));
  }

  @Property
  void sorting_agrees_with_java_and_is_stable(@ForAll List<Short> numbers) {
    List<Object> pairs = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      pairs.add(TupleValue.of(numbers.get(i) % 10L, (long) i));
    }
    ListValue list = ListValue.of(pairs.toArray());
    var key = Functions.one(pair -> ((TupleValue) pair).at(0));
    List<Object> expected = new ArrayList<>(pairs);
    Comparator<Object> byKey = Comparator.comparing(pair -> (Long) ((TupleValue) pair).at(0));
    expected.sort(byKey);
    assertEquals(ListValue.of(expected.toArray()), ListOrderMembers.sortBy(list, key));
    var before =
        Functions.two((a, b) -> (Long) ((TupleValue) a).at(0) < (Long) ((TupleValue) b).at(0));
    assertEquals(ListValue.of(expected.toArray()), ListOrderMembers.sortBy(list, before));
    expected = new ArrayList<>(pairs);
    expected.sort(byKey.reversed());
    assertEquals(ListValue.of(expected.toArray()), ListOrderMembers.sortByDesc(list, key));
    ListValue longs = ListCallMembers.map(list, key);
    assertEquals(
        ListCallMembers.map(ListOrderMembers.sortBy(list, key), key), ListOrderMembers.sort(longs));
  }

  @Test
  void a_comparator_that_contradicts_itself_still_gives_all_elements() {
    ListValue list = ListValue.empty();
    for (long i = 0; i < 500; i++) {
      list.add(i * 7919 % 500);
    }
    ListValue sorted = ListOrderMembers.sortBy(list, Functions.two((a, b) -> true));
    assertEquals(ListOrderMembers.sort(list), ListOrderMembers.sort(sorted));
  }

  @Test
  void sorting_puts_nan_last_and_refuses_mixed_kinds() {
    assertEquals("[1.0, 2, NaN]", ListOrderMembers.sort(of(Double.NaN, 2L, 1.0)).toString());
    assertEquals(
        "Cannot compare string and integer for ordering",
        messageOf(() -> ListOrderMembers.sort(of(1L, "a"))));
  }

  @Test
  void sums_and_means() {
    assertEquals(6L, ListOrderMembers.sum(of(1L, 2L, 3L)));
    assertEquals(3.5, ListOrderMembers.sum(of(1L, 2.5)));
    assertEquals(0L, ListOrderMembers.sum(of()));
    assertEquals(1L, ListOrderMembers.product(of()));
    assertEquals(2.0, ListOrderMembers.median(of(5L, 1L, 2L)));
    assertEquals(1.5, ListOrderMembers.median(of(1L, 2L)));
    assertNull(ListOrderMembers.mean(of()));
    assertEquals(
        "Integer overflow in addition",
        messageOf(() -> ListOrderMembers.sum(of(Long.MAX_VALUE, 1L))));
    assertEquals("sum expects numbers, got string", messageOf(() -> ListOrderMembers.sum(of("a"))));
  }

  @Test
  void parts_are_clamped() {
    ListValue list = of(1L, 2L, 3L);
    assertEquals(of(of(1L, 2L), of(3L)), ListPartMembers.chunks(list, 2));
    assertEquals(of(of(1L, 2L), of(2L, 3L)), ListPartMembers.windows(list, 2));
    assertEquals(of(), ListPartMembers.windows(list, 4));
    assertEquals(of(), ListPartMembers.skip(list, 9));
    assertEquals(of(2L), ListMembers.slice(list, 1, -1));
    assertEquals(of(1L, 3L), ListPartMembers.stepBy(list, 2));
    assertEquals(of(1L, 2L, 3L, 4L), ListPartMembers.flatten(of(of(1L, 2L), of(3L), 4L)));
    assertEquals(of(2L), ListPartMembers.intersection(of(1L, 2L, 2L), of(2L, 3L)));
    assertEquals(
        "chunks expects a number above 0, got 0", messageOf(() -> ListPartMembers.chunks(list, 0)));
  }
}

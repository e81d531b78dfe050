package ruchy.runtime.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import ruchy.runtime.call.LibraryFunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.TupleValue;

/// L 16, the functions that do as the methods do.
class CollectionGlobalsTest {
  private static final ListValue NUMBERS = ListValue.of(3L, 1L, 2L, 1L);

  @Test
  void lists_are_summed_sorted_reversed_and_freed_of_repetitions() {
    assertEquals(7L, CollectionGlobals.sum(NUMBERS));
    assertEquals(6L, CollectionGlobals.product(NUMBERS));
    assertEquals(ListValue.of(1L, 1L, 2L, 3L), CollectionGlobals.sort(NUMBERS));
    assertEquals(ListValue.of(1L, 2L, 1L, 3L), CollectionGlobals.reverse(NUMBERS));
    assertEquals(ListValue.of(3L, 1L, 2L), CollectionGlobals.unique(NUMBERS));
    assertEquals("cba", CollectionGlobals.reverse("abc"));
    assertEquals(ListValue.of(3L, 1L, 2L, 1L), NUMBERS);
  }

  @Test
  void texts_are_split_and_joined() {
    assertEquals("3-1-2-1", CollectionGlobals.join(NUMBERS, "-"));
    assertEquals(ListValue.of("a", "b"), CollectionGlobals.split("a,b", ","));
  }

  @Test
  void lists_are_paired() {
    assertEquals(
        ListValue.of(TupleValue.of(3L, "a"), TupleValue.of(1L, "b")),
        CollectionGlobals.zip(NUMBERS, ListValue.of("a", "b")));
    assertEquals(
        ListValue.of(TupleValue.of(0L, "a")), CollectionGlobals.enumerate(ListValue.of("a")));
    assertEquals(
        ListValue.of(1L, 2L), CollectionGlobals.flatten(ListValue.of(ListValue.of(1L), 2L)));
  }

  @Test
  void functions_are_called_for_the_elements() {
    LibraryFunctionValue text = LibraryFunctionValue.of("", "str");
    assertEquals(ListValue.of("3", "1", "2", "1"), CollectionGlobals.map(NUMBERS, text));
    LibraryFunctionValue isInt = LibraryFunctionValue.of("", "is_int");
    assertEquals(ListValue.of(1L), CollectionGlobals.filter(ListValue.of("a", 1L, 2.5), isInt));
    LibraryFunctionValue power = LibraryFunctionValue.of("", "pow");
    assertEquals(8L, CollectionGlobals.reduce(ListValue.of(3L, 1L), 2L, power));
  }

  @Test
  void push_and_pop_change_the_list() {
    ListValue list = ListValue.of(1L);
    CollectionGlobals.push(list, "a");
    assertEquals(ListValue.of(1L, "a"), list);
    assertEquals("a", CollectionGlobals.pop(list));
    assertEquals(1L, CollectionGlobals.pop(list));
    assertNull(CollectionGlobals.pop(list));
  }
}

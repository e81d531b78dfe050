package ruchy.runtime.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.operator.Copies;
import ruchy.runtime.operator.Membership;
import ruchy.runtime.operator.Sets;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;

/// L 5.9, 8.1, 17.5, 17.6.
class MapMembersTest {
  private final HashMapValue map = HashMapValue.of("b", 1L, "a", 2L);

  @Test
  void lookups_have_defaults_only_for_absent_keys() {
    map.put("n", null);
    assertNull(MapMembers.get(map, "n", 5L));
    assertEquals(5L, MapMembers.get(map, "x", 5L));
    assertTrue(MapMembers.hasKey(map, "n"));
  }

  @Test
  void insert_and_remove_give_what_was_there() {
    assertEquals(1L, MapMembers.insert(map, "b", 9L));
    assertNull(MapMembers.insert(map, "c", 3L));
    assertEquals(9L, MapMembers.remove(map, "b"));
    assertNull(MapMembers.remove(map, "b"));
  }

  @Test
  void a_call_back_gets_key_and_value_or_the_pair() {
    assertEquals(
        ListValue.of("b1", "a2"), MapCallMembers.map(map, Functions.two((k, v) -> k + "" + v)));
    assertEquals(
        ListValue.of(1L, 2L),
        MapCallMembers.map(map, Functions.one(pair -> ((TupleValue) pair).at(1))));
    assertEquals(
        HashMapValue.of("a", 2L),
        MapCallMembers.filter(map, Functions.two((k, v) -> v.equals(2L))));
    assertEquals(
        TupleValue.of("a", 2L), MapCallMembers.find(map, Functions.two((k, v) -> k.equals("a"))));
  }

  @Test
  void orders_are_those_of_insertion_key_or_value() {
    assertEquals(ListValue.of("b", "a"), MapMembers.keys(map));
    assertEquals(ListValue.of("a", "b"), MapMembers.sortedKeys(map));
    assertEquals(
        ListValue.of(TupleValue.of("b", 1L), TupleValue.of("a", 2L)),
        MapCallMembers.sortBy(map, Functions.two((k, v) -> v)));
    assertEquals(TupleValue.of("a", 2L), MapCallMembers.maxByValue(map));
    assertEquals(TupleValue.of("b", 1L), MapCallMembers.minByValue(map));
  }

  @Test
  void an_entry_inserts_only_where_nothing_is() {
    assertEquals(1L, MapMembers.entry(map, "b").orInsert(7L));
    assertEquals(7L, MapMembers.entry(map, "c").orInsert(7L));
    MapMembers.entry(map, "c").assign(8L);
    assertEquals(8L, map.get("c"));
  }

  @Test
  void cloning_copies_what_is_inside_and_keeps_cycles() {
    ListValue inner = ListValue.ofLongs(1);
    HashMapValue outer = HashMapValue.of("inner", inner);
    outer.put("self", outer);
    HashMapValue copy = (HashMapValue) Copies.deep(outer);
    assertNotSame(outer, copy);
    assertNotSame(inner, copy.get("inner"));
    assertEquals(inner, copy.get("inner"));
    assertSame(copy, copy.get("self"));
  }

  @Test
  void sets_tell_whether_they_changed_and_ignore_order() {
    SetValue set = SetValue.of(1L, 2L);
    assertFalse(SetMembers.add(set, 2.0));
    assertTrue(SetMembers.add(set, null));
    assertTrue(SetMembers.remove(set, null));
    assertEquals(SetValue.of(3L, 1L), Sets.symmetricDifference(set, SetValue.of(2L, 3L)));
    assertTrue(SetMembers.isSubset(SetValue.of(1L), set));
  }

  @Test
  void membership_is_by_element_key_or_part() {
    assertTrue(Membership.contains(ListValue.ofLongs(1, 2), 2.0));
    assertTrue(Membership.contains(map, "a"));
    assertFalse(Membership.contains(map, 2L));
    assertTrue(Membership.contains("network", "work"));
    assertTrue(Membership.contains(RangeValue.of(1, 5, false), 4.0));
    assertFalse(Membership.contains(RangeValue.of(1, 5, false), 5L));
    assertTrue(Membership.contains(TupleValue.of(1L, "a"), "a"));
  }
}

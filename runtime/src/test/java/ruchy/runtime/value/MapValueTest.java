package ruchy.runtime.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;

/// Maps against a model, and the rules of keys (L 6.1, 8.2, 10.2).
class MapValueTest {
  /// One change of a map.
  record Step(int kind, Object key, long value) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Object> keys =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 30).map(i -> (Object) ("key" + i)),
            Arbitraries.longs().between(-5, 25).map(i -> (Object) i),
            Arbitraries.of(true, false).map(flag -> (Object) flag),
            Arbitraries.of("a", "b").map(name -> (Object) Atom.of(name)));
    return Combinators.combine(
            Arbitraries.integers().between(0, 9), keys, Arbitraries.longs().between(0, 99))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }

  @Property
  void it_does_what_a_linked_hash_map_does(@ForAll("steps") List<Step> steps) {
    compare(new HashMapValue(), steps, new LinkedHashMap<>());
  }

  @Provide
  Arbitrary<List<Step>> integerSteps() {
    Arbitrary<Object> keys =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-5, 40).map(i -> (Object) i),
            Arbitraries.longs().between(0, 20).map(i -> (Object) (i * 4096)),
            Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE).map(i -> (Object) i));
    return Combinators.combine(
            Arbitraries.integers().between(0, 9), keys, Arbitraries.longs().between(0, 99))
        .as(Step::new)
        .list()
        .ofMaxSize(300);
  }

  @Property
  void a_map_of_integer_keys_does_the_same(@ForAll("integerSteps") List<Step> steps) {
    compare(new HashMapValue(), steps, new LinkedHashMap<>());
  }

  @Property
  void an_ordered_map_does_what_a_tree_map_does(@ForAll("integerSteps") List<Step> steps) {
    TreeMap<Object, @Nullable Object> model = new TreeMap<>();
    HashMapValue map = HashMapValue.ordered();
    compare(map, steps, model);
    while (!model.isEmpty()) {
      assertEquals(model.lastKey(), map.endKey(true));
      assertEquals(model.firstKey(), map.endKey(false));
      assertEquals(model.pollFirstEntry().getValue(), map.remove(map.endKey(false)));
    }
    assertNull(map.endKey(false));
  }

  @Property
  void an_ordered_set_does_what_a_tree_set_does(@ForAll("integerSteps") List<Step> steps) {
    TreeSet<Object> model = new TreeSet<>();
    SetValue set = SetValue.ordered();
    for (Step step : steps) {
      switch (step.kind() % 3) {
        case 0 -> assertEquals(model.add(step.key()), set.add(step.key()));
        case 1 -> assertEquals(model.remove(step.key()), set.remove(step.key()));
        default -> {
          assertEquals(model.contains(step.key()), set.contains(step.key()));
          assertEquals(model.isEmpty() ? null : model.last(), set.end(true));
          assertEquals(List.copyOf(model), Arrays.asList(set.snapshot().toList().toArray()));
        }
      }
    }
    assertEquals(List.copyOf(model), Arrays.asList(set.toList().toArray()));
    assertEquals(List.copyOf(model), Arrays.asList(set.copy().toList().toArray()));
  }

  @Property
  void the_forms_without_boxes_do_the_same(@ForAll("steps") List<Step> steps) {
    HashMapValue boxed = new HashMapValue();
    HashMapValue direct = new HashMapValue();
    for (Step step : steps) {
      boxed.put(step.key(), step.value());
      if (step.key() instanceof Long key) {
        if (step.kind() < 3) {
          direct.putUnder(key, step.value());
        } else {
          direct.putInteger(key.longValue(), step.value());
        }
        assertEquals(step.value(), direct.indexInteger(key.longValue()));
        assertEquals(step.value(), direct.get(key.longValue()));
        assertEquals(step.value(), direct.getInteger(key.longValue(), -1));
        assertTrue(direct.has(key.longValue()));
        assertEquals(boxed.has(step.value()), direct.has(step.value()));
        assertEquals(-7, direct.getInteger(key + 1000, -7));
        assertThrows(Failure.class, () -> direct.indexInteger(key + 1000));
      } else {
        direct.putInteger(step.key(), step.value());
        assertEquals(step.value(), direct.indexInteger(step.key()));
        assertEquals(step.value(), direct.getInteger(step.key(), -1));
      }
    }
    assertEquals(boxed, direct);
    assertEquals(boxed.keys(), direct.keys());
    assertEquals(boxed.values(), direct.values());
  }

  @Test
  void integers_as_values_give_way_to_others_and_snapshots_keep_theirs() {
    HashMapValue map = HashMapValue.of("a", 1L, "b", 2L);
    MapValue before = map.snapshot();
    map.put("c", "text");
    map.put("a", null);
    assertEquals(HashMapValue.of("a", 1L, "b", 2L), before.copy());
    assertEquals(HashMapValue.of("a", null, "b", 2L, "c", "text"), map);
  }

  @Test
  void integer_keys_with_any_stride_are_found_soon() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (long stride : new long[] {1, 8, 16, 1024, 1L << 20, 1L << 32, 1L << 40, -7919}) {
            HashMapValue map = new HashMapValue();
            for (long i = 0; i < 100_000; i++) {
              map.putInteger(i * stride, i);
            }
            for (long i = 0; i < 100_000; i++) {
              assertEquals(i, map.indexInteger(i * stride));
            }
          }
        });
  }

  @Property
  void an_object_of_a_layout_does_the_same(@ForAll("steps") List<Step> steps) {
    Map<Object, @Nullable Object> model = new LinkedHashMap<>();
    model.put("key1", 0L);
    model.put("key2", null);
    List<Step> kept = steps.stream().filter(step -> step.kind() < 7 || !isOfLayout(step)).toList();
    compare(new Pair(), kept, model);
  }

  private static boolean isOfLayout(Step step) {
    return step.key().equals("key1") || step.key().equals("key2");
  }

  private static void compare(MapValue map, List<Step> steps, Map<Object, @Nullable Object> model) {
    List<MapValue> snapshots = new ArrayList<>();
    List<Map<Object, @Nullable Object>> taken = new ArrayList<>();
    for (Step step : steps) {
      if (step.kind() < 6) {
        model.put(step.key(), step.value());
        map.put(step.key(), step.value());
      } else if (step.kind() == 6) {
        snapshots.add(map.snapshot());
        taken.add(new LinkedHashMap<>(model));
      } else {
        assertEquals(model.remove(step.key()), map.remove(step.key()));
      }
      assertEquals(model.size(), map.size());
      assertEquals(model.get(step.key()), map.get(step.key()));
      assertEquals(model.containsKey(step.key()), map.has(step.key()));
    }
    same(model, map);
    same(model, map.copy());
    for (int i = 0; i < snapshots.size(); i++) {
      same(taken.get(i), snapshots.get(i));
    }
  }

  private static void same(Map<Object, @Nullable Object> model, MapValue map) {
    assertEquals(new ArrayList<>(model.keySet()), Arrays.asList(map.keys().toArray()));
    assertEquals(new ArrayList<>(model.values()), Arrays.asList(map.values().toArray()));
  }

  /// As the compiler writes it for `{key1: 0, key2: nil}`.
  private static final class Pair extends LayoutValue {
    private static final String[] LAYOUT = {"key1", "key2"};
    private @Nullable Object first = 0L;
    private @Nullable Object second;

    @Override
    public String[] layout() {
      return LAYOUT;
    }

    @Override
    public int slotOf(String name) {
      return name.equals("key1") ? 0 : name.equals("key2") ? 1 : -1;
    }

    @Override
    public @Nullable Object slot(int slot) {
      return slot == 0 ? first : second;
    }

    @Override
    public void setSlot(int slot, @Nullable Object value) {
      if (slot == 0) {
        first = value;
      } else {
        second = value;
      }
    }

    @Override
    public LayoutValue fresh() {
      return new Pair();
    }
  }

  @Test
  void an_integer_key_differs_from_its_text_and_a_byte_does_not_differ_from_its_integer() {
    HashMapValue map = HashMapValue.of(21L, "FTP");
    assertNull(map.get("21"));
    assertEquals("FTP", map.get(ByteValue.of(21)));
  }

  @Test
  void tuples_and_variants_of_keys_are_keys() {
    HashMapValue map = HashMapValue.of(TupleValue.of(1L, "a"), 1L, Options.some(2L), 2L);
    assertEquals(1L, map.index(TupleValue.of(1L, "a")));
    assertEquals(2L, map.index(Options.some(2L)));
  }

  @Test
  void other_keys_are_absent_for_reading_and_raise_for_writing_and_indexing() {
    HashMapValue map = new HashMapValue();
    assertNull(map.get(1.5));
    assertFalse(map.has(ListValue.empty()));
    String message = "Cannot use float as a key of an object";
    assertEquals(message, assertThrows(Failure.class, () -> map.put(1.5, 1L)).message());
    assertEquals(message, assertThrows(Failure.class, () -> map.index(1.5)).message());
  }

  @Test
  void absent_keys_raise_when_indexed_and_when_read_as_members() {
    HashMapValue map = HashMapValue.of("a", null);
    assertNull(map.index("a"));
    assertEquals(
        "Key 'b' not found in object", assertThrows(Failure.class, () -> map.index("b")).message());
    assertEquals(
        "Object has no field named 'b'",
        assertThrows(Failure.class, () -> map.field("b")).message());
    assertEquals("{a: nil}", map.field("message"));
  }

  @Test
  void an_ordered_map_keeps_its_keys_sorted() {
    HashMapValue map = HashMapValue.ordered();
    for (long key : new long[] {5, 1, 9, 3, 12, 7, 2, 11, 4, 8}) {
      map.put(key, key * 10);
    }
    assertEquals(ListValue.ofLongs(1, 2, 3, 4, 5, 7, 8, 9, 11, 12), map.keys());
    map.remove(7L);
    map.put(6L, 60L);
    assertEquals(ListValue.ofLongs(1, 2, 3, 4, 5, 6, 8, 9, 11, 12), map.keys());
    assertEquals(60L, map.get(6L));
    assertEquals(120L, map.get(12L));
  }

  @Test
  void a_snapshot_of_an_ordered_map_that_was_emptied_stays_empty() {
    HashMapValue map = HashMapValue.ordered();
    map.put(1L, "a");
    assertEquals(ListValue.ofLongs(1), map.keys());
    map.remove(1L);
    MapValue snapshot = map.snapshot();
    map.put(1L, "b");
    assertEquals(ListValue.empty(), snapshot.keys());
    assertEquals(ListValue.empty(), snapshot.values());
    assertEquals(ListValue.ofLongs(1), map.keys());
  }

  @Test
  void elements_of_an_ordered_set_that_print_alike_stay_as_they_were_added() {
    SetValue set = SetValue.ordered();
    List<Object> alike = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      LibraryObject stream =
          new LibraryObject() {
            @Override
            public String typeName() {
              return "TcpStream";
            }
          };
      alike.add(stream);
      set.add(stream);
    }
    for (int removed : new int[] {1, 3, 0, 1}) {
      assertTrue(set.remove(alike.remove(removed)));
      assertEquals(alike, Arrays.asList(set.toList().toArray()));
      assertEquals(alike.getFirst(), set.end(false));
      assertEquals(alike.getLast(), set.end(true));
    }
  }

  @Test
  void keys_that_collide_on_purpose_do_not_make_a_map_slow() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1 << 16; i++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < 16; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.add(key.toString());
    }
    HashMapValue map = new HashMapValue();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String key : keys) {
            map.put(key, 1L);
          }
        });
    assertEquals(keys.size(), map.size());
    assertTrue(map.has(keys.getLast()));
  }
}

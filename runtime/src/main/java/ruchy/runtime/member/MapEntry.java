package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;

/// The place of a key in a map, `map.entry(k)` (L 17.5).
@LibraryType("MapEntry")
@Computes
public final class MapEntry implements LibraryObject {
  private final MapValue map;
  private final @Nullable Object key;

  MapEntry(MapValue map, @Nullable Object key) {
    this.map = map;
    this.key = key;
  }

  @Override
  public String typeName() {
    return "MapEntry";
  }

  /// The value of the key; where it is absent the given one is inserted first. `*` before the call
  /// assigns to it.
  ///
  /// ```ruchy
  /// let count = {}
  /// *count.entry("a").or_insert(0) += 1
  /// count   // => {a: 1}
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Mutates
  @Type("any")
  public @Nullable Object orInsert(@Nullable Object value) {
    if (!map.has(key)) {
      map.put(key, value);
    }
    return map.get(key);
  }

  /// The value of the key; where it is absent the function's result is inserted first.
  ///
  /// ```ruchy
  /// let m = {}; m.entry("a").or_insert_with(|| []); m   // => {a: []}
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Mutates
  @Type("any")
  public @Nullable Object orInsertWith(@Type("() -> any") FunctionValue f) {
    if (!map.has(key)) {
      map.put(key, f.call());
    }
    return map.get(key);
  }

  /// Inserts the value where the key is absent, and gives nil: what `*map.entry(k).or_insert("") +=
  /// s` does first, because a text grows in place where it is read as an element.
  @CallsAtOnce
  @LooksShallowly
  @Export("or_insert#text")
  @Mutates
  public void insertIfAbsent(@Nullable Object value) {
    if (!map.has(key)) {
      map.put(key, value);
    }
  }

  /// Inserts the function's result where the key is absent, and gives nil; see `insertIfAbsent`.
  @CallsAtOnce
  @LooksShallowly
  @Export("or_insert_with#text")
  @Mutates
  public void insertIfAbsentWith(@Type("() -> any") FunctionValue f) {
    if (!map.has(key)) {
      map.put(key, f.call());
    }
  }

  /// Assigns the value of the key: `*entry = value` (L 7.6).
  public void assign(@Nullable Object value) {
    map.put(key, value);
  }
}

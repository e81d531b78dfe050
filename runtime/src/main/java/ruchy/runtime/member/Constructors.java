package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.GoesOver;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Cursors;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.SetValue;

/// The ways to make new strings and collections: `String::from(x)`, `HashMap::new()`, `set(xs)` (L
/// 16).
@Globals
@Computes
public final class Constructors {
  private Constructors() {}

  /// An empty string.
  ///
  /// ```ruchy
  /// String::new()   // => ""
  /// ```
  @Export("new")
  @Associated("String")
  public static String newString() {
    return "";
  }

  /// An empty string that expects that many characters.
  ///
  /// ```ruchy
  /// String::with_capacity(10)   // => ""
  /// ```
  @Export("with_capacity")
  @Associated("String")
  public static String stringWithCapacity(long capacity) {
    return "";
  }

  /// The text of a value.
  ///
  /// ```ruchy
  /// String::from("a")   // => "a"
  /// ```
  @Export("from")
  @Associated("String")
  public static String stringFrom(@Reads @Nullable Object value) {
    return Display.text(value);
  }

  /// The text of bytes in UTF-8; raises ParseError for what is none.
  ///
  /// ```ruchy
  /// String::from_utf8(b"hi")   // => "hi"
  /// ```
  @Export("from_utf8")
  @Associated("String")
  public static String stringFromUtf8(@Type("bytes") @Reads ListValue bytes) {
    return Bytes.text(bytes);
  }

  /// A new empty list.
  ///
  /// ```ruchy
  /// Vec::new()   // => []
  /// ```
  @Export("new")
  @Associated({"Vec", "VecDeque", "List", "Array"})
  @Type("list<T>")
  public static ListValue newList() {
    return ListValue.empty();
  }

  /// A new empty list that expects that many elements.
  ///
  /// ```ruchy
  /// Vec::with_capacity(10)   // => []
  /// ```
  @Export("with_capacity")
  @Associated({"Vec", "VecDeque"})
  @Type("list<T>")
  public static ListValue listWithCapacity(long capacity) {
    return ListValue.empty();
  }

  /// A new list of the elements of another list.
  ///
  /// ```ruchy
  /// Vec::from([1, 2])   // => [1, 2]
  /// ```
  @Export("from")
  @Associated({"Vec", "List", "Array"})
  @Type("list<T>")
  public static ListValue listFrom(@Type("list<T>") ListValue elements) {
    return elements.copy();
  }

  /// A new list of the elements of an iterable.
  ///
  /// ```ruchy
  /// Vec::from("ab")   // => ["a", "b"]
  /// ```
  @CallsAtOnce
  @GoesOver
  @Export("from")
  @Associated({"Vec", "List", "Array"})
  @Type("list<any>")
  public static ListValue listFrom(@Nullable Object elements) {
    return listOf(elements, "Vec::from");
  }

  /// A new list of the elements of another list.
  ///
  /// ```ruchy
  /// VecDeque::from([1, 2])   // => [1, 2]
  /// ```
  @Export("from")
  @Associated("VecDeque")
  @Type("list<T>")
  public static ListValue dequeFrom(@Type("list<T>") ListValue elements) {
    return elements.copy();
  }

  /// A new list of the elements of an iterable.
  ///
  /// ```ruchy
  /// VecDeque::from("ab")   // => ["a", "b"]
  /// ```
  @CallsAtOnce
  @GoesOver
  @Export("from")
  @Associated("VecDeque")
  @Type("list<any>")
  public static ListValue dequeFrom(@Nullable Object elements) {
    return listOf(elements, "VecDeque::from");
  }

  private static ListValue listOf(@Nullable Object elements, String function) {
    ListValue list = ListValue.empty();
    Cursor cursor = cursor(elements, function);
    while (cursor.advance()) {
      list.add(cursor.value());
    }
    return list;
  }

  private static Cursor cursor(@Nullable Object elements, String function) {
    Cursor cursor = Cursors.of(elements);
    if (cursor == null) {
      throw Failure.typeError(function + " expects a collection, got " + Kind.described(elements));
    }
    return cursor;
  }

  /// A new empty map.
  ///
  /// ```ruchy
  /// HashMap::new()   // => {}
  /// ```
  @Export("new")
  @Associated({"HashMap", "Map"})
  @Type("map<K, V>")
  public static MapValue newMap() {
    return new HashMapValue();
  }

  /// A new map of pairs; of equal keys the last wins.
  ///
  /// ```ruchy
  /// HashMap::from([("a", 1), ("b", 2)])   // => {a: 1, b: 2}
  /// ```
  @Export("from")
  @Associated({"HashMap", "Map"})
  @Type("map<K, V>")
  public static MapValue mapFrom(@Type("list<tuple<K, V>>") ListValue pairs) {
    return ListEndMembers.fill(new HashMapValue(), pairs, "HashMap::from");
  }

  /// A new empty map that expects that many entries.
  ///
  /// ```ruchy
  /// HashMap::with_capacity(10)   // => {}
  /// ```
  @Export("with_capacity")
  @Associated({"HashMap", "Map"})
  @Type("map<K, V>")
  public static MapValue mapWithCapacity(long capacity) {
    return new HashMapValue();
  }

  /// A new empty map whose entries are kept in the order of their keys.
  ///
  /// ```ruchy
  /// let m = BTreeMap::new(); m.set("b", 1); m.set("a", 2); m.keys()   // => ["a", "b"]
  /// ```
  @Export("new")
  @Associated("BTreeMap")
  @Type("map<K, V>")
  public static MapValue newOrderedMap() {
    return HashMapValue.ordered();
  }

  /// A new map of pairs whose entries are kept in the order of their keys.
  ///
  /// ```ruchy
  /// BTreeMap::from([("b", 1), ("a", 2)]).keys()   // => ["a", "b"]
  /// ```
  @Export("from")
  @Associated("BTreeMap")
  @Type("map<K, V>")
  public static MapValue orderedMapFrom(@Type("list<tuple<K, V>>") ListValue pairs) {
    return ListEndMembers.fill(HashMapValue.ordered(), pairs, "BTreeMap::from");
  }

  /// A new empty map.
  ///
  /// ```ruchy
  /// dict()   // => {}
  /// ```
  @Export({"dict", "Map"})
  @Type("map<any, any>")
  public static MapValue dict() {
    return new HashMapValue();
  }

  /// A new empty set.
  ///
  /// ```ruchy
  /// HashSet::new().len()   // => 0
  /// ```
  @Export("new")
  @Associated("HashSet")
  @Type("set<T>")
  public static SetValue newSet() {
    return new SetValue();
  }

  /// A new empty set whose elements are kept in their own order.
  ///
  /// ```ruchy
  /// let s = BTreeSet::new(); s.insert(2); s.insert(1); s   // => {1, 2}
  /// ```
  @Export("new")
  @Associated("BTreeSet")
  @Type("set<T>")
  public static SetValue newOrderedSet() {
    return SetValue.ordered();
  }

  /// A new empty set that expects that many elements.
  ///
  /// ```ruchy
  /// HashSet::with_capacity(10).len()   // => 0
  /// ```
  @Export("with_capacity")
  @Associated("HashSet")
  @Type("set<T>")
  public static SetValue setWithCapacity(long capacity) {
    return new SetValue();
  }

  /// A new set of the elements of a list.
  ///
  /// ```ruchy
  /// set([1, 1, 2])   // => {1, 2}
  /// ```
  @Export({"set", "Set"})
  @Type("set<T>")
  public static SetValue setOf(@Type("list<T>") ListValue elements) {
    return SetValue.of(elements);
  }

  /// A new set of the elements of an iterable.
  ///
  /// ```ruchy
  /// set("aab")   // => {"a", "b"}
  /// ```
  @CallsAtOnce
  @GoesOver
  @Export({"set", "Set"})
  @Type("set<any>")
  public static SetValue setOf(@Nullable Object elements) {
    return fill(new SetValue(), elements, "set");
  }

  private static SetValue fill(SetValue set, @Nullable Object elements, String function) {
    Cursor cursor = cursor(elements, function);
    while (cursor.advance()) {
      set.add(cursor.value());
    }
    return set;
  }

  /// A new empty set.
  ///
  /// ```ruchy
  /// set()   // => set()
  /// ```
  @LooksShallowly
  @Export({"set", "Set"})
  @Type("set<T>")
  public static SetValue emptySet() {
    return new SetValue();
  }

  /// A new set of the elements of a list.
  ///
  /// ```ruchy
  /// HashSet::from([1, 1])   // => {1}
  /// ```
  @Export("from")
  @Associated("HashSet")
  @Type("set<T>")
  public static SetValue setFrom(@Type("list<T>") ListValue elements) {
    return SetValue.of(elements);
  }

  /// A new set of the elements of an iterable.
  ///
  /// ```ruchy
  /// HashSet::from("aab")   // => {"a", "b"}
  /// ```
  @CallsAtOnce
  @GoesOver
  @Export("from")
  @Associated("HashSet")
  @Type("set<any>")
  public static SetValue setFrom(@Nullable Object elements) {
    return fill(new SetValue(), elements, "HashSet::from");
  }

  /// A new set of the elements of a list, which are kept in their own order.
  ///
  /// ```ruchy
  /// BTreeSet::from([2, 1, 2])   // => {1, 2}
  /// ```
  @Export("from")
  @Associated("BTreeSet")
  @Type("set<T>")
  public static SetValue orderedSetFrom(@Type("list<T>") ListValue elements) {
    return SetValue.orderedOf(elements);
  }

  /// A new set of the elements of an iterable, which are kept in their own order.
  ///
  /// ```ruchy
  /// BTreeSet::from("bab")   // => {"a", "b"}
  /// ```
  @CallsAtOnce
  @GoesOver
  @Export("from")
  @Associated("BTreeSet")
  @Type("set<any>")
  public static SetValue orderedSetFrom(@Nullable Object elements) {
    return fill(SetValue.ordered(), elements, "BTreeSet::from");
  }
}

package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.TupleValue;

/// The methods of tuples (L 17.6).
@Members("tuple")
@Computes
public final class TupleMembers {
  private TupleMembers() {}

  /// The number of elements.
  ///
  /// ```ruchy
  /// (1, "a").len()   // => 2
  /// ```
  @LooksShallowly
  @Export({"len", "length", "size"})
  public static long len(@Reads TupleValue tuple) {
    return tuple.size();
  }

  /// The elements as a new list.
  ///
  /// ```ruchy
  /// (1, "a").to_array()   // => [1, "a"]
  /// ```
  @YieldsNew
  @Export({"to_array", "to_vec"})
  @Type("list<any>")
  public static ListValue toArray(TupleValue tuple) {
    return tuple.toList();
  }

  /// The first element of a pair, as `items` of a map gives them.
  ///
  /// ```ruchy
  /// {a: 1}.items().first().key   // => "a"
  /// ```
  @LooksShallowly
  @Property("key")
  @Type("K")
  public static @Nullable Object key(TupleValue pair) {
    return ofPair(pair, 0, "key");
  }

  /// The second element of a pair, as `items` of a map gives them.
  ///
  /// ```ruchy
  /// {a: 1}.items().first().value   // => 1
  /// ```
  @LooksShallowly
  @Property("value")
  @Type("V")
  public static @Nullable Object value(TupleValue pair) {
    return ofPair(pair, 1, "value");
  }

  private static @Nullable Object ofPair(TupleValue pair, int position, String name) {
    if (pair.size() != 2) {
      throw Failure.noField(name);
    }
    return pair.at(position);
  }
}

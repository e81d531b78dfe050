package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.SetValue;

/// `dir(x)` (L 16).
@Globals
public final class MemberNames {
  private MemberNames() {}

  /// The names of the members of a value: its fields or keys, and then its methods in alphabetical
  /// order.
  ///
  /// ```ruchy
  /// dir({a: 1}).first()            // => "a"
  /// dir("text").contains("upper")   // => true
  /// ```
  @Export
  @Type("list<string>")
  public static ListValue dir(@Reads @Nullable Object value) {
    SetValue names = new SetValue();
    if (value instanceof MapValue map) {
      addTexts(names, map.keys());
    } else if (value instanceof InstanceValue instance) {
      addTexts(names, ListValue.ofStrings(instance.fieldNames()));
    }
    SetValue methods = new SetValue();
    String all = Kinds.names(value);
    int start = 0;
    while (start < all.length()) {
      int end = all.indexOf(' ', start);
      methods.add(all.substring(start, end < 0 ? all.length() : end));
      start = end < 0 ? all.length() : end + 1;
    }
    @Nullable Object[] sorted = methods.toList().toArray();
    java.util.Arrays.sort(sorted);
    addTexts(names, ListValue.ofObjects(sorted));
    return names.toList();
  }

  private static void addTexts(SetValue target, ListValue texts) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.at(i) instanceof String text && !text.isEmpty()) {
        target.add(text);
      }
    }
  }
}

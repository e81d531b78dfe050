package ruchy.runtime.json;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;

/// `to_json` of every value (L 17.1).
@Members("any")
@Computes
public final class JsonMembers {
  private JsonMembers() {}

  /// The value as JSON text.
  ///
  /// ```ruchy
  /// {a: [1, nil]}.to_json()   // => "{"a":[1,null]}"
  /// ```
  @Export
  public static String toJson(@Reads @Nullable Object value) {
    return JsonWriter.text(value);
  }
}

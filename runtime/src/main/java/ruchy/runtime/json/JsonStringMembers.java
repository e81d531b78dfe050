package ruchy.runtime.json;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;

/// `parse_json` of strings (L 17.3).
@Members("string")
@Computes
public final class JsonStringMembers {
  private JsonStringMembers() {}

  /// The value of a JSON text; raises ParseError.
  ///
  /// ```ruchy
  /// "[1, 2.5]".parse_json()   // => [1, 2.5]
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object parseJson(String text) {
    return JsonReader.parse(text);
  }
}

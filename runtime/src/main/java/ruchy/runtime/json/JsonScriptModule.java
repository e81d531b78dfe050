package ruchy.runtime.json;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;

/// `JSON.parse` and `JSON.stringify`, as JavaScript calls them (L 18.1).
@Module("JSON")
@Computes
public final class JsonScriptModule {
  private JsonScriptModule() {}

  /// The value of a JSON text; raises ParseError.
  ///
  /// ```ruchy
  /// JSON.parse("[1]")   // => [1]
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object parse(String text) {
    return JsonReader.parse(text);
  }

  /// The value as JSON text.
  ///
  /// ```ruchy
  /// JSON.stringify({a: nil})   // => "{"a":null}"
  /// ```
  @Export
  public static String stringify(@Reads @Nullable Object value) {
    return JsonWriter.text(value);
  }
}

package ruchy.runtime.json;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;

/// The module `json` (L 18.1). Its name is a global function as well.
@Module("json")
@Computes
public final class JsonModule {
  private JsonModule() {}

  /// The value of a JSON text; raises ParseError.
  ///
  /// ```ruchy
  /// json::parse("{\"a\": 1}").a   // => 1
  /// ```
  @Export({"parse", "decode"})
  @Type("any")
  public static @Nullable Object parse(String text) {
    return JsonReader.parse(text);
  }

  /// The value as JSON text.
  ///
  /// ```ruchy
  /// json::stringify([1, "a"])   // => "[1,"a"]"
  /// ```
  @Export({"stringify", "encode"})
  public static String stringify(@Reads @Nullable Object value) {
    return JsonWriter.text(value);
  }

  /// The value as JSON text over several lines, indented by two spaces.
  ///
  /// ```ruchy
  /// println(json::pretty({a: 1}))   // prints {\n  "a": 1\n}
  /// ```
  @Export
  public static String pretty(@Reads @Nullable Object value) {
    return JsonWriter.pretty(value);
  }
}

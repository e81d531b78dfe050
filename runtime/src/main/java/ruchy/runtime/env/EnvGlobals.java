package ruchy.runtime.env;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.VariantValue;

/// The global functions that read the environment (L 16).
@Globals
public final class EnvGlobals {
  private EnvGlobals() {}

  /// The value of an environment variable, or nil.
  ///
  /// ```ruchy
  /// env("NO_SUCH_VARIABLE")   // => nil
  /// ```
  @Export
  public static @Nullable String env(String name) {
    return EnvModule.get(name);
  }

  /// The value of an environment variable, or the default.
  ///
  /// ```ruchy
  /// env("NO_SUCH_VARIABLE", "8080")   // => "8080"
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object env(String name, @Nullable Object defaultValue) {
    return EnvModule.get(name, defaultValue);
  }

  /// `Ok` of the value of an environment variable, or `Err` of a text.
  ///
  /// ```ruchy
  /// env_var("NO_SUCH_VARIABLE").is_err()   // => true
  /// ```
  @Export
  @Type("result<string, string>")
  public static VariantValue envVar(String name) {
    return EnvModule.variable(name);
  }
}

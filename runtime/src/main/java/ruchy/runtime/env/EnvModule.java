package ruchy.runtime.env;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.system.ProgramGlobals;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// The module `env` (L 18.3). Its name is a global function as well.
@Module("env")
public final class EnvModule {
  private EnvModule() {}

  /// The name of the program and the arguments it was started with.
  ///
  /// ```ruchy
  /// env::args().len() >= 1   // => true
  /// ```
  @Export
  @Type("list<string>")
  public static ListValue args() {
    return ProgramGlobals.args();
  }

  /// `Ok` of the value of an environment variable, or `Err` of a text.
  ///
  /// ```ruchy
  /// env::var("NO_SUCH_VARIABLE").is_err()   // => true
  /// ```
  @Export("var")
  @Type("result<string, string>")
  public static VariantValue variable(String name) {
    String value = Surroundings.variable(name);
    return value == null
        ? Options.err("Environment variable not found: " + name)
        : Options.ok(value);
  }

  /// The value of an environment variable, or nil.
  ///
  /// ```ruchy
  /// env::get("NO_SUCH_VARIABLE")   // => nil
  /// ```
  @Export
  public static @Nullable String get(String name) {
    return Surroundings.variable(name);
  }

  /// The value of an environment variable, or the default.
  ///
  /// ```ruchy
  /// env::get("NO_SUCH_VARIABLE", "8080")   // => "8080"
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object get(String name, @Nullable Object defaultValue) {
    String value = Surroundings.variable(name);
    return value == null ? defaultValue : value;
  }

  /// Sets an environment variable, for this program and those it starts.
  ///
  /// ```ruchy
  /// env::set_var("MODE", "test"); env::get("MODE")   // => "test"
  /// ```
  @Export
  public static void setVar(String name, String value) {
    Surroundings.set(name, value);
  }

  /// Removes an environment variable, for this program and those it starts.
  ///
  /// ```ruchy
  /// env::remove_var("MODE"); env::get("MODE")   // => nil
  /// ```
  @Export
  public static void removeVar(String name) {
    Surroundings.remove(name);
  }

  /// All environment variables, sorted by name.
  ///
  /// ```ruchy
  /// env::set_var("MODE", "test"); env::vars().get("MODE")   // => "test"
  /// ```
  @Export
  @Type("map<string, string>")
  public static MapValue vars() {
    HashMapValue map = new HashMapValue();
    for (Map.Entry<String, String> entry : Surroundings.variables().entrySet()) {
      map.put(entry.getKey(), entry.getValue());
    }
    return map;
  }

  /// The working folder, to which relative paths are relative.
  ///
  /// ```ruchy
  /// path::is_absolute(env::current_dir())   // => true
  /// ```
  @Export
  public static String currentDir() {
    return Surroundings.folder().getPath();
  }

  /// `Ok(nil)` and another working folder for this program and those it starts, or `Err` of a text.
  ///
  /// ```ruchy
  /// env::set_current_dir("/no such folder").is_err()   // => true
  /// ```
  @Export
  @Type("result<nil, string>")
  public static VariantValue setCurrentDir(String path) {
    try {
      Surroundings.enter(path);
      return Options.OK;
    } catch (IOException failure) {
      return Options.err(failure.getMessage());
    }
  }

  /// The folder for temporary files.
  ///
  /// ```ruchy
  /// path::is_absolute(env::temp_dir())   // => true
  /// ```
  @Export
  public static String tempDir() {
    return System.getProperty("java.io.tmpdir", "/tmp");
  }

  /// The home folder of the user, or nil.
  ///
  /// ```ruchy
  /// env::home_dir().is_some()   // => true
  /// ```
  @Export
  public static @Nullable String homeDir() {
    return System.getProperty("user.home");
  }
}

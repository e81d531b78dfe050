package ruchy.runtime.env;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Variables and working folder of the program, as it may have changed them. May be used from any
/// thread.
public final class Surroundings {
  /// The variables by name; made from the process's at the first use.
  private static @Nullable Map<String, String> variables;

  private static @Nullable File folder;

  private Surroundings() {}

  private static Map<String, String> known() {
    Map<String, String> known = variables;
    if (known == null) {
      known = new TreeMap<>(System.getenv());
      variables = known;
    }
    return known;
  }

  static synchronized @Nullable String variable(String name) {
    return known().get(name);
  }

  static synchronized void set(String name, String value) {
    known().put(name, value);
  }

  static synchronized void remove(String name) {
    known().remove(name);
  }

  /// A copy of all variables, sorted by name: what a started program gets.
  public static synchronized Map<String, String> variables() {
    return new TreeMap<>(known());
  }

  /// The working folder: what relative paths are relative to.
  public static synchronized File folder() {
    File known = folder;
    if (known == null) {
      known = new File(System.getProperty("user.dir", ".")).getAbsoluteFile();
      folder = known;
    }
    return known;
  }

  /// The file of a path, which may be relative to the working folder.
  public static File file(String path) {
    File file = new File(path);
    return file.isAbsolute() ? file : new File(folder(), path);
  }

  /// Makes the folder of that path the working folder; IOException when there is none.
  static void enter(String path) throws IOException {
    File entered = file(path).getCanonicalFile();
    if (!entered.isDirectory()) {
      throw new IOException("No such directory: " + path);
    }
    synchronized (Surroundings.class) {
      folder = entered;
    }
  }
}

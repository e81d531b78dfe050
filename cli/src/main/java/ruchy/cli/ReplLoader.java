package ruchy.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Loads the classes of one entry of a session. The classes of user types are those of the entry
/// that declared them, or gave them methods, last: so values of theirs stay values of theirs.
final class ReplLoader extends ClassLoader {
  /// `ruchy/program/Point$Type`; a second type of that name ends with `$2`.
  private static final Pattern USER_TYPE = Pattern.compile("ruchy/program/(\\w+)\\$Type(\\$\\d+)?");

  private final Map<String, byte[]> files;

  /// Binary names of the classes of user types to the loaders of their entries.
  private final Map<String, ClassLoader> owners;

  /// @param earlier the loader of the entry before, or null
  /// @param changed the types that this entry declares or gives methods
  ReplLoader(Map<String, byte[]> files, Set<String> changed, Map<String, ClassLoader> earlier) {
    super("entry", ReplLoader.class.getClassLoader());
    this.files = files;
    this.owners = new HashMap<>(earlier);
    for (String file : files.keySet()) {
      var type = USER_TYPE.matcher(file);
      if (!type.matches()) continue;
      var name = file.replace('/', '.');
      if (!owners.containsKey(name) || changed.contains(type.group(1))) owners.put(name, this);
    }
  }

  Map<String, ClassLoader> owners() {
    return owners;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    var owner = owners.get(name);
    if (owner != null && owner != this) return owner.loadClass(name);
    byte[] file = files.get(name.replace('.', '/'));
    if (file == null) return super.loadClass(name, resolve);
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defineClass(name, file, 0, file.length);
    }
  }

  @Override
  public java.io.@org.jspecify.annotations.Nullable InputStream getResourceAsStream(String name) {
    if (name.endsWith(".class")) {
      byte[] file = files.get(name.substring(0, name.length() - ".class".length()));
      if (file != null) return new java.io.ByteArrayInputStream(file);
    }
    return super.getResourceAsStream(name);
  }
}

package ruchy.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Loads the classes of one entry of a session. The classes of user types are those of the entry
/// that declared them last: so values of theirs stay values of theirs. Their methods are those of
/// the last entry that declared anything.
final class ReplLoader extends ClassLoader {
  /// `ruchy/program/Point$Type`; a second type of that name ends with `$2`.
  private static final Pattern USER_TYPE = Pattern.compile("ruchy/program/(\\w+)\\$Type(\\$\\d+)?");

  /// Ends the name of the class that has the methods of a user type.
  private static final String METHODS = "$Methods";

  /// The field of a user type's class that refers to them.
  private static final String BEHAVIOUR = "BEHAVIOUR";

  private final Map<String, byte[]> files;

  /// Binary names of the classes of user types to the loaders of their entries.
  private final Map<String, ClassLoader> owners;

  /// @param earlier the loaders of the entries before, as `owners`
  /// @param changed what this entry declares besides variables
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

  /// Gives the values of all types the methods that this entry knows.
  void renewMethods() {
    for (String file : files.keySet()) {
      if (!file.endsWith(METHODS)) continue;
      var methods = file.replace('/', '.');
      var type = methods.substring(0, methods.length() - METHODS.length());
      if (owners.get(type) == this) continue; // which begins with them
      try {
        var behaviour = loadClass(methods).getConstructor().newInstance();
        loadClass(type).getField(BEHAVIOUR).set(null, behaviour);
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException("The methods of " + type + " are not there", failure);
      }
    }
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

package ruchy.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads the classes of one compiled program into this JVM. Class files can be read from it as
/// resources, because texts of errors take their positions from them. Safe for several threads.
final class ProgramLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  /// Names as in resources, `ruchy/program/Main`, to class files.
  private final Map<String, byte[]> files;

  ProgramLoader(Map<String, byte[]> files) {
    super("program", ProgramLoader.class.getClassLoader());
    this.files = files;
  }

  /// The program's own classes come first: nothing on the class path of the compiler can stand in
  /// for them.
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] file = files.get(name.replace('.', '/'));
    if (file == null) return super.loadClass(name, resolve);
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defineClass(name, file, 0, file.length);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (name.endsWith(".class")) {
      byte[] file = files.get(name.substring(0, name.length() - ".class".length()));
      if (file != null) return new ByteArrayInputStream(file);
    }
    return super.getResourceAsStream(name);
  }
}

package ruchy.runtime.value;

import java.util.concurrent.ConcurrentHashMap;

/// `:name`, an interned name (L 6.1): two atoms of one name are the same object.
public final class Atom {
  private static final ConcurrentHashMap<String, Atom> ALL = new ConcurrentHashMap<>();

  private final String name;

  private Atom(String name) {
    this.name = name;
  }

  /// The atom of that name (without the colon). Safe from any thread.
  public static Atom of(String name) {
    Atom known = ALL.get(name);
    if (known != null) {
      return known;
    }
    Atom fresh = new Atom(name);
    Atom other = ALL.putIfAbsent(name, fresh);
    return other == null ? fresh : other;
  }

  /// The name without the colon.
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return ":" + name;
  }
}

package ruchy.compiler.type;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The type of one place: a variable, a field, or the elements of all lists that may be the same
/// list. It only grows. Cells that turn out to be the same place are unified; `root` is the one
/// that counts.
public final class Cell {
  /// What is to be looked at again when the type has grown.
  public interface Reader {}

  private @Nullable Cell parent;
  private Type type = Type.Basic.NEVER;

  /// Most cells belong to one function and have one reader, or none.
  private Set<Reader> readers = Set.of();

  private @Nullable Reader last;

  public Cell root() {
    Cell root = this;
    while (root.parent != null) {
      root = root.parent;
    }
    Cell cell = this;
    while (cell.parent != null) {
      Cell next = cell.parent;
      cell.parent = root;
      cell = next;
    }
    return root;
  }

  /// The type so far, without being told when it grows.
  public Type type() {
    return root().type;
  }

  /// The type so far; the reader is told when it grows.
  public Type read(Reader reader) {
    Cell root = root();
    if (root.last != reader) {
      root.last = reader;
      root.changeableReaders().add(reader);
    }
    return root.type;
  }

  Set<Reader> readers() {
    return root().readers;
  }

  private Set<Reader> changeableReaders() {
    if (readers.isEmpty()) {
      readers = new LinkedHashSet<>();
    }
    return readers;
  }

  void setType(Type type) {
    root().type = type;
  }

  /// Makes this root a name for the other root.
  void becomePartOf(Cell other) {
    parent = other;
    if (!readers.isEmpty()) {
      other.changeableReaders().addAll(readers);
    }
    readers = Set.of();
  }

  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  /// The type; lists within lists end at the third level, because they may contain themselves.
  @Override
  public String toString() {
    int depth = DEPTH.get();
    if (depth > 3) {
      return "...";
    }
    DEPTH.set(depth + 1);
    try {
      return type().toString();
    } finally {
      DEPTH.set(depth);
    }
  }
}

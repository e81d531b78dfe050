package ruchy.compiler.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of object literals, in order, with the types of their fields: all literals with the
/// same keys in the same order make objects of one layout.
public final class Layout {
  private final List<String> keys;
  private final List<Cell> fields = new ArrayList<>();
  private final Cell key = new Cell();
  private final Cell further = new Cell();
  private boolean escaped;
  private boolean dynamic;

  public Layout(List<String> keys) {
    this.keys = List.copyOf(keys);
    for (int i = 0; i < keys.size(); i++) {
      fields.add(new Cell());
    }
    key.setType(Type.Basic.STRING);
  }

  public List<String> keys() {
    return keys;
  }

  public List<Cell> fields() {
    return fields;
  }

  /// The cell of a key, or null if the layout has no such key.
  public @Nullable Cell field(String key) {
    int index = keys.indexOf(key);
    return index < 0 ? null : fields.get(index);
  }

  /// Some object of this layout is also known as `ANY`.
  public boolean isEscaped() {
    return escaped;
  }

  /// What objects of this layout hold under further keys that some code writes: `ANY` once it
  /// writes one, and as soon as some object is also known as `ANY`.
  public Cell further() {
    return further;
  }

  /// Some object of this layout may get further keys.
  public boolean isExtended() {
    return further.type() != Type.Basic.NEVER;
  }

  /// Keys may be removed or replaced by computed keys: objects of this layout are general maps
  /// without typed fields.
  public boolean isDynamic() {
    return dynamic;
  }

  /// What the keys of its objects are: texts, unless some object is also known as `ANY`, or written
  /// to by computed keys.
  public Cell key() {
    return key;
  }

  public void markEscaped() {
    escaped = true;
  }

  public void markDynamic() {
    dynamic = true;
  }

  private boolean printing;

  @Override
  public String toString() {
    if (printing) {
      return "{...}";
    }
    printing = true;
    try {
      var text = new StringBuilder("{");
      for (int i = 0; i < keys.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(keys.get(i)).append(": ").append(fields.get(i));
      }
      return text.append(dynamic ? ", ...}" : "}").toString();
    } finally {
      printing = false;
    }
  }
}

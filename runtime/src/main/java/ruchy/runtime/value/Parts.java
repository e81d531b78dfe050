package ruchy.runtime.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A walk over a value and what it holds, in the order of the D form (L 15.1): sorted keys and
/// fields, `...` for a value inside of itself. Subclasses write what they receive.
abstract class Parts {
  private @Nullable Object[] around = new @Nullable Object[8];
  private int depth;

  /// A string inside of the value.
  abstract void string(String text);

  /// A number, name, or other text that stands for itself.
  abstract void plain(String text);

  /// The beginning of a value with parts: `[`, `Point {`.
  abstract void open(String bracket);

  /// Before each part.
  abstract void next(boolean isFirst);

  /// The end of a value with parts: `]`, `}`, `)`; `,)` for a tuple of one.
  abstract void close(String bracket, boolean isEmpty);

  static void write(@Nullable Object value, Parts target) {
    target.write(value);
  }

  private void write(@Nullable Object value) {
    if (value instanceof String text) {
      string(text);
    } else if (value instanceof ListValue
        || value instanceof MapValue
        || value instanceof TupleValue
        || value instanceof SetValue
        || value instanceof VariantValue
        || value instanceof InstanceValue) {
      writeParts(value);
    } else {
      plain(Display.print(value));
    }
  }

  private void writeParts(Object value) {
    for (int i = 0; i < depth; i++) {
      if (around[i] == value) {
        plain("...");
        return;
      }
    }
    if (depth == around.length) {
      around = Arrays.copyOf(around, depth * 2);
    }
    around[depth++] = value;
    if (value instanceof ListValue list) {
      writeAll("[", list.toArray(), "]");
    } else if (value instanceof MapValue map) {
      writeMap(map);
    } else if (value instanceof TupleValue tuple) {
      writeAll("(", tuple.toList().toArray(), tuple.size() == 1 ? ",)" : ")");
    } else if (value instanceof SetValue set) {
      if (set.isEmpty()) {
        plain("set()");
      } else {
        writeAll("{", set.toList().toArray(), "}");
      }
    } else if (value instanceof VariantValue variant) {
      writeVariant(variant);
    } else if (value instanceof InstanceValue instance) {
      writeInstance(instance);
    }
    depth--;
  }

  private void writeAll(String open, @Nullable Object[] elements, String close) {
    open(open);
    for (int i = 0; i < elements.length; i++) {
      next(i == 0);
      write(elements[i]);
    }
    close(close, elements.length == 0);
  }

  private void writeMap(MapValue map) {
    @Nullable Object[] keys = map.keys().toArray();
    Arrays.sort(keys, KeyOrder.ASCENDING);
    open("{");
    for (int i = 0; i < keys.length; i++) {
      next(i == 0);
      if (keys[i] instanceof String name) {
        plain(name);
      } else {
        write(keys[i]);
      }
      plain(": ");
      write(map.get(keys[i]));
    }
    close("}", keys.length == 0);
  }

  private void writeVariant(VariantValue variant) {
    String[] fields = variant.fieldNames();
    if (fields != null) {
      writeFields(variant.name(), fields, variant, null);
    } else if (variant.size() == 0) {
      plain(variant.name());
    } else {
      @Nullable Object[] payload = new @Nullable Object[variant.size()];
      for (int i = 0; i < payload.length; i++) {
        payload[i] = variant.at(i);
      }
      writeAll(variant.name() + "(", payload, ")");
    }
  }

  private void writeInstance(InstanceValue instance) {
    String[] fields = instance.fieldNames();
    String text = instance.isOpaque() ? instance.text() : null;
    if (text != null) {
      plain(text);
    } else if (fields.length == 0) {
      plain(instance.typeName());
    } else if (fields[0].equals("0")) {
      @Nullable Object[] values = new @Nullable Object[fields.length];
      for (int i = 0; i < fields.length; i++) {
        values[i] = instance.get(fields[i]);
      }
      writeAll(instance.typeName() + "(", values, ")");
    } else {
      writeFields(instance.typeName(), fields, null, instance);
    }
  }

  private void writeFields(
      String name,
      String[] fields,
      @Nullable VariantValue variant,
      @Nullable InstanceValue instance) {
    String[] sorted = fields.clone();
    Arrays.sort(sorted, KeyOrder.ASCENDING);
    open(name + " {");
    for (int i = 0; i < sorted.length; i++) {
      next(i == 0);
      plain(sorted[i]);
      plain(": ");
      write(
          variant != null
              ? variant.field(sorted[i])
              : instance != null ? instance.get(sorted[i]) : null);
    }
    close("}", sorted.length == 0);
  }
}

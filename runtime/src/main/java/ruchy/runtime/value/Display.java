package ruchy.runtime.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The text forms of values (L 15.1): D (`debug`), P and F (`print`), S (`text`).
public final class Display {
  private Display() {}

  /// D form: inside other values, in the REPL, `{:?}`.
  public static String debug(@Nullable Object value) {
    if (value instanceof String text) {
      return "\"" + text + "\"";
    }
    if (value instanceof InstanceValue || value instanceof VariantValue) {
      return structure(value);
    }
    return print(value);
  }

  /// P form, which is also the F form: `println`, f-strings.
  public static String print(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    } else if (value == null) {
      return "nil";
    } else if (value instanceof Double number) {
      return print(number.doubleValue());
    } else if (value instanceof Long
        || value instanceof Boolean
        || value instanceof Atom
        || value instanceof ByteValue
        || value instanceof RangeValue
        || value instanceof ErrorValue
        || value instanceof FunctionValue) {
      return value.toString();
    } else if (value instanceof LibraryObject object) {
      return object.display();
    }
    String own = userText(value);
    return own != null ? own : structure(value);
  }

  /// S form: `to_string`, `str`, `+` with a string.
  public static String text(@Nullable Object value) {
    return value instanceof Double number ? text(number.doubleValue()) : print(value);
  }

  public static String print(long value) {
    return Long.toString(value);
  }

  public static String print(double value) {
    return Decimal.shortest(value, true);
  }

  public static String print(boolean value) {
    return value ? "true" : "false";
  }

  public static String text(long value) {
    return Long.toString(value);
  }

  /// As `print`, without `.0`.
  public static String text(double value) {
    return Decimal.shortest(value, false);
  }

  public static String text(boolean value) {
    return value ? "true" : "false";
  }

  /// The result of the user's `to_string` (L 9.4), or null.
  private static @Nullable String userText(Object value) {
    if (value instanceof InstanceValue instance) {
      return instance.text();
    }
    return value instanceof VariantValue variant ? variant.type().text(variant) : null;
  }

  private static String structure(Object value) {
    Writer writer = new Writer();
    writer.write(value);
    return writer.out.toString();
  }

  /// Writes D forms into one text; knows the values it is inside of, so that a cycle ends with `...`.
  private static final class Writer {
    final StringBuilder out = new StringBuilder();
    private @Nullable Object[] around = new @Nullable Object[8];
    private int depth;

    void write(@Nullable Object value) {
      if (value instanceof String text) {
        out.append('"').append(text).append('"');
      } else if (value instanceof Long integer) {
        out.append(integer.longValue());
      } else if (value instanceof ListValue
          || value instanceof MapValue
          || value instanceof TupleValue
          || value instanceof SetValue
          || value instanceof VariantValue
          || value instanceof InstanceValue) {
        writeParts(value);
      } else {
        out.append(print(value));
      }
    }

    private void writeParts(Object value) {
      for (int i = 0; i < depth; i++) {
        if (around[i] == value) {
          out.append("...");
          return;
        }
      }
      if (depth == around.length) {
        around = Arrays.copyOf(around, depth * 2);
      }
      around[depth++] = value;
      if (value instanceof ListValue list) {
        writeList(list);
      } else if (value instanceof MapValue map) {
        writeMap(map);
      } else if (value instanceof TupleValue tuple) {
        writeTuple(tuple);
      } else if (value instanceof SetValue set) {
        writeSet(set);
      } else if (value instanceof VariantValue variant) {
        writeVariant(variant);
      } else if (value instanceof InstanceValue instance) {
        writeInstance(instance);
      }
      depth--;
    }

    private void writeList(ListValue list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        separate(i);
        write(list.at(i));
      }
      out.append(']');
    }

    private void writeTuple(TupleValue tuple) {
      out.append('(');
      for (int i = 0; i < tuple.size(); i++) {
        separate(i);
        write(tuple.at(i));
      }
      out.append(tuple.size() == 1 ? ",)" : ")");
    }

    private void writeSet(SetValue set) {
      if (set.isEmpty()) {
        out.append("set()");
        return;
      }
      out.append('{');
      int count = 0;
      for (int i = 0; i < set.positions(); i++) {
        if (set.isAt(i)) {
          separate(count++);
          write(set.at(i));
        }
      }
      out.append('}');
    }

    private void writeMap(MapValue map) {
      @Nullable Object[] keys = map.keys().toArray();
      Arrays.sort(keys, KeyOrder.ASCENDING);
      out.append('{');
      for (int i = 0; i < keys.length; i++) {
        separate(i);
        if (keys[i] instanceof String name) {
          out.append(name);
        } else {
          write(keys[i]);
        }
        out.append(": ");
        write(map.get(keys[i]));
      }
      out.append('}');
    }

    private void writeVariant(VariantValue variant) {
      out.append(variant.name());
      String[] fields = variant.fieldNames();
      if (fields == null) {
        if (variant.size() > 0) {
          out.append('(');
          for (int i = 0; i < variant.size(); i++) {
            separate(i);
            write(variant.at(i));
          }
          out.append(')');
        }
        return;
      }
      openFields();
      String[] sorted = fields.clone();
      Arrays.sort(sorted, KeyOrder.ASCENDING);
      for (int i = 0; i < sorted.length; i++) {
        separate(i);
        out.append(sorted[i]).append(": ");
        write(variant.field(sorted[i]));
      }
      out.append('}');
    }

    private void writeInstance(InstanceValue instance) {
      out.append(instance.typeName());
      String[] fields = instance.fieldNames();
      if (fields.length == 0) {
        return;
      }
      if (fields[0].equals("0")) {
        out.append('(');
        for (int i = 0; i < fields.length; i++) {
          separate(i);
          write(instance.get(fields[i]));
        }
        out.append(')');
        return;
      }
      openFields();
      String[] sorted = fields.clone();
      Arrays.sort(sorted, KeyOrder.ASCENDING);
      for (int i = 0; i < sorted.length; i++) {
        separate(i);
        out.append(sorted[i]).append(": ");
        write(instance.get(sorted[i]));
      }
      out.append('}');
    }

    private void openFields() {
      out.append(" {");
    }

    private void separate(int index) {
      if (index > 0) {
        out.append(", ");
      }
    }
  }
}

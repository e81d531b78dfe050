package ruchy.runtime.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Atom;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.Decimal;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.LayoutValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Moment;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// Writes values as JSON, compact or over several lines, indented by two spaces. Raises
/// ArgumentError for a value that contains itself, and TypeError for a task.
public final class JsonWriter {
  /// From this depth on a value is looked for among those it is inside of.
  private static final int SUSPICIOUS = 64;

  private final JsonBytes out;
  private final boolean isPretty;

  /// The values that the present one is inside of, kept from SUSPICIOUS on.
  private @Nullable Object[] around = {};

  private int depth;

  private JsonWriter(JsonBytes out, boolean isPretty) {
    this.out = out;
    this.isPretty = isPretty;
  }

  /// The compact text.
  public static String text(@Nullable Object value) {
    return text(value, false);
  }

  /// The text over several lines.
  public static String pretty(@Nullable Object value) {
    return text(value, true);
  }

  private static String text(@Nullable Object value, boolean isPretty) {
    JsonBytes bytes = new JsonBytes(true);
    new JsonWriter(bytes, isPretty).value(value);
    String text = new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
    bytes.release();
    return text;
  }

  /// The compact text in UTF-8.
  public static JsonBytes write(@Nullable Object value) {
    JsonBytes bytes = new JsonBytes();
    new JsonWriter(bytes, false).value(value);
    return bytes;
  }

  private void value(@Nullable Object value) {
    if (value instanceof String text) {
      out.string(text);
    } else if (value == null) {
      out.ascii("null");
    } else if (value instanceof Long number) {
      out.integer(number);
    } else if (value instanceof MapValue map) {
      map(map);
    } else if (value instanceof ListValue list) {
      list(list);
    } else if (value instanceof Boolean flag) {
      out.ascii(flag ? "true" : "false");
    } else if (value instanceof Double number) {
      floating(number);
    } else {
      rare(value);
    }
  }

  /// With an exponent only where the plain form would have more than 21 digits before or 7 zeros
  /// behind the point.
  private void floating(double number) {
    double size = Math.abs(number);
    if (out.decimal(number)) {
      return;
    }
    if (size >= 1e-7 && size < 1e21 || size == 0) {
      out.ascii(Decimal.shortest(number, true));
    } else {
      out.ascii(Double.isFinite(number) ? Double.toString(number) : "null");
    }
  }

  private void rare(Object value) {
    if (value instanceof InstanceValue instance && !instance.isOpaque()) {
      instance(instance);
    } else if (value instanceof VariantValue variant) {
      variant(variant);
    } else if (value instanceof TupleValue tuple) {
      list(tuple.toList());
    } else if (value instanceof SetValue set) {
      list(set.toList());
    } else if (value instanceof RangeValue range) {
      list(range.toList());
    } else if (value instanceof ByteValue octet) {
      out.integer(octet.value());
    } else if (value instanceof Atom atom) {
      out.string(atom.name());
    } else if (value instanceof Moment moment) {
      out.string(moment.display());
    } else if (value instanceof ErrorValue error) {
      out.string(error.message());
    } else if (value instanceof LibraryObject object && object.kind().equals("task")) {
      // L 12.1: never awaited implicitly. `null` would hide that an `await` is missing.
      throw Failure.typeError("Cannot write a task as JSON: await it first");
    } else {
      out.ascii("null");
    }
  }

  private void list(ListValue list) {
    int size = list.size();
    open('[', list);
    long[] longs = list.storedLongs();
    for (int i = 0; i < size; i++) {
      next(i == 0);
      if (longs != null) {
        out.integer(longs[i]);
      } else {
        value(list.at(i));
      }
    }
    close(']', size == 0);
  }

  private void map(MapValue map) {
    open('{', map);
    boolean isFirst = true;
    int start = 0;
    if (map instanceof LayoutValue layout) {
      byte[][] keys = LayoutKeys.of(layout);
      start = keys.length;
      for (int i = 0; i < start; i++) {
        if (isPretty) {
          next(i == 0);
          out.bytes(keys[i], 1);
          afterKey();
        } else {
          out.bytes(keys[i], i == 0 ? 1 : 0);
        }
        value(layout.slot(i));
      }
      isFirst = start == 0;
    }
    for (int i = start, end = map.positions(); i < end; i++) {
      Object key = map.keyAt(i);
      if (key != null) {
        next(isFirst);
        isFirst = false;
        out.string(key instanceof String name ? name : keyText(key));
        out.octet(':');
        afterKey();
        value(map.valueAt(i));
      }
    }
    close('}', isFirst);
  }

  private static String keyText(Object key) {
    return key instanceof Atom atom ? atom.name() : Display.text(key);
  }

  private void instance(InstanceValue instance) {
    String[] fields = instance.fieldNames();
    open('{', instance);
    for (int i = 0; i < fields.length; i++) {
      field(fields[i], instance.get(fields[i]), i == 0);
    }
    close('}', fields.length == 0);
  }

  private void variant(VariantValue variant) {
    if (variant.type() == Options.OPTION) {
      value(Options.payload(variant));
    } else if (variant.size() == 0) {
      out.string(variant.name());
    } else {
      open('{', variant);
      next(true);
      out.string(variant.name());
      out.octet(':');
      afterKey();
      payload(variant);
      close('}', false);
    }
  }

  private void payload(VariantValue variant) {
    String[] fields = variant.fieldNames();
    if (fields != null) {
      open('{', null);
      for (int i = 0; i < fields.length; i++) {
        field(fields[i], variant.at(i), i == 0);
      }
      close('}', fields.length == 0);
    } else if (variant.size() == 1) {
      value(variant.at(0));
    } else {
      ListValue values = ListValue.empty();
      for (int i = 0; i < variant.size(); i++) {
        values.add(variant.at(i));
      }
      list(values);
    }
  }

  private void field(String name, @Nullable Object value, boolean isFirst) {
    next(isFirst);
    out.string(name);
    out.octet(':');
    afterKey();
    value(value);
  }

  private void open(char bracket, @Nullable Object value) {
    if (depth >= SUSPICIOUS) {
      enter(value);
    }
    depth++;
    out.octet(bracket);
  }

  private void enter(@Nullable Object value) {
    int index = depth - SUSPICIOUS;
    for (int i = 0; i < index && value != null; i++) {
      if (around[i] == value) {
        throw Failure.argumentError("Cannot write a value that contains itself as JSON");
      }
    }
    if (index == around.length) {
      around = Arrays.copyOf(around, Math.max(16, index * 2));
    }
    around[index] = value;
  }

  private void next(boolean isFirst) {
    if (!isFirst) {
      out.octet(',');
    }
    if (isPretty) {
      line();
    }
  }

  private void afterKey() {
    if (isPretty) {
      out.octet(' ');
    }
  }

  private void close(char bracket, boolean isEmpty) {
    depth--;
    if (isPretty && !isEmpty) {
      line();
    }
    out.octet(bracket);
  }

  private void line() {
    out.octet('\n');
    for (int i = 0; i < depth; i++) {
      out.octet(' ');
      out.octet(' ');
    }
  }
}

package ruchy.runtime.value;

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
    PlainText text = new PlainText();
    Parts.write(value, text);
    return text.out.toString();
  }

  /// The D form on one line, strings quoted and nothing escaped.
  private static final class PlainText extends Parts {
    final StringBuilder out = new StringBuilder();

    @Override
    void string(String text) {
      out.append('"').append(text).append('"');
    }

    @Override
    void plain(String text) {
      out.append(text);
    }

    @Override
    void open(String bracket) {
      out.append(bracket);
    }

    @Override
    void next(boolean isFirst) {
      if (!isFirst) {
        out.append(", ");
      }
    }

    @Override
    void close(String bracket, boolean isEmpty) {
      out.append(bracket);
    }
  }
}

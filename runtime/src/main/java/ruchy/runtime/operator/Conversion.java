package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// `e as T` and the functions `int`, `float`, `str`, `bool` (L 6.7, 6.5).
public final class Conversion {
  private Conversion() {}

  /// `value as type` for the names of L 4.2; TypeError `Cannot cast X to T`.
  public static @Nullable Object cast(@Nullable Object value, String type) {
    return switch (type) {
      case "i8" -> (long) (byte) toInteger(value, type);
      case "i16" -> (long) (short) toInteger(value, type);
      case "i32" -> (long) (int) toInteger(value, type);
      case "u8" -> toInteger(value, type) & 0xffL;
      case "u16" -> toInteger(value, type) & 0xffffL;
      case "u32" -> toInteger(value, type) & 0xffff_ffffL;
      case "i64", "i128", "isize", "u64", "u128", "usize", "int", "integer", "Int", "Integer" ->
          toInteger(value, type);
      case "f32", "f64", "float", "Float" -> toFloat(value, type);
      case "number", "Number" -> {
        if (value == null || !Numbers.isNumber(value)) {
          throw cannot(value, type);
        }
        yield value;
      }
      case "byte" -> {
        if (!Numbers.isInteger(value)) {
          throw cannot(value, type);
        }
        yield ByteValue.of(Numbers.integer(value));
      }
      case "char" -> toCharacter(value, type);
      case "String", "str", "string", "&str" -> Display.text(value);
      case "any", "Any", "_" -> value;
      default -> toNamed(value, type);
    };
  }

  private static long toInteger(@Nullable Object value, String type) {
    if (value instanceof Long integer) {
      return integer;
    }
    if (value instanceof Double number) {
      return (long) number.doubleValue(); // truncates, saturates, NaN gives 0, as L 6.7 wants
    }
    if (value instanceof ByteValue octet) {
      return octet.value();
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof String text && text.codePointCount(0, text.length()) == 1) {
      return text.codePointAt(0);
    }
    if (value instanceof VariantValue variant && variant.size() == 0) {
      return variant.type().discriminant(variant.ordinal());
    }
    throw cannot(value, type);
  }

  private static double toFloat(@Nullable Object value, String type) {
    if (Numbers.isNumber(value)) {
      return Numbers.number(value);
    }
    throw cannot(value, type);
  }

  private static String toCharacter(@Nullable Object value, String type) {
    if (Numbers.isInteger(value)) {
      return character(Numbers.integer(value));
    }
    if (value instanceof String text && text.codePointCount(0, text.length()) == 1) {
      return text;
    }
    throw cannot(value, type);
  }

  /// Only to the type that the value has already.
  private static @Nullable Object toNamed(@Nullable Object value, String type) {
    int generics = type.indexOf('<');
    String name = generics < 0 ? type : type.substring(0, generics);
    boolean fits =
        switch (name) {
          case "bool", "boolean", "Bool", "Boolean" -> value instanceof Boolean;
          case "Vec", "list", "List", "array", "Array", "VecDeque" -> value instanceof ListValue;
          case "HashMap", "BTreeMap", "map", "Map", "dict", "Dict", "object", "Object" ->
              value instanceof MapValue;
          case "HashSet", "BTreeSet", "set", "Set" -> value instanceof SetValue;
          case "tuple" -> value instanceof TupleValue;
          case "range", "Range" -> value instanceof RangeValue;
          case "nil", "Nil", "unit", "void", "()" -> value == null;
          default ->
              Kind.name(value).equals(name)
                  || Kind.described(value).equals(name)
                  || (value instanceof InstanceValue instance && instance.isA(name));
        };
    if (fits) {
      return value;
    }
    throw cannot(value, type);
  }

  private static Failure cannot(@Nullable Object value, String type) {
    return Failure.typeError("Cannot cast " + Kind.described(value) + " to " + type);
  }

  /// The one-character string of a code point; ArgumentError for what is none.
  public static String character(long codePoint) {
    if (codePoint < 0
        || codePoint > Character.MAX_CODE_POINT
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
      throw Failure.argumentError("Invalid code point: " + codePoint);
    }
    return Character.toString((int) codePoint);
  }

  /// `int(value)`: a string is parsed, a float truncated, a boolean 0 or 1.
  public static long toInt(@Nullable Object value) {
    if (value instanceof Long integer) {
      return integer;
    }
    if (value instanceof String text) {
      return parseInteger(text);
    }
    if (value instanceof Double number) {
      if (Double.isNaN(number) || number < -0x1p63 || number >= 0x1p63) {
        throw Failure.argumentError("Cannot convert " + Display.print(value) + " to integer");
      }
      return number.longValue();
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof ByteValue octet) {
      return octet.value();
    }
    throw Failure.typeError(
        "int expects a number, boolean or string, got " + Kind.described(value));
  }

  /// `float(value)`: as `toInt`.
  public static double toFloat(@Nullable Object value) {
    if (Numbers.isNumber(value)) {
      return Numbers.number(value);
    }
    if (value instanceof String text) {
      return parseFloat(text);
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    throw Failure.typeError(
        "float expects a number, boolean or string, got " + Kind.described(value));
  }

  /// `bool(value)`: also `0`, `0.0`, `""` and empty collections give false.
  public static boolean toBoolean(@Nullable Object value) {
    if (Numbers.isNumber(value)) {
      return Numbers.number(value) != 0;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof ListValue list) {
      return !list.isEmpty();
    }
    if (value instanceof MapValue map) {
      return !map.isEmpty();
    }
    if (value instanceof SetValue set) {
      return !set.isEmpty();
    }
    if (value instanceof TupleValue tuple) {
      return tuple.size() > 0;
    }
    if (value instanceof RangeValue range) {
      return !range.hasEnd() || range.length() > 0;
    }
    return Options.isTrue(value);
  }

  /// Space around is trimmed; ParseError `Cannot parse 'abc' as integer`.
  public static long parseInteger(String text) {
    String trimmed = text.strip();
    try {
      return Long.parseLong(trimmed);
    } catch (NumberFormatException e) {
      throw Failure.parseError("Cannot parse '" + text + "' as integer");
    }
  }

  /// Space around is trimmed; ParseError `Cannot parse 'abc' as float`.
  public static double parseFloat(String text) {
    String trimmed = text.strip();
    if (FloatText.isFloat(trimmed)) {
      return FloatText.value(trimmed);
    }
    throw Failure.parseError("Cannot parse '" + text + "' as float");
  }

  /// `text.parse()`: an integer or a float as the text is written; ParseError.
  public static Object parseNumber(String text) {
    String trimmed = text.strip();
    if (!FloatText.isFloat(trimmed)) {
      throw Failure.parseError("Cannot parse '" + text + "' as number");
    }
    return FloatText.isInteger(trimmed) ? (Object) parseInteger(trimmed) : parseFloat(trimmed);
  }

  /// `text.parse::<type>()` for the type names of L 4.2; ParseError.
  public static @Nullable Object parse(String text, String type) {
    return switch (type) {
      case "f32", "f64", "float", "Float" -> parseFloat(text);
      case "bool", "boolean", "Bool", "Boolean" -> parseBoolean(text);
      case "char", "String", "string", "str" -> text;
      case "number", "Number", "any", "Any", "_" -> parseNumber(text);
      default -> parseInteger(text);
    };
  }

  private static boolean parseBoolean(String text) {
    String trimmed = text.strip();
    if (trimmed.equals("true") || trimmed.equals("false")) {
      return trimmed.equals("true");
    }
    throw Failure.parseError("Cannot parse '" + text + "' as boolean");
  }

  /// `text.parse()` where a Result is wanted (L 17.3): `Ok(number)`, or `Err` with the error
  /// object.
  public static VariantValue parseResult(String text) {
    try {
      return Options.ok(parseNumber(text));
    } catch (Failure failure) {
      return Options.err(failure.value());
    }
  }

  /// `text.parse::<type>()` where a Result is wanted.
  public static VariantValue parseResult(String text, String type) {
    try {
      return Options.ok(parse(text, type));
    } catch (Failure failure) {
      return Options.err(failure.value());
    }
  }
}

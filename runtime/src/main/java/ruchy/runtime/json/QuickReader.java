package ruchy.runtime.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// Reads JSON that is what it nearly always is: well-formed (RFC 8259), in UTF-8, with numbers of
/// less than a hundred characters. Gives up on anything else, so it needs to know nothing of what
/// is wrong with a text, nor where; [CarefulReader] is asked then.
///
/// Objects of a list mostly have the same keys. So the keys of the last object at the same depth
/// are expected of the next one, and while they come they are only compared. Used by one thread.
final class QuickReader {
  /// Stands for a value that was not read.
  static final Object GIVEN_UP = new Object();

  /// Powers of ten that a float holds exactly.
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /// Numbers of so many digits fit 64 bits, and so many a float holds exactly.
  private static final int LONG_DIGITS = 18;

  private static final int EXACT_DIGITS = 15;

  private static final int LONGEST_NUMBER = 100;

  /// So many objects more may have other keys than expected than have those, until none are.
  private static final int PATIENCE = 16;

  private final byte[] in;
  private final int end;
  private int at;
  private int depth;

  /// What a text was made bytes of, until it is known that they say the same: half of a surrogate
  /// pair becomes a question mark.
  private @Nullable String unsure;

  private final boolean isText;

  /// By depth: the object read last, and the form of those before it.
  private @Nullable HashMapValue[] last = new @Nullable HashMapValue[4];

  private @Nullable ObjectForm[] forms = new @Nullable ObjectForm[4];
  private int misses;

  private QuickReader(byte[] in, int offset, int length, @Nullable String text) {
    this.in = in;
    this.at = offset;
    this.end = offset + length;
    this.unsure = text;
    this.isText = text != null;
  }

  /// The value of the text, or [#GIVEN_UP].
  static @Nullable Object read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new QuickReader(bytes, 0, bytes.length, text).document();
  }

  /// The value of the text in UTF-8, or [#GIVEN_UP].
  static @Nullable Object read(byte[] bytes, int offset, int length) {
    return new QuickReader(bytes, offset, length, null).document();
  }

  private @Nullable Object document() {
    try {
      Object value = value(token());
      space();
      return at == end ? value : GIVEN_UP;
    } catch (Surprise otherwise) {
      return GIVEN_UP;
    }
  }

  private void space() {
    byte[] in = this.in;
    int at = this.at;
    int end = this.end;
    while (at < end && in[at] <= ' ' && isSpace(in[at])) {
      at++;
    }
    this.at = at;
  }

  private static boolean isSpace(byte octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  /// The first character of the next token, which is taken; it is never a space.
  private byte token() {
    int at = this.at;
    if (at < end && in[at] > ' ') {
      this.at = at + 1;
      return in[at];
    }
    space();
    if (this.at == end) {
      throw new Surprise();
    }
    return in[this.at++];
  }

  private @Nullable Object value(byte first) {
    return switch (first) {
      case '"' -> string();
      case '{' -> object();
      case '[' -> list();
      case 't' -> word("rue", true);
      case 'f' -> word("alse", false);
      case 'n' -> word("ull", null);
      default -> number(first);
    };
  }

  private @Nullable Object word(String rest, @Nullable Object value) {
    int length = rest.length();
    if (end - at < length) {
      throw new Surprise();
    }
    for (int i = 0; i < length; i++) {
      if (in[at + i] != rest.charAt(i)) {
        throw new Surprise();
      }
    }
    at += length;
    return value;
  }

  private ListValue list() {
    enter();
    ListValue list = ListValue.empty();
    byte first = token();
    if (first != ']') {
      while (true) {
        Object value = value(first);
        if (value instanceof Long integer) {
          list.add(integer.longValue());
        } else {
          list.add(value);
        }
        byte next = token();
        if (next == ']') {
          break;
        }
        if (next != ',') {
          throw new Surprise();
        }
        first = token();
      }
    }
    depth--;
    return list;
  }

  private void enter() {
    if (++depth > JsonReader.DEEPEST) {
      throw new Surprise();
    }
    if (depth == forms.length) {
      last = Arrays.copyOf(last, depth * 2);
      forms = Arrays.copyOf(forms, depth * 2);
    }
  }

  private HashMapValue object() {
    enter();
    ObjectForm form = forms[depth];
    if (form == null && misses < PATIENCE) {
      HashMapValue before = last[depth];
      if (before != null) {
        form = ObjectForm.of(before);
        forms[depth] = form;
        misses += form == null ? 1 : 0;
      }
    }
    HashMapValue object = form == null ? anyObject(new HashMapValue(), token()) : expected(form);
    last[depth] = object;
    depth--;
    return object;
  }

  /// An object that begins as the form says, and most likely is of that form.
  private HashMapValue expected(ObjectForm form) {
    int count = form.size();
    @Nullable Object[] values = new @Nullable Object[count];
    byte next = token();
    int read = 0;
    while (read < count && next == '"' && isNext(form.key(read))) {
      at += form.key(read).length;
      if (token() != ':') {
        throw new Surprise();
      }
      values[read++] = value(token());
      next = token();
      if (next == ',') {
        next = token();
        if (next != '"') {
          throw new Surprise();
        }
      } else if (next != '}') {
        throw new Surprise();
      }
    }
    if (read == count && next == '}') {
      misses -= misses > 0 ? 1 : 0;
      return form.object(values);
    }
    misses++;
    forms[depth] = null;
    HashMapValue object = new HashMapValue();
    for (int i = 0; i < read; i++) {
      object.put(form.name(i), values[i]);
    }
    return anyObject(object, next);
  }

  private boolean isNext(byte[] key) {
    return Arrays.equals(in, at, Math.min(at + key.length, end), key, 0, key.length);
  }

  /// The rest of an object from the next token on.
  private HashMapValue anyObject(HashMapValue object, byte token) {
    byte next = token;
    if (next == '}') {
      return object;
    }
    while (true) {
      if (next != '"') {
        throw new Surprise();
      }
      String key = string();
      if (token() != ':') {
        throw new Surprise();
      }
      object.put(key, value(token()));
      next = token();
      if (next == '}') {
        return object;
      }
      if (next != ',') {
        throw new Surprise();
      }
      next = token();
    }
  }

  /// The text behind the opening quote.
  private String string() {
    byte[] in = this.in;
    int start = at;
    int end = this.end;
    for (int i = start; i < end; i++) {
      byte octet = in[i];
      if (octet == '"') {
        at = i + 1;
        return new String(in, start, i - start, ISO_8859_1);
      }
      if (octet < ' ' || octet == '\\') {
        return rareString(start, i);
      }
      if (octet == '?' && unsure != null) {
        makeSure();
      }
    }
    throw new Surprise();
  }

  /// A text with escapes, or with characters outside of ASCII.
  private String rareString(int start, int from) {
    StringBuilder text = null;
    int begin = start;
    int i = from;
    while (i < end) {
      byte octet = in[i];
      if (octet == '"') {
        at = i + 1;
        String rest = decoded(begin, i);
        return text == null ? rest : text.append(rest).toString();
      }
      if (octet == '\\') {
        text = text == null ? new StringBuilder() : text;
        text.append(decoded(begin, i));
        i = escape(i + 1, text);
        begin = i;
      } else if (octet >= 0 && octet < ' ') {
        throw new Surprise();
      } else {
        if (octet == '?' && unsure != null) {
          makeSure();
        }
        i++;
      }
    }
    throw new Surprise();
  }

  /// What is no UTF-8 becomes a character that nobody writes; what it means is not for us to say.
  private String decoded(int from, int to) {
    String text = new String(in, from, to - from, UTF_8);
    if (!isText && text.indexOf('\ufffd') >= 0) {
      throw new Surprise();
    }
    return text;
  }

  /// Appends what the escape means; returns where it ends.
  private int escape(int from, StringBuilder text) {
    if (from >= end) {
      throw new Surprise();
    }
    switch (in[from]) {
      case '"', '\\', '/' -> text.append((char) in[from]);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> {
        if (end - from < 5) {
          throw new Surprise();
        }
        int unit = 0;
        for (int i = 1; i <= 4; i++) {
          int digit = Character.digit((char) (in[from + i] & 0xff), 16);
          if (digit < 0 || in[from + i] < 0) {
            throw new Surprise();
          }
          unit = unit << 4 | digit;
        }
        text.append((char) unit);
        return from + 5;
      }
      default -> throw new Surprise();
    }
    return from + 1;
  }

  private void makeSure() {
    if (!new String(in, UTF_8).equals(unsure)) {
      throw new Surprise();
    }
    unsure = null;
  }

  /// A number whose first character was taken.
  private Object number(byte first) {
    byte[] in = this.in;
    int end = this.end;
    int start = at - 1;
    boolean isNegative = first == '-';
    int i = isNegative ? at : start;
    int digits = i;
    long number = 0;
    while (i < end && in[i] >= '0' && in[i] <= '9') {
      number = number * 10 + (in[i] - '0'); // too long a number is read again below
      i++;
    }
    int whole = i - digits;
    if (whole == 0 || whole > 1 && in[digits] == '0') {
      throw new Surprise();
    }
    if (i < end && (in[i] == '.' || in[i] == 'e' || in[i] == 'E')) {
      return fraction(start, i, isNegative, number, whole);
    }
    at = i;
    return whole <= LONG_DIGITS ? (Object) (isNegative ? -number : number) : longNumber(start, i);
  }

  private Object longNumber(int start, int end) {
    String text = text(start, end);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      return Double.parseDouble(text);
    }
  }

  private String text(int start, int end) {
    if (end - start > LONGEST_NUMBER) {
      throw new Surprise();
    }
    return new String(in, start, end - start, ISO_8859_1);
  }

  /// The number whose digits before the point or the exponent have been read.
  private Object fraction(int start, int from, boolean isNegative, long before, int whole) {
    long number = before;
    int i = from;
    int behind = 0;
    if (in[i] == '.') {
      i++;
      int digits = i;
      while (i < end && in[i] >= '0' && in[i] <= '9') {
        number = number * 10 + (in[i] - '0');
        i++;
      }
      behind = i - digits;
      if (behind == 0) {
        throw new Surprise();
      }
    }
    boolean isPlain = i == end || in[i] != 'e' && in[i] != 'E';
    if (!isPlain) {
      i++;
      if (i < end && (in[i] == '+' || in[i] == '-')) {
        i++;
      }
      int digits = i;
      while (i < end && in[i] >= '0' && in[i] <= '9') {
        i++;
      }
      if (i == digits) {
        throw new Surprise();
      }
    }
    at = i;
    if (isPlain && whole + behind <= EXACT_DIGITS) {
      // Both are exact, so the quotient is the float that is nearest to the number.
      double size = number / POWERS[behind];
      return isNegative ? -size : size;
    }
    return Double.parseDouble(text(start, i));
  }

  /// The keys of objects that look alike, and how they stand in the text.
  private static final class ObjectForm {
    private final HashMapValue.Form keys;
    private final byte[][] written;

    private ObjectForm(HashMapValue.Form keys, byte[][] written) {
      this.keys = keys;
      this.written = written;
    }

    /// Null for objects that nothing is expected of: without keys, or with so many that they are
    /// hardly twice the same, or with keys that are escaped or not ASCII.
    static @Nullable ObjectForm of(HashMapValue object) {
      HashMapValue.Form keys = object.form();
      if (keys == null) {
        return null;
      }
      byte[][] written = new byte[keys.size()][];
      for (int i = 0; i < written.length; i++) {
        String name = keys.name(i);
        for (int c = 0; c < name.length(); c++) {
          char letter = name.charAt(c);
          if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
            return null;
          }
        }
        written[i] = (name + '"').getBytes(UTF_8);
      }
      return new ObjectForm(keys, written);
    }

    int size() {
      return written.length;
    }

    String name(int index) {
      return keys.name(index);
    }

    HashMapValue object(@Nullable Object[] values) {
      return keys.object(values);
    }

    byte[] key(int index) {
      return Objects.requireNonNull(written[index]);
    }
  }

  /// Nothing is said of what or where.
  private static final class Surprise extends RuntimeException {
    private static final long serialVersionUID = 1;

    Surprise() {
      super(null, null, false, false);
    }
  }
}

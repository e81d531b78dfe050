package ruchy.runtime.index;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The types in Ruchy's words: which Java types stand for which, and the grammar of `@Type`.
///
/// ```
/// type = one { "|" one }
/// one  = ( word [ "<" types ">" ] | "(" [ types ] ")" [ "->" type ] ) [ "?" ]
/// ```
final class TypeWords {
  private static final Map<String, String> OF_JAVA =
      Map.ofEntries(
          Map.entry("J", "integer"),
          Map.entry("Ljava/lang/Long;", "integer"),
          Map.entry("D", "float"),
          Map.entry("Ljava/lang/Double;", "float"),
          Map.entry("Z", "boolean"),
          Map.entry("Ljava/lang/Boolean;", "boolean"),
          Map.entry("V", "nil"),
          Map.entry("Ljava/lang/Object;", "any"),
          Map.entry("Ljava/lang/String;", "string"),
          Map.entry("Lruchy/runtime/value/ByteValue;", "byte"),
          Map.entry("Lruchy/runtime/value/Atom;", "atom"),
          Map.entry("Lruchy/runtime/value/ListValue;", "list<any>"),
          Map.entry("Lruchy/runtime/value/MapValue;", "map<any, any>"),
          Map.entry("Lruchy/runtime/value/HashMapValue;", "map<any, any>"),
          Map.entry("Lruchy/runtime/value/SetValue;", "set<any>"),
          Map.entry("Lruchy/runtime/value/TupleValue;", "tuple"),
          Map.entry("Lruchy/runtime/value/RangeValue;", "range"),
          Map.entry("Lruchy/runtime/value/FunctionValue;", "function"),
          Map.entry("Lruchy/runtime/value/ErrorValue;", "error"),
          Map.entry("Lruchy/runtime/value/VariantValue;", "any"));

  private static final Set<String> WORDS =
      Set.of(
          "any",
          "nil",
          "never",
          "integer",
          "float",
          "number",
          "boolean",
          "string",
          "byte",
          "bytes",
          "atom",
          "list",
          "map",
          "set",
          "tuple",
          "range",
          "function",
          "option",
          "result",
          "datetime",
          "duration",
          "error",
          "self",
          "T",
          "K",
          "V",
          "U");

  private TypeWords() {}

  /// The type of a Java descriptor, or null for a Java type that no Ruchy value has.
  static @Nullable String ofJava(String descriptor, Map<String, String> libraryTypes) {
    String known = OF_JAVA.get(descriptor);
    return known != null || !descriptor.startsWith("L")
        ? known
        : libraryTypes.get(descriptor.substring(1, descriptor.length() - 1));
  }

  /// The first word of the text that is no type, or null when the whole text is one.
  static @Nullable String firstUnknown(String type, Set<String> libraryTypes) {
    Reader reader = new Reader(type, libraryTypes);
    String unknown = reader.type();
    if (unknown == null && reader.at < type.length()) {
      return type.substring(reader.at);
    }
    return unknown;
  }

  private static final class Reader {
    private final String text;
    private final Set<String> libraryTypes;
    private int at;

    Reader(String text, Set<String> libraryTypes) {
      this.text = text;
      this.libraryTypes = libraryTypes;
    }

    @Nullable String type() {
      do {
        String unknown = one();
        if (unknown != null) {
          return unknown;
        }
      } while (accept("|"));
      return null;
    }

    private @Nullable String one() {
      String unknown;
      if (accept("(")) {
        unknown = accept(")") ? null : types(")");
        if (unknown == null && accept("->")) {
          unknown = type();
        }
      } else {
        String word = word();
        if (!WORDS.contains(word) && !libraryTypes.contains(word)) {
          return word.isEmpty() ? text.substring(at) : word;
        }
        unknown = accept("<") ? types(">") : null;
      }
      accept("?");
      return unknown;
    }

    private @Nullable String types(String end) {
      do {
        String unknown = type();
        if (unknown != null) {
          return unknown;
        }
      } while (accept(","));
      return accept(end) ? null : text.substring(at) + " (expected " + end + ")";
    }

    private String word() {
      skipSpace();
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at))
              || text.charAt(at) == '_'
              || text.charAt(at) == ':')) {
        at++;
      }
      return text.substring(start, at);
    }

    private boolean accept(String token) {
      skipSpace();
      if (!text.startsWith(token, at)) {
        return false;
      }
      at += token.length();
      skipSpace();
      return true;
    }

    private void skipSpace() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }
  }
}

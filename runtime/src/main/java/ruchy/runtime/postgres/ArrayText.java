package ruchy.runtime.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arrays as PostgreSQL writes them: `{1,NULL,"a b"}`, `{{1,2},{3,4}}`, `[0:1]={1,2}`.
final class ArrayText {
  private final String text;
  private final char separator;
  private int at;

  private ArrayText(String text, char separator, int at) {
    this.text = text;
    this.separator = separator;
    this.at = at;
  }

  static boolean isArray(String text) {
    return text.startsWith("{") || text.startsWith("[");
  }

  /// The elements: texts, null, and lists of such.
  static List<@Nullable Object> read(String text, char separator) {
    return new ArrayText(text, separator, text.indexOf('{')).array();
  }

  /// The elements of an array in an array.
  static List<@Nullable Object> elements(List<?> inner) {
    return new ArrayList<@Nullable Object>(inner);
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    while (text.charAt(at) != '}') {
      elements.add(
          switch (text.charAt(at)) {
            case '{' -> array();
            case '"' -> quoted();
            default -> plain();
          });
      if (text.charAt(at) == separator) {
        at++;
      }
    }
    at++;
    return elements;
  }

  private @Nullable String plain() {
    int start = at;
    while (text.charAt(at) != separator && text.charAt(at) != '}') {
      at++;
    }
    String element = text.substring(start, at);
    return element.equals("NULL") ? null : element;
  }

  private String quoted() {
    StringBuilder element = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      element.append(text.charAt(at));
    }
    at++;
    return element.toString();
  }

  /// An array as the server reads it.
  ///
  /// @param elements texts, null, and lists of such
  static String write(List<?> elements) {
    StringBuilder text = new StringBuilder();
    for (Object element : elements) {
      text.append(text.isEmpty() ? '{' : ',');
      switch (element) {
        case null -> text.append("NULL");
        case List<?> inner -> text.append(write(inner));
        default ->
            text.append('"')
                .append(element.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
      }
    }
    return (text.isEmpty() ? "{" : text) + "}";
  }
}

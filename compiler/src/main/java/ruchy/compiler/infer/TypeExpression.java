package ruchy.compiler.infer;

import java.util.ArrayList;
import java.util.List;

/// A type as library declarations write it (the grammar stands at the annotation `Type` of the
/// library).
public sealed interface TypeExpression {
  /// `string`, `list<T>`, `http::Request`, `T`
  record Named(String name, List<TypeExpression> arguments) implements TypeExpression {}

  /// `T?`
  record OrNil(TypeExpression type) implements TypeExpression {}

  /// `A | B`
  record Either(List<TypeExpression> types) implements TypeExpression {}

  /// `(A, B) -> R`
  record Callback(List<TypeExpression> parameters, TypeExpression result)
      implements TypeExpression {}

  /// Reads the text; the build of the library has checked it.
  static TypeExpression parse(String text) {
    return new Reader(text).type();
  }

  /// Recursive descent over the text.
  final class Reader {
    private final String text;
    private int position;

    Reader(String text) {
      this.text = text;
    }

    TypeExpression type() {
      TypeExpression first = postfix();
      if (!peek('|')) {
        return first;
      }
      List<TypeExpression> types = new ArrayList<>(List.of(first));
      while (take("|")) {
        types.add(postfix());
      }
      return new Either(types);
    }

    private TypeExpression postfix() {
      TypeExpression type = primary();
      while (take("?")) {
        type = new OrNil(type);
      }
      return type;
    }

    private TypeExpression primary() {
      if (take("(")) {
        List<TypeExpression> parameters = list(")");
        if (take("->")) {
          return new Callback(parameters, postfix());
        }
        return parameters.size() == 1 ? parameters.getFirst() : new Named("any", List.of());
      }
      String name = name();
      List<TypeExpression> arguments = take("<") ? list(">") : List.of();
      return new Named(name, arguments);
    }

    private List<TypeExpression> list(String end) {
      List<TypeExpression> types = new ArrayList<>();
      while (!take(end)) {
        types.add(type());
        take(",");
      }
      return types;
    }

    private String name() {
      skipSpace();
      int start = position;
      while (position < text.length() && isNamePart(text.charAt(position))) {
        position++;
      }
      if (start == position) {
        throw new IllegalArgumentException("not a library type: " + text);
      }
      return text.substring(start, position);
    }

    private static boolean isNamePart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == ':';
    }

    private boolean peek(char c) {
      skipSpace();
      return position < text.length() && text.charAt(position) == c;
    }

    private boolean take(String expected) {
      skipSpace();
      if (text.startsWith(expected, position)) {
        position += expected.length();
        return true;
      }
      return false;
    }

    private void skipSpace() {
      while (position < text.length() && text.charAt(position) == ' ') {
        position++;
      }
    }
  }

  /// The call-back types among the alternatives of a type.
  static List<Callback> callbacks(TypeExpression type) {
    return switch (type) {
      case Callback callback -> List.of(callback);
      case OrNil orNil -> callbacks(orNil.type());
      case Either either ->
          either.types().stream().flatMap(member -> callbacks(member).stream()).toList();
      case Named ignored -> List.of();
    };
  }
}

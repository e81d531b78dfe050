package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// What a caller must know of a function before its body is resolved: its parameters without
/// `self`.
record Signature(List<Place> places, boolean rest) {
  /// One parameter; without a name (`""`) it is a pattern. `fallback` is null if it must be given.
  record Place(String name, @Nullable Fallback fallback, boolean byReference) {
    boolean optional() {
      return fallback != null;
    }
  }

  /// The default of a parameter: its value if it is a literal.
  record Fallback(boolean literal, @Nullable Object value) {
    static final Fallback COMPUTED = new Fallback(false, null);

    static Fallback of(Expression tree) {
      return switch (tree) {
        case Expression.IntegerLiteral integer -> new Fallback(true, integer.value());
        case Expression.FloatLiteral number -> new Fallback(true, number.value());
        case Expression.StringLiteral text -> new Fallback(true, text.value());
        case Expression.BooleanLiteral truth -> new Fallback(true, truth.value());
        case Expression.NilLiteral _ -> new Fallback(true, null);
        default -> COMPUTED;
      };
    }
  }

  static Signature of(List<Parameter> parameters) {
    boolean rest = !parameters.isEmpty() && parameters.getLast().rest();
    List<Place> places = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (!isSelf(parameter)) {
        places.add(place(parameter));
      }
    }
    return new Signature(places, rest);
  }

  static boolean isSelf(Parameter parameter) {
    return parameter.pattern() instanceof Pattern.Binding binding
        && binding.name().text().equals("self");
  }

  static boolean isByReference(Parameter parameter) {
    return parameter.byReference() || parameter.type() instanceof TypeName.Reference;
  }

  /// How a function of that name is called: `f(a, b = .., ...rest)`.
  String text(String function) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      String name = place.name().isEmpty() ? "_" : place.name();
      String mark = rest && i == places.size() - 1 ? "..." : "";
      texts.add(mark + name + (place.optional() ? " = .." : ""));
    }
    return function + "(" + String.join(", ", texts) + ")";
  }

  /// The index of a parameter, -1 if there is none of that name.
  int indexOf(String name) {
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /// Whether there is a parameter of that name, which takes its argument by reference.
  boolean takesByReference(String name) {
    int index = indexOf(name);
    return index >= 0 && places.get(index).byReference();
  }

  /// Whether these arguments leave out one with a computed default before others, or spread lists
  /// beside names: what the parameters get is then seen only when the call runs.
  boolean leavesOpen(List<Expression.Argument> arguments) {
    boolean[] given = new boolean[places.size()];
    int last = -1;
    int positional = 0;
    for (Expression.Argument argument : arguments) {
      if (argument.spread()) {
        return true;
      }
      int place = argument.name() == null ? positional++ : indexOf(argument.name().text());
      if (place >= 0 && place < fixed()) {
        given[place] = true;
        last = Math.max(last, place);
      }
    }
    for (int i = 0; i < last; i++) {
      Fallback fallback = places.get(i).fallback();
      if (!given[i] && fallback != null && !fallback.literal()) {
        return true;
      }
    }
    return false;
  }

  int minimum() {
    int count = 0;
    for (int i = 0; i < fixed(); i++) {
      if (!places.get(i).optional()) {
        count = i + 1;
      }
    }
    return count;
  }

  /// The number of parameters before the rest parameter.
  int fixed() {
    return rest ? places.size() - 1 : places.size();
  }

  boolean accepts(int count) {
    return count >= minimum() && (rest || count <= places.size());
  }

  /// `2`, `2-3`, `1 or more`
  String expected() {
    if (rest) {
      return minimum() + " or more";
    }
    return minimum() == places.size()
        ? Integer.toString(places.size())
        : minimum() + "-" + places.size();
  }

  private static Place place(Parameter parameter) {
    String name =
        parameter.pattern() instanceof Pattern.Binding binding ? binding.name().text() : "";
    Fallback fallback = parameter.fallback() == null ? null : Fallback.of(parameter.fallback());
    return new Place(name, fallback, isByReference(parameter));
  }
}

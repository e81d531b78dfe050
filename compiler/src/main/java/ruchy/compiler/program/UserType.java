package ruchy.compiler.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A struct, class, enum or actor of the program (L 9, L 12.8). Filled by the resolver, then
/// unchanged.
public final class UserType {
  /// Which of the four it is.
  public enum Form {
    STRUCT,
    CLASS,
    ENUM,
    ACTOR
  }

  /// A field of a struct, class or actor; positional ones are named `0`, `1`. `initial` is a
  /// function without parameters, called at each construction.
  public record Field(
      String name, @Nullable Annotation annotation, @Nullable Function initial, Span span) {
    /// The name of the field in which the instances of a type that stands in a function carry the
    /// closures of its methods. No program can name it.
    public static String closuresOf(UserType type) {
      return "$" + type.name();
    }

    /// Whether the program knows nothing of it: it is not shown, compared or counted.
    public boolean isHidden() {
      return name.startsWith("$");
    }
  }

  /// A variant of an enum. Without payload it is one constant; `record`: its payload has names.
  public record Variant(
      UserType owner,
      String name,
      int ordinal,
      long discriminant,
      boolean record,
      List<Field> payload) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /// The methods of actors that take a message (L 12.8).
  public static final Set<String> SENDING = Set.of("send", "ask", "tell");

  private static final List<String> TEXT_METHODS = List.of("to_string", "to_s");

  private final Form form;
  private final String name;
  private final Span span;
  private final List<Field> fields = new java.util.ArrayList<>();
  private final List<Variant> variants = new java.util.ArrayList<>();
  private final Map<String, Function> methods = new LinkedHashMap<>();
  private final Map<String, Function> statics = new LinkedHashMap<>();
  private final Map<String, Function> constructors = new LinkedHashMap<>();
  private final Map<String, Variable> constants = new LinkedHashMap<>();
  private final List<String> traits = new java.util.ArrayList<>();
  private boolean positional;
  private boolean isAbstract;
  private boolean extended;
  private boolean carrying;
  private @Nullable UserType parent;

  public UserType(Form form, String name, Span span) {
    this.form = form;
    this.name = name;
    this.span = span;
  }

  public Form form() {
    return form;
  }

  public String name() {
    return name;
  }

  public Span span() {
    return span;
  }

  /// The fields in order, those of the superclass first, hidden ones included.
  public List<Field> fields() {
    return fields;
  }

  /// The fields that the program declares, in order.
  public List<Field> visibleFields() {
    List<Field> visible = new ArrayList<>(fields.size());
    for (Field field : fields) {
      if (!field.isHidden()) {
        visible.add(field);
      }
    }
    return visible;
  }

  public List<Variant> variants() {
    return variants;
  }

  /// Methods with a receiver, by name (operators by their text, property accessors as `get p` and
  /// `set p`, handlers of actors as `receive M`), inherited and trait defaults included; the first
  /// parameter is `self`.
  public Map<String, Function> methods() {
    return methods;
  }

  /// Whether a method of that name may give the text of the values (L 9.4).
  public static boolean isTextMethod(String name) {
    return TEXT_METHODS.contains(name);
  }

  /// The method whose result is the text of the values: `to_string` or `to_s` that takes only
  /// `self` (L 9.4).
  public @Nullable Function textMethod() {
    for (String method : TEXT_METHODS) {
      Function function = methods.get(method);
      if (function != null && function.parameters().size() == 1) {
        return function;
      }
    }
    return null;
  }

  /// The field of that name; null if there is none.
  public @Nullable Field field(String wanted) {
    for (Field field : fields) {
      if (field.name().equals(wanted)) {
        return field;
      }
    }
    return null;
  }

  /// Functions without receiver, called through the type's name.
  public Map<String, Function> statics() {
    return statics;
  }

  /// Constructors of a class by name (`new` for the unnamed one); the first parameter is `self`.
  public Map<String, Function> constructors() {
    return constructors;
  }

  /// Associated constants and static fields: globals.
  public Map<String, Variable> constants() {
    return constants;
  }

  public List<String> traits() {
    return traits;
  }

  /// A tuple struct.
  public boolean isPositional() {
    return positional;
  }

  public boolean isAbstract() {
    return isAbstract;
  }

  public @Nullable UserType parent() {
    return parent;
  }

  /// Whether the variants of an enum carry the closures of its methods, as a last part of their
  /// payload that is not declared.
  public boolean isCarrying() {
    return carrying;
  }

  public void setCarrying() {
    carrying = true;
  }

  public void setPositional() {
    positional = true;
  }

  public void setAbstract() {
    isAbstract = true;
  }

  public void setParent(UserType parent) {
    this.parent = parent;
    parent.extended = true;
  }

  /// Whether a class extends it.
  public boolean isExtended() {
    return extended;
  }

  @Override
  public String toString() {
    return name;
  }
}

package ruchy.compiler.type;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.UserType;

/// A set of values.
public sealed interface Type {
  /// Types without parts.
  enum Basic implements Type {
    /// no value: the code leaves, or nothing has reached it yet
    NEVER,
    NIL,
    INTEGER,
    FLOAT,
    BOOLEAN,
    STRING,
    BYTE,
    ATOM,
    RANGE,
    /// an error object (L 11.2)
    ERROR,
    /// `Some`, `None`, `Ok`, `Err`; the payload may be anything
    OPTION,
    /// a callable of which nothing is known
    FUNCTION,
    /// any value; everything reachable from it has been given up as well
    ANY;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// A list whose elements are of the cell's type.
  record ListType(Cell element) implements Type {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ListType that && element.root() == that.element.root();
    }

    @Override
    public int hashCode() {
      return 31;
    }

    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /// A set whose elements are of the cell's type.
  record SetType(Cell element) implements Type {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SetType that && element.root() == that.element.root();
    }

    @Override
    public int hashCode() {
      return 37;
    }

    @Override
    public String toString() {
      return "set<" + element + ">";
    }
  }

  /// A map with keys found at run time.
  record MapType(Cell key, Cell value) implements Type {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof MapType that
          && key.root() == that.key.root()
          && value.root() == that.value.root();
    }

    @Override
    public int hashCode() {
      return 41;
    }

    @Override
    public String toString() {
      return "map<" + key + ", " + value + ">";
    }
  }

  /// An object made by a literal with the keys of the layout.
  record ObjectType(Layout layout) implements Type {
    @Override
    public String toString() {
      return layout.toString();
    }
  }

  /// A tuple of that many elements.
  record TupleType(List<Type> elements) implements Type {
    @Override
    public String toString() {
      return "(" + elements.stream().map(Object::toString).collect(Collectors.joining(", ")) + ")";
    }
  }

  /// One of a few known callables.
  record CallableType(Set<Callable> callables) implements Type {
    @Override
    public String toString() {
      return "function";
    }
  }

  /// A struct or class instance, or a variant of an enum of the program.
  record InstanceType(UserType type) implements Type {
    @Override
    public String toString() {
      return type.name();
    }
  }

  /// A library object, for example `http::Request`, `datetime`.
  record LibraryType(String name) implements Type {
    @Override
    public String toString() {
      return name;
    }
  }

  /// One of two to four types, none of which is a union, `NEVER` or `ANY`.
  record Union(List<Type> members) implements Type {
    @Override
    public String toString() {
      return members.stream().map(Object::toString).collect(Collectors.joining(" | "));
    }
  }

  /// The alternatives of this type: its members if it is a union, none if it is `NEVER`, else
  /// itself.
  default List<Type> alternatives() {
    if (this instanceof Union union) {
      return union.members();
    }
    return this == Basic.NEVER ? List.of() : List.of(this);
  }

  /// Whether one of the alternatives is of that kind.
  default boolean mayBe(Predicate<Type> kind) {
    if (this instanceof Union(var members)) {
      for (Type member : members) {
        if (kind.test(member)) {
          return true;
        }
      }
      return false;
    }
    return this != Basic.NEVER && kind.test(this);
  }

  /// Whether nil is among the values, as far as is known.
  default boolean mayBeNil() {
    return this == Basic.ANY
        || this == Basic.NIL
        || (this instanceof Union(var members) && members.contains(Basic.NIL));
  }
}

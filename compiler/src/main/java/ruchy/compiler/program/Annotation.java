package ruchy.compiler.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The meaning of a type name (L 4.2): the values that an annotated place accepts.
public sealed interface Annotation {
  /// anything: no check
  record Anything() implements Annotation {}

  /// a built-in kind
  record OfKind(Kind kind) implements Annotation {}

  /// a list; the element type counts for literals only (L 4.3)
  record ListOf(Annotation element) implements Annotation {}

  /// a set
  ///
  /// @param isOrdered whether what is made for the place keeps its elements in their own order
  record SetOf(Annotation element, boolean isOrdered) implements Annotation {}

  /// a map
  ///
  /// @param isOrdered whether what is made for the place keeps its entries in the order of its keys
  record MapOf(Annotation key, Annotation value, boolean isOrdered) implements Annotation {}

  /// a tuple of that many elements
  record TupleOf(List<Annotation> elements) implements Annotation {}

  /// a callable; the signature is not checked
  record Callable() implements Annotation {}

  /// `Option<T>`, `T?`: `Some`, `None`, nil or a plain value
  record OptionOf(Annotation value) implements Annotation {}

  /// `Result<T, E>`: `Ok` or `Err`
  record ResultOf(Annotation value, Annotation error) implements Annotation {}

  /// a struct, class, enum or actor of the program; a class also its subclasses
  record OfUserType(UserType type) implements Annotation {}

  /// instances of types that implement the trait
  record OfTrait(String name, List<UserType> implementors) implements Annotation {}

  /// a library object such as `http::Request`
  record OfLibraryType(String name) implements Annotation {}

  /// a cell (L 12.9)
  record Cell(@Nullable Annotation content) implements Annotation {}

  /// The built-in kinds that a name can stand for.
  enum Kind {
    INTEGER("integer"),
    FLOAT("float"),
    NUMBER("number"),
    BOOLEAN("boolean"),
    BYTE("byte"),
    ATOM("atom"),
    STRING("string"),
    CHARACTER("char"),
    OBJECT("object"),
    TUPLE("tuple"),
    RANGE("range"),
    NIL("nil"),
    DATETIME("datetime"),
    DURATION("duration"),
    ERROR("error");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /// As `type_of` and messages name it (L 6.1).
    public String text() {
      return text;
    }
  }
}

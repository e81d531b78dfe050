package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A value that the library provides: server, socket, request, file, task ... Its class carries
/// `@LibraryType`.
public interface LibraryObject {
  /// The name given to `@LibraryType`, for example `http::Request`; dynamic calls find the members
  /// by it.
  String typeName();

  /// What `println` shows (L 15.1), for example `<TcpStream 127.0.0.1:9000>`.
  default String display() {
    return "<" + typeName() + ">";
  }

  /// The kind name (L 6.1): `native` unless the object is a task, an actor ...
  default String kind() {
    return "native";
  }

  /// The walk of `for x in object`, or null when it is not iterable (L 10.2).
  default @Nullable Cursor cursor() {
    return null;
  }

  /// A member that the program added to this object (L 19.1 (2)): null both for nil and for an
  /// absent one.
  default @Nullable Object addedMember(String name) {
    return null;
  }

  /// Adds a member (L 19.1 (2)); false when this object is not open.
  default boolean addMember(String name, @Nullable Object value) {
    return false;
  }

  /// Whether programs may add members, so that absent ones read as nil instead of raising (L 8.3).
  default boolean isOpen() {
    return false;
  }
}

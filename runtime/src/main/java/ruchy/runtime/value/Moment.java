package ruchy.runtime.value;

/// A date-time or a duration: what the operators need to know of them (L 6.4, 6.6). Immutable;
/// those of one class are ordered by `milliseconds`.
public interface Moment extends LibraryObject {
  /// Since 1970 in UTC, or the length.
  long milliseconds();
}

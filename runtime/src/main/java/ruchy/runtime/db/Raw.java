package ruchy.runtime.db;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value on its way between a program and a database for which Java has no class that says
/// enough.
public sealed interface Raw {
  /// A point in time, in milliseconds since 1970.
  record Moment(long millis) implements Raw {}

  /// A list or map as JSON. For an argument that is a list, its elements too: some databases have
  /// arrays.
  record Json(String text, @Nullable List<@Nullable Object> elements) implements Raw {}

  /// An array.
  record Array(List<@Nullable Object> elements) implements Raw {}
}

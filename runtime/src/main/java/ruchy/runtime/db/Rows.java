package ruchy.runtime.db;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a statement has given.
///
/// @param names of the columns
/// @param changed how many rows it has changed
record Rows(List<String> names, List<@Nullable Object[]> rows, long changed) {}

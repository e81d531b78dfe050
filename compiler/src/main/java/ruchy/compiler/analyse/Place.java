package ruchy.compiler.analyse;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Variable;

/// A variable of one version of its function, or a global: what it may hold, and whether the
/// variable itself is shared state, because several tasks use it and some code assigns it again.
final class Place {
  final Variable variable;

  /// Null when it can hold nothing that changes.
  final @Nullable Region value;

  @Nullable Origin shared;
  @Nullable Origin assigned;

  /// Whether it is assigned by other code than the top level and `main`.
  boolean isAssignedInFunctions;

  Place(Variable variable, @Nullable Region value) {
    this.variable = variable;
    this.value = value;
  }
}
